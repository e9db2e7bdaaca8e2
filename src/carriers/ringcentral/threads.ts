/** What is done to a thread of the shared inbox from here. */
import { z } from "zod";
import type { CarrierThreads, ThreadOutcome } from "../../bridge/contracts/carrier-threads.ts";
import type { CarrierThreadId, LoginName } from "../../domain/ids.ts";
import { isRecord, listIn } from "../../lib/json.ts";
import type { Extensions } from "./extensions.ts";
import { describeFailure, describeRefusal } from "./failures.ts";
import { type ApiAnswer, jsonOf, type RingCentralApi } from "./ringcentral-api.ts";

const path = "/restapi/v1.0/account/~/message-threads";
const noteId = z.object({ id: z.union([z.string().min(1), z.number().int()]) });
const state = z.object({ status: z.string(), availability: z.string().nullish() });

export function createThreads(api: RingCentralApi, extensions: Extensions): CarrierThreads {
  const post = (by: LoginName, below: string, json: unknown) =>
    api.ask(by, { method: "POST", path: `${path}/${below}`, json, group: "medium" });

  return {
    closesAfterHours: 72,
    async assign(thread, to, by) {
      const assignee = to === null ? null : { extensionId: await extensions.ownOf(to) };
      const answer = await post(by, `${encodeURIComponent(thread)}/assign`, { assignee });
      return await outcomeOf(api, answer, thread, by);
    },
    async resolve(thread, by) {
      const answer = await post(by, `${encodeURIComponent(thread)}/resolve`, {});
      return await outcomeOf(api, answer, thread, by);
    },
    async note(thread, text, by) {
      const answer = await post(by, "notes", { threadId: thread, text });
      // Written twice, it would stand there twice.
      const unknown = unknownOf(answer);
      if (unknown !== null) return { kind: "unknown", reason: unknown };
      const outcome = await outcomeOf(api, answer, thread, by);
      if (outcome.kind !== "done") return outcome;
      const written = answer.kind === "answer" ? noteId.safeParse(answer.json) : null;
      return written?.success
        ? { kind: "done", id: String(written.data.id) }
        : { kind: "unknown", reason: "a note without an id" };
    },
    async changeNote({ id, thread }, text, by) {
      const asked =
        text === null
          ? ({ method: "DELETE", path: `${path}/notes`, json: { ids: [id] } } as const)
          : ({ method: "PATCH", path: `${path}/notes/${encodeURIComponent(id)}`, json: { text } } as const);
      const answer = await api.ask(by, { ...asked, group: "medium" });
      const isGone = answer.kind === "answer" && (answer.status === 404 || answer.status === 410);
      return isGone && text === null ? { kind: "done" } : await outcomeOf(api, answer, thread, by);
    },
  };
}

/** Null where it is certain what became of it. */
function unknownOf(answer: ApiAnswer): string | null {
  if (answer.kind === "silence") return answer.certain ? null : answer.reason;
  if (answer.isClosed) return null;
  const { status, json } = answer;
  if (status >= 500 || status === 408 || status === 499) return `HTTP ${status}`;
  return status < 300 && status !== 204 && json === null ? `HTTP ${status} unreadable` : null;
}

/** Throws `CarrierError` where it may be asked again. */
async function outcomeOf(
  api: RingCentralApi,
  answer: ApiAnswer,
  thread: CarrierThreadId,
  by: LoginName,
): Promise<ThreadOutcome> {
  if (answer.kind === "answer" && !answer.isClosed && answer.status >= 400 && answer.status < 500) {
    if (answer.status === 408 || answer.status === 499) jsonOf(answer);
    if (await isOver(api, answer, thread, by)) return { kind: "over" };
    const { code, status } = answer;
    const failure = code === null ? describeRefusal(status) : describeFailure(code);
    return { kind: "refused", code: failure.code, sentence: failure.sentence };
  }
  jsonOf(answer);
  return { kind: "done" };
}

/** RingCentral's words for that are not known: the thread itself tells. */
async function isOver(
  api: RingCentralApi,
  answer: Extract<ApiAnswer, { kind: "answer" }>,
  thread: CarrierThreadId,
  by: LoginName,
): Promise<boolean> {
  if (answer.status === 404 || answer.status === 410) return true;
  const asked = { method: "GET", path: `${path}/${encodeURIComponent(thread)}`, group: "medium" } as const;
  const shown = await api.ask(by, asked);
  if (shown.kind === "silence") return namesThread(answer.json);
  if (shown.status === 404 || shown.status === 410) return true;
  const read = state.safeParse(shown.json);
  if (!read.success) return namesThread(answer.json);
  return read.data.status === "Resolved" || read.data.availability === "Deleted";
}

/** Whether it is the thread that it does not take. */
function namesThread(json: unknown): boolean {
  if (!isRecord(json)) return false;
  return [json, ...listIn(json, "errors")].some((one) => isRecord(one) && one.parameterName === "threadId");
}
