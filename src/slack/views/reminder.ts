/** The one line at a channel's end about who waits, and the list behind it: names, times and links, nothing that a customer wrote. */
import type { KnownBlock, ModalView } from "@slack/types";
import type { Reminder, Waiting } from "../../bridge/contracts/desk.ts";
import { escapeEntities, plain } from "../text/escape-mrkdwn.ts";
import { besideLast, button, context, type Drawn, sections } from "./blocks.ts";
import { moment, placeLink } from "./sentences.ts";

export const waitingActions = { showAll: "waiting.show_all" } as const;

/** More than this is a list nobody reads. */
const shown = 10;
/** In one block, whose length Slack limits. */
const together = 5;
const nameLimit = 60;
/** Characters: Slack takes 100 blocks in a modal, which are filled by half at least. */
const listLimit = 140_000;

/** `now` in milliseconds: the words are drawn again as time passes. `fresh`: as a new post, which calls people. */
export function drawReminder(reminder: Reminder, teamUrl: string, now: number, fresh: boolean): Drawn {
  const waiting = oldestFirst(reminder.waiting);
  const oldest = waiting[0]?.since ?? now;
  const head = `${waiting.length} waiting, oldest ${age(now - oldest)}`;
  const called = new Set(fresh ? waiting.flatMap(({ calls }) => calls ?? []) : []);
  const calls = [...called].map((user) => `<@${user}>`).join(" ");
  const lines = waiting.slice(0, shown).map((one) => lineOf(one, teamUrl));
  const groups = Array.from({ length: Math.ceil(lines.length / together) }, (_, index) =>
    lines.slice(index * together, (index + 1) * together),
  );
  return {
    text: escapeText(head, calls),
    blocks: [
      ...sections(`:hourglass_flowing_sand:  *${head}*${calls === "" ? "" : `  ${calls}`}`),
      ...groups.map((group) => context(group.join("\n"))),
      ...drawRest(waiting.length - shown),
    ],
  };
}

/** All of them, for one person. */
export function drawWaiting(waiting: readonly Waiting[], teamUrl: string): ModalView {
  const lines = oldestFirst(waiting).map((one) => lineOf(one, teamUrl));
  let room = listLimit;
  const fit = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  const rest = fit < 0 ? [] : [`and ${lines.length - fit} more`];
  const listed = [...(fit < 0 ? lines : lines.slice(0, fit)), ...rest];
  return {
    type: "modal",
    title: { type: "plain_text", text: "Who waits" },
    close: { type: "plain_text", text: "Close" },
    blocks: sections(listed.length === 0 ? "Nobody waits any more." : listed.join("\n")),
  };
}

function oldestFirst(waiting: readonly Waiting[]): Waiting[] {
  return [...waiting].sort((one, other) => one.since - other.since);
}

function lineOf({ contact, since, at, holder }: Waiting, teamUrl: string): string {
  const who = holder === null ? "nobody yet" : plain(holder, nameLimit);
  return `${placeLink(teamUrl, at, contact)}  ·  ${moment(since)}  ·  ${who}`;
}

function drawRest(count: number): KnownBlock[] {
  if (count <= 0) return [];
  return besideLast(sections(`and ${count} more`), button("Show all", waitingActions.showAll, "all"));
}

function escapeText(head: string, calls: string): string {
  return calls === "" ? escapeEntities(head) : `${calls} ${escapeEntities(head)}`;
}

function age(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
