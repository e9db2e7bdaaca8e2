/** The contract's `attend` and `stop`: for each login a subscription or a socket, and a look behind each new one: what came before it is told by nobody. */
import type { Attending, CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Json } from "../../lib/json.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { eventFilters } from "./event-filters.ts";
import type { Extensions } from "./extensions.ts";
import { createHandOver, type HandOver } from "./hand-over.ts";
import { createKeptSocket, type Kept } from "./keep-sockets.ts";
import { createKeptSubscription } from "./keep-subscription.ts";
import { readEnvelope } from "./read-envelope.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import type { ThreadLines } from "./thread-lines.ts";
import type { LackingNews } from "./verify-news.ts";

/** Of what is said in a thread that somebody else has, no event tells. Milliseconds. */
const inboxEvery = 15_000;

type Take = Attending["take"];

export function createAttend(parts: {
  readonly settings: ResolvedRingCentralSettings;
  readonly api: RingCentralApi;
  readonly extensions: Extensions;
  readonly threadLines: ThreadLines;
  readonly lacking: LackingNews;
}): { readonly attend: (attending: Attending) => Promise<void>; readonly stop: () => Promise<void> } {
  const { settings, api, extensions, threadLines } = parts;
  const { logins, steady } = settings;
  const kept = new Map<LoginName, Kept>();
  const attempts = new Map<LoginName, Attempts>();
  const owedLooks = new Set<LoginName>();
  const lookedAt = new Map<LoginName, number>();
  const handOvers = new Map<LoginName, HandOver>();
  let telling: Promise<unknown> = Promise.resolve();
  let attending: Promise<void> | null = null;
  let isStopped = false;

  /** Each has its own: what one tells may wait for a look that takes long, and holds up nothing of the others. */
  function handOverOf(login: LoginName): HandOver {
    const known = handOvers.get(login) ?? createHandOver();
    handOvers.set(login, known);
    return known;
  }

  function hear(login: LoginName, envelope: Json): void {
    if (!isStopped) handOverOf(login).hear(readEnvelope(settings, extensions, envelope));
  }

  function keptOf(login: LoginName): Kept {
    const known = kept.get(login);
    if (known !== undefined) return known;
    const made =
      settings.receive === "webhook"
        ? createKeptSubscription(settings, api, login)
        : createKeptSocket(settings, api, login, (envelope) => hear(login, envelope));
    kept.set(login, made);
    return made;
  }

  /** The directory does not use it any more. */
  function letGo(login: LoginName): void {
    kept.get(login)?.stop();
    kept.delete(login);
    parts.lacking.delete(login);
  }

  function attemptsOf(login: LoginName): Attempts {
    const known = attempts.get(login) ?? createAttempts(steady);
    attempts.set(login, known);
    return known;
  }

  async function attendOne(login: LoginName, lines: readonly CarrierLine[], told: Take): Promise<void> {
    const isIts = (line: CarrierLine) => (line.login ?? (logins.length === 1 ? login : null)) === login;
    const tries = attemptsOf(login);
    try {
      if (!tries.mayTry()) return;
      const wishes = await eventFilters(extensions, threadLines, login, lines.filter(isIts), lines);
      if (await keptOf(login).attend(wishes)) owedLooks.add(login);
      parts.lacking.set(login, keptOf(login).lacking);
      tries.worked();
    } catch (thrown) {
      tries.failed(thrown);
      throw thrown;
    } finally {
      await lookWhereOwed(login, told);
    }
  }

  async function lookWhereOwed(login: LoginName, told: Take): Promise<void> {
    const last = lookedAt.get(login) ?? steady();
    if (!lookedAt.has(login)) lookedAt.set(login, last);
    const isDue = extensions.inInbox.has(login) && steady() - last >= inboxEvery;
    if (isStopped || (!isDue && !owedLooks.has(login))) return;
    const done = told({ kind: "look", login });
    telling = Promise.allSettled([telling, done]);
    await done;
    owedLooks.delete(login);
    lookedAt.set(login, steady());
  }

  async function attendAll({ lines, logins: used = logins, take }: Attending): Promise<void> {
    for (const login of logins) if (!used.includes(login)) letGo(login);
    const done = await Promise.allSettled(
      used.flatMap((login) => [handOverOf(login).takenBy(take), attendOne(login, lines, take)]),
    );
    const failed = done.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  return {
    async attend(asked) {
      if (isStopped || attending !== null) return;
      attending = attendAll(asked).finally(() => {
        attending = null;
      });
      await attending;
    },
    async stop() {
      isStopped = true;
      for (const one of kept.values()) one.stop();
      // What is asked meanwhile ends by itself, and tells nothing any more.
      await Promise.allSettled([telling, ...[...handOvers.values()].map((one) => one.stop())]);
    },
  };
}
