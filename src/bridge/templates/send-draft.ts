/** A draft is sent as it stands, without being opened: where anything is still open about it, it is not. */
import { gapsIn } from "../../domain/filled-template.ts";
import { orRefused, refuse } from "../composing/text-refused.ts";
import { type Standing, whereItStands } from "../composing/where-it-stands.ts";
import type { Context } from "../context/context.ts";
import { contactLabel } from "../context/episode-context.ts";
import { type Outcome, says } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { looksInside, missingIn } from "../new-text/check-new-text.ts";
import { aroundAnswerer } from "./answerer.ts";
import type { DraftPress } from "./kept-drafts.ts";
import { refuseWhatIsOver } from "./refuse-what-is-over.ts";
import { leave } from "./send-filled.ts";
import { theirDraft } from "./their-draft.ts";

export interface SendDraft extends DraftPress {
  /** Since when the press was kept, where it could not be taken up at once; absent: it just came. Milliseconds. */
  readonly keptSince?: number | null;
}

/** It is gone with the transaction that sends it, so that pressing twice sends once. */
export async function sendDraft(
  ctx: Context,
  { draft: id, user, keptSince = null }: SendDraft,
): Promise<Outcome> {
  // Now was then (law 3).
  if (keptSince !== null && ctx.now() - keptSince > ctx.settings.sendWithin)
    return says(
      "You pressed Send now ",
      { at: keptSince },
      ", and Threadline could take it up only now. Nothing was sent: if it is still right, press it again.",
    );
  const said = await orRefused(() =>
    ctx.store.transaction((tx) => sendDraftIn(ctx, tx, { draft: id, user })),
  );
  return says(...("field" in said ? said.sentence : whereItStands(said)));
}

/** Says where it stands. Throws what `orRefused` makes a refusal of. */
export async function sendDraftIn(ctx: Context, tx: Tx, { draft: id, user }: DraftPress): Promise<Standing> {
  const { draft, episode } = await theirDraft(tx, id, user);
  const { text: body, templateId: template, templateVersion: version } = draft;
  const [gap] = gapsIn(body);
  if (gap !== undefined)
    refuse("text", `“${gap.label}” is still missing in it, so nothing was sent. Open it to fill that in.`);
  const left = missingIn(body);
  if (left !== null) refuse("text", `${left} Nothing was sent: open it to do that.`);
  const [doubt] = looksInside(ctx.settings.insideWords, body);
  if (doubt !== undefined)
    refuse("text", `${doubt.words} Nothing was sent. Open it to send it all the same.`);
  const found = await aroundAnswerer(ctx, tx, episode, user);
  await refuseWhatIsOver(tx, found.around, "drafts");
  const now = { at: null, unlessTheyWrite: false };
  const words = { template, version, draft: id, body, ...now };
  const { verdict } = await leave(ctx, tx, found, words, new Set());
  const { around } = found;
  const thread = threadPlace(around.episode);
  return { contact: contactLabel(around), thread, asks: verdict.kind !== "text" };
}
