/** A modal that was submitted, or closed, as far as it matters to us. */
import type { SlackUserId } from "../../domain/ids.ts";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { personOf } from "./read-press.ts";

export interface Submission {
  /** Names this opening of the modal: the same when it is submitted again. */
  readonly viewId: string;
  /** Of what they saw of it: changes with each drawing. */
  readonly hash: string;
  readonly title: string;
  readonly callbackId: string;
  readonly user: SlackUserId;
  /** As the modal was drawn with it. */
  readonly metadata: string;
  /** What is filled in, as Slack writes it: block id -> action id -> value. */
  readonly values: Json;
  /** The block ids of its inputs, from top to bottom: where an error can stand. */
  readonly inputs: readonly string[];
}

/** Reads a `view_submission` or `view_closed` payload; null when it is not one. */
export function readSubmission(body: unknown): Submission | null {
  if (!isRecord(body)) return null;
  const view = recordIn(body, "view") ?? {};
  const [user, viewId] = [personOf(body), stringIn(view, "id")];
  if (user === null || viewId === undefined) return null;
  return {
    viewId,
    hash: stringIn(view, "hash") ?? "",
    title: stringIn(recordIn(view, "title") ?? {}, "text") ?? "Threadline",
    callbackId: stringIn(view, "callback_id") ?? "",
    user,
    metadata: stringIn(view, "private_metadata") ?? "",
    values: recordIn(recordIn(view, "state") ?? {}, "values") ?? {},
    inputs: listIn(view, "blocks").flatMap((block) =>
      isRecord(block) && block.type === "input" ? (stringIn(block, "block_id") ?? []) : [],
    ),
  };
}
