/** What would come of something that a carrier told, in words for whoever sets it up. Numbers are shown, a customer's words never. */
import type { CarrierEvent, StatusEvent, TextEvent } from "../../bridge/contracts/carrier-events.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { Finding } from "../../domain/finding.ts";
import { partyOfLine } from "../../domain/owner.ts";
import { formatPhone, parseE164 } from "../../domain/phone.ts";
import { whyUnrouted } from "./why-unrouted.ts";

export interface TellingOf {
  /** The carrier that told it. */
  readonly carrier: string;
  readonly title: (carrier: string) => string;
  /** Null where it could not be read. */
  readonly directory: Directory | null;
}

const name = "what comes of it";

export function tellEvent(event: CarrierEvent, of: TellingOf): Finding {
  const title = of.title(of.carrier);
  switch (event.kind) {
    case "text":
      return tellText(event, of);
    case "status":
      return { name, level: "ok", sentence: statusSentence(event, title) };
    case "elsewhere":
      return {
        name,
        level: "ok",
        sentence: `A text that left ${formatPhone(event.from)} by another app of the account, to ${formatPhone(event.to)}, with ${sizeOf(event)}. It would be shown in its conversation as sent elsewhere.`,
      };
    case "look":
      return {
        name,
        level: "ok",
        sentence: `News without words: Threadline would ask ${title} for what came.`,
      };
    case "consents":
      return {
        name,
        level: "ok",
        sentence: `${title}'s list of opt-outs has changed: Threadline would read it.`,
      };
    case "thread":
    case "thread_note":
      return { name, level: "ok", sentence: `News of a conversation in ${title}'s own shared inbox.` };
    case "unreadable":
      return {
        name,
        level: "problem",
        sentence: "Something that can't be read: it would be logged and counted, and seen by nobody.",
        remedy: "Compare what stands there with what is looked for, as told above.",
      };
  }
}

function tellText(event: TextEvent, { carrier, title, directory }: TellingOf): Finding {
  const others = event.others?.length ?? 0;
  const too = others === 0 ? "" : `, and to ${others === 1 ? "another" : `${others} others`}`;
  const head = `A text from ${formatPhone(event.from)} to ${formatPhone(event.to)}`;
  const tail = `${too}, with ${sizeOf(event)}`;
  if (directory === null && parseE164(event.to) !== null)
    return { name, level: "ok", sentence: `${head}${tail}. Whose it is, the directory would say.` };
  const unrouted = whyUnrouted(event.to, directory);
  if (unrouted !== null) {
    const sentence = `${head}${unrouted.why}${tail}. It would be kept, counted and named by doctor, and shown to nobody.`;
    return { name, level: "warning", sentence, remedy: unrouted.remedy };
  }
  const line = directory && lineByNumber(directory, event.to);
  const party = directory && line && partyOfLine(directory, line);
  const whose =
    party?.kind === "member"
      ? `${party.member.name ?? party.member.username} would get it, in their direct messages`
      : `The group ${party?.group.name} would get it`;
  const sentence = `${head}, the line ${line?.name}${tail}. ${whose}.`;
  if (line === null || line.carrier === carrier) return { name, level: "ok", sentence };
  return {
    name,
    level: "warning",
    sentence: `${sentence} But that line's carrier is ${title(line.carrier)}, by which answers would leave.`,
    remedy: `Write \`carrier: ${carrier}\` at the line, if the number is there now.`,
  };
}

function sizeOf({ body, media }: Pick<TextEvent, "body" | "media">): string {
  const [characters, files] = [[...body].length, media.length];
  const words = counted(characters, "character");
  return files === 0 ? words : `${words} and ${counted(files, "file")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const became = {
  accepted: "was taken",
  sent: "is on its way",
  delivered: "was delivered",
  failed: "was not delivered",
} as const;

function statusSentence({ messageId, carrierMessageId, state, failure }: StatusEvent, title: string): string {
  const which =
    messageId === null ? `that ${title} calls ${carrierMessageId}` : `that is ours (${messageId})`;
  const why = failure === null ? "" : ` What its author would read: ${failure.sentence}`;
  return `A report: the text ${which} ${became[state]}.${why}`;
}
