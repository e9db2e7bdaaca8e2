/** What people do in the scene, and what is seen of it in the outside world: each waits for its outcome. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Sandbox, scene } from "../sandbox.ts";
import type { MessageView } from "../slack/types/messages.ts";
import type { MessageView as Sms } from "../types/messages.ts";

/** A conversation as the scene knows it: where it stands in Slack, and whose phone is at the other end. */
export interface Conversation {
  readonly channel: string;
  /** The card; empty before there is one. */
  readonly ts: string;
  readonly phone: string;
  /** The line of ours that is texted. */
  readonly line: string;
  /** The card of the one before, resolved; empty before there is one. */
  readonly earlier: string;
  /** Whose records are looked at in the CRM. */
  readonly contact: string | null;
}

/** The customer writes; resolves with the conversation in whose thread the words stand then. */
export async function textIn(
  { slack, phones }: Sandbox,
  before: Conversation,
  body: string,
): Promise<Conversation> {
  const { channel, phone, line } = before;
  const posts = () => slack.control.messages(channel).flatMap(({ ts }) => slack.control.thread(channel, ts));
  const known = new Set(posts().map(({ ts }) => ts));
  await phones.text({ from: phone, to: line, body });
  const post = await until("A text did not come into a thread.", () =>
    posts().find((message) => message.isReply && !known.has(message.ts) && shows(message, body)),
  );
  return { ...before, ts: post.threadTs ?? post.ts };
}

export function writeInThread({ slack }: Sandbox, { channel, ts }: Conversation, text: string): string {
  return slack.control.post({ user: scene.ben, channel, threadTs: ts, text }).ts;
}

/** The app's own, with these words. */
export function postOf(
  { slack }: Sandbox,
  { channel, ts }: Conversation,
  words: string,
): MessageView | undefined {
  const isPost = ({ botId, isReply }: MessageView) => botId !== null && isReply;
  // The card may show the same words, and sooner.
  return slack.control.thread(channel, ts).find((message) => isPost(message) && shows(message, words));
}

export async function answered(stage: Sandbox, conversation: Conversation, words: string): Promise<void> {
  const reply = writeInThread(stage, conversation, words);
  await left(stage, conversation, reply, "Ben's answer was not delivered.");
  await until("The card does not show that Ben answered.", () => {
    const card = stage.slack.control.message(conversation.channel, conversation.ts);
    return card !== null && shows(card, "Answered");
  });
}

/** It arrived, as far as its carrier tells. */
export async function left(
  stage: Sandbox,
  conversation: Conversation,
  ts: string,
  otherwise: string,
): Promise<void> {
  const mark = stage.inPlay.reports ? "white_check_mark" : "arrow_upper_right";
  await marked(stage, conversation, ts, mark, otherwise);
}

export async function marked(
  { slack }: Sandbox,
  { channel }: Conversation,
  ts: string,
  name: string,
  otherwise: string,
): Promise<void> {
  await until(otherwise, () =>
    slack.control.message(channel, ts)?.reactions.some((reaction) => reaction.name === name),
  );
}

export async function whereCard(
  { slack }: Sandbox,
  { channel, ts }: Conversation,
  otherwise: string,
  wanted: (card: MessageView) => boolean,
): Promise<void> {
  await until(otherwise, () => {
    const card = slack.control.message(channel, ts);
    return card !== null && wanted(card);
  });
}

export function received({ phones }: Sandbox, { phone }: Conversation): readonly Sms[] {
  return phones.phone(phone).messages.filter(({ direction }) => direction !== "inbound");
}

/** The contact with this number on whom these words are logged; null for none. */
export function loggedOn({ crm }: Sandbox, number: string, words: string): string | null {
  const digits = number.slice(-10);
  const contact = crm?.control
    .contacts()
    .find(({ phones }) => phones.some((phone) => phone.replace(/\D/g, "").endsWith(digits)));
  if (contact === undefined) return null;
  return crm?.control.records(contact.id).some(({ body }) => body.includes(words)) === true
    ? contact.id
    : null;
}

export function shows({ text, blocks }: Pick<MessageView, "text" | "blocks">, words: string): boolean {
  return `${text}\n${JSON.stringify(blocks)}`.includes(words);
}

/** The action of the button that reads so. */
export function buttonOf(message: Pick<MessageView, "blocks"> | null, label: string): string {
  for (const block of message?.blocks ?? []) {
    const elements = Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [];
    for (const { text, action_id: actionId } of elements) {
      if ((text as { text?: unknown } | undefined)?.text === label) return String(actionId);
    }
  }
  throw new Error(`There is no button ${label}.`);
}

const pollMs = 25;
/** Several times what any step takes; somebody watches. */
const patienceMs = 30_000;

/** @throws Error with the sentence `otherwise` when it does not come. */
export async function until<T>(otherwise: string, look: () => T | null | undefined | false): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(otherwise);
    await sleep(pollMs);
  }
}
