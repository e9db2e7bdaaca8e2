/**
 * What the bridge asks of the agents' side. It has one implementation, in `slack/`, and exists so that the bridge and Slack
 * do not import each other. Every member makes at most a few calls, never retries by itself and throws `DeskError` when
 * the desk refuses or can't be reached; the outbox worker decides what happens next.
 */
import type { AttachedFile } from "../../domain/attached-file.ts";
import type { CardModel } from "../../domain/card.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Home } from "../../domain/home.ts";
import type {
  ConversationId,
  DeskFileId,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  StaffConversationId,
} from "../../domain/ids.ts";
import type { ListProgress } from "../../domain/list-progress.ts";
import type { Mark } from "../../domain/mark.ts";
import type { OwnLines } from "../../domain/own-lines.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Written } from "../../domain/written.ts";
import type { FetchOutcome } from "./carrier-media.ts";

export interface Desk {
  /**
   * When a call of this kind may be made: 0 for now (and the slot is taken), else milliseconds to wait.
   * Law 5: the desk is paced by us.
   */
  claimSlot(call: DeskCall): number;

  /** Posts the card as a root message. */
  openThread(card: CardModel, key: PostKey): Promise<SlackTs>;
  /**
   * Posts into a thread. A post that comes back without its thread is deleted at once and thrown as `thread_gone`;
   * so is a thread that does not exist any more.
   */
  post(thread: Place, post: ThreadPost, key: PostKey): Promise<SlackTs>;
  /** Shows a post of ours anew, when its choice was made. */
  rewrite(at: Place, post: ThreadPost): Promise<void>;
  refreshCard(card: CardModel, at: Place): Promise<void>;
  /**
   * Adds a mark and takes away the ones it replaces. Adding what is there, or taking what is not, is no failure. Returns those that can't be
   * taken away yet.
   */
  mark(at: Place, mark: Mark, replaced: readonly Mark[]): Promise<readonly Mark[]>;
  unmark(at: Place, mark: Mark): Promise<void>;
  /** A person's direct messages with us. The same each time. */
  openDirect(user: SlackUserId): Promise<SlackChannelId>;
  /** The group direct messages of these people with us. The same each time. */
  openGroup(users: readonly SlackUserId[]): Promise<SlackChannelId>;
  /** A member's words outside of threads: what one of the team writes to another. */
  postAtTop(channel: SlackChannelId, post: MemberPost, key: PostKey): Promise<SlackTs>;
  /** Tells one person: only visible to them in the thread, or by direct message. */
  tell(notice: PrivateNotice): Promise<void>;
  /** Files for one person, in their direct messages, with a few words. */
  sendFiles(to: SlackUserId, sentence: Sentence, files: readonly DeskFile[]): Promise<void>;
  /** Hands over a file, and returns what it is called there. Nobody sees it until it is shared, and it is forgotten if it never is. */
  uploadFile(file: HandedFile): Promise<DeskFileId>;
  /**
   * Shows files that were handed over, in one message of a thread. Null: they are shared, and where they stand is not known yet. Throws
   * `thread_gone` as `post` does.
   */
  shareFiles(thread: Place, files: readonly SharedFile[], words: Sentence | null): Promise<SlackTs | null>;
  /** Says in their direct messages, once, what comes there. */
  welcome(user: SlackUserId, own: OwnLines): Promise<void>;
  /** Posts into a person's direct messages how far their text to many is, and shows that anew. */
  postProgress(channel: SlackChannelId, progress: ListProgress, key: PostKey): Promise<SlackTs>;
  rewriteProgress(at: Place, progress: ListProgress): Promise<void>;
  /** Draws the app's Home for one person, in place of what stood there. */
  showHome(user: SlackUserId, home: Home): Promise<void>;
  /** Shows the one line about who waits at the end of a channel: replaces the previous; null where nobody waits. */
  remind(channel: SlackChannelId, reminder: Reminder, key: PostKey): Promise<SlackTs | null>;
  /** Answers the person who pressed a button, through the address that came with the press. Replaces the private message it stood on. */
  answer(responseUrl: string, sentence: Sentence, replace: boolean, again?: Again | null): Promise<void>;
  /** The same with what was found. */
  answerFound(responseUrl: string, found: Found): Promise<void>;
}

