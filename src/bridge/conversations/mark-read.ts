/**
 * A member answered in a direct conversation, or called it done: the carrier's own app shows its texts as read, too. Each is marked once.
 * Nothing waits for it, and what can't be marked is let go.
 */
import { lineByNumber } from "../../domain/directory.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierMessageId, EpisodeId, LoginName } from "../../domain/ids.ts";
import { isByHand } from "../../domain/origin.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";

/** Among so many of the newest texts. */
const newestTexts = 100;
const triesAtMost = 5;
/** Milliseconds. */
const againAfter = 60_000;

const markedKey = (conversation: string): string => `marked read:${conversation}`;

export async function markRead(
  ctx: Context,
  { episode: id }: { readonly episode: EpisodeId },
  { attempts }: Pick<Job, "attempts">,
): Promise<Conclude> {
  const read = await ctx.store.read((tx) => whatWasRead(tx, id));
  if (read === null) return finished;
  try {
    for (const { carrier, login, ids } of read.accounts)
      await ctx.carriers.get(carrier)?.markRead?.(ids, login ?? undefined);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    ctx.log.warn({ err: error }, "the carrier could not be told that texts were read");
    const { retryAfterMs = againAfter } = error.failure;
    return async () => (attempts + 1 < triesAtMost ? later(retryAfterMs) : done);
  }
  return async (tx) => {
    await tx.settings.writeTime(markedKey(read.conversation), read.newest);
    return done;
  };
}

interface Account {
  readonly carrier: string;
  readonly login: LoginName | null;
  readonly ids: CarrierMessageId[];
}

/** What came before the last answer, or before it was done, and is not marked yet; null where there is nothing. */
async function whatWasRead(tx: Tx, id: EpisodeId) {
  const whole = await tx.episodes.whole(id);
  if (whole === null || whole.conversation.owner.kind !== "member") return null;
  const conversation = whole.conversation.id;
  const marked = (await tx.settings.readTime(markedKey(conversation))) ?? 0;
  const said = await tx.messages.lastSaid(id, newestTexts);
  const until = readUntil(whole.episode, said);
  const read = said.filter(
    ({ direction, createdAt, writtenAt }) => direction === "in" && createdAt > marked && writtenAt <= until,
  );
  if (read.length === 0) return null;
  const directory = await tx.directories.current();
  const accounts = new Map<string, Account>();
  for (const { carrier, line, carrierMessageId } of read) {
    const login = lineByNumber(directory, line)?.login ?? null;
    const account = accounts.get(`${carrier} ${login}`) ?? { carrier, login, ids: [] };
    if (carrierMessageId !== null) account.ids.push(carrierMessageId);
    accounts.set(`${carrier} ${login}`, account);
  }
  const newest = Math.max(...read.map(({ createdAt }) => createdAt));
  return { conversation, newest, accounts: [...accounts.values()] };
}

function readUntil({ resolvedAt, resolvedBy }: Episode, said: readonly Message[]): number {
  const answers = said.flatMap((text) =>
    text.direction === "out" && isByHand(text) ? [text.sendingAt ?? text.writtenAt] : [],
  );
  return Math.max(0, resolvedBy === null ? 0 : (resolvedAt ?? 0), ...answers);
}
