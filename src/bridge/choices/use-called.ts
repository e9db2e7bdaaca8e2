/** A template was called in a thread, and its author says what becomes of it, filled in. */
import { gapsIn } from "../../domain/filled-template.ts";
import { whereItStands } from "../composing/where-it-stands.ts";
import type { Context } from "../context/context.ts";
import { accessOf, contactLabel } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import type { KeptDraft } from "../contracts/store/drafts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";
import { tellPrivately } from "../notices/tell.ts";
import { usableTemplate } from "../template-library/usable-template.ts";
import { fillForCall } from "../templates/answer-call.ts";
import { dropDraft } from "../templates/put-draft.ts";
import { sendDraftIn } from "../templates/send-draft.ts";
import { type Called, calledNotice, chosenNear, type NotFound } from "../templates/template-notices.ts";
import { noDraft } from "../templates/their-draft.ts";
import { onlyMembers } from "./send-waiting.ts";

/** A refusal of the text undoes the press: its buttons stay. */
export async function sendCalled(
  ctx: Context,
  tx: Tx,
  choosing: Choosing,
  called: Called,
): Promise<Decision> {
  const draft = await tx.drafts.get(called.draft);
  if (draft === null) return decided(noDraft);
  // What was shown is what is sent.
  if (draft.text !== called.text) return await showAnew(ctx, tx, choosing, called, draft);
  const standing = await sendDraftIn(ctx, tx, { draft: draft.id, user: choosing.user });
  return did("chose Send now", ...whereItStands({ ...standing, contact: null }));
}

export async function editCalled(_: Context, tx: Tx, __: Choosing, called: Called): Promise<Decision> {
  const draft = await tx.drafts.get(called.draft);
  if (draft === null) return decided(noDraft);
  return { sentence: null, decided: false, opens: { draft: draft.id } };
}

export async function discardCalled(ctx: Context, tx: Tx, _: Choosing, called: Called): Promise<Decision> {
  if ((await tx.drafts.get(called.draft)) === null) return decided(noDraft);
  await dropDraft(ctx, tx, called.draft);
  return did("discarded it", "Discarded. Nothing was sent.");
}

/** One of those that came near what was typed. */
export async function useNear(
  ctx: Context,
  tx: Tx,
  { choice, around, member, user, notice }: Choosing,
  missed: NotFound,
): Promise<Decision> {
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  const chosen = chosenNear(choice, missed);
  if (chosen === null) return undecided("This is none of those that were offered.");
  const template = await usableTemplate(tx, around.directory, member, chosen.id);
  if ("problem" in template) return undecided(template.problem);
  const call = { around, member, user, place: replyPlace(notice), causedAt: ctx.now() };
  await fillForCall(ctx, tx, call, template);
  return did(`chose !${template.key}`, `!${template.key} it is: you are shown it, filled in.`);
}

async function showAnew(
  ctx: Context,
  tx: Tx,
  { around, user, notice }: Choosing,
  called: Called,
  { text }: KeptDraft,
): Promise<Decision> {
  const now = { ...called, contact: contactLabel(around), text, gaps: gapsIn(text) };
  const about = { episode: around.episode, about: replyPlace(notice), message: null, causedAt: ctx.now() };
  await tellPrivately(ctx, tx, user, calledNotice, now, about);
  return decided(
    "It was changed since it was shown here, so nothing was sent: you are shown it as it reads now.",
  );
}
