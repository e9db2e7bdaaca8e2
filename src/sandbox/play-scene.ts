/**
 * A short scene that shows the main job: what its steps are called and mean, what each does in the outside world, and where
 * its outcome is seen. It waits for real outcomes and says nothing itself: a terminal or a page tells the story.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { PlayPlace } from "./page-api.ts";
import type { Scene } from "./page-server/play.ts";
import { type Sandbox, scene } from "./sandbox.ts";
import type { MessageView } from "./slack/types/messages.ts";

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
  | { readonly kind: "card"; readonly channel: string; readonly ts: string };

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

/** What the steps hand on to each other. */
interface Thread {
  readonly ts: string;
}

interface PlayedStep extends SceneStep {
  readonly play: (stage: Sandbox, thread: Thread) => Promise<{ thread: Thread; sights: readonly Sight[] }>;
}

const firstText = "Hi, are you open today?";
const answer = "Yes, until 6 :slightly_smiling_face:";
const note = "note: ask her about March";
const nextText = "One more thing: is there parking?";

const phone: Sight = { kind: "phone", number: scene.maria };
const threadAt = ({ ts }: Thread): Sight => ({ kind: "thread", channel: scene.channel, ts });
const cardAt = ({ ts }: Thread): Sight => ({ kind: "card", channel: scene.channel, ts });
const placeOf = ({ ts }: Thread): PlayPlace => ({
  channel: scene.channel,
  thread: ts === "" ? null : ts,
  user: scene.ben,
  phone: scene.maria,
});

const played: readonly PlayedStep[] = [
  {
    id: "text-in",
    title: "Maria texts the front desk",
    meaning: "Her text opens a thread in the team's channel: a card, and her words under it.",
    async play(stage) {
      const thread = await textIn(stage, firstText);
      return { thread, sights: [phone, threadAt(thread)] };
    },
  },
  {
    id: "reply-out",
    title: "Ben answers in the thread",
    meaning:
      "He can take it back for a few seconds; then it leaves as a text, and a mark says when it arrived.",
    async play(stage, thread) {
      const reply = writeInThread(stage, thread, answer);
      await marked(stage, reply, "white_check_mark", "Ben's answer was not delivered.");
      await whereCard(stage, thread, "Ben's answer did not take the conversation.", (card) =>
        shows(card, scene.ben),
      );
      return { thread, sights: [threadAt(thread), phone] };
    },
  },
  {
    id: "note",
    title: "Ben leaves a note for his team",
    meaning: "What begins with note: stays in Slack. Maria's phone shows nothing new.",
    async play(stage, thread) {
      const before = received(stage);
      const reply = writeInThread(stage, thread, note);
      await marked(stage, reply, "memo", "Ben's note was not marked as one.");
      if (received(stage) !== before) throw new Error("Ben's note reached Maria's phone.");
      return { thread, sights: [threadAt(thread), phone] };
    },
  },
  {
    id: "resolve",
    title: "Ben presses Resolve",
    meaning: "The card says by whom and when. Maria notices nothing.",
    async play(stage, thread) {
      const card = stage.slack.control.message(scene.channel, thread.ts);
      const actionId = buttonOf(card, "Resolve");
      await stage.slack.control.press({ user: scene.ben, channel: scene.channel, ts: thread.ts, actionId });
      await whereCard(stage, thread, "Ben's Resolve did not reach the card.", (drawn) =>
        shows(drawn, "Reopen"),
      );
      return { thread, sights: [cardAt(thread)] };
    },
  },
  {
    id: "next-text",
    title: "Maria texts again",
    meaning: "A new conversation begins in a new thread; the two cards link to each other.",
    async play(stage, thread) {
      const next = await textIn(stage, nextText);
      await whereCard(stage, thread, "The two cards were not linked.", (drawn) =>
        shows(drawn, "later conversation"),
      );
      return { thread: next, sights: [phone, threadAt(next), cardAt(thread)] };
    },
  },
];

export const sceneSteps: readonly SceneStep[] = played.map(({ id, title, meaning }) => ({
  id,
  title,
  meaning,
}));

/**
 * Plays it in the sandbox's workspace, which nobody has played in before. Returns the open thread that it ends with.
 * @throws Error whose message is a sentence: what did not come.
 */
export async function playScene(stage: Sandbox, audience: SceneAudience = {}): Promise<Thread> {
  let thread: Thread = { ts: "" };
  for (const [index, step] of played.entries()) {
    if (index > 0) await audience.rest?.();
    audience.begun?.(step, index);
    audience.moved?.(index, placeOf(thread));
    const outcome = await step.play(stage, thread);
    if (outcome.thread.ts !== thread.ts) audience.moved?.(index, placeOf(outcome.thread));
    thread = outcome.thread;
    audience.seen?.(step, outcome.sights);
  }
  return thread;
}

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

/** Maria writes; resolves with the thread in which her words stand then. */
async function textIn({ slack, twilio }: Sandbox, body: string): Promise<Thread> {
  const known = new Set(allPosts(slack.control).map(({ ts }) => ts));
  await twilio.control.text({ from: scene.maria, to: scene.line, body });
  const post = await until("Maria's words did not come into a thread.", () =>
    allPosts(slack.control).find(
      (message) => message.isReply && !known.has(message.ts) && shows(message, body),
    ),
  );
  return { ts: post.threadTs ?? post.ts };
}

function allPosts(control: Sandbox["slack"]["control"]): MessageView[] {
  return control.messages(scene.channel).flatMap((root) => control.thread(scene.channel, root.ts));
}

function writeInThread({ slack }: Sandbox, thread: Thread, text: string): string {
  return slack.control.post({ user: scene.ben, channel: scene.channel, threadTs: thread.ts, text }).ts;
}

async function marked({ slack }: Sandbox, ts: string, name: string, otherwise: string): Promise<void> {
  await until(otherwise, () =>
    slack.control.message(scene.channel, ts)?.reactions.some((reaction) => reaction.name === name),
  );
}

async function whereCard(
  { slack }: Sandbox,
  thread: Thread,
  otherwise: string,
  wanted: (card: MessageView) => boolean,
): Promise<void> {
  await until(otherwise, () => {
    const card = slack.control.message(scene.channel, thread.ts);
    return card !== null && wanted(card);
  });
}

function received({ twilio }: Sandbox): number {
  return twilio.control.phone(scene.maria).messages.filter(({ direction }) => direction !== "inbound").length;
}

function shows({ text, blocks }: MessageView, words: string): boolean {
  return `${text}\n${JSON.stringify(blocks)}`.includes(words);
}

/** The action of the button that reads so. */
export function buttonOf(message: MessageView | null, label: string): string {
  for (const block of message?.blocks ?? []) {
    const elements = Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [];
    for (const { text, action_id: actionId } of elements) {
      if ((text as { text?: unknown } | undefined)?.text === label) return String(actionId);
    }
  }
  throw new Error(`The card has no button ${label}.`);
}

const pollMs = 25;
/** Several times what any step takes; somebody watches. */
const patienceMs = 15_000;

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
