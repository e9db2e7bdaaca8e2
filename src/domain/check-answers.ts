/** Automatic answers in a draft of the directory: one that is on has something to say, and hours to go by where it needs them. */

import type { AfterHoursDraft, AutoReplyDraft, GroupDraft, MemberDraft } from "./directory-draft.ts";
import type { Problem } from "./outline.ts";
import { isEmptyText } from "./plain-text.ts";

export function checkAutoReply({ fields, unread }: MemberDraft): Problem[] {
  const reply = fields.auto_reply;
  if (reply === undefined) return [];
  const when = reply.value.fields.hours;
  const lacksHours = when?.value === "outside" && !fields.hours && !unread.has("hours");
  const sentence =
    '`hours: outside` goes by the member\'s own hours; write them beside auto_reply, such as hours: "Mon-Fri 9:00-17:00".';
  return [
    ...checkWords("auto_reply", reply.value, reply.line),
    ...(lacksHours ? [{ line: when.line, sentence }] : []),
  ];
}

export function checkAfterHours({ fields, unread }: GroupDraft): Problem[] {
  const reply = fields.after_hours_reply;
  if (reply === undefined) return [];
  const lacksHours = reply.value.fields.on?.value === true && !fields.hours && !unread.has("hours");
  const sentence =
    'after_hours_reply goes by the group\'s hours; write them beside it, such as hours: "Mon-Fri 9:00-17:00".';
  return [
    ...checkWords("after_hours_reply", reply.value, reply.line),
    ...(lacksHours ? [{ line: reply.line, sentence }] : []),
  ];
}

function checkWords(
  key: string,
  { fields: { text, on } }: AutoReplyDraft | AfterHoursDraft,
  line: number,
): Problem[] {
  if (!text || on?.value !== true || !isEmptyText(text.value)) return [];
  const sentence = `${key} is on, but has no words; write its \`text\`, or \`on: off\`.`;
  return [{ line: Math.max(text.line, line), sentence }];
}
