/**
 * Someone wrote what reaches no customer because of where, or through what, they wrote it. A member who may have meant to answer is
 * told so, seen by them alone, a few times and then never again: by then they know. How often is remembered with the small facts.
 */

import { allowedLines } from "../../domain/allowed-lines.ts";
import { aCustomer, linesOfMember } from "../../domain/directory.ts";
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import { access } from "../../domain/policy/access.ts";
import { partiesAt } from "../../domain/route.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { calledTemplate } from "../../domain/template-call.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { calledAmong, offeredTemplates } from "../templates/offered-templates.ts";
import { informAuthor } from "./inform-author.ts";
import { isInside } from "./remember-early.ts";

export interface Aside {
  /** In the channel itself, in the direct messages with us outside a thread, or into a thread through another app that posts in their name. */
  readonly how: "in_channel" | "in_direct" | "through_app";
  readonly place: Place;
  readonly thread: SlackTs | null;
  readonly author: SlackUserId;
  readonly text: string;
}

const timesAtMost = 3;

export async function noteAside(ctx: Context, aside: Aside): Promise<void> {
  // Who calls a template here waits for an answer.
  const isCall = calledTemplate(aside.text) !== null;
  if (!isCall && isInside(ctx, { kind: "plain", text: aside.text, mentions: false })) return;
  if ((await ctx.store.read((tx) => whatToSay(tx, aside, ctx.now()))) === null) return;
  await ctx.store.transaction(async (tx) => {
    const sentence = await whatToSay(tx, aside, ctx.now());
    if (sentence === null) return;
    const { author, place, thread } = aside;
    const { times } = await toldBefore(tx, aside);
    await tx.settings.write(toldKey(aside), `${times + 1} ${place.ts}`);
    if (aside.how === "in_direct") await inform(ctx, tx, author, ["This", ...sentence]);
    else await informAuthor(ctx, tx, author, { place, thread }, sentence);
  });
}

function toldKey({ how, author }: Pick<Aside, "how" | "author">): string {
  return `told.${how}:${author}`;
}

/** The newest message about which they were told tells a repeat. */
async function toldBefore(tx: Tx, aside: Aside): Promise<{ times: number; newest: string }> {
  const [times = "0", newest = ""] = (await tx.settings.read(toldKey(aside)))?.split(" ") ?? [];
  return { times: Number(times), newest };
}

/** Null where there is nothing to say. What is asked most often, and says so soonest, is asked first. */
async function whatToSay(tx: Tx, aside: Aside, now: number): Promise<Sentence | null> {
  const { times, newest } = await toldBefore(tx, aside);
  if (aside.place.ts <= newest) return null;
  const people = await tx.directories.people();
  const called = aside.how === "through_app" ? null : await calledAside(tx, people, aside);
  if (called !== null && (times < timesAtMost || aside.how === "in_direct")) return called;
  // In the direct messages nobody else could tell them.
  if (aside.how === "in_direct") return await inDirect(tx, people, aside);
  if (times >= timesAtMost) return null;
  return aside.how === "in_channel"
    ? await inChannel(tx, people, aside, now)
    : await throughApp(tx, people, aside);
}

/** A template of theirs is called where it answers nobody. */
async function calledAside(tx: Tx, people: People, { author, text }: Aside): Promise<Sentence | null> {
  const key = calledTemplate(text);
  const member = key === null ? null : memberOf(people, author);
  if (key === null || member === null) return null;
  const { directory } = people;
  if (calledAmong(await offeredTemplates(tx, directory, member), key) === null) return null;
  return [
    ` called no template: !${key} does that as a reply in ${aCustomer(directory)}'s thread. Here, type /sms-template ${key}.`,
  ];
}

/** It goes on from "This", and stays where they wrote it. */
async function inDirect(tx: Tx, people: People, { author, place }: Aside): Promise<Sentence> {
  const { customerWord } = people.directory;
  const member = memberOf(people, author);
  if (member === null) return [` reached nobody. ${notInDirectory}`];
  const reached = ` reached no ${customerWord}. Reply in ${aCustomer(people.directory)}'s thread, or`;
  const mayBegin = allowedLines(people.directory, member).length > 0;
  const comeHere = linesOfMember(people.directory, member).some(({ channel }) => channel === undefined);
  if (comeHere || (await tx.episodes.openIn(place.channel, 1, null)).length > 0)
    return [
      `${reached} ${mayBegin ? "begin a text with /sms" : "wait until one writes"}: each conversation has a thread of its own here.`,
    ];
  const instead = mayBegin ? "begin a text with /sms" : "ask whoever runs Threadline for a line of your own";
  return [`${reached} ${instead}: no texts come here, only to the channels.`];
}

async function inChannel(
  tx: Tx,
  people: People,
  { place, author }: Aside,
  now: number,
): Promise<Sentence | null> {
  const { directory } = people;
  const member = memberOf(people, author);
  const answersHere = partiesAt(people, place.channel).some(
    (party) => access({ party, assignee: null }, "anyone", member).reply,
  );
  if (!answersHere) return null;
  const [first, another] = await tx.episodes.unansweredIn(place.channel, now, 2);
  if (first === undefined) return null;
  const { customerWord } = directory;
  const reached = ` reached no ${customerWord}: it stands in the channel itself.`;
  if (another !== undefined || first.thread === null)
    return [`${reached} If it is an answer, write it in the thread under the ${customerWord}'s card.`];
  const link = { channel: place.channel, ts: first.thread };
  return [
    `${reached} If it is an answer, write it in `,
    { link, label: `the thread of the ${customerWord}` },
    " who waits.",
  ];
}

async function throughApp(
  tx: Tx,
  people: People,
  { place, thread, author }: Aside,
): Promise<Sentence | null> {
  if (memberOf(people, author) === null || thread === null) return null;
  if ((await tx.episodes.atThread(place.channel, thread)) === null) return null;
  return [
    ` reached no ${people.directory.customerWord}: it was posted through another app. Only what you write in the thread yourself leaves.`,
  ];
}
