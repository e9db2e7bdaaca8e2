/** Who hears what, and the hints on their way: by webhook, or by a WebSocket. */
import { randomUUID } from "node:crypto";
import {
  type Asked,
  asList,
  asObject,
  asText,
  invalid,
  type Json,
  noScope,
  notFound,
  ok,
  type RcAnswer,
  refuse,
} from "./api.ts";
import type { Extension } from "./entities.ts";
import { answersTo, filterRefusal, wholeFilter } from "./filters.ts";
import type { Happening } from "./hints.ts";
import type { SubscriptionView } from "./types/activity.ts";
import type { Push, WebhookPost } from "./webhooks.ts";
import { iso, type World } from "./world.ts";

export interface Subscriptions {
  readonly list: (asked: Asked) => RcAnswer;
  readonly create: (asked: Asked) => Promise<RcAnswer>;
  read(asked: Asked, id: string): RcAnswer;
  change(asked: Asked, id: string): RcAnswer;
  renew(asked: Asked, id: string): RcAnswer;
  remove(asked: Asked, id: string): RcAnswer;
  /** Of a WebSocket, in place of the one that it had. */
  createForSocket(caller: Extension, body: Json, push: Push): RcAnswer;
  /** Its connection is gone for good. */
  forget(id: string): void;
  tell(happening: Happening): Promise<void>;
  blacklist(id?: string): void;
  views(): SubscriptionView[];
}

export interface SubscriptionSettings {
  readonly world: World;
  readonly url: () => string;
  readonly post: WebhookPost;
  /** After how many failures in a row it is over. */
  readonly blacklistAfter: number;
}

interface Subscription {
  readonly id: string;
  readonly extension: string;
  filters: readonly string[];
  readonly address: string | null;
  readonly token: string | null;
  readonly push: Push | null;
  readonly createdAt: number;
  lasts: number;
  expiresAt: number;
  blacklistedAt: number | null;
  failures: number;
}

const MOST = 30;
const LONGEST = 315_360_000;
const USUAL = 604_800;

