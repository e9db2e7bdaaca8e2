/** Somebody of the team says that a contact wants no more texts, or, with what speaks for it, that they may be texted again. */
import { type Member, managesGroups } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { theyOf } from "../../domain/owner.ts";
import { isEmptyText, normalizeText } from "../../domain/plain-text.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  contactLabel,
  type EpisodeContext,
  memberOf,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { optedOutWords, whoOptedOut } from "../context/opted-out.ts";
import { notInDirectory } from "../context/outcome.ts";
import { refusalWords } from "../context/refused-lines.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { optIn, optOut } from "../messages/opt-out.ts";
import { inform } from "../notices/tell.ts";

export interface Recording {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
}

/** What whoever records something has to see first. */
export interface OptOutForm {
  readonly episode: EpisodeId;
  readonly contact: string;
  /** How it stands. */
  readonly standing: Sentence;
  readonly isOut: boolean;
  /** Managers alone record an opt-in. */
  readonly mayOptIn: boolean;
}

export interface RecordOptOut extends Recording {
  readonly kind: "out" | "in";
  /** As it was typed. */
  readonly evidence: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Why it can't be, as whoever asked reads it. */
export interface NotRecorded {
  readonly refusal: string;
}

export async function askOptOut(ctx: Context, asked: Recording): Promise<OptOutForm | NotRecorded> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayRecord(ctx, tx, asked);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    const contact = contactLabel(around);
    const { optedOut } = around;
    return {
      episode: asked.episode,
      contact,
      standing: [
        ...(optedOut === null
          ? [`${contact} has not opted out.`]
          : optedOutWords(around, whoOptedOut(around, optedOut), optedOut)),
        ...(await refusalOfCarrier(ctx, tx, around, false)),
      ],
      isOut: optedOut !== null,
      mayOptIn: managesGroups(member),
    };
  });
}

/** Null when it is done, or needs no doing. */
export async function recordOptOut(ctx: Context, input: RecordOptOut): Promise<NotRecorded | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayRecord(ctx, tx, input);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    const { kind } = input;
    const evidence = normalizeText(input.evidence);
    const refusal = refusalOf(around, member, kind, evidence);
    if (refusal !== null) return { refusal };
    const isOut = kind === "out" && around.optedOut !== null;
    if (isOut || !(await isFirstAct(ctx, tx, input.act))) return null;
    const said = {
      source: "record",
      by: member.username,
      at: ctx.now(),
      evidence,
      messageId: null,
      line: around.line?.number ?? null,
    } as const;
    await (kind === "out" ? optOut(ctx, tx, around, said) : optIn(ctx, tx, around, said));
    await tellWhoRecorded(ctx, tx, around, input);
    return null;
  });
}

function refusalOf(
  around: EpisodeContext,
  member: Member,
  kind: "out" | "in",
  evidence: string,
): string | null {
  if (kind === "out") {
    const { optedOut } = around;
    const isTheirs =
      optedOut?.source === "record" && optedOut.by === member.username && optedOut.evidence === evidence;
    return optedOut !== null && !isTheirs ? "They have opted out already: nothing is sent to them." : null;
  }
  if (!managesGroups(member)) return "Only a manager can record an opt-in.";
  const { optedOut: standing, conversation } = around;
  if (standing !== null && standing.address !== conversation.address)
    return `${whoOptedOut(around, standing)} opted out, not the group. Record it in a conversation with them alone.`;
  if (isEmptyText(evidence))
    return "An opt-in needs what speaks for it: their words, or where and when they said so. Write it here.";
  return null;
}

async function refusalOfCarrier(
  ctx: Context,
  tx: Tx,
  { conversation: { inLedger, address }, directory }: EpisodeContext,
  asked: boolean,
): Promise<Sentence> {
  const words = inLedger ? await refusalWords(ctx, tx, directory, address, asked) : null;
  return words === null ? [] : [` ${words}`];
}

/** A refusal of the carrier's outlasts what is recorded here. */
async function tellWhoRecorded(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { user, kind }: RecordOptOut,
): Promise<void> {
  const who = contactLabel(around);
  const sentence: Sentence =
    kind === "out"
      ? [`${who} is opted out: nothing is sent to them.`]
      : [`${who} can be texted.`, ...(await refusalOfCarrier(ctx, tx, around, true))];
  const place = threadPlace(around.episode);
  await inform(ctx, tx, user, sentence, place && { place, thread: null });
}

async function whoMayRecord(
  ctx: Context,
  tx: Tx,
  { episode, user }: Recording,
): Promise<{ readonly around: EpisodeContext; readonly member: Member } | NotRecorded> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  const { reply, decide } = accessOf(ctx, around, member);
  if (reply || decide || managesGroups(member)) return { around, member };
  return { refusal: `Only ${theyOf(around.party)} and managers can record that here.` };
}