/** The desk's past, for what we missed or are not sure of. All may throw `DeskError`; all may be repeated freely. */
export interface DeskHistory {
  /** Looks for a post of ours whose answer was lost, by the key in its metadata. */
  findPost(
    where: { channel: SlackChannelId; thread: SlackTs | null; since: number },
    key: PostKey,
  ): Promise<SlackTs | null>;
  /** Looks for the message that shows one of these files: it has no key. */
  findFiles(
    where: { channel: SlackChannelId; thread: SlackTs; since: number },
    files: readonly DeskFileId[],
  ): Promise<SlackTs | null>;
  /** What hangs on a person's message, to leave with it. Does not throw. */
  fetchFile(file: AttachedFile): Promise<FetchOutcome>;
  /** The key of a post of ours; null for one without, and for one that is gone. */
  readPostKey(at: Place): Promise<PostKey | null>;
  /** The message as it stands now; `gone` when it was deleted. */
  readReply(at: Place, thread: SlackTs): Promise<DeskReply | "gone">;
  /** Members' messages from a gap in the threads of a channel that changed in it: all of them, or it throws. */
  catchUp(channel: SlackChannelId, gap: DeskGap): Promise<DeskReply[]>;
  /** The same of one thread, however old; nothing when it is gone. */
  catchUpThread(thread: Place, since: number): Promise<DeskReply[]>;
  /** What people wrote in a channel and its threads since then, whoever they are; edited words as they stand now. */
  wordsSince(channel: SlackChannelId, since: number): Promise<StaffWords[]>;
  /** Whether a message of this channel is not there any more. */
  isDeleted(at: Place): Promise<boolean>;
  findUser(email: string): Promise<SlackUserId | null>;
  /** Null where the desk does not say it. */
  emailOf?(user: SlackUserId): Promise<string | null>;
  /** What people call them there, kept for a while. Does not throw. */
  nameOf(user: SlackUserId): Promise<DeskName>;
  /** The address at which a browser opens it; null where that can't be learned now. Does not throw. */
  linkTo(place: Place): Promise<string | null>;
  /** Whether they were deactivated, or never were. */
  isGone?(user: SlackUserId): Promise<boolean>;
  /** For `doctor` and readiness. Never throws. */
  verify(channels: readonly SlackChannelId[]): Promise<Finding[]>;
}

export interface DeskName {
  /** Null: they have none there, or it can't be learned now. */
  readonly name: string | null;
  /** It can't be learned now, and may be later. */
  readonly isOwed: boolean;
}

/** What a person wrote in a group direct message, as it stands there. */
export interface StaffWords {
  readonly place: Place;
  readonly author: SlackUserId;
  /** Plain, with what came with it named. */
  readonly text: string;
  readonly edited: SlackTs | null;
}

export interface DeskGap {
  /** What was written from then on may be unknown to us. Milliseconds. */
  readonly since: number;
  /** Threads that began before are left out: a channel's past is listed by when they began. Milliseconds. */
  readonly begunSince: number;
  /** The newest message known to us in a thread; null for a thread that is not ours. */
  readonly latest: (thread: SlackTs) => Promise<SlackTs | null>;
  /** Told of each post of ours that is come across. */
  readonly posted?: (key: PostKey, ts: SlackTs) => void;
  /** What hangs on other posts of ours counts, too. */
  readonly strays?: boolean;
}

/** A message written by a person in a thread, as it stands at the desk. */
export interface DeskReply extends Written {
  /** The marks of ours that it carries already, where known. */
  readonly marks: readonly Mark[];
  /** Who reacted to it with the sign that it not be sent, where known. */
  readonly stoppedBy: readonly SlackUserId[];
  /** It hangs on a post of ours, as the desk says. */
  readonly underUs?: boolean;
}

/**
 * Names a post of ours, in its metadata, so that it can be found again when the answer was lost: words separated by spaces,
 * one for each job that it settles and one for each thing that it shows. Any one of them finds it.
 */
export type PostKey = string;

export type DeskCall =
  | { readonly kind: "post"; readonly channel: SlackChannelId }
  | { readonly kind: "refresh" | "mark" | "unmark" | "tell" | "home" };

export type ThreadPost = TextsPost | LinePost | MemberPost;

/**
 * So many texts, of so many characters together, are one message at the desk, under one key: Slack's limit is 50 blocks,
 * and a text takes up to three (its time, its words, its pictures) beside a byline and a mention.
 */
