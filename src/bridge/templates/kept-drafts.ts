/** What somebody has filled in and keeps: to send it later, or not at all. */
import type { DraftId, SlackUserId } from "../../domain/ids.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import { orRefused, type Refused, refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { type Outcome, says } from "../context/outcome.ts";
import { aroundAnswerer } from "./answerer.ts";
import type { FilledIn } from "./fill-form.ts";
import { draftOfForm, dropDraft, putDraft } from "./put-draft.ts";
import { noDraft, theirDraft } from "./their-draft.ts";

export interface KeepDraft extends Omit<FilledIn, "assignee"> {
  /** What sending the form that it is kept from is named by: kept from there twice, it is one, as it stands last. */
  readonly act: string;
}

/** Null when it is kept: as new, or in place of the one that was opened. */
export async function keepDraft(ctx: Context, input: KeepDraft): Promise<Refused | null> {
  return await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      const { user, episode, template, version, draft, body, at, unlessTheyWrite, act } = input;
      const { around, member } = await aroundAnswerer(ctx, tx, episode, user);
      if (await tx.inbox.knows(act)) refuse("text", "This was sent already, so there is nothing to keep.");
      if (draft !== null && (await tx.drafts.get(draft)) === null)
        refuse(
          "text",
          `${noDraft} Nothing was kept now: press Keep as draft once more if you want it all the same.`,
        );
      if (draft !== null) await theirDraft(tx, draft, user);
      if (isEmptyText(body)) refuse("text", "There are no words in it yet.");
      await putDraft(ctx, tx, {
        id: draft ?? draftOfForm(act),
        author: member.username,
        authorUser: user,
        episodeId: around.episode.id,
        templateId: template,
        templateVersion: version,
        text: body,
        at,
        unlessTheyWrite,
      });
      return null;
    }),
  );
}

export interface DraftPress {
  readonly draft: DraftId;
  readonly user: SlackUserId;
}

export async function discardDraft(ctx: Context, { draft, user }: DraftPress): Promise<Outcome> {
  const refused = await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      const { draft: kept, episode } = await theirDraft(tx, draft, user);
      // Who may not answer there any more can still throw their own away.
      if (kept.authorUser !== user) await aroundAnswerer(ctx, tx, episode, user);
      await dropDraft(ctx, tx, draft);
      return null;
    }),
  );
  return refused === null ? says("Discarded. Nothing was sent.") : says(...refused.sentence);
}
