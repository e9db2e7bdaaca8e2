/**
 * A filled-in text is sent: into the conversation that it was filled in for, or not at all. What stands in the form is what leaves, whatever
 * became of its template. What its author may not have meant is asked first, in the form itself, and sending the same again says yes.
 */
import { gapsIn } from "../../domain/filled-template.ts";
import { isNote } from "../../domain/inside.ts";
import { memberName } from "../../domain/people.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { writeBegun } from "../composing/begin-text.ts";
import { refuseNight, refuseOver, refuseWhatIsBarred, sentNow } from "../composing/start-text.ts";
import { orRefused, type Refused, refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, zoneOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { WrittenText } from "../messages/write-text.ts";
import { looksInside, missingIn, noteWords } from "../new-text/check-new-text.ts";
import { clockQuestions, digestOf } from "../new-text/new-text-questions.ts";
import { refuseWithoutTime } from "../new-text/read-new-text.ts";
import { type Done, withPage } from "../records/prompt-log.ts";
import { type Answerer, aroundAnswerer } from "./answerer.ts";
import { type CheckFilled, type DrawnAnew, drawnAnew } from "./check-filled.ts";
import type { FilledIn } from "./fill-form.ts";
import { draftOfForm, dropDraft } from "./put-draft.ts";
import { refuseWhatIsOver } from "./refuse-what-is-over.ts";
import { noDraft, theirDraft } from "./their-draft.ts";

export interface SendFilled extends FilledIn, CheckFilled {
  /** What they were asked before they sent this, if it was the same. */
  readonly asked: string | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type SubmittedFilled =
  | Done
  | (DrawnAnew & {
      readonly kind: "wrong";
      readonly field: "text" | "when";
      /** What is missing in it, if that is wrong. */
      readonly missing: string | null;
      readonly words: string;
      /** The time that is offered instead of the one that was chosen. */
      readonly next: number | null;
    })
  /** Sending it again with `asked` says yes. */
  | (DrawnAnew & { readonly kind: "asks"; readonly questions: readonly string[]; readonly asked: string });

export async function sendFilled(ctx: Context, input: SendFilled): Promise<SubmittedFilled> {
  const { user, episode, body, at } = input;
  const { anew, zone } = await ctx.store.read(async (tx) => {
    const around = await aroundEpisode(tx, episode);
    const people = around ?? (await tx.directories.people());
    return {
      anew: await drawnAnew(ctx, tx, input, around),
      zone: zoneOf(people, user),
    };
  });
  const wrong = (why: Pick<Refused, "field" | "sentence" | "next">, missing: string | null = null) => ({
    ...anew,
    kind: "wrong" as const,
    field: why.field === "when" ? ("when" as const) : ("text" as const),
    missing,
    words: plainSentence(why.sentence, zone),
    next: why.next ?? null,
  });
  const missing = missingIn(body);
  if (missing !== null) return wrong({ field: "text", sentence: [missing] }, gapsIn(body)[0]?.label ?? null);
  const questions = [...looksInside(ctx.settings.insideWords, body), ...clockQuestions(at, zone)];
  const asked = digestOf({ to: [episode], line: null, body, at }, questions);
  if (questions.length > 0 && input.asked !== asked && !isNote(body))
    return { ...anew, kind: "asks", questions: questions.map(({ words }) => words), asked };
  const agreed = new Set<WaitReason>(questions.flatMap((one) => ("reason" in one ? (one.reason ?? []) : [])));
  const sent = await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      if (!(await isFirstAct(ctx, tx, input.act))) return null;
      return await send(ctx, tx, input, agreed);
    }),
  );
  if (sent !== null && "kind" in sent) return wrong(sent);
  return await withPage(ctx, user, sent && sentNow(sent));
}

/** Throws what `orRefused` makes a refusal of. */
async function send(
  ctx: Context,
  tx: Tx,
  input: SendFilled,
  agreed: ReadonlySet<WaitReason>,
): Promise<WrittenText> {
  const { user, episode, draft } = input;
  const found = await aroundAnswerer(ctx, tx, episode, user);
  if (draft !== null && (await tx.drafts.get(draft)) === null)
    refuse("text", `${noDraft} Nothing was sent now. “Check” goes on without it.`);
  if (draft !== null) await theirDraft(tx, draft, user);
  await refuseWhatIsOver(tx, found.around, "form");
  refuseReassigned(found, input.assignee);
  const written = await leave(ctx, tx, found, input, agreed);
  // Keeping it was pressed as well, right before.
  await dropDraft(ctx, tx, draftOfForm(input.act));
  return written;
}

/** Whoever answers should know with whom the conversation is. */
function refuseReassigned({ around, member }: Answerer, seen: SendFilled["assignee"]): void {
  const { assignee } = around.episode;
  if (assignee === null || assignee === seen || assignee === member.username) return;
  refuse(
    "text",
    `${memberName(around.directory, assignee)} has this conversation now, so nothing was sent. “Check” goes on with it as it stands.`,
  );
}

/** What every text that is filled in is held to, wherever it is sent from. Throws what `orRefused` makes a refusal of. */
export async function leave(
  ctx: Context,
  tx: Tx,
  { around, member }: Answerer,
  {
    template,
    version,
    draft,
    body,
    at,
    unlessTheyWrite,
  }: Pick<FilledIn, "template" | "version" | "draft" | "body" | "at" | "unlessTheyWrite">,
  agreed: ReadonlySet<WaitReason>,
): Promise<WrittenText> {
  if (isNote(body)) refuse("text", noteWords);
  refuseWithoutTime({ at, unlessTheyWrite });
  refuseOver(ctx, at);
  if (at !== null && around.line !== null) refuseNight(ctx, around, at);
  const written = await writeBegun(ctx, tx, around, {
    people: around,
    member,
    origin: at === null ? "template" : "scheduled",
    body,
    later: at === null ? null : { at, unlessTheyWrite },
    list: null,
    agreed,
    template: template === null || version === null ? null : { id: template, version },
  });
  refuseWhatIsBarred(written);
  if (draft !== null) await dropDraft(ctx, tx, draft);
  return written;
}
