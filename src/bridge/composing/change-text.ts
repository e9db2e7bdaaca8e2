/** What its author may still do about a text that they began, and that has not left: other words, not at all, or now. */
import type { Line } from "../../domain/directory.ts";
import type { MessageId, SlackUserId } from "../../domain/ids.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  contactLabel,
  type EpisodeContext,
  memberOf,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory, type Outcome, says } from "../context/outcome.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { draftAgain } from "../messages/draft.ts";
import { fromItsLine } from "../messages/from-its-line.ts";
import { heldNotice } from "../messages/held-notice.ts";
import { writeText } from "../messages/write-text.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueBeside, enqueueMarkOf } from "../outbox/enqueue.ts";
import { refuseWhatIsBarred } from "./start-text.ts";
import { orRefused, type Refused, refuse } from "./text-refused.ts";

export interface TextPress {
  readonly message: MessageId;
  readonly user: SlackUserId;
}

/** What the form that changes it shows. */
export interface TextForm {
  readonly kind: "form";
  readonly message: MessageId;
  readonly contact: string;
  readonly line: Line | null;
  readonly body: string;
  readonly maxText: number;
}

export async function askToEditText(ctx: Context, press: TextPress): Promise<TextForm | Refused> {
  return await orRefused(() =>
    ctx.store.read(async (tx) => {
      const { around, message } = await theirs(tx, press);
      const carrier = around.line === null ? undefined : ctx.carriers.get(around.line.carrier);
      return {
        kind: "form",
        message: message.id,
        contact: contactLabel(around),
        line: around.line,
        body: message.body,
        maxText: carrier?.capabilities.maxText ?? 0,
      };
    }),
  );
}

export interface EditText extends TextPress {
  readonly body: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

const isOver =
  "This conversation is over by now, so the text can’t be changed any more. It stays as it was; Cancel stops it.";

/** Null when it is done. Its hold begins anew; a time that was chosen for it stays. */
export async function editText(ctx: Context, input: EditText): Promise<Refused | null> {
  return await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      if (!(await isFirstAct(ctx, tx, input.act))) return null;
      const { around, message } = await theirs(tx, input);
      const { user: author, body } = input;
      const draft = draftAgain(around, message, { author, body, writtenAt: ctx.now() });
      const written = await writeText(ctx, tx, draft);
      refuseWhatIsBarred(written);
      // Its words before still leave there: asking about new ones would keep both from it.
      if (written.verdict.kind === "ask" && written.verdict.reason === "resolved") refuse("text", isOver);
      const place = replyPlace(message);
      if (place !== null) await tx.replies.update(place, { text: body });
      return null;
    }),
  );
}

export interface SendTextNow extends TextPress {
  /** Since when the press was kept, where it could not be taken up at once; absent: it just came. Milliseconds. */
  readonly keptSince?: number | null;
}

/** It is decided anew whether it may leave, without the time that was chosen, and without a hold: its author has just said so. */
export async function sendTextNow(ctx: Context, press: SendTextNow): Promise<Outcome> {
  const { keptSince = null } = press;
  // Now was then (law 3): the text goes on waiting for its time.
  if (keptSince !== null && ctx.now() - keptSince > ctx.settings.sendWithin)
    return says(
      "You pressed Send now ",
      { at: keptSince },
      ", and Threadline could take it up only now. It still waits: if it is still right, press it again.",
    );
  const sent = await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      const { around, message } = await theirs(tx, press);
      if (message.waitReason !== "scheduled") refuse("when", "This text does not wait for a time any more.");
      const draft = draftAgain(
        around,
        { ...message, notBefore: null },
        { author: press.user, writtenAt: ctx.now() },
      );
      const agreed = new Set<WaitReason>([...message.agreed, "scheduled"]);
      const written = await writeText(ctx, tx, { ...draft, agreed });
      refuseWhatIsBarred(written);
      const { verdict, held } = written;
      // Its time stays: it was chosen for an hour at which it may leave.
      if (verdict.kind === "ask" && verdict.reason === "quiet" && held !== null)
        refuse("when", ...heldNotice.sentence(held), " It still leaves at its time.");
      return verdict;
    }),
  );
  if ("field" in sent) return says(...sent.sentence);
  return sent.kind === "text"
    ? says("It is on its way.")
    : says("Something else keeps it from leaving; you are told what.");
}

/** Its author may, and whoever may decide in its conversation. */
export async function cancelText(ctx: Context, press: TextPress): Promise<Outcome> {
  const refused = await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      const { message } = await changeable(ctx, tx, press, "cancel");
      await cancelMessage(tx, message);
      await enqueueMarkOf(tx, message, ctx.now());
      await enqueueBeside(tx, message, ctx.now());
      for (const notice of await tx.notices.openAboutMessage(message.id))
        await closeNotice(ctx, tx, notice, { state: "expired" }, ["It was cancelled."]);
      return null;
    }),
  );
  return refused === null ? says("Cancelled. It will not be sent.") : says(...refused.sentence);
}

async function theirs(tx: Tx, press: TextPress) {
  return await changeable(null, tx, press, "change");
}

/** @param ctx null where its author alone may. */
async function changeable(
  ctx: Context | null,
  tx: Tx,
  { message: id, user }: TextPress,
  what: "cancel" | "change",
): Promise<{ readonly around: EpisodeContext; readonly message: Message }> {
  const message = await tx.messages.get(id);
  const found = message?.episodeId ? await aroundEpisode(tx, message.episodeId) : null;
  if (message === null || found === null) refuse("text", "This text is not known here any more.");
  const member = memberOf(found, user);
  if (member === null) refuse("text", notInDirectory);
  const mayDecide = ctx !== null && accessOf(ctx, found, member).decide;
  if (message.authorUser !== user && !mayDecide)
    refuse("text", `Only whoever began this text can ${what} it.`);
  if (message.state !== "waiting" && message.state !== "queued") refuse("text", whyNot(message));
  return { message, around: await fromItsLine(tx, found, message) };
}

function whyNot({ state }: Message): string {
  if (state === "cancelled") return "This text was cancelled already.";
  if (state === "sending") return "It is on its way already.";
  if (state === "failed") return "It has failed already. Begin a new one.";
  return state === "unknown" ? "It may have left already." : "It has left already.";
}
