/** The kinds of job of a text to many: all of them stand behind everything else. */
import type { ListId } from "../../domain/ids.ts";
import type { JobKind } from "./job-kind.ts";
import { sendJob } from "./kinds.ts";

export interface ListJob {
  readonly list: ListId;
}

const last = 6;

/** Write the next text of a list. */
export const listJob: JobKind<ListJob> = {
  name: "list",
  callee: "carrier",
  pace: null,
  priority: last,
  loss: "never",
  lane: ({ list }) => `list:${list}`,
  key: ({ list }) => `list:${list}`,
};

/** Hand one of them to the carrier: behind all other texts, and no text of its conversation waits for it. */
export const sendListedJob: typeof sendJob = {
  ...sendJob,
  name: "send_listed",
  priority: last,
  lane: ({ message }) => `send:${message}`,
};

/** Show its author how far it is, where that does not stand yet: it can be stopped there. */
export const progressPostJob: JobKind<ListJob> = {
  name: "progress_post",
  callee: "desk",
  pace: "tell",
  priority: 2,
  loss: "undeliverable",
  lane: ({ list }) => `progress_post:${list}`,
  key: ({ list }) => `progress_post:${list}`,
};

/** Draw that anew. */
export const progressJob: JobKind<ListJob> = {
  name: "progress",
  callee: "desk",
  pace: "refresh",
  priority: last,
  loss: "undeliverable",
  lane: ({ list }) => `progress:${list}`,
  key: ({ list }) => `progress:${list}`,
};
