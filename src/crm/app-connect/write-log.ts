import { z } from "zod";
import type { LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import type { LogReference } from "../../domain/ids.ts";
import type { Answered } from "../json-api.ts";
import { notDone } from "../read-answer.ts";
import {
  type AppConnectApi,
  isStranger,
  loginMs,
  reading,
  refusedSentence,
  saidIn,
} from "./app-connect-api.ts";
import { messageLogOf } from "./message-log.ts";

const taken = z.object({ logIds: z.array(z.union([z.string(), z.number()])).nullish() });

/** Makes the record, or writes it anew, as the server knows it by the id that we give it, once it has answered; once. */
export async function writeLog(
  { ask }: AppConnectApi,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  // On somebody else it is another one: the server does not move it.
  const id = existing ?? (`${log.key}:${log.part}:${log.contact.id}` as string as LogReference);
  const answer = await ask({ method: "POST", path: "/messageLog", body: messageLogOf(log, id) });
  if (answer.kind === "answer" && isStranger(answer))
    return { kind: "later", afterMs: loginMs, reason: "the session is over" };
  if (answer.kind !== "answer" || answer.status !== 200) return notDone(reading, answer, notTaken);
  return outcomeOf(answer, id, existing !== null);
}

/** It answers HTTP 200 whatever becomes of it. */
function outcomeOf(answer: Answered, id: LogReference, stands: boolean): WriteOutcome {
  const said = saidIn(answer.json);
  if (said === null) return { kind: "unknown", reason: "an answer that can't be read" };
  if (!said.isSuccessful) return refusedIn(answer, stands);
  const made = taken.safeParse(answer.json).data?.logIds ?? [];
  // What was not made, and does not stand, its connector has refused with a word to its user.
  const isRefused = !stands && made.length === 0 && !["success", null].includes(said.messageType);
  if (isRefused || /^(danger|error)$/.test(said.messageType ?? "")) return notTaken(answer);
  return { kind: "written", reference: id, url: null };
}

function refusedIn(answer: Answered, stands: boolean): WriteOutcome {
  const message = saidIn(answer.json)?.message ?? "";
  switch (message) {
    case "Rate limit exceeded":
      return { kind: "later", afterMs: 60_000, reason: "the CRM behind App Connect wants a pause" };
    case "Contact not found":
    case "Database operation failed":
      // Its user is logged out, or its own database is not there: it did not ask the CRM at all.
      return { kind: "later", afterMs: loginMs, reason: "App Connect could not ask the CRM behind it" };
    case "Error updating message log":
      return { kind: "later", afterMs: loginMs, reason: "the CRM behind App Connect did not take it" };
    case "Authorization error":
      return {
        kind: "rejected",
        why: "forbidden",
        sentence: stands
          ? "The CRM behind App Connect does not let its user change this record, or it was deleted there."
          : "The CRM behind App Connect does not let its user write this record, or the contact is gone there.",
      };
    case "Error creating message log":
      // Not again by itself: where the CRM took it all the same, the server does not know it, and would make a second one.
      return {
        kind: "rejected",
        why: "invalid",
        sentence:
          "App Connect could not say whether the CRM behind it took this. Look there before it is tried again.",
      };
    default:
      return notTaken(answer);
  }
}

function notTaken(answer: Answered): Extract<WriteOutcome, { kind: "rejected" }> {
  const why = answer.status === 403 ? "forbidden" : "invalid";
  return { kind: "rejected", why, sentence: refusedSentence(answer, "the record") };
}
