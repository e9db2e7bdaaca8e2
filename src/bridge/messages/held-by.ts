/** What is to be known about a text that did not leave, for the notice that says so (`held-notice.ts`). */

import { wordsOr } from "../../domain/attachments.ts";
import { oneOfThem } from "../../domain/contact.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { OptOutRow } from "../../domain/opt-out-ledger.ts";
import type { FilesTrouble } from "../../domain/outbound-trouble.ts";
import { onlyThey, partyName, partyOf } from "../../domain/owner.ts";
import { textLength } from "../../domain/plain-text.ts";
import type { Moment, Verdict } from "../../domain/policy/may-send.ts";
import { quoted } from "../../domain/quote.ts";
import type { Part, Sentence } from "../../domain/sentence.ts";
import { isColleagues } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, memberOf, naming } from "../context/episode-context.ts";
import { optedOutWords, whoOptedOut } from "../context/opted-out.ts";
import { mayBeAsked } from "../context/refused-lines.ts";
import { threadPlace } from "../context/thread-place.ts";
import { unservedBy } from "../context/unserved.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { isHolders } from "./beside.ts";
import { type Draft, filesOf } from "./draft.ts";
import type { Held } from "./held-notice.ts";
import { filesTroubleOf } from "./judge.ts";
import { lastWriter } from "./last-writer.ts";
import { whereItGoesOn } from "./open-again.ts";
import type { ReviewPayload } from "./opt-out-review.ts";
import { isStrict, quietAt } from "./quiet-facts.ts";
import { saidIn } from "./said-in.ts";

/** Null where nothing need be said: it leaves, or is a note as its author meant it; what a template's call is answered with is said apart. */
export async function heldBy(
  ctx: Context,
  tx: Tx,
  draft: Pick<Draft, "around" | "author" | "body" | "origin"> &
    Partial<Pick<Draft, "reply" | "along" | "message">> & {
      readonly underWay?: Message | null;
      /** Why its files do not leave, where that was found out later. */
      readonly files?: FilesTrouble;
    },
  verdict: Verdict,
  moment: Moment,
): Promise<Held | null> {
  if (verdict.kind === "text") return null;
  const { reason } = verdict;
  if (reason === "prefix" || reason === "me" || reason === "template") return null;
  const { around, body } = draft;
  const { episode } = around;
  const open = reason === "resolved" ? await whereItGoesOn(tx, around.conversation.id) : null;
  return {
    reason,
    moment,
    customer: around.directory.customerWord,
    only: onlyThey(around.party, "without managers"),
    isDirect: around.party?.kind === "member",
    contact: contactLabel(around),
    body,
    ...quoteOf(draft),
    length: textLength(body),
    files:
      reason === "files" || reason === "files_only"
        ? (draft.files ??
          filesTroubleOf(draft, around.line ? ctx.carriers.get(around.line.carrier) : undefined))
        : null,
    group: reason === "group" ? await groupOf(tx, around) : null,
    most: (around.line && ctx.carriers.get(around.line.carrier)?.capabilities.maxText) ?? 0,
    maybeByEmail: mayBeKnownByEmail(around, draft),
    goesOn: open && threadOf(open),
    current: threadOf(episode),
    movedTo: await whoHasItNow(tx, around),
    ...lineUnserved(ctx, around),
    holder: holderOf(around),
    ...whoIsBeside(around, draft),
    overtakenBy: reason === "overtaken" ? await whoOvertook(tx, draft) : null,
    optedOut: around.optedOut && [
      ...optedOutWords(around, whoOptedOut(around, around.optedOut), around.optedOut),
      await againOnce(ctx, tx, around, around.optedOut),
    ],
    quiet: reason === "quiet" ? quietOf(ctx, draft) : null,
    review: reason === "review" ? await reviewOf(tx, around) : null,
  };
}

function lineUnserved(ctx: Context, { directory, line }: Draft["around"]): Pick<Held, "unserved"> {
  const unserved = line && unservedBy(ctx, directory, line);
  return unserved === null ? {} : { unserved };
}

