/** What a person can read and press on Slack's messages, and what a customer wrote in them. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";

interface Told {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: Record<string, unknown>[];
}

/** Ephemeral and direct messages of one person, oldest first. */
export function privateMessages({ slack }: Sandbox, user: string): Told[] {
  const direct = slack.control.messages(slack.control.directMessage(user));
  return [...slack.control.ephemerals(user), ...direct].sort((a, b) => a.ts.localeCompare(b.ts));
}

/** What the modals say that stand before a person without a field in them. */
export function modalWords({ slack }: Sandbox, user: string): string[] {
  const standing = slack.control.views(user).filter(({ callbackId }) => callbackId === "");
  return standing.map(({ view }) => JSON.stringify(view.blocks));
}

/** Everything a person can read on a message: its text and all strings in its blocks. */
export function shown(message: { text: string; blocks: unknown }): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`;
}

export function isReminder(message: MessageView): boolean {
  return message.channel === scene.channel && / waiting, oldest /.test(message.text);
}

export interface Button {
  readonly label: string;
  readonly actionId: string;
  readonly value: string;
}

/** The buttons of a message, by what they say. */
export function buttons(message: { blocks: unknown } | null): Button[] {
  const found: Button[] = [];
  for (const element of elementsIn(message?.blocks)) {
    if (element.type !== "button" || typeof element.action_id !== "string") continue;
    const { text, value } = element as { text?: { text?: string }; value?: string };
    found.push({ label: text?.text ?? "", actionId: element.action_id, value: value ?? "" });
  }
  return found;
}

export interface Menu {
  readonly placeholder: string;
  readonly actionId: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** The menus of a message or view, by what stands in them before anything is chosen. */
export function menus(surface: { blocks: unknown } | null): Menu[] {
  return elementsIn(surface?.blocks)
    .filter(({ type }) => type === "static_select")
    .map((element) => {
      const { placeholder, action_id, options } = element as {
        placeholder?: { text?: string };
        action_id?: string;
        options?: { text?: { text?: string }; value?: string }[];
      };
      return {
        placeholder: placeholder?.text ?? "",
        actionId: action_id ?? "",
        options: (options ?? []).map(({ text, value }) => ({ label: text?.text ?? "", value: value ?? "" })),
      };
    });
}

/** The texts that a post shows under a customer's name: each stands in a block of its own. */
export function customerWords(message: MessageView): string[] {
  if (message.botId === null || message.username === null) return [];
  return message.blocks.filter(({ type }) => type === "rich_text").flatMap(wordsIn);
}

function wordsIn(block: Record<string, unknown>): string[] {
  const elements = elementsIn(block);
  if (elements.some(({ type }) => type === "user")) return [];
  const words = elements.map(({ type, text, url }) => (type === "link" ? (text ?? url) : text));
  return [words.filter((word) => typeof word === "string").join("")];
}

/** Every object with a type in a tree of blocks, in reading order. */
function elementsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn);
  if (typeof value !== "object" || value === null) return [];
  const element = value as Record<string, unknown>;
  return [
    ...(typeof element.type === "string" ? [element] : []),
    ...Object.values(element).flatMap(elementsIn),
  ];
}
