/** What each choice of each kind of notice does: a new kind is a file and a line here. */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { takeOver, takeOverNotice } from "../conversations/take-episode.ts";
import { fileNotice } from "../files/file-notice.ts";
import { chooseInWindow, giveNotice } from "../members/ask-managers.ts";
import { inheritedNotice } from "../members/move-conversation.ts";
import { awayNotice, doubtNotice, failureNotice, putOffNotice } from "../messages/failure-notices.ts";
import { heldNotice } from "../messages/held-notice.ts";
import { reviewNotice } from "../messages/opt-out-review.ts";
import type { Choosing, Decision } from "../notices/choosing.ts";
import { type NoticeKind, remark } from "../notices/notice-kind.ts";
import { calledNotice, notFoundNotice } from "../templates/template-notices.ts";
import { keepTexting, takeAsOptOut } from "./answer-review.ts";
import { discard } from "./discard.ts";
import { fetchAgain } from "./fetch-again.ts";
import { reopenAndSend } from "./reopen-and-send.ts";
import { sendBeside, takeAndSend } from "./send-beside.ts";
import { sendInOpenThread } from "./send-in-open-thread.ts";
import { sendLater } from "./send-later.ts";
import { sendToEach, sendToLast } from "./send-to-members.ts";
import { sendAtItsTime, sendWaiting } from "./send-waiting.ts";
import { tryAgain } from "./try-again.ts";
import { discardCalled, editCalled, sendCalled, useNear } from "./use-called.ts";

type Effect<Payload> = (ctx: Context, tx: Tx, choosing: Choosing, payload: Payload) => Promise<Decision>;

const registered = new Map<string, Readonly<Record<string, Effect<unknown>>>>([
  on(heldNotice, {
    send: sendBeside,
    take_and_send: takeAndSend,
    send_anyway: sendWaiting,
    send_now: sendWaiting,
    confirm_first: sendWaiting,
    send_later: sendLater,
    send_text_only: sendWaiting,
    send_with_files: sendWaiting,
    send_without_it: sendWaiting,
    send_there: sendInOpenThread,
    send_in_open_thread: sendInOpenThread,
    reopen_and_send: reopenAndSend,
    send_each: sendToEach,
    send_last: sendToLast,
    discard,
  }),
  on(failureNotice, { try_again: tryAgain, try_text_only: tryAgain }),
  on(fileNotice, { fetch_again: fetchAgain }),
  on(doubtNotice, { try_again: tryAgain, discard }),
  on(awayNotice, { send_now: sendAtItsTime, discard }),
  on(reviewNotice, { opt_out: takeAsOptOut, keep_texting: keepTexting }),
  on(takeOverNotice, { take: takeOver }),
  on(inheritedNotice, { send_now: sendAtItsTime, discard }),
  on(giveNotice, { give: chooseInWindow }),
  on(calledNotice, { send_now: sendCalled, edit: editCalled, discard: discardCalled }),
  on(notFoundNotice, { use_first: useNear, use_second: useNear, use_third: useNear }),
  on(putOffNotice, {}),
  on(remark, {}),
]);

/** A row's payload was written by its own kind. */
function on<Payload, Choice extends string>(
  kind: NoticeKind<Payload, Choice>,
  effects: Readonly<Record<Choice, Effect<Payload>>>,
): [string, Readonly<Record<string, Effect<unknown>>>] {
  return [kind.name, effects as Readonly<Record<string, Effect<unknown>>>];
}

/** Null for a choice that this version does not know. */
export function effectOf(kind: string, choice: string): Effect<unknown> | null {
  const effects = registered.get(kind) ?? {};
  return Object.hasOwn(effects, choice) ? (effects[choice] ?? null) : null;
}