export const textsPerPost = 16;
export const charactersPerPost = 8_000;

export interface ShownText {
  readonly body: string;
  readonly pictures: number;
  /** The Internet media types of what came with it and is no picture. */
  readonly others?: readonly string[];
  /** All of these are shown right behind it. Absent: none of them could be received. */
  readonly filesFollow?: true;
  readonly at: number;
  /** The line that it came to, where that is not always the same. */
  readonly line?: string;
}

/** Customers' words, under the contact's name. Several texts of one thread become one post when we are behind. */
export interface TextsPost {
  readonly kind: "texts";
  /** The contact as people read it. */
  readonly from: string;
  readonly texts: readonly ShownText[];
  /** Whom it calls to the thread. */
  readonly mention: SlackUserId | null;
  /** It is shown long after it was written: when that was stands beside it. */
  readonly late?: true;
  /** The line allows no customer's words where they are seen without asking for them: notifications, lock screens. */
  readonly quiet?: true;
}

/** Something the app itself says in a thread, with the choices it offers. */
export interface LinePost {
  readonly kind: "line";
  readonly sentence: Sentence;
  readonly offer: Offer | null;
}

/** A member's words that they began otherwise than by writing in the thread: under their name, with their picture. */
export interface MemberPost {
  readonly kind: "member";
  /** Null: somebody whom the desk does not know, who wrote in another app. */
  readonly user: SlackUserId | null;
  /** As the directory calls them, or the carrier; null: as the desk does. */
  readonly name: string | null;
  readonly body: string;
  /** Whether it calls them to the thread, so that they learn what is answered. */
  readonly mention: boolean;
  /** How it came to be: part of a list, from a template. */
  readonly remark: Sentence | null;
  /** When it leaves, where its author chose a time and it waits for that. Milliseconds. */
  readonly leavesAt: number | null;
  /** What its author may still do about it; null once it left, or never will. */
  readonly acts: { readonly message: MessageId; readonly sendNow: boolean } | null;
}

export interface Offer {
  readonly notice: NoticeId;
  /** The words that name them, and how they read on a button. */
  readonly choices: readonly { readonly choice: string; readonly label: string }[];
}

/** A button under what one person is told: what could not be opened in time, unless it says otherwise. */
export interface Again {
  /** As the desk calls it. */
  readonly action: string;
  readonly value: string;
  /** As it reads. */
  readonly label?: string;
}

export interface PrivateNotice {
  readonly to: SlackUserId;
  /** The message it is about; with `quietly` it is shown there to that person alone. */
  readonly about: { readonly place: Place; readonly thread: SlackTs | null } | null;
  /** True: an ephemeral message in the thread. False: a direct message, because they may have left. */
  readonly quietly: boolean;
  readonly sentence: Sentence;
  readonly offer: Offer | null;
  readonly again?: Again | null;
}

/** The conversations that fit what somebody looked for, and that they may see. */
export interface Found {
  readonly words: string;
  /** The newest first. */
  readonly conversations: readonly FoundConversation[];
  /** How many fit beside them. */
  readonly more: number;
  /** There were too many of whom the words may be to look at all. */
  readonly isCut: boolean;
}

export interface FoundConversation {
  readonly who: string;
  /** The line, or whose it is. */
  readonly where: string;
  readonly state: string;
  /** When something was said in it last. */
  readonly at: number;
  readonly link: Place | null;
  readonly transcript: TranscriptId;
}

/** A conversation with a contact, or of two of the team. */
export type TranscriptId =
  | { readonly conversation: ConversationId }
  | { readonly staff: StaffConversationId };

export interface DeskFile {
  readonly name: string;
  readonly content: string;
}

export interface HandedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface SharedFile {
  readonly id: DeskFileId;
  readonly name: string;
}

export interface Reminder {
  readonly previous: SlackTs | null;
  /** Whether somebody new waits, so that the line belongs at the channel's end again. */
  readonly anew: boolean;
  readonly waiting: readonly Waiting[];
}

/** A customer who waits for an answer. */
export interface Waiting {
  readonly contact: string;
  readonly since: number;
  readonly at: Place;
  /** Who has it, by name; null: nobody. */
  readonly holder: string | null;
  /** Whom the line calls for it when it is posted anew: who has it, when it is new on the line. */
  readonly calls: SlackUserId | null;
}
