import { z } from "zod";
import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId, LoginName } from "../../domain/ids.ts";
import type { Answered, Silence } from "../ask-once.ts";
import { isCertainRefusal } from "../certain-refusal.ts";
import { loginOf } from "../login-of.ts";
import { writeNumber } from "../number-form.ts";
import type { Access } from "./access.ts";
import { describeFailure, describeNoKey, describeShut } from "./failures.ts";
import { post } from "./post.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";

/** How long to wait after "too many requests" without a Retry-After, and after a connection that did not come about. */
const BUSY_MS = 2_000;
const UNREACHABLE_MS = 5_000;

const rejected = (failure: CarrierFailure) => ({ kind: "rejected", failure }) as const;

/** Hands one SMS over, once: RingRx sends it from the number of the login's user, whatever line it is of. */
export async function sendSms(
  settings: ResolvedRingRxSettings,
  access: Access,
  sms: OutgoingSms,
): Promise<SendOutcome> {
  const login = loginOf(settings, sms.login);
  if (login === null)
    return rejected(sms.login === undefined ? describeFailure("no-login") : describeNoKey(sms.login));
  if (sms.media !== undefined && sms.media.length > 0) return rejected(describeFailure("no-files"));
  const entry = await access.letIn(login);
  if (entry.kind === "kept out") return rejected(entry.failure);
  const answer = await handOver(settings, entry.token, sms);
  if (!isShut(answer)) return outcomeOf(login, answer);
  // An answer that nobody was let in is a certain refusal: nothing was sent, so another token may try it.
  const next = await access.renew(login, entry);
  if (next.kind === "kept out") return rejected(next.failure);
  return outcomeOf(login, await handOver(settings, next.token, sms));
}

function handOver(
  settings: ResolvedRingRxSettings,
  token: string,
  { to, body }: OutgoingSms,
): Promise<Answered | Silence> {
  // A number abroad that the form has no place for keeps its country's code.
  const params = { to: writeNumber(settings.numbers, to) ?? to, message: body };
  const authorization = `Bearer ${token}`;
  return post(settings, "/messaging/send_message", params, { as: settings.sendAs, authorization });
}

function isShut(answer: Answered | Silence): answer is Answered {
  return answer.kind === "answer" && (answer.status === 401 || answer.status === 403);
}

function outcomeOf(login: LoginName, answer: Answered | Silence): SendOutcome {
  if (answer.kind === "silence") {
    if (!answer.certain) return { kind: "unknown", reason: answer.reason };
    return rejected(describeFailure("unreachable", UNREACHABLE_MS));
  }
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return readAccepted(answer);
  if (isShut(answer)) return rejected(describeShut(login, status));
  if (status === 429) return rejected(describeFailure("http-429", retryAfterMs ?? BUSY_MS));
  return isCertainRefusal(status)
    ? rejected(describeFailure(`http-${status}`))
    : { kind: "unknown", reason: `HTTP ${status}` };
}

const id = z.union([z.string().min(1), z.number()]).transform(String);
/** The first is what is known of its answers; the others cost nothing should it change its mind. */
const sent = z.union([
  z.object({ sms_id: id }).transform((answer) => answer.sms_id),
  z.object({ message_id: id }).transform((answer) => answer.message_id),
  z.object({ id }).transform((answer) => answer.id),
]);

function readAccepted({ json, status }: Answered): SendOutcome {
  const read = sent.safeParse(json);
  if (!read.success) return { kind: "unknown", reason: `HTTP ${status} without an id` };
  return { kind: "accepted", carrierMessageId: read.data as CarrierMessageId, state: "accepted" };
}