export function createSubscriptions(settings: SubscriptionSettings): Subscriptions {
  const { world } = settings;
  const all = new Map<string, Subscription>();

  const alive = () => {
    for (const [id, { expiresAt }] of all) if (expiresAt <= world.now()) all.delete(id);
    return [...all.values()];
  };
  const of = ({ caller }: Asked, id: string) => {
    const found = alive().find((one) => one.id === id);
    return found?.extension === caller.id ? found : null;
  };
  const render = (one: Subscription) => renderSubscription(world, settings.url(), one);

  function filtersOf(caller: Extension, body: Json): readonly string[] | RcAnswer {
    const filters = asList(body.eventFilters).map(String);
    if (filters.length === 0)
      return refuse(400, "CMN-100", "Parameter [eventFilters] is required", "eventFilters");
    const refusals = filters.map((filter) => filterRefusal(world, caller, filter));
    if (refusals.includes("unknown")) return invalid("eventFilters");
    if (refusals.includes("others"))
      return refuse(403, "SUB-406", "Subscription to the events of another extension is not allowed");
    return filters;
  }

  function add(caller: Extension, filters: readonly string[], more: Partial<Subscription>): Subscription {
    const lasts = Math.min(more.lasts ?? USUAL, LONGEST);
    const made: Subscription = {
      id: randomUUID(),
      extension: caller.id,
      filters,
      address: null,
      token: null,
      push: null,
      createdAt: world.now(),
      expiresAt: world.now() + lasts * 1000,
      blacklistedAt: null,
      failures: 0,
      ...more,
      lasts,
    };
    all.set(made.id, made);
    return made;
  }

  async function deliver(one: Subscription, filter: string, happening: Happening): Promise<void> {
    const envelope = {
      uuid: randomUUID(),
      event: wholeFilter(world, one.extension, filter),
      timestamp: iso(world.now()),
      subscriptionId: one.id,
      ownerId: one.extension,
      body: happening.body,
    };
    const { push, address, token } = one;
    const went = await settings.post({ happening, envelope, address, token, push });
    if (went === null || address === null) return;
    one.failures = went ? 0 : one.failures + 1;
    if (one.failures >= settings.blacklistAfter) one.blacklistedAt ??= world.now();
  }

  return {
    list: ({ caller }) => {
      const records = alive().filter(({ extension }) => extension === caller.id);
      return ok({ uri: `${settings.url()}/restapi/v1.0/subscription`, records: records.map(render) }, 200);
    },
    async create({ caller, json }) {
      const body = asObject(json);
      const mode = asObject(body.deliveryMode);
      const address = asText(mode.address);
      if (mode.transportType !== "WebHook") return invalid("deliveryMode.transportType");
      if (world.lacksScopes.has("SubscriptionWebhook")) return noScope("SubscriptionWebhook");
      if (address === null || !URL.canParse(address)) return invalid("deliveryMode.address");
      const filters = filtersOf(caller, body);
      if ("status" in filters) return filters;
      if (alive().filter(({ extension }) => extension === caller.id).length >= MOST)
        return refuse(403, "SUB-505", "Subscriptions limit exceeded");
      const lasts = Number(body.expiresIn ?? USUAL);
      if (!(lasts >= 1)) return invalid("expiresIn");
      if (!(await settings.post({ handshake: address }))) {
        const words = "WebHook responds with incorrect HTTP status, or does not return the validation token";
        return refuse(400, "SUB-525", words);
      }
      return ok(render(add(caller, filters, { address, token: asText(mode.verificationToken), lasts })), 200);
    },
    read(asked, id) {
      const one = of(asked, id);
      return one === null ? notFound("subscriptionId") : ok(render(one), 200);
    },
    change(asked, id) {
      const one = of(asked, id);
      if (one === null) return notFound("subscriptionId");
      const body = asObject(asked.json);
      const filters = filtersOf(asked.caller, body);
      if ("status" in filters) return filters;
      one.filters = filters;
      one.lasts = Math.min(Number(body.expiresIn ?? one.lasts) || one.lasts, LONGEST);
      one.expiresAt = world.now() + one.lasts * 1000;
      return ok(render(one), 200);
    },
    renew(asked, id) {
      const one = of(asked, id);
      if (one === null) return notFound("subscriptionId");
      one.expiresAt = world.now() + one.lasts * 1000;
      return ok(render(one), 200);
    },
    remove(asked, id) {
      if (of(asked, id) === null) return notFound("subscriptionId");
      all.delete(id);
      return ok();
    },
    createForSocket(caller, body, push) {
      const filters = filtersOf(caller, body);
      return "status" in filters ? filters : ok(render(add(caller, filters, { push, lasts: LONGEST })), 200);
    },
    forget: (id) => void all.delete(id),
    async tell(happening) {
      const hearing = alive().flatMap((one) => {
        const filter = one.filters.find((each) => answersTo(world, one.extension, each, happening));
        return filter === undefined || one.blacklistedAt !== null ? [] : [{ one, filter }];
      });
      await Promise.all(hearing.map(({ one, filter }) => deliver(one, filter, happening)));
    },
    blacklist(id) {
      for (const one of alive())
        if (one.address !== null && (id === undefined || one.id === id)) one.blacklistedAt = world.now();
    },
    views: () =>
      alive().map((one) => ({
        id: one.id,
        extension: one.extension,
        eventFilters: one.filters,
        transport: one.address === null ? ("WebSocket" as const) : ("WebHook" as const),
        address: one.address,
        status: one.blacklistedAt === null ? ("Active" as const) : ("Blacklisted" as const),
        expiresAt: iso(one.expiresAt),
      })),
  };
}

function renderSubscription(world: World, url: string, one: Subscription) {
  const isHook = one.address !== null;
  return {
    uri: `${url}/restapi/v1.0/subscription/${one.id}`,
    id: one.id,
    eventFilters: one.filters.map((filter) => wholeFilter(world, one.extension, filter)),
    disabledFilters: [],
    expirationTime: iso(one.expiresAt),
    expiresIn: Math.round((one.expiresAt - world.now()) / 1000),
    status: one.blacklistedAt === null ? "Active" : "Blacklisted",
    creationTime: iso(one.createdAt),
    deliveryMode: isHook
      ? { transportType: "WebHook", address: one.address, encryption: false }
      : { transportType: "WebSocket", encryption: false },
    ...(one.blacklistedAt === null
      ? {}
      : {
          blacklistedData: {
            blacklistedAt: iso(one.blacklistedAt),
            reason: "Webhook responses with code: 503, reason: Service Unavailable",
          },
        }),
  };
}
