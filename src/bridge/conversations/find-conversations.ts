/** `/sms find`: the conversations with somebody, closed ones too, that whoever asks may see; and theirs with a colleague. */

import { type Directory, lineByNumber, type Member, memberByUsername } from "../../domain/directory.ts";
import { DeskError } from "../../domain/errors.ts";
import { hasWords } from "../../domain/has-words.ts";
import type { Address, ContactId, SlackUserId } from "../../domain/ids.ts";
import { type Owner, partyOf } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { maySee } from "../../domain/policy/access.ts";
import { colleagueIn } from "../../domain/staff.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, memberOf } from "../context/episode-context.ts";
import { notInDirectory, type Outcome, says, silent } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Found, FoundConversation } from "../contracts/desk.ts";
import type { People } from "../contracts/store/directories.ts";
import type { WholeEpisode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";

export interface FindConversations {
  readonly user: SlackUserId;
  /** Words of a name, or digits of a number. */
  readonly words: string;
  /** Where the answer goes, seen by whoever asked alone; null where Slack gave none. */
  readonly responseUrl: string | null;
}

interface Asked extends FindConversations {
  readonly responseUrl: string;
}

export const findConversationsJob: JobKind<Asked> = {
  name: "find_conversations",
  callee: "desk",
  pace: null,
  priority: 2,
  loss: "tolerable",
  lane: ({ user }) => `find_conversations:${user}`,
};

const shownAtMost = 20;
/** Of whom so many fit, nobody means all of them. */
const contactsAtMost = 200;
const longestQuoted = 60;

/** What can't be looked for is said at once; else the answer follows. */
export async function findConversations(ctx: Context, asked: FindConversations): Promise<Outcome> {
  const { user, responseUrl } = asked;
  const words = asked.words.trim();
  return await ctx.store.transaction(async (tx) => {
    const people = await tx.directories.people();
    if (memberOf(people, user) === null) return says(notInDirectory);
    if (words === "") return says("Write a name or a number behind it, such as “/sms find Maria”.");
    if (responseUrl === null) return says("Slack gave no address for the answer. Please try it again.");
    await enqueue(tx, findConversationsJob, { user, words, responseUrl }, { dueAt: ctx.now() }, ctx.now());
    return silent;
  });
}

export async function answerFound(ctx: Context, { user, words, responseUrl }: Asked): Promise<Conclude> {
  const found = await ctx.store.read((tx) => look(tx, user, words));
  try {
    if (found !== null) await ctx.desk.answerFound(responseUrl, found);
    return finished;
  } catch (error) {
    if (!(error instanceof DeskError) || comesAgain.has(error.failure.kind)) throw error;
    return async (tx) => {
      await inform(ctx, tx, user, [
        `What you looked for (${quoted(words)}) could not be shown in time. Please try it again.`,
      ]);
      return done;
    };
  }
}

/** What may go well a little later. */
const comesAgain: ReadonlySet<DeskError["failure"]["kind"]> = new Set([
  "rate_limited",
  "unauthorized",
  "unreachable",
]);

const quoted = (words: string): string => `“${words.slice(0, longestQuoted)}”`;

/** Null for who is no member any more. */
async function look(tx: Tx, user: SlackUserId, words: string): Promise<Found | null> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return null;
  const contacts = await tx.contacts.search(words, contactsAtMost);
  const ids = contacts.flatMap(({ id }) => id ?? []);
  const all = [
    ...(await withContacts(tx, people, member, ids)),
    ...(await withColleagues(tx, people, member, words)),
  ];
  const inOrder = all.sort((one, other) => other.at - one.at);
  return {
    words,
    conversations: inOrder.slice(0, shownAtMost),
    more: Math.max(0, inOrder.length - shownAtMost),
    isCut: contacts.length === contactsAtMost,
  };
}

async function withContacts(
  tx: Tx,
  people: People,
  member: Member,
  contacts: readonly ContactId[],
): Promise<FoundConversation[]> {
  const { directory } = people;
  const whole = await tx.episodes.newestOfEach(contacts);
  return whole
    .filter(({ episode, conversation }) =>
      maySee(partyOf(directory, conversation.owner, episode.channel), member),
    )
    .map((one) => foundOf(people, one));
}

function foundOf({ directory }: People, { episode, conversation }: WholeEpisode): FoundConversation {
  return {
    who: contactLabel({ directory, conversation }),
    where: whereOf(directory, conversation.owner),
    state: stateOf({ episode, conversation }, (username) => memberName(directory, username)),
    at: Math.max(episode.lastTextAt ?? 0, episode.openedAt),
    link: threadPlace(episode),
    transcript: { conversation: conversation.id },
  };
}

/** The line; of a member's own, the one that their answers leave from. */
function whereOf(directory: Directory, owner: Owner): string {
  if (owner.kind === "line") return lineByNumber(directory, owner.number)?.name ?? formatPhone(owner.number);
  const line = memberByUsername(directory, owner.username)?.outboundLine;
  const name = line === undefined ? null : lineByNumber(directory, line)?.name;
  return name ?? memberName(directory, owner.username);
}

function stateOf(
  { episode, conversation }: WholeEpisode,
  nameOf: (username: NonNullable<WholeEpisode["episode"]["assignee"]>) => string,
): string {
  if (conversation.blockedAt !== null) return "blocked";
  if (episode.state === "quiet") return "not answered yet";
  if (episode.state !== "open") return episode.state;
  if (conversation.owner.kind === "member") return "open";
  return episode.assignee === null ? "open, nobody has it" : `open, ${nameOf(episode.assignee)} has it`;
}

/** Their own alone: what two of the team write to each other is nobody else's. */
async function withColleagues(
  tx: Tx,
  { directory }: People,
  { username }: Member,
  words: string,
): Promise<FoundConversation[]> {
  const isMeant = hasWords(words);
  const found: FoundConversation[] = [];
  for (const { id, pair, channel } of await tx.staff.of(username)) {
    const colleague = colleagueIn(pair, username);
    if (colleague === null) continue;
    const member = memberByUsername(directory, colleague);
    const names = [memberName(directory, colleague), colleague, member?.extension ?? ""];
    if (!names.some((name) => isMeant({ address: name as string as Address, name }))) continue;
    const [newest] = (await tx.staff.messagesSince(id, 0, 1)).filter(({ ts }) => ts !== null);
    if (newest === undefined) continue;
    found.push({
      who: memberName(directory, colleague),
      where: "the two of you",
      state: "in Slack",
      at: newest.writtenAt,
      link: channel === null || newest.ts === null ? null : { channel, ts: newest.ts },
      transcript: { staff: id },
    });
  }
  return found;
}
