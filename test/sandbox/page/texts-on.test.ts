import { expect, it } from "vitest";
import { othersIn, textsOn } from "../../../src/sandbox/page/phones/texts-on.ts";
import type { MessageView as Sms } from "../../../src/sandbox/types/messages.ts";

const [line, other, maria, sam] = ["+1line", "+1other", "+1maria", "+1sam"] as const;

const sms = (from: string, to: string, more: Partial<Sms> = {}): Sms => ({
  sid: "1",
  direction: from === line ? "outbound-api" : "inbound",
  from,
  to,
  body: "Hello",
  media: 0,
  segments: 1,
  status: "delivered",
  errorCode: null,
  arrived: true,
  createdAt: "2026-01-05T12:00:00.000Z",
  sentAt: null,
  ...more,
});
const toBoth = { recipients: [maria, sam] };

it.each<[string, Sms, boolean]>([
  ["its own text to the line", sms(maria, line), true],
  ["its own text to another line", sms(maria, other), false],
  ["a text from the line", sms(line, maria), true],
  ["one that has not arrived", sms(line, maria, { arrived: false }), false],
  ["a text to somebody else", sms(line, sam), false],
  ["a group text from the line", sms(line, sam, toBoth), true],
  ["one to a group that it is not in", sms(line, sam, { recipients: [sam, "+1noel"] }), false],
  ["what somebody of its group texts the line", sms(sam, line, { recipients: [line, maria] }), true],
  ["what somebody of its group texts another line", sms(sam, other, { recipients: [other, maria] }), false],
])("a phone has %s: %#", (_, text, has) => {
  expect(textsOn([text], maria, line)).toEqual(has ? [text] : []);
});

it("a group text names who else is in it, any other nobody", () => {
  expect(othersIn(sms(line, maria, toBoth), maria, line)).toEqual([sam]);
  expect(othersIn(sms(sam, line, { recipients: [line, maria] }), maria, line)).toEqual([sam]);
  expect(othersIn(sms(line, maria), maria, line)).toEqual([]);
});
