/** Everything that is still to be done in the outside world. A job is gone once its outcome is recorded. */
import type { SlackChannelId } from "../../../domain/ids.ts";
import type { Callee, JobTraits, Loss, Pace } from "../../../domain/job.ts";

export interface Job {
  readonly id: number;
  readonly kind: string;
  /** What it holds, its kind knows. */
  readonly payload: unknown;
  readonly callee: Callee;
  readonly pace: Pace | null;
  /** Lower goes first when there is a choice. */
  readonly priority: number;
  readonly loss: Loss;
  /** Jobs of one lane are done one at a time, in order of position; those of the same position in the order in which they were enqueued. */
  readonly lane: string;
  readonly position: number;
  /** Work that may be asked for often and is done once has a key. */
  readonly key: string | null;
  /** Grows when it is asked for again before it is done. */
  readonly version: number;
  readonly dueAt: number;
  readonly attempts: number;
  /** The channel it needs, so that a closed channel holds back only its own. */
  readonly channel: SlackChannelId | null;
  /** That channel was closed to us when this was read. */
  readonly isChannelClosed: boolean;
  /** Since when an attempt before this one may have had its effect: it is looked for first. Null: none may have. */
  readonly triedAt: number | null;
  /** Its attempt is written down already: with it, because whoever works off the outbox begins it at once. */
  readonly isClaimed: boolean;
  readonly createdAt: number;
}

export interface NewJob extends JobTraits {
  readonly kind: string;
  readonly payload: unknown;
  readonly lane: string;
  readonly position?: number;
  /** Asked for again under the same key before it is done, it is done once. */
  readonly key?: string;
  readonly dueAt: number;
  readonly channel?: SlackChannelId | null;
  /** Its attempt is written down with it where it is begun right after the commit. */
  readonly mayBeClaimed?: boolean;
}

/** What can't be done now: posts into some channels, what calls some, and what needs a turn of some kind. */
export interface Blocked {
  readonly channels: readonly SlackChannelId[];
  readonly callees: readonly Callee[];
  readonly paces: readonly Pace[];
}

export interface Outbox extends ChannelJobs {
  /** Whether it is claimed: it is begun right after the commit. */
  enqueue(job: NewJob, at: number): Promise<boolean>;
  /** The first of each lane, as far as they are due: the most urgent first, then the oldest. */
  due(now: number, limit: number): Promise<Job[]>;
  /** As `due`, leaving out what can't be done now. */
  dueExcept(now: number, limit: number, blocked: Blocked): Promise<Job[]>;
  /** By its moment, too: another database, or one put back since, may have given its number to another job. */
  has(job: Pick<Job, "id" | "createdAt">): Promise<boolean>;
  /** Whether something of its lane stands before it by now; null when it is gone. */
  placeOf(id: number): Promise<"first" | "behind" | null>;
  /** Whether this job is there, and no attempt at it was ever written down. */
  isUntried(job: Pick<Job, "id" | "createdAt">): Promise<boolean>;
  /** The newest that was ever enqueued; 0 where none was. */
  lastId(): Promise<number>;
  hasKey(key: string): Promise<boolean>;
  /** When the next one that is not due yet will be. */
  nextDue(after: number): Promise<number | null>;
  /** Jobs of the same lane right behind this one, in order: what may be joined to it. */
  behind(job: Job, limit: number): Promise<Job[]>;
  /**
   * Written before the call, so that after a crash the attempt is looked for at the desk. False, and nothing is claimed, when one of
   * them is done already or is being tried.
   */
  claim(jobs: readonly Pick<Job, "id" | "createdAt">[], at: number): Promise<boolean>;
  /** So many of this kind that were due first may have been tried by whoever worked off the outbox before. */
  noteTried(kind: string, atMost: number, at: number): Promise<void>;
  /** It is certain that their attempt did nothing. */
  release(ids: readonly number[]): Promise<void>;
  /** Done: gone. Where it was asked for anew meanwhile, that is another job from now on, and what this one did is none of its attempts. */
  finish(jobs: readonly Pick<Job, "id" | "version">[], at: number): Promise<void>;
  /**
   * Not done: comes again. With `forget`, it is certain that nothing happened this time, so nothing need be looked for;
   * what an attempt before it may have done still is.
   */
  postpone(job: Pick<Job, "id" | "triedAt">, dueAt: number, forget: boolean): Promise<void>;
  /** False when there was none under this key. */
  drop(key: string): Promise<boolean>;
  dropLane(lane: string): Promise<void>;
  /** How many posts that are never given up have been tried so often. */
  stalled(attempts: number): Promise<number>;
  /** How many there are of each kind, and since when the oldest. */
  backlog(): Promise<{ kind: string; count: number; oldest: number }[]>;
}

/** The jobs of one channel, for when it closes, opens again or is left. */
interface ChannelJobs {
  /** Whether there is a job of this kind in this channel. */
  hasKind(kind: string, channel: SlackChannelId): Promise<boolean>;
  /** What is due in a channel waits until then. */
  holdChannel(channel: SlackChannelId, now: number, until: number): Promise<void>;
  /** Whether something will be tried in this channel in that time. */
  willTry(channel: SlackChannelId, after: number, until: number): Promise<boolean>;
  /** What waits in a channel is due. */
  releaseChannel(channel: SlackChannelId, now: number): Promise<void>;
  /** The jobs of a lane go to another channel now. */
  moveLane(lane: string, channel: SlackChannelId | null, dueAt: number): Promise<void>;
  /** What is still to be said in a channel's threads, and must not be lost. */
  unsaidIn(channel: SlackChannelId): Promise<Job[]>;
  /** What only looked, in a channel that nobody works in any more, is of use to nobody. */
  forgetLooks(channel: SlackChannelId): Promise<void>;
}

/** Who works off the outbox. */
export interface OutboxReader {
  /** Whether it will begin this job right after the commit, where nothing of its lane stands before it. */
  promises(job: Pick<Job, "lane" | "callee" | "pace" | "loss" | "channel" | "dueAt">): boolean;
  /** After each commit that put something into the outbox. */
  enqueued(what: Enqueued): void;
  /** After that, and where nothing was written: what it has promised meanwhile and was not told of will not come. */
  settled(): void;
}

/** What a commit put into the outbox. */
export interface Enqueued {
  /** New ones that nothing of their lane stands before. */
  readonly jobs: readonly Job[];
  /** Whether anything else may be due by it. */
  readonly others: boolean;
}
