/** What the app's Home shows to one person: a projection of the database and of the directory, drawn by the desk. */
import type { AutoReply, Member } from "./directory.ts";
import type { GroupStanding } from "./group-standings.ts";
import type { Listed } from "./home-lists.ts";
import { describeHours } from "./hours.ts";
import type { Address, ContactId, DraftId, MessageId, NoticeId, RecordId } from "./ids.ts";
import type { MemberlessLine } from "./memberless-lines.ts";
import type { OwnLines } from "./own-lines.ts";
import type { Place } from "./sentence.ts";
import type { TemplateUses } from "./template-uses.ts";

export type Home =
  /** Someone who is not in the directory. */
  { readonly kind: "stranger" } | MembersHome;

export interface MembersHome extends OwnLines {
  readonly kind: "member";
  /** Texts of theirs that wait for their word. */
  readonly deciding: Listed<TextAtHome>;
  /** What they have, and what is their own; `waiting`: of all pages, how many customers wait. */
  readonly mine: Listed<ConversationAtHome> & { readonly waiting: number };
  /** Of their groups, what nobody has. */
  readonly unassigned: Listed<ConversationAtHome>;
  readonly scheduled: Listed<TextAtHome>;
  /** Their texts to many that are under way, or are to begin. */
  readonly lists: Listed<ListAtHome>;
  /** What they keep unsent. */
  readonly drafts: Listed<DraftAtHome>;
  /** In none of the lists; without rows while they are hidden. */
  readonly snoozed: Listed<ConversationAtHome> & { readonly isShown: boolean };
  /** What of theirs, and of their groups, the CRM does not hold until somebody says so. */
  readonly unlogged: Listed<UnloggedAtHome>;
  readonly autoReply: ShownAutoReply;
  readonly logging: ShownLogging;
  /** How the team uses its templates, for managers; null for everybody else. */
  readonly templates: TemplatesAtHome | null;
  /** For managers; null for everybody else. */
  readonly team: TeamAtHome | null;
}

export interface TeamAtHome {
  readonly groups: Listed<GroupStanding>;
  /** The group that is looked into, with its open conversations. */
  readonly group: (Listed<ConversationAtHome> & { readonly name: string; readonly extension: string }) | null;
  readonly memberless: Listed<MemberlessLine>;
  readonly optOuts: Listed<OptOutAtHome>;
  readonly blocked: Listed<BlockedAtHome>;
}

export interface ConversationAtHome {
  /** As people read it, and its thread: null while that does not stand yet. */
  readonly contact: string;
  readonly at: Place | null;
  /** Since when its customer waits for an answer; null while they don't. */
  readonly waitingSince: number | null;
  /** When something came last, or it began. */
  readonly lastAt: number;
  /** Whose it is: a group by name, else its line; null for a member's own. */
  readonly of: string | null;
  /** Who has it, by name. */
  readonly holder: string | null;
  /** When it comes back; null: when they write. */
  readonly wakesAt: number | null;
}

export interface TextAtHome {
  readonly message: MessageId;
  /** As people read it. */
  readonly contact: string;
  /** The message that it came from, in its thread, or that thread. */
  readonly at: { readonly place: Place; readonly thread: Place["ts"] } | null;
  /** How it begins; null where the line shows no words. */
  readonly words: string | null;
  /** When it is to leave. */
  readonly due: number | null;
  readonly unlessTheyWrite: boolean;
  /** What its author is asked, and what they can choose. */
  readonly asked: string;
  readonly offer: {
    readonly notice: NoticeId;
    readonly choices: readonly { readonly choice: string; readonly label: string }[];
  } | null;
}

export interface ListAtHome {
  /** Where it says how far it is; null until that stands. */
  readonly at: Place | null;
  readonly recipients: number;
  /** For how many of them it is not yet known what becomes of it. */
  readonly pending: number;
  /** How it begins; null where the line shows no words. */
  readonly words: string | null;
  /** The name of the template that they are of; null: of none. */
  readonly template: string | null;
  /** When it begins; null where it has begun, or waits for its author's word. */
  readonly begins: number | null;
  readonly isAsking: boolean;
}

export interface DraftAtHome {
  readonly draft: DraftId;
  /** As people read it, and its thread: null while that does not stand yet. */
  readonly contact: string;
  readonly at: Place | null;
  /** How it begins; null where the line shows no words. */
  readonly words: string | null;
  /** The template that it was filled from. */
  readonly template: string | null;
  readonly keptAt: number;
  /** When it is to leave, where a time was chosen for it. */
  readonly due: number | null;
}

export interface UnloggedAtHome {
  readonly record: RecordId;
  /** As people read it, and its thread: null while that does not stand yet. */
  readonly contact: string;
  readonly at: Place | null;
  /** Whose it is: a group by name, else its line; null for a member's own. */
  readonly of: string | null;
  /** `2026-01-31`, of a day; else null. */
  readonly day: string | null;
  /** Why it is not logged, as a sentence. */
  readonly why: string;
}

/** `mostBy`: by name. */
export interface TemplatesAtHome {
  readonly most: readonly (Omit<TemplateUses["most"][number], "mostBy"> & { readonly mostBy: string })[];
  readonly unused: TemplateUses["unused"];
}

export interface OptOutAtHome {
  readonly address: Address;
  /** Null where nobody has named it. */
  readonly name: string | null;
  readonly at: number;
  /** By which words, or otherwise how. */
  readonly how: string;
  /** The line that it is about; null: every one. */
  readonly line: string | null;
}

export interface BlockedAtHome {
  readonly contact: ContactId;
  readonly address: Address;
  /** Null where nobody has named it. */
  readonly name: string | null;
  readonly by: string;
  readonly at: number;
  /** How many texts came since. */
  readonly texts: number;
}

export interface ShownAutoReply {
  /** Null for who never had one. */
  readonly reply: AutoReply | null;
  /** When they work, in words; null where nobody wrote it down. */
  readonly hours: string | null;
}

export function shownAutoReply({ hours }: Member, reply: AutoReply | null): ShownAutoReply {
  return { reply, hours: hours === undefined ? null : describeHours(hours) };
}

/** How what is a member's own is logged. */
export interface ShownLogging {
  readonly autoLog: boolean;
  readonly popupAfterFirst: boolean;
  /** How many of the settings they made their own. */
  readonly own: number;
  readonly remindWeekly: boolean;
}
