/** Gathers what the policy (`domain/policy/may-send.ts`) is asked with: for the door, and again for whoever hands a text over. */

import { mayTextFrom } from "../../domain/allowed-lines.ts";
import type { Member } from "../../domain/directory.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { OptOutRow } from "../../domain/opt-out-ledger.ts";
import { isBegun } from "../../domain/origin.ts";
import { type FilesTrouble, troubleWithFiles } from "../../domain/outbound-trouble.ts";
import { canReceive } from "../../domain/phone.ts";
import { type Moment, maySend, type SendFacts, type Verdict } from "../../domain/policy/may-send.ts";
import { isColleagues } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { accessOf, lineNumber } from "../context/episode-context.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type BesideFacts, isHolders } from "./beside.ts";
import { type Draft, keepsFiles } from "./draft.ts";

/** Open, or a direct one that whoever answers it opens again by that; a quiet one waits for its contact. */
export async function goesOn(tx: Tx, { episode }: Draft["around"]): Promise<boolean> {
  if (episode.movedTo !== null) return false;
  if (episode.state !== "closed") return episode.state === "open" || episode.state === "quiet";
  return (await tx.episodes.neighbours(episode)).later === null;
}

interface Judged
  extends Pick<Draft, "around" | "origin" | "body" | "reply" | "along" | "agreed" | "tooLate" | "id">,
    Partial<Pick<Draft, "message">> {
  readonly quiet: SendFacts["quiet"];
  /** Whether its conversation does. */
  readonly goesOn: boolean;
  readonly beside: BesideFacts;
}

/** The same policy at either moment; what was not written by a member's hand has no author to ask for rights. */
export function judge(ctx: Context, draft: Judged, member: Member | null, moment: Moment): Verdict {
  const { around } = draft;
  const carrier = around.line === null ? undefined : ctx.carriers.get(around.line.carrier);
  const facts: SendFacts = {
    text: draft.body,
    message: draft.reply,
    insideWords: ctx.settings.insideWords,
    agreed: draft.agreed,
    line: carrier === undefined ? lackOf(around) : mayBeginFrom(draft, member) ? "known" : "not theirs",
    canReceive: canReceive(around.conversation.address),
    isGroupBeyond: isGroupBeyond(around, carrier),
    optedOut: around.optedOut !== null && !isItsConfirmation(around.optedOut, draft),
    inReview: around.conversation.review !== null,
    isBlocked: around.conversation.blockedAt !== null,
    mayReply: draft.origin === "automatic" || accessOf(ctx, around, member).reply,
    maxText: carrier?.capabilities.maxText ?? 0,
    carriesMedia: filesTroubleOf(draft, carrier) === null,
    hasFiles: (draft.along?.length ?? 0) > 0 || keepsFiles(draft),
    conversation: draft.goesOn ? "open" : "resolved",
    isColleagues: asksColleague(draft) && member !== null && isColleagues(around.episode, member.username),
    isHolders: isHolders(draft, member),
    isUnderWay: draft.beside.underWay !== null,
    isFirst: draft.beside.isFirst,
    tooLate: draft.tooLate,
    quiet: draft.quiet,
  };
  return maySend(facts, moment);
}

/** Why not all that hangs on its message can leave with it, as far as the desk says what it is; null where it can. */
export function filesTroubleOf(
  { reply }: { readonly reply?: Draft["reply"] },
  carrier: Carrier | undefined,
): FilesTrouble | null {
  if (!reply) return null;
  return troubleWithFiles(reply.files, reply.attached, carrier?.capabilities.media ?? null);
}

function isGroupBeyond({ conversation }: Draft["around"], carrier: Carrier | undefined): boolean {
  const people = addressesOf(conversation.address).length;
  return people > 1 && people > (carrier?.capabilities.groupTexts ?? 0);
}

/** Nobody is asked about what is sent to many, or once more. */
function asksColleague({ reply, origin }: Judged): boolean {
  return reply !== null || isBegun(origin);
}

/** Answers leave from the conversation's line; what is begun leaves from one that its author was given. */
function mayBeginFrom({ around, origin }: Judged, member: Member | null): boolean {
  if (!(isBegun(origin) || origin === "list") || around.line === null) return true;
  if (around.line.number === lineNumber(around.conversation)) return true;
  return member !== null && mayTextFrom(around.directory, member, around.line.number);
}

/** It alone passes the block that it tells of. */
function isItsConfirmation({ confirmationId }: OptOutRow, { id }: Pick<Draft, "id">): boolean {
  return confirmationId !== null && confirmationId === id;
}

/** A direct reply leaves from its author's outbound line, or not at all. */
function lackOf({ line, party, conversation }: Draft["around"]): "gone" | "none" {
  const isNone =
    line === null &&
    conversation.owner.kind === "member" &&
    party?.kind === "member" &&
    party.member.outboundLine === undefined;
  return isNone ? "none" : "gone";
}
