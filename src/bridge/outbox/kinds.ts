/** The kinds of job that verbs enqueue. Their payloads name rows, not words. */
import type {
  ConversationId,
  EpisodeId,
  FileId,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
} from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Again } from "../contracts/desk.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { isJob, type JobKind } from "./job-kind.ts";

const thread = ({ episode }: { readonly episode: EpisodeId }): string => `thread:${episode}`;

export interface NoteWords {
  readonly text: string;
  /** Null: none of the team whom we know. */
  readonly author: SlackUserId | null;
}

const words = { callee: "desk", pace: "post", priority: 1, loss: "never" } as const;
const tells = { callee: "desk", priority: 2 } as const;
const shows = { callee: "desk", loss: "tolerable" } as const;

/** Hand a text to the carrier. One lane for a conversation: law 4. */
export const sendJob: JobKind<{ readonly message: MessageId; readonly conversation: ConversationId }> = {
  name: "send",
  callee: "carrier",
  pace: null,
  priority: 0,
  loss: "never",
  lane: ({ conversation }) => `send:${conversation}`,
  key: ({ message }) => `send:${message}`,
};

/** Let go what waits because of a colleague's text that did not leave. */
export const besideJob: JobKind<{ readonly episode: EpisodeId }> = {
  name: "beside",
  callee: "desk",
  pace: null,
  priority: 0,
  loss: "never",
  lane: ({ episode }) => `beside:${episode}`,
  key: ({ episode }) => `beside:${episode}`,
};

/** Find out what became of a text whose answer was lost. */
export const findJob: JobKind<{ readonly message: MessageId }> = {
  name: "find",
  callee: "carrier",
  pace: null,
  priority: 3,
  loss: "tolerable",
  lane: ({ message }) => `find:${message}`,
  key: ({ message }) => `find:${message}`,
};

/** Post the card that opens a thread. */
export const openJob: JobKind<{ readonly episode: EpisodeId }> = {
  name: "open",
  ...words,
  lane: thread,
  key: ({ episode }) => `open:${episode}`,
};

/** Show an inbound text in its thread. */
export const textJob: JobKind<{ readonly episode: EpisodeId; readonly message: MessageId }> = {
  name: "text",
  ...words,
  lane: thread,
};

/** Show in its thread what came with a text, behind the text. */
export const filesJob: JobKind<{ readonly episode: EpisodeId; readonly message: MessageId }> = {
  name: "files",
  ...words,
  lane: thread,
  key: ({ episode, message }) => `files:${episode}:${message}`,
};

/** Fetch a file that came with a text from its carrier. */
export const fetchJob: JobKind<{ readonly file: FileId }> = {
  name: "fetch",
  callee: "media",
  pace: null,
  priority: 1,
  loss: "never",
  lane: ({ file }) => `fetch:${file}`,
  key: ({ file }) => `fetch:${file}`,
};

/** Fetch from the desk a file that leaves with a text. */
export const attachJob: JobKind<{ readonly file: FileId }> = {
  ...fetchJob,
  name: "attach",
  lane: ({ file }) => `attach:${file}`,
  key: ({ file }) => `attach:${file}`,
};

/** Show in its thread what a member began otherwise than by writing there. */
export const sayJob: JobKind<{ readonly episode: EpisodeId; readonly message: MessageId }> = {
  name: "say",
  ...words,
  lane: thread,
  key: ({ message }) => `say:${message}`,
};

/** The same of one of many: behind all other words, and nothing waits for it. */
export const sayListedJob: typeof sayJob = {
  ...sayJob,
  name: "say_listed",
  priority: 6,
  lane: ({ message }) => `say:${message}`,
};

/** Draw such a post anew. */
export const redrawJob: JobKind<Place> = {
  name: "redraw",
  ...shows,
  pace: "refresh",
  priority: 3,
  lane: ({ channel, ts }) => `redraw:${channel}:${ts}`,
  key: ({ channel, ts }) => `redraw:${channel}:${ts}`,
};

/** Say something in a thread, with the choices of a notice if there is one. */
export const lineJob: JobKind<{
  readonly episode: EpisodeId;
  readonly sentence: Sentence;
  readonly notice: NoticeId | null;
  /** Its words as a record tells them, of a note that somebody wrote in the carrier's own shared inbox. */
  readonly note?: NoteWords;
}> = { name: "line", ...words, lane: thread };

/** Whose thread it speaks in; null where it speaks in none. */
export function episodeOf(job: Job): EpisodeId | null {
  for (const kind of [openJob, textJob, filesJob, lineJob, sayJob, sayListedJob] as const)
    if (isJob<{ readonly episode: EpisodeId }>(kind, job)) return job.payload.episode;
  return null;
}

/** Draw a card anew. */
export const cardJob: JobKind<{ readonly episode: EpisodeId }> = {
  name: "card",
  ...shows,
  pace: "refresh",
  priority: 4,
  lane: ({ episode }) => `card:${episode}`,
  key: ({ episode }) => `card:${episode}`,
};

/** Bring the line about who waits up to date. */
export const remindJob: JobKind<{ readonly channel: SlackChannelId }> = {
  name: "remind",
  callee: "desk",
  pace: "post",
  priority: 5,
  loss: "tolerable",
  lane: ({ channel }) => `remind:${channel}`,
  key: ({ channel }) => `remind:${channel}`,
};

/** Bring the mark on a member's message up to date. */
export const markJob: JobKind<Place> = {
  name: "mark",
  ...shows,
  pace: "mark",
  priority: 3,
  lane: ({ channel, ts }) => `mark:${channel}:${ts}`,
  key: ({ channel, ts }) => `mark:${channel}:${ts}`,
};

/** Find out what hangs on a post of ours under which someone wrote, and tell them where it goes. */
export const strayJob: JobKind<Place & { readonly thread: SlackTs }> = {
  name: "stray",
  ...tells,
  pace: null,
  loss: "tolerable",
  lane: ({ channel, ts }) => `stray:${channel}:${ts}`,
  key: ({ channel, ts }) => `stray:${channel}:${ts}`,
};

/** Show a notice in a thread anew, now that its choice is made. */
export const rewriteJob: JobKind<{ readonly notice: NoticeId }> = {
  name: "rewrite",
  ...shows,
  pace: "refresh",
  priority: 3,
  lane: ({ notice }) => `rewrite:${notice}`,
  key: ({ notice }) => `rewrite:${notice}`,
};

/** Tell one person what a notice says. */
export const tellJob: JobKind<{ readonly notice: NoticeId; readonly user: SlackUserId }> = {
  name: "tell",
  ...tells,
  pace: "tell",
  loss: "undeliverable",
  lane: ({ user }) => `tell:${user}`,
};

/** Tell one person something that offers no choice. */
export const informJob: JobKind<{
  readonly user: SlackUserId;
  readonly sentence: Sentence;
  /** Where they have just done something; absent or null: they are told directly. */
  readonly about?: { readonly place: Place; readonly thread: SlackTs | null } | null;
  readonly again?: Again | null;
}> = { name: "inform", ...tells, pace: "tell", loss: "undeliverable", lane: ({ user }) => `tell:${user}` };

/** Answer the press of a button. */
export const answerJob: JobKind<{
  readonly user: SlackUserId;
  readonly responseUrl: string;
  readonly sentence: Sentence;
  readonly replace: boolean;
  readonly again?: Again | null;
}> = { name: "answer", ...tells, pace: null, loss: "tolerable", lane: ({ user }) => `answer:${user}` };
