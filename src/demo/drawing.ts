/** What a terminal shows of a phone and of Slack in the demo. */

import { inert, inertLines } from "../command-line/inert.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { messageLines } from "../sandbox/message-lines.ts";
import { recordLines } from "../sandbox/record-lines.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { EphemeralView, MessageView } from "../sandbox/slack/types/messages.ts";

export interface Drawing {
  /** Lines with their place in the margin. */
  tell(place: "phone" | "Slack" | "CRM" | "app", lines: readonly string[]): void;
  phoneName(number: string): string;
  /** The newest texts on a phone. */
  phone(number: string): string[];
  card(channel: string, ts: string): string[];
  /** The card and what stands under it. */
  thread(channel: string, ts: string): string[];
  /** One message under its author's name, with what its marks say. */
  reply(message: MessageView): string[];
  ephemeral(message: EphemeralView): string[];
  /** Whom the CRM has, by name. */
  contactName(id: string | null): string;
  /** What is logged on a contact, the newest alone, as the CRM shows it. */
  record(contact: string): string[];
}

/** What the app's reactions mean. */
const markWords: Readonly<Record<string, string>> = {
  hourglass_flowing_sand: "waiting",
  arrow_upper_right: "left",
  white_check_mark: "delivered",
  warning: "failed",
  question: "unknown",
  memo: "note, stays here",
  no_entry_sign: "did not leave",
};

export function markOf(reaction: string): string {
  return markWords[reaction] ?? inert(reaction);
}

/** Where the words of a phone or of Slack begin. */
const margin = 10;
const nameWidth = 12;
const newestTexts = 3;

export function createDrawing({ slack, phones, crm }: Sandbox, { say, paint }: Terminal): Drawing {
  const people = new Map(slack.control.state().users.map(({ id, realName }) => [id, realName]));
  const names = { person: (id: string) => inert(people.get(id) ?? id) };
  const linesOf = (message: Parameters<typeof messageLines>[0]) =>
    messageLines(message, names).flatMap(inertLines);

  function phoneName(number: string): string {
    return inert(phones.state().phones.find((phone) => phone.number === number)?.name ?? number);
  }

  /** Whose words a phone shows that are not its owner's. */
  function lineName(number: string): string {
    return inert(phones.state().numbers.find((line) => line.number === number)?.name ?? number);
  }

  function reply(message: MessageView): string[] {
    const files = message.files.map(({ title }) => `[file: ${inert(String(title))}]`);
    const [first = "", ...rest] = [...linesOf(message), ...files];
    const mark = message.reactions.map(({ name }) => markOf(name)).at(-1);
    const state = mark === undefined ? "" : `   ${paint("dim", `(${mark})`)}`;
    return [
      `${authorOf(message).padEnd(nameWidth)} ${first}${state}`,
      ...rest.map((line) => " ".repeat(nameWidth + 1) + line),
    ];
  }

  function authorOf({ username, user, botId }: MessageView): string {
    if (username !== null) return inert(username);
    return botId === null && user !== null ? names.person(user) : "Threadline";
  }

  function card(channel: string, ts: string): string[] {
    const message = slack.control.message(channel, ts);
    const [headline = "", ...rest] = message === null ? ["(deleted)"] : linesOf(message);
    return [paint("bold", headline), ...rest].map(beside);
  }

  function contactName(id: string | null): string {
    return inert(crm?.control.contacts().find((contact) => contact.id === id)?.name ?? "nobody");
  }

  function record(contact: string): string[] {
    const newest = crm?.control.records(contact).at(-1);
    if (crm === null || newest === undefined) return ["(nothing)"];
    const { title, form } = crm.control.state();
    const headline = `${title}  ·  ${contactName(contact)}  ·  ${newest.kind}, ${inert(newest.owner ?? "Threadline")}`;
    return [paint("bold", headline), ...recordLines(newest, form).flatMap(inertLines)].map(beside);
  }

  function beside(line: string): string {
    return `${paint("cyan", "|")} ${line}`;
  }

  return {
    tell(place, lines) {
      for (const [index, line] of lines.entries()) {
        say(paint("dim", (index === 0 ? `   ${place}` : "").padEnd(margin)) + line);
      }
    },
    phoneName,
    phone(number) {
      const shown = phones.phone(number).messages.filter(({ arrived }) => arrived);
      const owner = phoneName(number).split(" ")[0] ?? number;
      return shown
        .slice(-newestTexts)
        .flatMap(({ direction, from, body }) =>
          inertLines(body).map(
            (line, index) =>
              `${(index > 0 ? "" : direction === "inbound" ? owner : lineName(from)).padEnd(nameWidth)} ${line}`,
          ),
        );
    },
    card,
    thread: (channel, ts) => [
      ...card(channel, ts),
      ...slack.control
        .thread(channel, ts)
        .slice(1)
        .flatMap(reply)
        .map((line) => beside(`   ${line}`)),
    ],
    reply,
    contactName,
    record,
    ephemeral: (message) => {
      const [first = "", ...rest] = linesOf(message);
      return [`only ${names.person(message.user)} sees: ${first}`, ...rest];
    },
  };
}
