import type { Work } from "../work.ts";
import { statusParams } from "./inbound.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Message } from "./world.ts";

/** Posts a message's status where the send asked for it. Reports of one message follow each other, those of others do not wait. */
export function createStatusReports(
  accountSid: string,
  webhooks: Webhooks,
  work: Work,
): (message: Message) => void {
  const last = new WeakMap<Message, Promise<void>>();
  return (message) => {
    if (message.statusCallback === null) return;
    const hook = {
      kind: "status" as const,
      sid: message.sid,
      url: message.statusCallback,
      params: statusParams(accountSid, message),
    };
    const posted = work.during((last.get(message) ?? Promise.resolve()).then(() => webhooks.post(hook)));
    last.set(message, posted);
  };
}
