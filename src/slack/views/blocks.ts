/** The few kinds of block that we draw, as every Slack client knows them. Sizes are Slack's own limits. */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  KnownBlock,
  Overflow,
  SectionBlock,
  StaticSelect,
} from "@slack/types";
import { cutInto } from "../text/split-for-slack.ts";

/** What a call that posts or updates takes. */
export interface Drawn {
  /** For notifications and for clients without blocks; escaped. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

const sectionLimit = 3000;
const contextLimit = 2000;

/** Our own mrkdwn; words from outside in it are escaped already. Long ones take several sections. */
export function sections(mrkdwn: string): SectionBlock[] {
  return cutInto(mrkdwn, sectionLimit).map((text) => ({
    type: "section",
    text: { type: "mrkdwn", text, verbatim: true },
  }));
}

/** With a button or a menu at the side of the last of them. */
export function besideLast(
  lines: readonly SectionBlock[],
  accessory: Button | Overflow | StaticSelect,
): SectionBlock[] {
  return lines.map((line, index) => (index === lines.length - 1 ? { ...line, accessory } : line));
}

/** One line in small grey letters. */
export function context(mrkdwn: string): ContextBlock {
  const [text = " "] = cutInto(mrkdwn, contextLimit);
  return { type: "context", elements: [{ type: "mrkdwn", text, verbatim: true }] };
}

export const divider = { type: "divider" } as const;

/** What people press. */
export type Pressed = ActionsBlock["elements"][number];

export function actions(elements: readonly Pressed[]): ActionsBlock {
  return { type: "actions", elements: [...elements] };
}

export function button(label: string, actionId: string, value: string): Button {
  return { type: "button", text: { type: "plain_text", text: label }, action_id: actionId, value };
}
