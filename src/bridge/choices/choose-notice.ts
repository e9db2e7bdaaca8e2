/** Someone pressed a choice they were offered. It takes effect once; who comes second learns what already happened. */

import type { Member } from "../../domain/directory.ts";
import type { NoticeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import { capitalized } from "../../lib/capitalized.ts";
import { orRefused } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  type EpisodeContext,
  episodeContext,
  memberOf,
  naming,
} from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Decision, decided, undecided } from "../notices/choosing.ts";
import { closeNotice } from "../notices/tell.ts";
import { lookIfOwed } from "../replies/look-at-thread.ts";
import { effectOf } from "./registry.ts";

export interface ChooseNotice {
  readonly notice: NoticeId;
  readonly choice: string;
  readonly user: SlackUserId;
  /** Since when the press was kept, where it could not be taken up at once; absent: it just came. Milliseconds. */
  readonly keptSince?: number | null;
}

/** By these a text leaves: whoever pressed one meant then, and not after an outage (law 3). */
const sends: ReadonlySet<string> = new Set([
  "send",
  "take_and_send",
  "send_anyway",
  "send_now",
  "send_later",
  "confirm_first",
  "send_text_only",
  "send_with_files",
  "send_without_it",
  "send_there",
  "send_in_open_thread",
  "reopen_and_send",
  "send_each",
  "send_last",
  "try_again",
  "try_text_only",
]);

/** `decided` also when there is nothing left to decide: its buttons are used up. */
export async function chooseNotice(ctx: Context, input: ChooseNotice): Promise<Decision> {
  const about = await ctx.store.read((tx) => tx.notices.get(input.notice));
  if (about !== null && about.episodeId !== null) await lookIfOwed(ctx, about.episodeId);
  const outcome = await orRefused(() => ctx.store.transaction((tx) => choose(ctx, tx, input)));
  return "field" in outcome ? undecided(...outcome.sentence) : outcome;
}

async function choose(
  ctx: Context,
  tx: Tx,
  { notice: id, choice, user, keptSince = null }: ChooseNotice,
): Promise<Decision> {
  const pressed = await tx.notices.get(id);
  const notice = pressed && (await askedSince(tx, pressed));
  const episode = notice === null ? null : await tx.episodes.get(notice.episodeId);
  if (notice === null || episode === null) return decided("This choice is not known here any more.");
  const around = await episodeContext(tx, episode);
  if (notice.state !== "open") return alreadyDecided(notice, user);
  const effect = offers(notice, choice) ? effectOf(notice.kind, choice) : null;
  if (effect === null) return undecided("This choice is not offered any more.");
  const member = memberOf(around, user);
  if (member === null) return undecided(notInDirectory);
  if (!mayDecide(ctx, notice, around, member, user)) return undecided(onlyTheirs(notice, around));
  if (keptSince !== null && sends.has(choice) && ctx.now() - keptSince > ctx.settings.sendWithin)
    return undecided(
      "You pressed this ",
      { at: keptSince },
      ", and Threadline could take it up only now. Nothing was sent: if it is still right, press it again.",
    );
  const message = notice.messageId === null ? null : await tx.messages.get(notice.messageId);
  const outcome = await effect(ctx, tx, { choice, around, notice, message, member, user }, notice.payload);
  if (outcome.decided) {
    const deed = outcome.deed === undefined ? null : [naming(around, member.username), ` ${outcome.deed}.`];
    await closeNotice(ctx, tx, notice, { state: "chosen", choice, by: user }, deed ?? outcome.sentence ?? []);
  }
  return outcome;
}

function offers({ choices }: Notice, choice: string): boolean {
  return choices.some((offered) => offered.choice === choice);
}

/** Asked again about the same message it is the same question, whichever copy is pressed; and what was chosen under it holds. */
async function askedSince(tx: Tx, notice: Notice): Promise<Notice> {
  const about = replyPlace(notice);
  if (notice.state !== "expired" || about === null) return notice;
  const latest = await tx.notices.latestAbout(about);
  return latest?.state === "chosen" || (latest && isSameQuestion(notice, latest)) ? latest : notice;
}

function isSameQuestion(one: Notice, other: Notice): boolean {
  const question = ({ audience, user, messageId, sentence, choices }: Notice) =>
    JSON.stringify([audience, user, messageId, sentence, choices]);
  return question(one) === question(other);
}

/** A private choice is its reader's; one in the thread is open to whoever may act there. */
function mayDecide(
  ctx: Context,
  notice: Notice,
  around: EpisodeContext,
  member: Member,
  user: SlackUserId,
): boolean {
  return notice.audience === "private" ? notice.user === user : accessOf(ctx, around, member).decide;
}

function onlyTheirs({ audience }: Notice, { party }: EpisodeContext): string {
  if (audience === "private") return "Only whoever it was offered to can choose here.";
  return `${capitalized(onlyThey(party, "with managers"))} can choose here.`;
}

function alreadyDecided(notice: Notice, user: SlackUserId): Decision {
  if (notice.state === "expired" || notice.chosen === null) return noLongerOpen(notice);
  const label = notice.choices.find(({ choice }) => choice === notice.chosen)?.label ?? notice.chosen;
  if (notice.chosenBy === user) return decided(`You chose “${label}” already.`);
  return decided(
    ...(notice.chosenBy === null ? ["Someone"] : [{ mention: notice.chosenBy }]),
    ` chose “${label}” already.`,
  );
}

/** With what came in between, where that was said. */
function noLongerOpen({ outcome }: Notice): Decision {
  if (outcome.length === 0) return decided("This is no longer open: things have moved on since.");
  return decided("This is no longer open. ", ...outcome);
}
