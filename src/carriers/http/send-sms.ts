import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import { askOnce } from "../ask-once.ts";
import { writeNumber } from "../number-form.ts";
import { describeOwn } from "./failures.ts";
import type { Filling } from "./fill-template.ts";
import { type ResolvedHttpSettings, secretOf } from "./http-settings.ts";
import { outcomeOf } from "./read-answer.ts";
import { reportAddress } from "./report-address.ts";
import { buildRequest } from "./send-request.ts";

/** Hands one SMS over, once. */
export async function sendSms(settings: ResolvedHttpSettings, sms: OutgoingSms): Promise<SendOutcome> {
  const { description } = settings;
  const rejected = (code: Parameters<typeof describeOwn>[1]): SendOutcome => ({
    kind: "rejected",
    failure: describeOwn(description, code),
  });
  const [to, from] = [sms.to, sms.from].map((number) => writeNumber(description.numbers, number));
  if (to == null || from == null) return rejected("other_country");
  const files = sms.media ?? [];
  if (files.length > 0 && description.send.media === null) return rejected("no_files");
  const media = files.flatMap(({ url }) => url ?? []);
  // It has nothing that it could fetch, and would send the words alone.
  if (media.length < files.length) return rejected("no_address");
  const filling: Filling = {
    values: new Map([
      ["to", to],
      ["from", from],
      ["text", sms.body],
      ["message_id", sms.messageId],
      ["callback", reportAddress(settings, sms.messageId)],
    ]),
    media,
    secretOf: (name) => secretOf(settings, name),
  };
  const request = buildRequest(settings, filling);
  if (request === null) return rejected("unwritable");
  const { url, ...asked } = request;
  return outcomeOf(description, await askOnce(settings, url, asked), sms);
}
