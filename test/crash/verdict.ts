/** What became of every text and every reply, as customers and members see it: nothing here asks the app. */
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { crashCarriers } from "./crash-carriers.ts";
import { type BegunVerdict, judgeBegun } from "./judge-begun.ts";
import { type ElsewhereVerdict, judgeElsewhere } from "./judge-elsewhere.ts";
import { judgeLogged, type LoggedVerdict } from "./judge-logged.ts";
import type { Phone } from "./phones.ts";
import { isCard, phoneOfCard, placesOf, replyTokens, type Traffic, textTokens } from "./traffic.ts";
import { countOf, lateAmong, marksOn, outbound, sorted } from "./verdict-counts.ts";

export interface Verdict {
  readonly texts: {
    readonly once: number;
    readonly lost: string[];
    readonly doubled: string[];
    /** Stand in their thread after a later one of their phone, which is named, too (law 4). */
    readonly late: string[];
  };
  readonly replies: {
    readonly once: number;
    /** A question mark stands on them. */
    readonly unknown: string[];
    /** A no-entry sign stands on them: their author was told and chooses. */
    readonly waiting: string[];
    readonly lost: string[];
    readonly doubled: string[];
    /** Reached the phone after a later one of the same thread, though nobody chose so (law 4). */
    readonly late: string[];
  };
  /** Answers that left by themselves, on Ben's line alone. */
  readonly automatic: {
    readonly sent: number;
    /** Phones that got another one within 30 seconds. */
    readonly again: string[];
  };
  /** What a member began: for a moment later, and to several at once. */
  readonly begun: BegunVerdict;
  /** What was sent from another of the carrier's apps. */
  readonly elsewhere: ElsewhereVerdict;
  /** Where there is a CRM. */
  readonly logged: LoggedVerdict;
  /** Everything else that must not be: wrong thread, wrong order, stray posts, double cards, false marks. */
  readonly wrong: string[];
}

type Outside = Pick<Sandbox, "slack" | "phones" | "carrier">;

/**
 * @param uncertain numbers of those of whose records in the CRM it is not known whether they were made
 * @param answersInDoubt how many automatic answers a kill caught on their way, as our rows say: nothing sends them again
 */
export function judge(
  sandbox: Outside & Pick<Sandbox, "crm">,
  traffic: Traffic,
  phones: readonly Phone[],
  uncertain: readonly string[] = [],
  answersInDoubt = 0,
): Verdict {
  const wrong: string[] = [];
  const texts = judgeTexts(sandbox, traffic, phones, wrong);
  const replies = judgeReplies(sandbox, traffic, wrong);
  const automatic = judgeAutomatic(sandbox, traffic, phones, answersInDoubt, wrong);
  const begun = judgeBegun(sandbox, traffic, phones, wrong);
  const elsewhere = judgeElsewhere(sandbox, traffic.elsewhere, phones, wrong);
  const logged = judgeLogged(sandbox, traffic, phones, uncertain, wrong);
  return { texts, replies, automatic, begun, elsewhere, logged, wrong };
}

/** How much is missing yet; what must not be there is judged at the end. */
export function countMissing({ texts, replies, begun, elsewhere, logged }: Verdict): number {
  return [texts, replies, begun, elsewhere, logged].reduce((sum, { lost }) => sum + lost.length, 0);
}

/**
 * Everything that speaks against the app, in words. `mayBeUndecided`: each kill may catch one reply of each thread between
 * the call and its answer, and nothing else keeps a reply from its phone in so short a time.
 */
export function faultsOf(
  { texts, replies, automatic, begun, elsewhere, logged, wrong }: Verdict,
  mayBeUndecided: number,
): string[] {
  const undecided = [replies, begun].reduce(
    (sum, { unknown, waiting }) => sum + unknown.length + waiting.length,
    0,
  );
  return [
    ...[texts, replies, begun, elsewhere].flatMap(({ lost }) => lost.map((token) => `lost: ${token}`)),
    ...[texts, replies, begun, elsewhere].flatMap(({ doubled }) =>
      doubled.map((token) => `doubled: ${token}`),
    ),
    ...[texts, replies].flatMap(({ late }) => late.map((words) => `out of order: ${words}`)),
    ...automatic.again.map((name) => `answered by itself again within 30 seconds: ${name}`),
    ...(undecided > mayBeUndecided
      ? [`${undecided} did not surely reach their phones; ${mayBeUndecided} at most may be caught in between`]
      : []),
    ...logged.lost.map((text) => `not in the CRM: ${text}`),
    ...logged.doubled.map((text) => `in the CRM twice: ${text}`),
    ...wrong,
  ];
}

