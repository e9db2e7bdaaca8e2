/** Delivers what one of the team writes to another: finds the group direct message of the two with the app, and posts there, once. */

import { memberByUsername } from "../../domain/directory.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type {
  MessageId,
  SlackChannelId,
  SlackUserId,
  StaffConversationId,
  Username,
} from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { quoted } from "../../domain/quote.ts";
import { colleagueIn } from "../../domain/staff.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { MemberPost } from "../contracts/desk.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { StaffConversation, StaffMessage } from "../contracts/store/staff.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { unplaced } from "../outbox/enqueue.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { makePost } from "../posts/make-post.ts";
import type { Post } from "../posts/post.ts";

/** Find where the two write to each other. */
export const meetJob: JobKind<{ readonly conversation: StaffConversationId }> = {
  name: "meet",
  callee: "desk",
  pace: "tell",
  priority: 1,
  loss: "undeliverable",
  lane: ({ conversation }) => `meet:${conversation}`,
  key: ({ conversation }) => `meet:${conversation}`,
};

/** Post there what one of them wrote. */
export const staffJob: JobKind<{ readonly conversation: StaffConversationId; readonly message: MessageId }> =
  {
    name: "staff",
    callee: "desk",
    pace: "post",
    priority: 1,
    loss: "never",
    lane: ({ conversation }) => `staff:${conversation}`,
    key: ({ message }) => `staff:${message}`,
  };

export async function enqueueStaffMessage(
  tx: Tx,
  { id: conversation, channel }: StaffConversation,
  message: MessageId,
  now: number,
): Promise<void> {
  const dueAt = channel === null ? now + unplaced : now;
  await enqueue(tx, staffJob, { conversation, message }, { dueAt, channel }, now);
  if (channel === null) await enqueue(tx, meetJob, { conversation }, { dueAt: now }, now);
}

export async function meet(
  ctx: Context,
  { conversation: id }: { readonly conversation: StaffConversationId },
): Promise<Conclude> {
  const found = await ctx.store.read(async (tx) => {
    const [conversation, people] = [await tx.staff.get(id), await tx.directories.people()];
    return conversation && { people, conversation, stands: await standsBetween(tx, people, conversation) };
  });
  if (found === null || found.stands) return finished;
  const { conversation, people } = found;
  const users = usersOf(people, conversation);
  if (users === null) return giveUp(ctx, id, notThere);
  try {
    const channel = await ctx.desk.openGroup(users);
    return async (tx) => {
      await tx.staff.place(id, channel);
      await tx.settings.write(meantFor(id), users.join(" "));
      await tx.outbox.moveLane(laneOf(id), channel, ctx.now());
      return done;
    };
  } catch (error) {
    const why = isDeskFailure(error, "missing_scope")
      ? noScope
      : isDeskFailure(error, "nobody")
        ? notThere
        : null;
    if (why === null) throw error;
    ctx.log.warn({ err: error }, "a group direct message can't be opened; whoever wrote is told");
    return giveUp(ctx, id, why);
  }
}

/** Whose direct message its channel was opened as. */
const meantFor = (id: StaffConversationId): string => `staff:${id}`;

function usersOf(
  people: People,
  { pair }: Pick<StaffConversation, "pair">,
): readonly [SlackUserId, SlackUserId] | null {
  const [one, other] = pair.map((username) => userOf(people, username));
  return one && other ? [one, other] : null;
}

/** Whether its channel is that of the two as Slack knows them now: a username may have gone to somebody else, or to another account. */
async function standsBetween(tx: Tx, people: People, conversation: StaffConversation): Promise<boolean> {
  if (conversation.channel === null) return false;
  const users = usersOf(people, conversation);
  return users === null || (await tx.settings.read(meantFor(conversation.id))) === users.join(" ");
}

const noScope =
  "Threadline may not open group direct messages in Slack: the scope mpim:write is missing. Whoever runs Threadline has to give it to the app.";
const notThere = "Slack does not know both of you any more.";

const laneOf = (conversation: StaffConversationId): string =>
  staffJob.lane({ conversation, message: "" as MessageId });

