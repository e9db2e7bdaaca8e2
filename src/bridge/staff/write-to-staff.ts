/**
 * One of the team writes to another from here. It is no text: no contact, line, carrier or opt-out has to do with it, it is delivered at the
 * desk, in the group direct message of the two and the app, and what is answered there stays there.
 */
import type { Member } from "../../domain/directory.ts";
import type { SlackUserId, TemplateId } from "../../domain/ids.ts";
import { isGone, memberName, slackUserOf } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { memberNamed, pairOf, readStaffText } from "../../domain/staff.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueStaffMessage } from "./deliver-to-staff.ts";

export interface WriteToStaff {
  readonly user: SlackUserId;
  /** An extension or a username. */
  readonly to: string;
  readonly body: string;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
  /** What the body was filled in from; absent: nothing, or its use is counted elsewhere. */
  readonly template?: { readonly id: TemplateId } | null;
}

export type WrittenToStaff =
  /** It is on its way; `sentence` says so to whoever wrote it. */
  | { readonly kind: "written"; readonly colleague: string; readonly sentence: Sentence }
  /** Nothing was written. The field is that of the form where what is wrong stands. */
  | { readonly kind: "refused"; readonly field: "recipients" | "text"; readonly sentence: Sentence };

export async function writeToStaff(ctx: Context, input: WriteToStaff): Promise<WrittenToStaff> {
  return await ctx.store.transaction(async (tx) => {
    const people = await tx.directories.people();
    const author = memberOf(people, input.user);
    if (author === null) return refused("recipients", notInDirectory);
    return await writeToMember(ctx, tx, { people, author, ...input });
  });
}

interface ToMember extends Omit<WriteToStaff, "user"> {
  readonly people: People;
  readonly author: Member;
}

/** The same inside a transaction that decides more: of a list, once for each of the team in it, each an act of its own. */
export async function writeToMember(ctx: Context, tx: Tx, writing: ToMember): Promise<WrittenToStaff> {
  const { people, author, template = null } = writing;
  const read = readWriting(writing);
  if (read.kind === "refused") return read;
  // What is refused may be submitted again under the same name.
  if (await isFirstAct(ctx, tx, writing.act)) {
    await write(ctx, tx, author, read);
    if (template !== null) await tx.templates.noteUse(template.id, author.username, ctx.now());
  }
  const colleague = memberName(people.directory, read.to.username);
  return { kind: "written", colleague, sentence: [toldOf(colleague, author, read.to)] };
}

interface Read {
  readonly kind: "read";
  readonly to: Member;
  readonly text: string;
}

type Refused = Extract<WrittenToStaff, { readonly kind: "refused" }>;

function readWriting({ people, author, to: typed, body }: ToMember): Read | Refused {
  const to = memberNamed(people.directory, typed);
  if (to === null)
    return refused(
      "recipients",
      `Nobody of the team has the extension or username “${typed.trim().slice(0, 60)}”. Look it up in the directory, or ask whoever runs Threadline.`,
    );
  const unreachable = whyNot(people, author, to);
  if (unreachable !== null) return refused("recipients", unreachable);
  const words = readStaffText(body);
  return "problem" in words ? refused("text", words.problem) : { kind: "read", to, text: words.text };
}

/** Null where it can be delivered, as far as is known. */
function whyNot({ directory, identities }: People, author: Member, to: Member): string | null {
  const user = slackUserOf(to, identities);
  if (to.username === author.username || (user !== null && user === slackUserOf(author, identities)))
    return "That is you. Name a colleague, by extension or username.";
  if (user !== null) return null;
  const name = memberName(directory, to.username);
  if (to.slack.kind === "id" && isGone(to, identities))
    return `${name} was deactivated in Slack, so nothing written there reaches them.`;
  return `Slack does not know ${name}, so nothing can be delivered to them. Ask whoever runs Threadline to correct their entry in the directory.`;
}

async function write(ctx: Context, tx: Tx, author: Member, { to, text }: Read): Promise<void> {
  const now = ctx.now();
  const conversation = await tx.staff.open(pairOf(author.username, to.username), ctx.newId, now);
  const id = newMessageId(ctx);
  await tx.staff.write({
    id,
    conversationId: conversation.id,
    author: author.username,
    body: text,
    ts: null,
    writtenAt: now,
    editedAt: null,
    deletedAt: null,
  });
  await enqueueStaffMessage(tx, conversation, id, now);
}

function toldOf(colleague: string, { username: from }: Member, { username: to }: Member): string {
  return `Written to ${colleague}, from ${from} to ${to}, in the direct message of the two of you with Threadline. It stays in Slack.`;
}

function refused(field: Refused["field"], sentence: string): Refused {
  return { kind: "refused", field, sentence: [sentence] };
}
