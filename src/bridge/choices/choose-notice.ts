/** Someone pressed a choice they were offered. It takes effect once; who comes second learns what already happened. */
import { type Choice, choiceLabels } from "../../domain/choice.ts";
import type { Member } from "../../domain/directory.ts";
import type { NoticeId, SlackUserId } from "../../domain/ids.ts";
import { mayAssign } from "../../domain/rights.ts";
import type { Notice } from "../../store/notices.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, episodeContext, memberOf, naming } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { notInDirectory } from "../conversations/act-on-episode.ts";
import { reopen } from "../conversations/reopen-episode.ts";
import { takeOver } from "../conversations/take-episode.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueMark, enqueueMarkOf } from "../outbox/enqueue.ts";
import { sendInOpenThread } from "./send-in-open-thread.ts";
import { mayTextIn, onlyMembers, sendWaiting } from "./send-waiting.ts";
import { tryAgain } from "./try-again.ts";

export interface ChooseNotice {
  readonly notice: NoticeId;
  readonly choice: Choice;
  readonly user: SlackUserId;
}

/** `decided` also when there is nothing left to decide: its buttons are used up. */
export async function chooseNotice(ctx: Context, input: ChooseNotice): Promise<Decision> {
  const outcome = await ctx.store.transaction((tx) => choose(ctx, tx, input));
  ctx.wake();
  return outcome;
}

function onlyTheirs({ kind }: Notice, { group }: EpisodeContext): string {
  if (kind === "private") return "Only whoever it was offered to can choose here.";
  return `Only members of ${group?.name ?? "the group"} and managers can choose here.`;
}

async function choose(ctx: Context, tx: Tx, input: ChooseNotice): Promise<Decision> {
  const pressed = await tx.notices.get(input.notice);
  const notice = pressed && (await askedSince(tx, pressed));
  const episode = notice === null ? null : await tx.episodes.get(notice.episodeId);
  if (notice === null || episode === null) return decided("This choice is not known here any more.");
  const around = await episodeContext(tx, episode);
  if (notice.state !== "open") return alreadyDecided(notice, input.user);
  if (!notice.choices.includes(input.choice)) return undecided("This choice is not offered any more.");
  const member = memberOf(around, input.user);
  if (member === null) return undecided(notInDirectory);
  if (!mayDecide(notice, around, member, input.user)) return undecided(onlyTheirs(notice, around));
  const message = notice.messageId === null ? null : await tx.messages.get(notice.messageId);
  const outcome = await effects[input.choice](ctx, tx, {
    choice: input.choice,
    around,
    notice,
    message,
    member,
    user: input.user,
  });
  if (outcome.decided) {
    const what =
      outcome.deed === undefined ? outcome.sentence : [naming(around, member.username), ` ${outcome.deed}.`];
    const how = { state: "chosen", choice: input.choice, by: input.user } as const;
    await closeNotice(ctx, tx, notice, how, what ?? []);
  }
  return outcome;
}

/** Asked again about the same message it is the same question, whichever copy is pressed; and what was chosen under it holds. */
async function askedSince(tx: Tx, notice: Notice): Promise<Notice> {
  const about = replyPlace(notice);
  if (notice.state !== "expired" || about === null) return notice;
  const latest = await tx.notices.latestAbout(about);
  return latest?.state === "chosen" || (latest && isSameQuestion(notice, latest)) ? latest : notice;
}

function isSameQuestion(one: Notice, other: Notice): boolean {
  const question = ({ kind, user, messageId, sentence, choices }: Notice) =>
    JSON.stringify([kind, user, messageId, sentence, choices]);
  return question(one) === question(other);
}

type Effect = (ctx: Context, tx: Tx, choosing: Choosing) => Promise<Decision>;

const effects: Readonly<Record<Choice, Effect>> = {
  send_anyway: sendWaiting,
  send_now: sendWaiting,
  send_text_only: sendWaiting,
  send_there: sendInOpenThread,
  send_in_open_thread: sendInOpenThread,
  reopen_and_send: async (ctx, tx, choosing) => {
    if (!mayTextIn(choosing.around, choosing.member)) return onlyMembers(choosing.around);
    // Where it goes on elsewhere by now, it is asked about that instead.
    if ((await tx.episodes.findOpen(choosing.around.conversation.id)) === null) {
      const opened = await reopen(ctx, tx, choosing.around, choosing.member);
      if (opened.sentence !== null) return { ...opened, decided: false };
    }
    const episode = await tx.episodes.get(choosing.around.episode.id);
    return await sendWaiting(ctx, tx, {
      ...choosing,
      around: { ...choosing.around, episode: episode ?? choosing.around.episode },
    });
  },
  try_again: tryAgain,
  discard: async (ctx, tx, { message, notice }) => {
    if (message !== null) {
      await cancelMessage(tx, message);
      await enqueueMarkOf(tx, message, ctx.now());
    } else await markAbout(ctx, tx, notice);
    return message?.state === "unknown"
      ? did("left it as it is", "Left as it is. It will not be sent again.")
      : did("discarded it", "Discarded. It will not be sent.");
  },
  take: takeOver,
};

async function markAbout(ctx: Context, tx: Tx, notice: Notice): Promise<void> {
  const place = replyPlace(notice);
  if (place !== null) await enqueueMark(tx, place, ctx.now());
}

/** A private choice is its reader's; one in the thread is open to whoever may act there. */
function mayDecide(notice: Notice, around: EpisodeContext, member: Member, user: SlackUserId): boolean {
  if (notice.kind === "private") return notice.user === user;
  return around.group !== null && mayAssign(around.group, member);
}

function alreadyDecided(notice: Notice, user: SlackUserId): Decision {
  if (notice.state === "expired" || notice.chosen === null)
    return decided("This is no longer open: things have moved on since.");
  const label = choiceLabels[notice.chosen];
  if (notice.chosenBy === user) return decided(`You chose “${label}” already.`);
  return decided(
    ...(notice.chosenBy === null ? ["Someone"] : [{ mention: notice.chosenBy }]),
    ` chose “${label}” already.`,
  );
}