/** Nothing stands anywhere, and nothing will: whoever wrote it learns that, and may write it elsewhere. */
function giveUp(ctx: Context, id: StaffConversationId, why: string): Conclude {
  return async (tx) => {
    const people = await tx.directories.people();
    const conversation = await tx.staff.get(id);
    if (conversation === null) return done;
    for (const message of await tx.staff.messagesOf(id)) {
      if (message.ts !== null) continue;
      await tx.staff.drop(message.id);
      const user = userOf(people, message.author);
      if (user !== null) await inform(ctx, tx, user, [notDelivered(people, conversation, message, why)]);
    }
    await tx.outbox.dropLane(laneOf(id));
    return done;
  };
}

function notDelivered(
  { directory }: People,
  { pair }: StaffConversation,
  { author, body }: StaffMessage,
  why: string,
  isCertain = true,
): string {
  const colleague = colleagueIn(pair, author);
  const name = colleague === null ? "your colleague" : memberName(directory, colleague);
  return `What you wrote to ${name} ${isCertain ? "was not" : "may not have been"} delivered: ${quoted(body)}. ${why}`;
}

export async function postToStaff(
  ctx: Context,
  { message: id }: { readonly message: MessageId },
  job: Job,
): Promise<Conclude> {
  const found = await ctx.store.read((tx) => whatToPost(tx, id));
  if (found === null) return finished;
  const { conversation, stands } = found;
  const { channel } = conversation;
  if (channel === null || !stands)
    return async (tx) => {
      await enqueue(tx, meetJob, { conversation: conversation.id }, { dueAt: ctx.now() }, ctx.now());
      return later(unplaced);
    };
  try {
    return await makePost(ctx, [job], whereItStands(ctx, found, channel));
  } catch (error) {
    if (!isDeskFailure(error, "missing_scope")) throw error;
    return dropOne(ctx, found, job);
  }
}

function whereItStands(ctx: Context, { message, post }: ToPost, channel: SlackChannelId): Post {
  const { id } = message;
  return {
    channel,
    thread: null,
    inside: true,
    names: [`staff:${id}`],
    mayStandSince: message.writtenAt < ctx.connection.awayUntil ? message.writtenAt : null,
    perform: (key) => ctx.desk.postAtTop(channel, post, key),
    record: async (tx, ts) => tx.staff.update(id, { ts }),
  };
}

/** What was tried before may stand there, and can't be looked for. */
function dropOne(ctx: Context, { conversation, message }: ToPost, { triedAt }: Job): Conclude {
  const why =
    triedAt === null
      ? "Slack does not let Threadline post there: a scope is missing. Whoever runs Threadline has to give it to the app."
      : "Slack’s answer was lost, and Threadline may not look whether it stands there, since the scope mpim:history is missing.";
  return async (tx) => {
    const people = await tx.directories.people();
    const user = userOf(people, message.author);
    await tx.staff.drop(message.id);
    const sentence = notDelivered(people, conversation, message, why, triedAt === null);
    if (user !== null) await inform(ctx, tx, user, [sentence]);
    return done;
  };
}

interface ToPost {
  readonly conversation: StaffConversation;
  readonly message: StaffMessage;
  readonly post: MemberPost;
  /** Whether the place is theirs. */
  readonly stands: boolean;
}

/** Null where it stands, or there is nobody any more under whose name it could. */
async function whatToPost(tx: Tx, id: MessageId): Promise<ToPost | null> {
  const message = await tx.staff.message(id);
  const conversation = message && (await tx.staff.get(message.conversationId));
  if (message === null || conversation === null || message.ts !== null) return null;
  const people = await tx.directories.people();
  const [user, to] = [userOf(people, message.author), colleagueIn(conversation.pair, message.author)];
  if (user === null || to === null) return null;
  const stands = await standsBetween(tx, people, conversation);
  return { conversation, message, post: postOf(people, user, message, to), stands };
}

function postOf(
  { directory }: People,
  user: SlackUserId,
  { author, body }: StaffMessage,
  to: Username,
): MemberPost {
  return {
    kind: "member",
    user,
    name: memberByUsername(directory, author)?.name ?? null,
    body,
    mention: false,
    remark: [`${author} to ${to}`],
    leavesAt: null,
    acts: null,
  };
}
