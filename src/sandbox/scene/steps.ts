/** The steps of the scene: what they are called and mean, what each does in the outside world, and where its outcome is seen. */
import { type Sandbox, scene } from "../sandbox.ts";
import {
  answered,
  buttonOf,
  type Conversation,
  left,
  loggedOn,
  marked,
  postOf,
  received,
  shows,
  textIn,
  until,
  whereCard,
  writeInThread,
} from "./outcomes.ts";

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

export interface PlayedStep extends SceneStep {
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
export const played: readonly PlayedStep[] = [
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
