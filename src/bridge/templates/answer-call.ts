/**
 * Somebody called a template in a thread, `!hours` alone: what they typed stays a note, since nobody can change what a person wrote,
 * and they are shown the template filled in. It is kept as a draft of theirs, and leaves only by their word.
 */
import type { Member } from "../../domain/directory.ts";
import { nearestTemplates } from "../../domain/find-templates.ts";
import type { DraftId, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Template } from "../../domain/template.ts";
import { calledTemplate } from "../../domain/template-call.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { tellPrivately } from "../notices/tell.ts";
import { filledFor } from "./filled-for.ts";
import { calledAmong, offeredTemplates } from "./offered-templates.ts";
import { dropDraft, putDraft } from "./put-draft.ts";
import { type Called, calledNotice, mostNear, notFoundNotice } from "./template-notices.ts";

export interface Call {
  readonly around: EpisodeContext;
  readonly member: Member;
  readonly user: SlackUserId;
  /** The message that calls it; null where that is not known any more. */
  readonly place: Place | null;
  /** When it was written last. Milliseconds. */
  readonly causedAt: number;
}

/** @param body what was typed, which calls one. The caller has seen to it that its author may answer here. */
export async function answerCall(ctx: Context, tx: Tx, call: Call, body: string): Promise<void> {
  const { around, member, user } = call;
  await dropEarlier(ctx, tx, call);
  const typed = calledTemplate(body) ?? "";
  const offered = await offeredTemplates(tx, around.directory, member);
  const found = calledAmong(offered, typed);
  if (found !== null) return await fillForCall(ctx, tx, call, found);
  const near = nearestTemplates(offered, typed, mostNear);
  const missed = { typed, near: near.map(({ id, key, name }) => ({ id, key, name })) };
  await tellPrivately(ctx, tx, user, notFoundNotice, missed, aboutOf(call));
}

/** What the same message called before it was edited goes, unless somebody has worked on it since. */
async function dropEarlier(ctx: Context, tx: Tx, { place }: Call): Promise<void> {
  const latest = place && (await tx.notices.latestAbout(place));
  if (latest?.kind !== calledNotice.name) return;
  const { draft } = latest.payload as Called;
  const before = await tx.drafts.get(draft);
  if (before !== null && before.changedAt === before.createdAt) await dropDraft(ctx, tx, draft);
}

/** Keeps it, filled in, as a draft, and shows it to whoever called it. */
export async function fillForCall(ctx: Context, tx: Tx, call: Call, template: Template): Promise<void> {
  const { around, member, user } = call;
  const { text, gaps } = await filledFor(ctx, tx, around, member, template);
  const draft = ctx.newId() as DraftId;
  await putDraft(ctx, tx, {
    id: draft,
    author: member.username,
    authorUser: user,
    episodeId: around.episode.id,
    templateId: template.id,
    templateVersion: template.version,
    text,
    at: null,
    unlessTheyWrite: false,
  });
  const called = { draft, name: template.name, contact: contactLabel(around), text, gaps };
  await tellPrivately(ctx, tx, user, calledNotice, called, aboutOf(call));
}

function aboutOf({ around, place, causedAt }: Call) {
  return { episode: around.episode, about: place, message: null, causedAt };
}
