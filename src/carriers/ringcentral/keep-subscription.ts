/** Keeps a login's subscription, by which RingCentral posts to our address what came. */
import { z } from "zod";
import type { LoginName } from "../../domain/ids.ts";
import { grantedOf } from "./attempts.ts";
import { grantedIn, type Wishes } from "./event-filters.ts";
import type { Kept } from "./keep-sockets.ts";
import { time } from "./message-record.ts";
import { type RingCentralApi, unreadable } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { lackingIn } from "./verify-news.ts";
import { isOurAddress, webhookAddress } from "./webhook-address.ts";

const path = "/restapi/v1.0/subscription";
/** One that RingCentral has given up is found that soon. Milliseconds. */
const lookEvery = 60_000;
/** Left alone it ends: a site that is no more is not called for ever. Seconds. */
const lasts = 7 * 24 * 60 * 60;
/** It is renewed so long before its end. Milliseconds. */
const ahead = 4 * 24 * 60 * 60_000;
/** What we wish for and do not get is asked for again that seldom. Milliseconds. */
const wishAgainAfter = 60 * 60_000;

const subscription = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  eventFilters: z.array(z.string()).catch([]),
  expirationTime: time,
  deliveryMode: z
    .object({ transportType: z.string().nullish(), address: z.string().nullish() })
    .nullish()
    .catch(null),
});
type Subscription = z.infer<typeof subscription>;
const list = z.object({ records: z.array(z.unknown()) });

export function createKeptSubscription(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  login: LoginName,
): Kept {
  const { steady } = settings;
  let looked: { readonly at: number; readonly wanted: string } | null = null;
  let wished: { readonly at: number; readonly wanted: string } | null = null;
  let lacking: readonly string[] = [];
  let isStopped = false;

  const expiring = (filters: readonly string[]) => ({ eventFilters: filters, expiresIn: lasts });
  const remove = async ({ id }: Subscription) => {
    const answer = await api.ask(login, { method: "DELETE", path: `${path}/${id}`, group: "medium" });
    // Gone is gone; what can't be deleted now is found again.
    return answer.kind === "answer" && answer.status < 500;
  };

  async function create(wishes: Wishes, address: string): Promise<void> {
    const [verificationToken] = settings.verificationTokens;
    const token = verificationToken === undefined ? {} : { verificationToken };
    const deliveryMode = { transportType: "WebHook", address, ...token };
    const { wish, granted } = await grantedOf(wishes, (filters) =>
      api.read(login, {
        method: "POST",
        path,
        json: { ...expiring(filters), deliveryMode },
        group: "medium",
      }),
    );
    lacking = lackingIn(grantedIn(granted, wish), wishes[0] ?? []);
  }

  async function listed(): Promise<Subscription[]> {
    const read = list.safeParse(await api.read(login, { method: "GET", path, group: "light" }));
    if (!read.success) throw unreadable("subscriptions that can't be read");
    return read.data.records.flatMap((raw) => subscription.safeParse(raw).data ?? []);
  }

  async function keep(wishes: Wishes, address: string, wanted: string): Promise<boolean> {
    // Those of other addresses belong to other installations, or to other software.
    const ours = (await listed()).filter(({ deliveryMode }) =>
      isOurAddress(settings, deliveryMode?.address ?? ""),
    );
    const good = ours.filter(
      (one) => one.deliveryMode?.address === address && isWorking(one, settings.now()),
    );
    const [kept] = good;
    for (const one of ours) if (one !== kept) await remove(one);
    if (kept === undefined) {
      await create(wishes, address);
      wished = { at: steady(), wanted };
      return true;
    }
    const isKnown = wished?.wanted === wanted && steady() - wished.at < wishAgainAfter;
    if (!isKnown && lackingIn(kept.eventFilters, wishes[0] ?? []).length > 0) {
      const one = `${path}/${kept.id}`;
      const { wish, granted } = await grantedOf(wishes, (filters) =>
        api.read(login, { method: "PUT", path: one, json: expiring(filters), group: "medium" }),
      );
      lacking = lackingIn(grantedIn(granted, wish), wishes[0] ?? []);
      wished = { at: steady(), wanted };
      return true;
    }
    lacking = lackingIn(kept.eventFilters, wishes[0] ?? []);
    const left = (kept.expirationTime?.getTime() ?? 0) - settings.now();
    if (left < ahead)
      await api.read(login, { method: "POST", path: `${path}/${kept.id}/renew`, group: "light" });
    return false;
  }

  return {
    get lacking() {
      return lacking;
    },
    async attend(wishes) {
      const address = webhookAddress(settings);
      if (isStopped || address === null) return false;
      const wanted = JSON.stringify(wishes[0]);
      if (looked?.wanted === wanted && steady() - looked.at < lookEvery) return false;
      const isNew = await keep(wishes, address, wanted);
      looked = { at: steady(), wanted };
      return isNew;
    },
    stop() {
      isStopped = true;
    },
  };
}

function isWorking({ status, expirationTime }: Subscription, now: number): boolean {
  return (
    (status == null || status === "Active") && (expirationTime === null || expirationTime.getTime() > now)
  );
}
