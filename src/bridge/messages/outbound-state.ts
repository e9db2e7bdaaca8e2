import type { MessageState } from "../../domain/message-state.ts";
import type { Message } from "../contracts/store/messages.ts";

/** The state of a text of ours. A customer's text has none of these. */
export function outboundState({ state }: Pick<Message, "state">): MessageState {
  if (state === "received") throw new Error("an inbound text where an outbound one was expected");
  return state;
}
