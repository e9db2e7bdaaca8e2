/** What a record says: read from our rows, then told with what only the desk knows, where it is needed. */
import type { Digest } from "../../domain/digest.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { unnamedIn } from "./digest-people.ts";
import { digestRows } from "./digest-rows.ts";
import { type KnownAtDesk, tellDigest } from "./tell-digest.ts";

/** As far as our own rows tell it: whom the directory does not name goes by their username, and nothing leads to the thread. */
export interface ReadDigest extends Digest {
  /** Whom the desk may name. */
  readonly unnamed: readonly SlackUserId[];
  readonly thread: Place | null;
  /** Where the thread will be is not known yet. */
  readonly awaitsThread: boolean;
  /** The same with that. */
  readonly tell: (known: KnownAtDesk) => Digest;
}

/** Reads the store alone. What is read is of one moment. */
export async function readDigest(tx: Tx, record: LogRecord): Promise<ReadDigest> {
  const rows = await digestRows(tx, record);
  const digest = tellDigest(rows, { names: new Map(), link: null });
  const { channel, thread, state } = rows.episode;
  return {
    ...digest,
    unnamed: unnamedIn(rows),
    thread: channel === null || thread === null ? null : { channel, ts: thread },
    awaitsThread: thread === null && state !== "quiet",
    tell: (known) => (known.names.size === 0 ? { ...digest, link: known.link } : tellDigest(rows, known)),
  };
}

export interface CompleteDigest {
  readonly digest: Digest;
  /** Something of it is known only later: it is to be told again. */
  readonly lacks: boolean;
}

/** Asks the desk for what is missing, outside of any transaction. A desk that is down keeps no record waiting. */
export async function completeDigest(
  { history }: Pick<Context, "history">,
  { unnamed, thread, awaitsThread, tell }: ReadDigest,
): Promise<CompleteDigest> {
  const names = new Map<SlackUserId, string>();
  let lacks = awaitsThread;
  for (const user of unnamed) {
    const { name, isOwed } = await history.nameOf(user);
    if (name !== null) names.set(user, name);
    lacks ||= isOwed;
  }
  const link = thread && (await history.linkTo(thread));
  lacks ||= thread !== null && link === null;
  return { digest: tell({ names, link }), lacks };
}
