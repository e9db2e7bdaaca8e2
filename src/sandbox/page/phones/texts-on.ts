/** What a phone has of the texts: its own with a line, and those of groups that it is in. */
import type { MessageView as Sms } from "../../types/messages.ts";

export function textsOn(messages: readonly Sms[], phone: string, line: string): readonly Sms[] {
  return messages.filter((sms) => {
    const people = peopleIn(sms);
    if (!people.includes(phone) || !people.includes(line)) return false;
    return sms.from !== line || sms.arrived;
  });
}

/** Who else is in a group text, besides a phone and a line; nobody in all others. */
export function othersIn(sms: Sms, phone: string, line: string): readonly string[] {
  return peopleIn(sms).filter((number) => number !== phone && number !== line);
}

function peopleIn({ from, to, recipients = [to] }: Sms): readonly string[] {
  return [...new Set([from, ...recipients])];
}
