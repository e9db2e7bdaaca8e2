/** The one line at a channel's end about who waits: names, times and links, nothing that a customer wrote. */
import type { Reminder } from "../../bridge/contracts/desk.ts";
import { escapeEntities, plain } from "../text/escape-mrkdwn.ts";
import { context, type Drawn, sections } from "./blocks.ts";
import { moment, placeLink } from "./sentences.ts";

/** More than this is a list nobody reads. */
const shown = 10;
const nameLimit = 60;

/** `now` in milliseconds: the words are drawn again as time passes. */
export function drawReminder(reminder: Reminder, teamUrl: string, now: number): Drawn {
  const waiting = [...reminder.waiting].sort((one, other) => one.since - other.since);
  const oldest = waiting[0]?.since ?? now;
  const head = `${waiting.length} waiting, oldest ${age(now - oldest)}`;
  const lines = waiting
    .slice(0, shown)
    .map(({ contact, since, at }) => `${placeLink(teamUrl, at, contact)}  ·  ${moment(since)}`);
  const rest =
    waiting.length > shown ? [context(plain(`and ${waiting.length - shown} more`, nameLimit))] : [];
  return {
    text: escapeEntities(head),
    blocks: [...sections(`:hourglass_flowing_sand:  *${head}*`), context(lines.join("\n")), ...rest],
  };
}

function age(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
