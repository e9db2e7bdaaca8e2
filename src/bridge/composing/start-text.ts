/** A member begins a text from Slack: to one number, from one of their lines, now or at a time. */
import { allowedLines } from "../../domain/allowed-lines.ts";
import { type Line, lineByNumber, type Member } from "../../domain/directory.ts";
import type { Address, E164, EpisodeId, MessageId, SlackUserId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/policy/may-send.ts";
import type { Place } from "../../domain/sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { TemplateUsed } from "../messages/draft.ts";
import { heldNotice } from "../messages/held-notice.ts";
import { type QuietPlace, quietAt } from "../messages/quiet-facts.ts";
import type { WrittenText } from "../messages/write-text.ts";
import { beginText } from "./begin-text.ts";
import { type Field, orRefused, type Refused, refuse, refuseTime } from "./text-refused.ts";

export interface StartText {
  readonly user: SlackUserId;
  readonly to: E164;
  /** From which of their lines; null: the one that is meant where none is named. */
  readonly line: E164 | null;
  readonly body: string;
  /** When it is to leave; null: now. Milliseconds. */
  readonly at: number | null;
  /** One that waits for its time is cancelled if they write first. */
  readonly unlessTheyWrite: boolean;
  /** What its author was asked about it before, and said yes to. */
  readonly agreed?: ReadonlySet<WaitReason>;
  /** What the body is filled in from, with what is known when it is written; throws what is refused. */
  readonly template?: FilledFrom | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

interface FilledFrom {
  readonly used: TemplateUsed;
  fill(
    tx: Tx,
    from: { readonly people: People; readonly member: Member; readonly line: Line },
  ): Promise<string>;
}

export interface Started {
  readonly kind: "started";
  /** As people read it. */
  readonly contact: string;
  readonly episode: EpisodeId;
  /** Its thread; null before the card stands. */
  readonly thread: Place | null;
  readonly leavesAt: number | null;
  /** The text, where it leaves now. */
  readonly sent: MessageId | null;
  /** What it waits for, if its author is asked something first. */
  readonly asks: WaitReason | null;
}

/** Nothing of it is left where it is refused. `null`: it was done before. */
export async function startText(ctx: Context, input: StartText): Promise<Started | Refused | null> {
  return await orRefused(() => ctx.store.transaction((tx) => start(ctx, tx, input)));
}

async function start(ctx: Context, tx: Tx, input: StartText): Promise<Started | null> {
  if (!(await isFirstAct(ctx, tx, input.act))) return null;
  const people = await tx.directories.people();
  const { member, line } = whoAndFrom(people, input);
  const { to, at, unlessTheyWrite, agreed, template = null } = input;
  if (lineByNumber(people.directory, to) !== null)
    refuse("recipients", "This is one of your team’s own lines. A text to it would come back to the team.");
  refuseOver(ctx, at);
  if (at !== null) await refuseByNight(ctx, tx, { to, line, people }, at);
  const body = template === null ? input.body : await template.fill(tx, { people, member, line });
  const { around, written } = await beginText(ctx, tx, {
    people,
    member,
    line,
    to: to as string as Address,
    opens: "thread",
    origin: at === null ? "started" : "scheduled",
    body,
    later: at === null ? null : { at, unlessTheyWrite },
    list: null,
    template: template?.used ?? null,
    ...(agreed === undefined ? {} : { agreed }),
  });
  refuseWhatIsBarred(written);
  const { message } = written;
  return {
    kind: "started",
    contact: contactLabel(around),
    episode: around.episode.id,
    thread: threadPlace(around.episode),
    leavesAt: message?.waitReason === "scheduled" ? message.notBefore : null,
    sent: sentNow(written),
    asks: written.verdict.kind === "ask" ? written.verdict.reason : null,
  };
}

/** Null where it waits: for a time that was chosen, or for a word of its author. */
export function sentNow({ verdict, message }: WrittenText): MessageId | null {
  return verdict.kind === "text" && message?.waitReason !== "scheduled" ? (message?.id ?? null) : null;
}

async function refuseByNight(
  ctx: Context,
  tx: Tx,
  { to, line, people }: { readonly to: E164; readonly line: Line; readonly people: People },
  at: number,
): Promise<void> {
  if (ctx.settings.quietHours === null && !line.quietHours) return;
  const address = to as string as Address;
  const timeZone = (await tx.contacts.find(address))?.timeZone ?? null;
  refuseNight(ctx, { conversation: { address, timeZone }, line, directory: people.directory }, at);
}

/** A time is chosen with care, so that it is said at once where it would be night there. */
export function refuseNight(ctx: Context, place: QuietPlace, at: number): void {
  const quiet = quietAt(ctx, place, at);
  if (quiet === null) return;
  const why = quiet.hour === null ? "It may be night there then." : `It will be ${quiet.hour} there then.`;
  refuseTime(quiet.next, `${why} The next time that is right is `, { at: quiet.next }, ".");
}

/** Nothing leaves at a time that is over. */
export function refuseOver(ctx: Context, at: number | null): void {
  if (at !== null && at <= ctx.now())
    refuse("when", "This time is over. Choose a later one, or none to send it now.");
}

export function whoAndFrom(
  people: People,
  { user, line: wanted }: Pick<StartText, "user" | "line">,
): { readonly member: Member; readonly line: Line } {
  const member = memberOf(people, user);
  if (member === null) refuse("recipients", notInDirectory);
  const lines = allowedLines(people.directory, member);
  const line = wanted === null ? lines[0] : lines.find(({ number }) => number === wanted);
  if (line !== undefined) return { member, line };
  if (lines.length > 0) refuse("line", "You may not begin texts from this line. Choose another one.");
  refuse(
    "line",
    "You have no line to text from. Ask whoever runs Threadline to give you an outbound line, or to add you to a group.",
  );
}

/** What asks its author something is written, and waits for them. */
export function refuseWhatIsBarred({ verdict, held }: WrittenText): void {
  if (verdict.kind === "text" || verdict.kind === "ask") return;
  const sentence = held === null ? ["This can’t be sent."] : heldNotice.sentence(held);
  refuse(verdict.kind === "refused" ? fieldOf[verdict.reason] : "text", ...sentence);
}

const fieldOf: Readonly<Record<Refusal, Field>> = {
  not_member: "line",
  line_gone: "line",
  no_outbound_line: "line",
  line_not_theirs: "line",
  cannot_receive: "recipients",
  opted_out: "recipients",
  blocked: "recipients",
  empty: "text",
  files_only: "text",
  content_only: "text",
  too_long: "text",
};
