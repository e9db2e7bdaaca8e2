/**
 * A short scene that shows the main job: what its steps are called and mean, what each does in the outside world, and where
 * its outcome is seen. It waits for real outcomes and says nothing itself: a terminal or a page tells the story.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { PlayPlace } from "./page-api.ts";
import type { Scene } from "./page-server/play.ts";
import { type Sandbox, scene } from "./sandbox.ts";
import type { MessageView } from "./slack/types/messages.ts";
import type { MessageView as Sms } from "./types/messages.ts";

export interface SceneStep {
  readonly id: string;
  readonly title: string;
  /** What it shows. */
  readonly meaning: string;
}

/** Where the outcome of a step is seen. */
export type Sight =
  | { readonly kind: "phone"; readonly number: string }
  /** A card with what stands under it. */
  | { readonly kind: "thread"; readonly channel: string; readonly ts: string }
  /** A card alone. */
  | { readonly kind: "card"; readonly channel: string; readonly ts: string }
  /** What is logged on a contact of the CRM. */
  | { readonly kind: "record"; readonly contact: string };

export interface SceneAudience {
  /** The step begins. */
  begun?(step: SceneStep, index: number): void;
  /** Where to look: as a step begins, and again when its outcome is somewhere else. */
  moved?(index: number, place: PlayPlace): void;
  /** Its outcome can be seen. */
  seen?(step: SceneStep, sights: readonly Sight[]): void;
  /** The next step waits for it. */
  rest?(): Promise<void>;
}

