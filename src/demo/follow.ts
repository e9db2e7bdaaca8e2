/** After the scene: whatever happens on the phones and in Slack, line by line. What is said already is not said again. */

import { inertLines } from "../command-line/inert.ts";
import type { CrmEvent } from "../sandbox/crm/types/control.ts";
import type { CarrierEvent } from "../sandbox/define-carrier.ts";
import { type Sandbox, scene } from "../sandbox/sandbox.ts";
import type { Activity } from "../sandbox/slack/types/activity.ts";
import type { SlackControl } from "../sandbox/slack/types/control.ts";
import type { MessageView } from "../sandbox/slack/types/messages.ts";
import { type Drawing, markOf } from "./drawing.ts";

/** Until the function returned is called. */
export function follow(sandbox: Sandbox, drawing: Drawing): () => void {
  const { slack, inPlay, crm } = sandbox;
  const told = new Map<string, string>();
  for (const { messages } of slack.control.state().channels)
    for (const message of messages)
      if (isCard(message)) told.set(message.ts, drawing.card(message.channel, message.ts).join("\n"));

  function once(key: string, place: "phone" | "Slack" | "CRM", lines: readonly string[]): void {
    const words = lines.join("\n");
    if (told.get(key) === words) return;
    told.set(key, words);
    drawing.tell(place, lines);
  }

  const leaveSlack = slack.control.subscribe((activity) => {
    const seen = slackLines(activity, slack.control, drawing);
    if (seen !== null) once(seen.key, "Slack", seen.lines);
  });
  const leavePhones = inPlay.hear((event) => {
    const seen = phoneLines(event, drawing);
    if (seen !== null) once(seen.key, "phone", seen.lines);
  });
  const leaveCrm = crm?.control.subscribe((event) => {
    const seen = crmLines(event, drawing);
    if (seen !== null) once(seen.key, "CRM", seen.lines);
  });
  return () => {
    leaveSlack();
    leavePhones();
    leaveCrm?.();
  };
}

interface Seen {
  /** What it is about. */
  readonly key: string;
  readonly lines: readonly string[];
}

function slackLines(activity: Activity, control: SlackControl, drawing: Drawing): Seen | null {
  switch (activity.type) {
    case "message_posted":
    case "message_changed":
      return { key: activity.message.ts, lines: messageLines(activity.message, drawing) };
    case "reaction_added": {
      const { channel, ts, name } = activity;
      const message = control.message(channel, ts);
      const [line = ""] = message === null ? [] : drawing.reply({ ...message, reactions: [] });
      return { key: `${ts} marked`, lines: [`${line}   (${markOf(name)})`] };
    }
    case "ephemeral":
      return { key: activity.ephemeral.ts, lines: drawing.ephemeral(activity.ephemeral) };
    case "socket_opened":
    case "socket_closed":
      return {
        key: "socket",
        lines: [activity.open === 0 ? "the app has no connection" : "the app is connected"],
      };
    default:
      return null;
  }
}

/** In the team's channel the app posts little else; in direct messages a card has its button, or a thread under it. */
function isCard({ isReply, botId, channel, replyCount, blocks }: MessageView): boolean {
  if (isReply || botId === null) return false;
  return channel === scene.channel || replyCount > 0 || JSON.stringify(blocks).includes("Call it done");
}

function messageLines(message: MessageView, drawing: Drawing): string[] {
  return isCard(message)
    ? drawing.card(message.channel, message.ts)
    : drawing.reply({ ...message, reactions: [] });
}

function crmLines(event: CrmEvent, drawing: Drawing): Seen | null {
  if (event.type !== "record") return null;
  const { id, kind, contact, writes } = event.record;
  const name = drawing.contactName(contact);
  const line = writes === 1 ? `a new ${kind} on ${name}` : `the ${kind} on ${name} is written anew`;
  return { key: `${id} ${writes}`, lines: [line] };
}

function phoneLines(event: CarrierEvent, drawing: Drawing): Seen | null {
  if (event.type !== "message") return null;
  const { sid, direction, from, to, body, media, arrived, status } = event.message;
  const content = [body, filesSaid(media)].filter((part) => part !== "").join(" ");
  const seen = (who: string, does: string): Seen => ({
    key: sid,
    lines: textLines(`${drawing.phoneName(who)} ${does}: `, content),
  });
  if (direction === "inbound") return seen(from, "sends");
  if (arrived) return seen(to, "gets");
  const lost = status === "failed" || status === "undelivered";
  return lost ? seen(to, "does not get") : null;
}

/** What stands on further lines of a text can't pass for something else that happened. */
function textLines(beginning: string, text: string): string[] {
  const [first = "", ...rest] = inertLines(text);
  return [beginning + first, ...rest.map((line) => " ".repeat(beginning.length) + line)];
}

function filesSaid(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "(a file)" : `(${count} files)`;
}
