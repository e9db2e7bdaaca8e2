/** A text that a phone sends to one of the account's numbers: told of by callbacks, and answered by its user's auto-responder. */
import type { TextSpec } from "../twilio/types/messages.ts";
import type { Callbacks } from "./callbacks.ts";
import type { UserView } from "./types/account.ts";
import type { AccountNumber, Message, World } from "./world.ts";

export interface InboundSettings {
  readonly world: World;
  readonly callbacks: Callbacks;
  readonly transmit: (message: Message) => void;
  readonly seen: (message: Message) => void;
}

/** To one phone, at most one answer in so long. Milliseconds. */
const QUIET = 30_000;

export function createInbound(settings: InboundSettings): (spec: TextSpec) => Promise<string> {
  const { world } = settings;
  const answeredAt = new Map<string, number>();

  function answer(message: Message, number: AccountNumber): void {
    const user = world.userBehind(number);
    const text = user?.autoResponder?.on === true ? user.autoResponder.text : "";
    const from = user?.outboundNumber ?? null;
    const last = answeredAt.get(message.from) ?? Number.NEGATIVE_INFINITY;
    const now = world.now().getTime();
    if (text === "" || from === null || now - last < QUIET) return;
    answeredAt.set(message.from, now);
    settings.transmit(
      world.addMessage({ direction: "outbound-reply", from, to: message.from, text, media: [] }),
    );
  }

  return async (spec) => {
    const number = world.numbers.get(spec.to);
    if (number === undefined)
      throw new Error(`${spec.to} is not one of the account's numbers; add it first.`);
    const { from, to, body: text, media = [] } = spec;
    const message = world.addMessage({ direction: "inbound", from, to, text, media });
    settings.seen(message);
    answer(message, number);
    const tokens = tokensOf(message, world.userBehind(number));
    await settings.callbacks.tell({ type: "sms", number: to, sid: message.id, from: message.from, tokens });
    return message.id;
  };
}

/** Pictures are not supported: that there were some is all that is told. */
function tokensOf({ id, from, to, text, media, createdAt }: Message, user: UserView | null) {
  return {
    id,
    type: "sms",
    from: from.replace(/^\+/, ""),
    to: to.replace(/^\+/, ""),
    message: text,
    created_at: createdAt.toISOString(),
    username: user?.username ?? "",
    media_count: String(media.length),
  };
}
