/** What the stand-in keeps. Moments are milliseconds since 1970. */
import type { PhoneKind } from "../types/numbers.ts";
import type { ConsentView, ExtensionView, LoginView, TemplateView } from "./types/account.ts";
import type { MessageView } from "./types/messages.ts";

export type MessageStatus = MessageView["messageStatus"];

export interface Extension extends ExtensionView {
  readonly readsOthers: boolean;
  /** Permissions that its user lacks. */
  readonly lacks: Set<string>;
}

/** A number of the account's. */
export interface Line {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly extension: string;
  readonly features: readonly string[];
  readonly isTollFree: boolean;
  readonly isShared: boolean;
  readonly handlers: readonly string[];
  readonly withoutLicence: readonly string[];
}

export interface Login extends LoginView {
  isRevoked: boolean;
}

export interface Phone {
  readonly number: string;
  name: string;
  kind: PhoneKind;
  readonly messages: Message[];
}

export interface Recipient {
  readonly number: string;
  status: MessageStatus;
  errorCode: string | null;
  arrived: boolean;
}

export interface Attachment {
  readonly id: bigint;
  readonly contentType: string;
  readonly name: string;
  readonly content: Buffer;
}

/** A text, in whichever store. */
export interface Message {
  /** Its place in the order of creation. */
  readonly seq: number;
  readonly id: bigint;
  readonly direction: "Inbound" | "Outbound";
  readonly from: string;
  readonly to: readonly Recipient[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly createdAt: number;
  /** Whose message store it stands in; null: in none of them. */
  readonly extension: string | null;
  /** Null: in a message store, or nowhere but on the phone. */
  readonly thread: Thread | null;
  /** Who wrote it in a thread. */
  readonly author: string | null;
  readonly conversation: bigint;
  readStatus: "Read" | "Unread";
  availability: "Alive" | "Deleted" | "Purged";
  sentAt: number | null;
  changedAt: number;
  /** Counts all changes of the account. */
  change: number;
}

export interface Thread {
  readonly id: string;
  readonly line: Line;
  readonly guest: string;
  readonly createdAt: number;
  label: string;
  status: "Open" | "Resolved";
  statusReason: "Manual" | "ThreadExpired" | null;
  assignee: string | null;
  availability: "Alive" | "Deleted";
  /** When the newest text came or went. */
  spokenAt: number;
  changedAt: number;
  change: number;
}

export interface Note {
  readonly id: string;
  readonly thread: Thread;
  readonly author: string;
  readonly createdAt: number;
  text: string;
  availability: "Alive" | "Deleted";
  changedAt: number;
  change: number;
}

export interface Hint {
  readonly id: string;
  readonly thread: Thread;
  readonly recordType:
    | "ThreadCreatedHint"
    | "ThreadAssignedHint"
    | "ThreadResolvedHint"
    | "ThreadDeletedHint";
  /** Null: the system. */
  readonly initiator: string | null;
  readonly assignee: string | null;
  readonly previousAssignee: string | null;
  readonly changedAt: number;
  readonly change: number;
}

export type Template = TemplateView;
export type Consent = ConsentView;
