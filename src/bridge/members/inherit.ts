/**
 * What somebody who left, or a line that is gone, leaves behind goes to whoever is named for it, a few conversations at a time. Where nobody
 * is, managers are asked.
 */
import { type Heir, isMemberOf, lineByNumber, memberByUsername } from "../../domain/directory.ts";
import { heirName, ownerOf, whyGone } from "../../domain/heirs.ts";
import type { Username } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { calling, episodeContext, memberOf, naming } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard, enqueueLine, enqueueReminder } from "../outbox/enqueue.ts";
import { type Conclude, done } from "../outbox/job-end.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import { askManagers, closeAsked } from "./ask-managers.ts";
import { enqueueInherit, type Inheritance } from "./inherit-job.ts";
import { dropLeft, keepLeft, leftBehind, ownerKey, whoTakesOver } from "./left-behind.ts";
import { askInThread, inheritedNotice, type MoveWords, moveConversation } from "./move-conversation.ts";

/** So many in a transaction: thousands may be open, and nothing else happens meanwhile. */
const atOnce = 50;

export async function inherit(ctx: Context, inheritance: Inheritance): Promise<Conclude> {
  return async (tx) => {
    if (await moveOn(ctx, tx, inheritance)) await enqueueInherit(tx, inheritance, ctx.now());
    return done;
  };
}

/** Whether there may be more. */
async function moveOn(ctx: Context, tx: Tx, inheritance: Inheritance): Promise<boolean> {
  const { from, to } = inheritance;
  const people = await tx.directories.people();
  if (isBack(people, from)) return false;
  const heir = await whoTakesOver(tx, people, to);
  const owner = heir && ownerOf(people.directory, heir);
  if (heir === null || owner === null || ownerKey(owner) === ownerKey(from)) {
    await askManagers(ctx, tx, people, inheritance);
    if (!isNamed(people, from)) await forget(ctx, tx, from);
    return false;
  }
  const words = wordsOf(people, inheritance, heir);
  const some = await tx.episodes.openOwned(from, atOnce);
  for (const episode of some)
    await moveConversation(ctx, tx, people, episode, {
      owner,
      words: await forPlace(tx, episode, people, words),
    });
  if (some.length === atOnce) return true;
  if (from.kind === "member") {
    if (!isNamed(people, from) && (await passOnSome(ctx, tx, people, from.username, inheritance.name, heir)))
      return true;
    await askAboutUnsent(ctx, tx, people, from.username);
  }
  await settle(ctx, tx, people, inheritance, heir);
  return false;
}

/** The line, or the member, stands in the directory again, and is known in Slack. */
function isBack({ directory, identities }: People, from: Owner): boolean {
  if (from.kind === "line") return lineByNumber(directory, from.number) !== null;
  const member = memberByUsername(directory, from.username);
  return member !== null && slackUserOf(member, identities) !== null;
}

function isNamed({ directory }: People, from: Owner): boolean {
  return from.kind === "line"
    ? lineByNumber(directory, from.number) !== null
    : memberByUsername(directory, from.username) !== null;
}

/** Of a member who is still named, texts go on coming: those go the same way. */
async function settle(
  ctx: Context,
  tx: Tx,
  people: People,
  { from, name }: Inheritance,
  heir: Heir,
): Promise<void> {
  const left = await leftBehind(tx, from);
  if (left === null) return;
  await closeAsked(ctx, tx, left, [`${name}’s conversations went to ${heirName(people.directory, heir)}.`]);
  if (isNamed(people, from)) await keepLeft(tx, from, { ...left, heir, asked: [] });
  else await dropLeft(tx, from);
}

/** Nothing is open any more, and nothing will come. */
async function forget(ctx: Context, tx: Tx, from: Owner): Promise<void> {
  const left = await leftBehind(tx, from);
  if (left === null || (await tx.episodes.openOwned(from, 1)).length > 0) return;
  await closeAsked(ctx, tx, left, [
    `${left.name} is in the directory no more, and nothing of theirs is open.`,
  ]);
  await dropLeft(tx, from);
}

function wordsOf(people: People, { from, name, by }: Inheritance, heir: Heir): MoveWords {
  const why = whyGone(from, name);
  const whom = heirName(people.directory, heir);
  const decider = by && memberOf(people, by);
  const decided: Sentence = decider === null ? [] : [" ", naming(people, decider.username), " decided so."];
  return {
    here: [`${why}, so this conversation goes on here, with ${whom}.`, ...decided],
    there: [`${why}, so this conversation goes on with ${whom}.`, ...decided],
  };
}

/** Nobody reads the direct messages of somebody who was deactivated. */
async function forPlace(
  tx: Tx,
  episode: Episode,
  { directChannels, identities, directory }: People,
  words: MoveWords,
): Promise<MoveWords> {
  const whole = await tx.episodes.whole(episode.id);
  const owner = whole?.conversation.owner;
  const member = owner?.kind === "member" ? memberByUsername(directory, owner.username) : null;
  const isGone = member !== null && slackUserOf(member, identities) === null;
  const isDirect = [...directChannels.values()].some((channel) => channel === episode.channel);
  return isGone && isDirect ? { ...words, there: null } : words;
}

/** What they had of a group's: it is their heir's, if that is one of the group, or nobody's. Whether there may be more. */
async function passOnSome(
  ctx: Context,
  tx: Tx,
  people: People,
  username: Username,
  name: string,
  heir: Heir,
): Promise<boolean> {
  const some = await tx.episodes.openHeld(username, atOnce);
  for (const episode of some) {
    const around = await episodeContext(tx, episode);
    const { party } = around;
    const isOneOfThem =
      heir.kind === "member" && party?.kind === "group" && isMemberOf(party.group, heir.username);
    const next = isOneOfThem ? heir.username : null;
    await tx.episodes.update(episode.id, { ...claimedBy(next), ...unloggedIn(around) });
    await noteEvent(ctx, tx, episode.id, next === null ? "unassigned" : "assigned", { to: next });
    const sentence: Sentence =
      next === null
        ? [`${name} has left, so nobody has this conversation now.`]
        : [`${name} has left: `, calling(people, next), " has this conversation now."];
    await enqueueLine(tx, episode, sentence, ctx.now());
    await enqueueCard(tx, episode, ctx.now());
    await enqueueReminder(tx, episode, ctx.now());
  }
  return some.length === atOnce;
}

/** What they wrote in a group's conversations, and what has not left: whoever may decide there is asked. */
async function askAboutUnsent(ctx: Context, tx: Tx, people: People, username: Username): Promise<void> {
  const unsent = await tx.messages.inState(["waiting", "queued"]);
  for (const message of unsent.filter(({ author }) => author === username)) {
    const asked = await tx.notices.openAboutMessage(message.id);
    const episode = await tx.episodes.get(message.episodeId);
    if (episode === null || asked.some(({ kind }) => kind === inheritedNotice.name)) continue;
    await askInThread(ctx, tx, people, episode, message);
  }
}
