/** Somebody wants a conversation as a file: it comes to their direct messages, if they may see it. */
import { aCustomer, type Member } from "../../domain/directory.ts";
import { DeskError } from "../../domain/errors.ts";
import type { Address, EpisodeId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import { onlyThey, type Party, partyOf } from "../../domain/owner.ts";
import { maySee } from "../../domain/policy/access.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import {
  type Transcript,
  transcriptColumns,
  transcriptRows,
  transcriptText,
} from "../../domain/transcript.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, memberOf } from "../context/episode-context.ts";
import { notInDirectory, type Outcome, says } from "../context/outcome.ts";
import type { DeskFile, TranscriptId } from "../contracts/desk.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { People } from "../contracts/store/directories.ts";
import type { StaffConversation } from "../contracts/store/staff.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { readStaffTranscript, readTranscript } from "./read-transcript.ts";

export type TranscriptOf =
  | TranscriptId
  | { readonly episode: EpisodeId }
  /** A message in its thread, or where two of the team write to each other. */
  | { readonly message: Place; readonly thread: SlackTs | null };

type Asked = TranscriptId & { readonly user: SlackUserId };

export const transcriptJob: JobKind<Asked> = {
  name: "transcript",
  callee: "desk",
  pace: "tell",
  priority: 5,
  loss: "undeliverable",
  lane: ({ user }) => `transcript:${user}`,
  key: (asked) => `transcript:${asked.user}:${"staff" in asked ? asked.staff : asked.conversation}`,
};

export async function showTranscript(
  ctx: Context,
  { user, of }: { readonly user: SlackUserId; readonly of: TranscriptOf },
): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const id = await conversationOf(tx, of);
    if (id === null) {
      const whom = aCustomer(await tx.directories.current());
      return says(`This message is in no conversation with ${whom}, so there is no transcript of it.`);
    }
    const seen = await whatTheySee(tx, user, id);
    if ("refusal" in seen) return says(seen.refusal);
    await enqueue(tx, transcriptJob, { user, ...id }, { dueAt: ctx.now() }, ctx.now());
    return says("The transcript comes to your direct messages with Threadline, as text and as a table.");
  });
}

async function conversationOf(tx: Tx, of: TranscriptOf): Promise<TranscriptId | null> {
  if ("conversation" in of || "staff" in of) return of;
  if ("episode" in of) {
    const episode = await tx.episodes.get(of.episode);
    return episode && { conversation: episode.conversationId };
  }
  const { channel, ts } = of.message;
  const staff = await tx.staff.at(channel);
  if (staff !== null) return { staff: staff.id };
  const found = await tx.episodes.atThread(channel, of.thread ?? ts);
  return found && { conversation: found.conversation.id };
}

type Seen =
  | { readonly kind: "conversation"; readonly conversation: Conversation; readonly people: People }
  | { readonly kind: "staff"; readonly staff: StaffConversation; readonly member: Member };

/** Asked again when it is sent: whoever was taken out of a group meanwhile gets nothing. */
async function whatTheySee(
  tx: Tx,
  user: SlackUserId,
  id: TranscriptId,
): Promise<Seen | { readonly refusal: string }> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return { refusal: notInDirectory };
  if ("staff" in id) {
    const staff = await tx.staff.get(id.staff);
    if (staff === null || !staff.pair.includes(member.username))
      return { refusal: "Only the two who write here can see this transcript." };
    return { kind: "staff", staff, member };
  }
  const conversation = await tx.conversations.get(id.conversation);
  if (conversation === null) return { refusal: "This conversation is not known here any more." };
  const place = (await tx.episodes.newest(conversation.id))?.channel ?? null;
  const party = partyOf(people.directory, conversation.owner, place);
  if (maySee(party, member)) return { kind: "conversation", conversation, people };
  return { refusal: `${whoMaySee(party)} can see this transcript.` };
}

function whoMaySee(party: Party | null): string {
  return party === null ? "Only managers" : capitalized(onlyThey(party, "with managers"));
}

export async function sendTranscript(ctx: Context, asked: Asked): Promise<Conclude> {
  const { user } = asked;
  const seen = await ctx.store.read((tx) => whatTheySee(tx, user, asked));
  if ("refusal" in seen) return telling(ctx, user, [seen.refusal]);
  const { transcript, about, name } = await read(ctx, seen);
  try {
    await ctx.desk.sendFiles(user, [`Transcript: ${about}`], filesOf(transcript, name));
    return finished;
  } catch (error) {
    if (!(error instanceof DeskError) || !final.has(error.failure.kind)) throw error;
    ctx.log.warn({ err: error }, "a transcript can't be sent; whoever asked for it is told");
    const lacks = error.failure.kind === "missing_scope";
    return telling(ctx, user, [
      `The transcript (${about}) could not be sent: `,
      lacks
        ? "Threadline may not send files in Slack, since the scope files:write is missing. Ask whoever runs Threadline to give it to the app."
        : "Slack does not take it. Ask whoever runs Threadline for it: threadline transcript prints it.",
    ]);
  }
}

/** What comes again would come to the same. */
const final: ReadonlySet<DeskError["failure"]["kind"]> = new Set([
  "missing_scope",
  "refused",
  "nobody",
  "channel_closed",
  "message_gone",
  "thread_gone",
]);

function telling(ctx: Context, user: SlackUserId, sentence: Sentence): Conclude {
  return async (tx) => {
    await inform(ctx, tx, user, sentence);
    return done;
  };
}

interface ReadTranscript {
  readonly transcript: Transcript;
  /** What it is of, as a person reads it, and as a file is called. */
  readonly about: string;
  readonly name: string;
}

async function read(ctx: Context, seen: Seen): Promise<ReadTranscript> {
  if (seen.kind === "staff") {
    const { staff, member } = seen;
    const transcript = await readStaffTranscript(ctx.store, staff, member.username);
    return { transcript, about: `you and ${transcript.contact.name}, in Slack`, name: staff.pair.join("-") };
  }
  const { conversation, people } = seen;
  const transcript = await readTranscript(ctx.store, conversation, "left out");
  const { name, number } = transcript.owner;
  const whose = name ?? number ?? "";
  const about = `${contactLabel({ directory: people.directory, conversation })}, ${whose}`;
  return { transcript, about, name: nameOf(conversation.address) };
}

function nameOf(address: Address): string {
  return (
    address
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "conversation"
  );
}

/** A spreadsheet takes a table for Unicode by the mark at its beginning. */
function filesOf(transcript: Transcript, name: string): DeskFile[] {
  const table = [transcriptColumns, ...transcriptRows(transcript), ""].join("\r\n");
  return [
    { name: `transcript-${name}.txt`, content: transcriptText(transcript) },
    { name: `transcript-${name}.csv`, content: `\ufeff${table}` },
  ];
}