function judgeTexts(
  { slack }: Outside,
  traffic: Traffic,
  phones: readonly Phone[],
  wrong: string[],
): Verdict["texts"] {
  const cards = new Map<Phone, MessageView>();
  const shown = new Map<string, string[]>();
  const roots = placesOf({ slack }).flatMap(({ channel, isDirect }) =>
    slack.control.messages(channel).filter((root) => !isDirect || isCard(root)),
  );
  for (const root of roots) {
    const phone = phoneOfCard(root, phones);
    if (phone === undefined) wrong.push(`stray post at top level: ${root.text.slice(0, 60)}`);
    else if (cards.has(phone)) wrong.push(`a second card for ${phone.name}`);
    else cards.set(phone, root);
    if (phone !== undefined && (phone.line === scene.line) !== (root.channel === scene.channel))
      wrong.push(`the card of ${phone.name} stands in ${root.channel}`);
    const thread = slack.control.thread(root.channel, root.ts).slice(1);
    const tokens = thread.flatMap((message) => (message.botId === null ? [] : tokensIn(message)));
    for (const { botId, text } of thread)
      if (botId !== null && undone.test(text)) wrong.push(`said of what nobody did: ${text}`);
    if (phone !== undefined) shown.set(phone.number, [...(shown.get(phone.number) ?? []), ...tokens]);
  }
  const late: string[] = [];
  for (const phone of phones) {
    const there = shown.get(phone.number) ?? [];
    const isTheirs = (token: string) =>
      traffic.texts.some((text) => text.token === token && text.phone === phone);
    for (const token of there) if (!isTheirs(token)) wrong.push(`${token} in the thread of ${phone.name}`);
    late.push(...lateAmong([...new Set(there)].filter(isTheirs)));
  }
  const counts = countOf([...shown.values()].flat());
  const tokens = traffic.texts.map(({ token }) => token);
  return { ...sorted(tokens, counts), late };
}

/** Nobody changes what they wrote, so it must not be said of anybody. */
const undone = /\b(?:edited|deleted)\b/;

/** Tokens in the blocks: `text` says the same again. */
function tokensIn(message: MessageView): string[] {
  return JSON.stringify(message.blocks).match(textTokens) ?? [];
}

function judgeReplies(outside: Outside, traffic: Traffic, wrong: string[]): Verdict["replies"] {
  const { marksDelivered } = crashCarriers[outside.carrier];
  const counts = new Map<string, number>();
  const late: string[] = [];
  for (const phone of new Set(traffic.replies.map((reply) => reply.phone))) {
    const got = outbound(outside, phone).filter((message) => message.arrived);
    const arrived = got.flatMap((message) => message.body.match(replyTokens) ?? []);
    for (const { from } of got)
      if (from !== phone.line) wrong.push(`a text to ${phone.name} left from ${from}`);
    late.push(...lateAmong(arrived));
    for (const token of arrived) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
      const mine = traffic.replies.find((reply) => reply.token === token);
      if (mine?.phone !== phone) wrong.push(`${token} on the phone of ${phone.name}`);
    }
  }
  const unknown: string[] = [];
  const waiting: string[] = [];
  const rest: string[] = [];
  for (const { token, channel, ts } of traffic.replies) {
    const marks = marksOn(outside.slack.control.message(channel, ts));
    if (counts.has(token)) rest.push(token);
    else if (marks.includes("question")) unknown.push(token);
    else if (marks.includes("no_entry_sign")) waiting.push(token);
    else rest.push(token);
    const isMarked = marks.includes("white_check_mark");
    if (!counts.has(token) && isMarked) wrong.push(`${token} is marked delivered and was not`);
    if (counts.has(token) && isMarked && marksDelivered === "never")
      wrong.push(`${token} is marked delivered although nobody reported it`);
    if (counts.has(token) && !isMarked && marksDelivered === "always")
      wrong.push(`${token} is not marked delivered although it was reported by our id`);
  }
  return { ...sorted(rest, counts), unknown, waiting, late };
}

/** Whoever texts Ben's line is answered by itself, once in 30 seconds; a text that came late, or while the app was away, may not be. */
function judgeAutomatic(
  outside: Pick<Outside, "phones" | "carrier">,
  traffic: Traffic,
  phones: readonly Phone[],
  inDoubt: number,
  wrong: string[],
): Verdict["automatic"] {
  const again: string[] = [];
  let sent = 0;
  for (const phone of phones) {
    const times = outbound(outside, phone)
      .filter(({ body }) => body === scene.autoReply)
      .map(({ createdAt }) => Date.parse(createdAt));
    sent += times.length;
    if (times.length > 0 && phone.line === scene.line) wrong.push(`${phone.name} was answered by itself`);
    if (times.some((at, index) => at - (times[index - 1] ?? Number.NEGATIVE_INFINITY) < 30_000))
      again.push(phone.name);
  }
  const isOwed =
    crashCarriers[outside.carrier].isHeardSoon === true &&
    traffic.texts.some(({ phone }) => phone.line === scene.directLine);
  if (isOwed && sent === 0 && inDoubt === 0) wrong.push("nobody was answered by itself");
  return { sent, again };
}