function quoteOf(draft: Parameters<typeof heldBy>[2]): Pick<Held, "quote"> {
  const { body, message } = draft;
  const files = filesOf({ ...draft, agreed: new Set() });
  const along = files.length > 0 ? files : (message?.media ?? []);
  const quote = wordsOr(
    body,
    along.map(({ contentType }) => contentType),
  );
  return quote === body ? {} : { quote };
}

async function groupOf(tx: Tx, { conversation, episode, directory }: EpisodeContext): Promise<Held["group"]> {
  const last = await lastWriter(tx, episode.id);
  return {
    people: addressesOf(conversation.address).length,
    last: last && oneOfThem(directory, conversation, last),
  };
}

function quietOf(ctx: Context, { around, origin }: Parameters<typeof heldBy>[2]): Held["quiet"] {
  const quiet = quietAt(ctx, around, ctx.now());
  return quiet && { ...quiet, strict: isStrict(origin) };
}

async function whoHasItNow(tx: Tx, { directory, episode }: EpisodeContext): Promise<string | null> {
  const next = episode.movedTo === null ? null : await tx.episodes.whole(episode.movedTo);
  return next && partyName(partyOf(directory, next.conversation.owner));
}

/** Where the carrier refuses them as well, what is recorded here helps only where it can be asked to let them through. */
async function againOnce(
  ctx: Context,
  tx: Tx,
  { directory }: EpisodeContext,
  { source, address }: OptOutRow,
): Promise<string> {
  const isCarriersWord = source === "carrier_word" || source === "refusal";
  const helps = !isCarriersWord || (await mayBeAsked(ctx, tx, directory, address));
  return ` They can be texted again once they text START${helps ? ", or once a manager records that they agreed (in the card’s menu)" : ""}.`;
}

async function reviewOf(tx: Tx, { conversation, directory }: EpisodeContext): Promise<Held["review"]> {
  const notice = conversation.review && (await tx.notices.get(conversation.review));
  if (notice === null) return null;
  const { postChannel: channel, postTs: ts, payload } = notice;
  const words = quoted((payload as ReviewPayload).words);
  const asked = notice.episodeId && (await tx.episodes.whole(notice.episodeId));
  const party = asked && partyOf(directory, asked.conversation.owner);
  // Of a member's own conversation, others can neither decide nor see it.
  if (party?.kind === "member" && asked?.conversation.id !== conversation.id) {
    const who = partyName(party);
    return { words, who, place: `${who}’s own conversation with them` };
  }
  const place =
    channel === null || ts === null ? "their thread" : { link: { channel, ts }, label: "their thread" };
  return { words, who: "somebody", place };
}

async function whoOvertook(
  tx: Tx,
  { around, author, reply }: Parameters<typeof heldBy>[2],
): Promise<Sentence | null> {
  const later = reply ? await tx.replies.laterThatLeft(reply.place, around.episode.id) : null;
  if (later === null || later.author === null) return null;
  if (later.author === author) return ["your"];
  const member = memberOf(around, later.author);
  return [member === null ? { mention: later.author } : naming(around, member.username), "'s"];
}

function holderOf(around: EpisodeContext): Held["holder"] {
  const { assignee } = around.episode;
  return assignee && { username: assignee, name: naming(around, assignee) };
}

/** Who answers already, and what; whose word the text needs for it. */
function whoIsBeside(
  around: EpisodeContext,
  { author, underWay = null }: Parameters<typeof heldBy>[2],
): Pick<Held, "beside" | "isColleagues" | "isHolders"> {
  const member = author && memberOf(around, author);
  const by = underWay?.author ?? null;
  return {
    beside: underWay && by && { message: underWay.id, name: naming(around, by), body: saidIn(underWay) },
    isColleagues: member !== null && isColleagues(around.episode, member.username),
    isHolders: isHolders({ around, origin: "typed" }, member),
  };
}

/** Nobody of the directory, as far as Slack says, while some of it could not be found there. */
function mayBeKnownByEmail(around: EpisodeContext, { author }: Pick<Draft, "author">): boolean {
  const { directory, identities } = around;
  const isMissing = directory.members.some(
    ({ slack }) => slack.kind === "email" && !identities.get(slack.email),
  );
  return isMissing && author !== null && memberOf(around, author) === null;
}

function threadOf(episode: Episode): Part {
  const place = threadPlace(episode);
  return place === null ? "a new thread" : { link: place, label: "the current thread" };
}
