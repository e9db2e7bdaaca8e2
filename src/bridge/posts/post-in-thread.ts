/** The posts that are owed to a thread: its card, customers' words, and what the app says. */
import type { EpisodeId, MessageId, SlackTs } from "../../domain/ids.ts";
import type { Work } from "../../domain/work.ts";
import type { Debt } from "../../store/outbox.ts";
import type { Bridge } from "../context/context.ts";
import { charactersPerPost, textsPerPost } from "../contracts/desk.ts";
import { oweOpen } from "../outbox/enqueue.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { makePost } from "./make-post.ts";
import { openThread } from "./open-thread.ts";
import type { Post } from "./post.ts";
import { postLine } from "./post-line.ts";
import { mayStand, postTexts } from "./post-texts.ts";

type Owed<K extends Work["kind"]> = Work & { readonly kind: K };

export async function postCard(bridge: Bridge, debt: Debt, work: Owed<"open">): Promise<Conclude> {
  const prepared = await openThread(bridge, work.episode);
  return prepared === null ? finished : await makePost(bridge, [debt], prepared);
}

export async function postLineOwed(bridge: Bridge, debt: Debt, work: Owed<"line">): Promise<Conclude> {
  const prepared = await postLine(bridge, work);
  if (prepared === null) return waitForCard(bridge, work.episode);
  return await makePost(bridge, [debt], { ...prepared, ...lineStanding(bridge, debt, prepared.thread) });
}

/** A database from which this one was copied has the same row; a row that either wrote since has another number or moment. */
function lineStanding(
  { hearing }: Bridge,
  { id, createdAt }: Debt,
  thread: SlackTs | null,
): Pick<Post, "names" | "mayStandSince"> {
  const isOlder =
    createdAt < hearing.awayUntil && thread !== null && toMilliseconds(thread) <= hearing.awayUntil;
  return { names: [`line:${id}:${createdAt}`], mayStandSince: isOlder ? createdAt : null };
}

/** Law 5: what waits in the same thread right behind a text goes into the same post. */
export async function postTextsOwed(bridge: Bridge, lead: Debt, work: Owed<"text">): Promise<Conclude> {
  const behind = await bridge.store.read((tx) => tx.outbox.behind(lead, textsPerPost - 1));
  const joined: Debt[] = [];
  const texts = [work.message];
  for (const debt of behind) {
    if (debt.work.kind !== "text" || debt.postKey !== lead.postKey) break;
    joined.push(debt);
    texts.push(debt.work.message);
  }
  const fit = lead.postKey === null ? await howManyFit(bridge, texts) : texts.length;
  const prepared = await postTexts(bridge, work.episode, texts.slice(0, fit));
  if (prepared === null) return waitForCard(bridge, work.episode);
  return await makePost(bridge, [lead, ...joined.slice(0, fit - 1)], prepared);
}

async function howManyFit(bridge: Bridge, texts: readonly MessageId[]): Promise<number> {
  if (texts.length === 1) return 1;
  const messages = await bridge.store.read((tx) => tx.messages.getAll(texts));
  if (messages.some((message) => mayStand(bridge, message))) return 1;
  let characters = 0;
  const tooMany = messages.findIndex((message) => {
    characters += message.body.length;
    return characters > charactersPerPost;
  });
  return tooMany === -1 ? texts.length : Math.max(1, tooMany);
}

/** There is no thread to post into: the card is owed, and goes first. */
function waitForCard(bridge: Bridge, id: EpisodeId): Conclude {
  return async (tx) => {
    const episode = await tx.episodes.get(id);
    if (episode === null) return done;
    if (episode.thread === null) await oweOpen(tx, episode, bridge.now(), true);
    return later(0);
  };
}
