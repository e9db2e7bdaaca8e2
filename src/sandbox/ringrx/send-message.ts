/** `POST /messaging/send_message`: a text of the user who asks, from that user's own number. */

import { type RrxAnswer, type RrxRequest, refuse } from "./api.ts";
import type { Outcomes } from "./misbehaviours.ts";
import type { UserView } from "./types/account.ts";
import type { Message, World } from "./world.ts";

export interface SendSettings {
  readonly world: World;
  readonly reads: "query" | "json" | "either";
  readonly outcomes: Outcomes;
  readonly transmit: (message: Message, isDropped?: boolean) => void;
}

const LONGEST = 1600;

export function sendMessage(settings: SendSettings, request: RrxRequest, user: UserView): RrxAnswer {
  const { world } = settings;
  const read = reader(settings, request);
  const to = numberOf(read("to") ?? "");
  const text = read("message") ?? "";
  if (read("media") !== null || read("media_url") !== null) return refuse(400, "MMS is not supported");
  if (text === "") return refuse(400, "message is missing");
  if (text.length > LONGEST) return refuse(413, "message is too long");
  if (to === null) return refuse(422, "to is not a phone number");
  const outcome = settings.outcomes.take({ from: user.outboundNumber ?? "", to });
  if (outcome?.kind === "reject") return refuse(outcome.status ?? 422, "The text was not taken");
  if (user.outboundNumber === null || !world.numbers.has(user.outboundNumber))
    return refuse(403, "The user has no outbound SMS number");
  if (world.phones.get(to)?.kind === "notMobile") return refuse(422, "to can't receive texts");
  const from = user.outboundNumber;
  const message = world.addMessage({ direction: "outbound-api", from, to, text, media: [] });
  settings.transmit(message, outcome?.kind === "drop");
  return { status: 200, body: { sms_id: Number(message.id), message: "Message queued" } };
}

function reader({ reads }: SendSettings, { query, json }: RrxRequest): (name: string) => string | null {
  return (name) => {
    const inBody = reads === "query" ? undefined : json?.[name];
    if (typeof inBody === "string") return inBody;
    return reads === "json" ? null : query.get(name);
  };
}

/** As its users type numbers: with and without the country's code. */
export function numberOf(typed: string): string | null {
  const digits = typed.replace(/[^\d]/g, "");
  if (/[a-z]/i.test(typed)) return null;
  if (/^[2-9]\d{9}$/.test(digits)) return `+1${digits}`;
  return /^1[2-9]\d{9}$/.test(digits) ? `+${digits}` : null;
}