/** A conversation as the scene knows it: where it stands in Slack, and whose phone is at the other end. */
interface Conversation {
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

interface PlayedStep extends SceneStep {
  /** With the team's line, or with Ben's own. */
  readonly with: "shared" | "direct";
  readonly play: (
    stage: Sandbox,
    conversation: Conversation,
  ) => Promise<{ conversation: Conversation; sights: readonly Sight[] }>;
}

const firstText = "Hi, are you open today?";
const answer = "Yes, until 6 :slightly_smiling_face:";
const note = "note: ask her about March";
const nextText = "One more thing: is there parking?";
const templateCall = "!parking";
const templateText = "Hi Maria, there is parking behind the house, free after 5. Ben";
const directText = "Hi Ben, can we move our call to 3?";
const directAnswer = "3 is fine.";
const begunText = "I'm calling you in five minutes.";

const phoneOf = ({ phone }: Conversation): Sight => ({ kind: "phone", number: phone });
const threadOf = ({ channel, ts }: Conversation): Sight => ({ kind: "thread", channel, ts });
const cardOf = ({ channel, ts }: Conversation): Sight => ({ kind: "card", channel, ts });
const placeOf = ({ channel, ts, phone, line, contact }: Conversation): PlayPlace => ({
  contact,
  channel,
  // Beside the CRM there is room for the channel alone, where the card of what was logged stands.
  thread: ts === "" || contact !== null ? null : ts,
  user: scene.ben,
  phone,
  line,
});

const played: readonly PlayedStep[] = [
  {
    id: "text-in",
    title: "Maria texts the front desk",
    meaning: "Her text opens a thread in the team's channel: a card, and her words under it.",
    with: "shared",
    async play(stage, before) {
      const conversation = await textIn(stage, before, firstText);
      return { conversation, sights: [phoneOf(conversation), threadOf(conversation)] };
    },
  },
  {
    id: "reply-out",
    title: "Ben answers in the thread",
    meaning:
      "He can take it back for a few seconds; then it leaves as a text, and a mark says how far it got.",
    with: "shared",
    async play(stage, conversation) {
      await answered(stage, conversation, answer);
      await whereCard(stage, conversation, "Ben's answer did not take the conversation.", (card) =>
        shows(card, scene.ben),
      );
      return { conversation, sights: [threadOf(conversation), phoneOf(conversation)] };
    },
  },
  {
    id: "note",
    title: "Ben leaves a note for his team",
    meaning: "What begins with note: stays in Slack. Maria's phone shows nothing new.",
    with: "shared",
    async play(stage, conversation) {
      const before = received(stage, conversation).length;
      const reply = writeInThread(stage, conversation, note);
      await marked(stage, conversation, reply, "memo", "Ben's note was not marked as one.");
      if (received(stage, conversation).length !== before)
        throw new Error("Ben's note reached Maria's phone.");
      return { conversation, sights: [threadOf(conversation), phoneOf(conversation)] };
    },
  },
  {
    id: "resolve",
    title: "Ben presses Resolve",
    meaning: "The card says by whom and when. Maria notices nothing.",
    with: "shared",
    async play(stage, conversation) {
      const { channel, ts } = conversation;
      const actionId = buttonOf(stage.slack.control.message(channel, ts), "Resolve");
      await stage.slack.control.press({ user: scene.ben, channel, ts, actionId });
      await whereCard(stage, conversation, "Ben's Resolve did not reach the card.", (drawn) =>
        shows(drawn, "Reopen"),
      );
      return { conversation, sights: [cardOf(conversation)] };
    },
  },
  {
    id: "next-text",
    title: "Maria texts again",
    meaning: "A new conversation begins in a new thread; the two cards link to each other.",
    with: "shared",
    async play(stage, before) {
      const conversation = { ...(await textIn(stage, before, nextText)), earlier: before.ts };
      await whereCard(stage, before, "The two cards were not linked.", (drawn) =>
        shows(drawn, "later conversation"),
      );
      return { conversation, sights: [phoneOf(conversation), threadOf(conversation), cardOf(before)] };
    },
  },
  {
    id: "template",
    title: "Ben answers with a template",
    meaning:
      "He types !parking. Threadline fills in Maria's name and shows it to him alone; it leaves when he presses Send now.",
    with: "shared",
    async play(stage, conversation) {
      const { channel } = conversation;
      const called = writeInThread(stage, conversation, templateCall);
      const asked = await until("Ben's template was not filled in.", () =>
        stage.slack.control
          .ephemerals(scene.ben)
          .find((told) => told.channel === channel && shows(told, templateText)),
      );
      await marked(stage, conversation, called, "memo", "What Ben typed was not marked as a note.");
      const actionId = buttonOf(asked, "Send now");
      await stage.slack.control.press({ user: scene.ben, channel, ts: asked.ts, actionId });
      const post = await until("Ben's template does not stand in the thread.", () =>
        postOf(stage, conversation, templateText),
      );
      await left(stage, conversation, post.ts, "Ben's template was not delivered.");
      await whereCard(stage, conversation, "Ben's template did not count as an answer.", (card) =>
        shows(card, "Answered"),
      );
      return { conversation, sights: [threadOf(conversation), phoneOf(conversation)] };
    },
  },
  {
    id: "direct-in",
    title: "Sam texts Ben's own number",
    meaning:
      "It leads to Ben alone: the conversation stands in his direct messages with Threadline, and his auto-reply answers at once.",
    with: "direct",
    async play(stage, before) {
      const conversation = await textIn(stage, before, directText);
      await until("Ben's auto-reply did not arrive.", () =>
        received(stage, conversation).some(({ body, arrived }) => arrived && body === scene.autoReply),
      );
      await until("Ben's auto-reply does not stand in the thread.", () =>
        stage.slack.control
          .thread(conversation.channel, conversation.ts)
          .some((message) => shows(message, scene.autoReply)),
      );
      return { conversation, sights: [phoneOf(conversation), threadOf(conversation)] };
    },
  },
  {
    id: "direct-out",
    title: "Ben answers Sam",
    meaning: "Nobody else could. It leaves from Ben's own number, as the card says.",
    with: "direct",
    async play(stage, conversation) {
      await answered(stage, conversation, directAnswer);
      const leftFrom = received(stage, conversation).find(({ body }) => body === directAnswer)?.from;
      if (leftFrom !== conversation.line) throw new Error("Ben's answer did not leave from his own number.");
      return { conversation, sights: [threadOf(conversation), phoneOf(conversation)] };
    },
  },
  {
    id: "begin",
    title: "Ben texts Sam from anywhere in Slack",
    meaning:
      "He types /sms, Sam's number and his words in the team's channel. They stand in Sam's conversation under his name, with Edit and Cancel until they leave.",
    with: "direct",
    async play(stage, conversation) {
      const { acked } = await stage.slack.control.slashCommand({
        user: scene.ben,
        channel: scene.channel,
        command: "/sms",
        text: `${conversation.phone} ${begunText}`,
      });
      if (!acked) throw new Error("Ben's /sms was not answered.");
      const post = await until("Ben's text does not stand in Sam's conversation.", () =>
        postOf(stage, conversation, begunText),
      );
      await left(stage, conversation, post.ts, "Ben's text was not delivered.");
      return { conversation, sights: [threadOf(conversation), phoneOf(conversation)] };
    },
  },
  {
    id: "logged",
    title: "HubSpot has what was said",
    meaning:
      "With Resolve, Maria's conversation was logged on her as one record, notes and all; its card links there. What Sam and Ben text each day stands on Sam.",
    with: "shared",
    async play(stage, before) {
      const resolved = { ...before, ts: before.earlier };
      await whereCard(stage, resolved, "Maria's conversation was not logged.", (card) =>
        shows(card, "Logged to"),
      );
      const contact = await until("Maria's conversation does not stand in the CRM.", () =>
        loggedOn(stage, scene.maria, note.replace("note: ", "")),
      );
      await until("Sam's day does not stand in the CRM.", () => loggedOn(stage, scene.sam, directText));
      const conversation = { ...before, contact };
      return { conversation, sights: [cardOf(resolved), { kind: "record", contact }] };
    },
  },
];

export const sceneSteps: readonly SceneStep[] = played.map(({ id, title, meaning }) => ({
  id,
  title,
  meaning,
}));

/**
 * Plays it in the sandbox's workspace, which nobody has played in before. Returns the card in the team's channel that is open
 * then. @throws Error whose message is a sentence: what did not come.
 */
export async function playScene(stage: Sandbox, audience: SceneAudience = {}): Promise<string> {
  const conversations: Record<PlayedStep["with"], Conversation> = {
    shared: { channel: scene.channel, ts: "", phone: scene.maria, line: scene.line, ...nothingYet },
    direct: {
      channel: stage.slack.control.directMessage(scene.ben),
      ts: "",
      phone: scene.sam,
      line: scene.directLine,
      ...nothingYet,
    },
  };
  for (const [index, step] of played.entries()) {
    if (index > 0) await audience.rest?.();
    const before = conversations[step.with];
    audience.begun?.(step, index);
    audience.moved?.(index, placeOf(before));
    const { conversation, sights } = await step.play(stage, before);
    const isElsewhere = conversation.ts !== before.ts || conversation.contact !== before.contact;
    if (isElsewhere) audience.moved?.(index, placeOf(conversation));
    conversations[step.with] = conversation;
    audience.seen?.(step, sights);
  }
  return conversations.shared.ts;
}

const nothingYet = { earlier: "", contact: null };

/** Long enough to read a line in. */
const lookMs = 1_200;

export function timeToLook(): Promise<void> {
  return sleep(lookMs);
}

/** The scene as the page plays it. */
export function createPageScene(rest: () => Promise<void> = timeToLook): Scene {
  return {
    steps: sceneSteps.map(({ title }) => title),
    async play(sandbox, onStep) {
      await playScene(sandbox, { moved: onStep, rest });
    },
  };
}

/** The customer writes; resolves with the conversation in whose thread the words stand then. */
async function textIn({ slack, phones }: Sandbox, before: Conversation, body: string): Promise<Conversation> {
  const { channel, phone, line } = before;
  const posts = () => slack.control.messages(channel).flatMap(({ ts }) => slack.control.thread(channel, ts));
  const known = new Set(posts().map(({ ts }) => ts));
  await phones.text({ from: phone, to: line, body });
  const post = await until("A text did not come into a thread.", () =>
    posts().find((message) => message.isReply && !known.has(message.ts) && shows(message, body)),
  );
  return { ...before, ts: post.threadTs ?? post.ts };
}

function writeInThread({ slack }: Sandbox, { channel, ts }: Conversation, text: string): string {
  return slack.control.post({ user: scene.ben, channel, threadTs: ts, text }).ts;
}

/** The app's own, with these words. */
function postOf({ slack }: Sandbox, { channel, ts }: Conversation, words: string): MessageView | undefined {
  const isPost = ({ botId, isReply }: MessageView) => botId !== null && isReply;
  // The card may show the same words, and sooner.
  return slack.control.thread(channel, ts).find((message) => isPost(message) && shows(message, words));
}

async function answered(stage: Sandbox, conversation: Conversation, words: string): Promise<void> {
  const reply = writeInThread(stage, conversation, words);
  await left(stage, conversation, reply, "Ben's answer was not delivered.");
  await until("The card does not show that Ben answered.", () => {
    const card = stage.slack.control.message(conversation.channel, conversation.ts);
    return card !== null && shows(card, "Answered");
  });
}

/** It arrived, as far as its carrier tells. */
async function left(
  stage: Sandbox,
  conversation: Conversation,
  ts: string,
  otherwise: string,
): Promise<void> {
  const mark = stage.inPlay.reports ? "white_check_mark" : "arrow_upper_right";
  await marked(stage, conversation, ts, mark, otherwise);
}

async function marked(
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

async function whereCard(
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

function received({ phones }: Sandbox, { phone }: Conversation): readonly Sms[] {
  return phones.phone(phone).messages.filter(({ direction }) => direction !== "inbound");
}

/** The contact with this number on whom these words are logged; null for none. */
function loggedOn({ crm }: Sandbox, number: string, words: string): string | null {
  const digits = number.slice(-10);
  const contact = crm?.control
    .contacts()
    .find(({ phones }) => phones.some((phone) => phone.replace(/\D/g, "").endsWith(digits)));
  if (contact === undefined) return null;
  return crm?.control.records(contact.id).some(({ body }) => body.includes(words)) === true
    ? contact.id
    : null;
}

function shows({ text, blocks }: Pick<MessageView, "text" | "blocks">, words: string): boolean {
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
async function until<T>(otherwise: string, look: () => T | null | undefined | false): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(otherwise);
    await sleep(pollMs);
  }
}
