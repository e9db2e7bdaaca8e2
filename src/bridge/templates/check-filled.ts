/** What can be said of a filled-in text before it leaves, and what the form is drawn anew with: all as it is by now. */
import type { Line } from "../../domain/directory.ts";
import { type Gap, gapsIn, withoutGaps } from "../../domain/filled-template.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, memberOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { checkText, type TextCheck } from "../new-text/check-new-text.ts";
import type { FilledIn, FillHead, FillIds } from "./fill-form.ts";
import { headOf, knownGaps, versionOf } from "./filled-for.ts";

export interface DrawnAnew {
  readonly ids: FillIds;
  /** Null where its conversation is not known any more: that is said when it is sent. */
  readonly head: FillHead | null;
  /** What its template misses by now, with the reasons. */
  readonly known: readonly Gap[];
  readonly check: TextCheck;
}

export interface CheckFilled extends Pick<FilledIn, keyof FillIds | "user" | "body"> {
  /** As it stands in the field. */
  readonly typed: string;
}

export async function checkFilled(ctx: Context, input: CheckFilled): Promise<DrawnAnew> {
  return await ctx.store.read(async (tx) =>
    drawnAnew(ctx, tx, input, await aroundEpisode(tx, input.episode)),
  );
}

/** @param line from which it would leave; null: none is known. */
export function checkWords(
  ctx: Context,
  line: Line | null,
  { typed, body }: Pick<CheckFilled, "typed" | "body">,
): TextCheck {
  const said = checkText(ctx, line, { typed, body: withoutGaps(body) });
  const missing = gapsIn(body).map(({ label }) => label);
  if (missing.length === 0) return said;
  return { ...said, warnings: [`Still missing, and not counted: ${missing.join(", ")}.`, ...said.warnings] };
}

/** What was seen when it was drawn gives way to what is: whoever has the conversation by now is known from here on. */
export async function drawnAnew(
  ctx: Context,
  tx: Tx,
  { user, episode, template, version, draft, assignee, ...words }: CheckFilled,
  around: Awaited<ReturnType<typeof aroundEpisode>>,
): Promise<DrawnAnew> {
  const stands = draft === null ? null : await tx.drafts.get(draft);
  const ids = { episode, template, version, draft: stands?.id ?? null, assignee };
  const check = checkWords(ctx, around?.line ?? null, words);
  if (around === null) return { ids, head: null, known: [], check };
  const found = await versionOf(tx, { template, version });
  const member = memberOf(around, user);
  const known = member === null ? [] : await knownGaps(ctx, tx, around, member, found);
  return { ids: { ...ids, assignee: around.episode.assignee }, head: headOf(around, found), known, check };
}
