/**
 * What the bridge asks of the database. An engine is one folder under `store/` that fulfils this. Laws 1, 2 and 10 rest on
 * it: a decision and the jobs that follow from it are written in one transaction, and what is due is a question to the tables.
 *
 * Each noun has a file of its own here. Moments are milliseconds since 1970 unless it says otherwise. What people wrote is
 * encrypted where it lies, and readable here.
 */
import type { Arrivals } from "./arrivals.ts";
import type { AutoReplies } from "./auto-replies.ts";
import type { AutomaticAnswers } from "./automatic-answers.ts";
import type { KeptThreads } from "./carrier-threads.ts";
import type { Channels } from "./channels.ts";
import type { Contacts } from "./contacts.ts";
import type { Conversations } from "./conversations.ts";
import type { CrmContacts, CrmTokens } from "./crm-contacts.ts";
import type { Cursors } from "./cursors.ts";
import type { Directories } from "./directories.ts";
import type { Drafts } from "./drafts.ts";
import type { DueTimes } from "./due-times.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { EpisodeEvents } from "./episode-events.ts";
import type { Episodes } from "./episodes.ts";
import type { Files } from "./files.ts";
import type { Homes } from "./homes.ts";
import type { Inbox } from "./inbox.ts";
import type { Instances } from "./instances.ts";
import type { Lists } from "./lists.ts";
import type { LocalLogs } from "./local-logs.ts";
import type { LogSettings } from "./log-settings.ts";
import type { Messages } from "./messages.ts";
import type { Notices } from "./notices.ts";
import type { OptOuts } from "./opt-outs.ts";
import type { Outbox, OutboxReader } from "./outbox.ts";
import type { Records } from "./records.ts";
import type { Replies } from "./replies.ts";
import type { Sealing } from "./sealing.ts";
import type { Settings } from "./settings.ts";
import type { Staff } from "./staff.ts";
import type { TemplateLinks } from "./template-links.ts";
import type { Templates } from "./templates.ts";
import type { Unlogged } from "./unlogged.ts";

export interface Store {
  /** Decides and writes. `work` may await only calls on `tx`; a throw undoes it alone. Resolves once it is on the disk. */
  transaction<T>(work: (tx: Tx) => Promise<T>, when?: When): Promise<T>;
  /** Reads what is committed. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly lead: Lead;
  /** From now on this is who works off the outbox here; null: nobody does. */
  readBy(reader: OutboxReader | null): void;
  /** How many commits, how many decisions shared them, and how often one was made anew because another instance decided at the same time. */
  readonly counts: { readonly commits: number; readonly decisions: number; readonly anew: number };
  /** Whether what people wrote is encrypted. */
  readonly sealing: boolean;
  /** An app begins to work on it, and can read what is sealed with these keys. */
  appBegins(): Promise<void>;
  /** Whether the app that runs on it, if one does, can read what is sealed here. */
  appCanRead(): Promise<boolean>;
  /** Writes a consistent copy while running; a file that stands there is replaced only by a whole one. */
  backup(file: string): Promise<void>;
  /** Takes away what the file still holds of deleted and rewritten rows: all of it only where nobody else uses it. */
  sweep(use: "alone" | "shared"): Promise<void>;
  /** After what is under way. */
  close(): Promise<void>;
}

/**
 * `soon`: nobody waits for it, and were it lost, its work would merely be done again; so it joins the next commit that
 * another decision needs, or makes its own a little later.
 */
export type When = "now" | "soon";

/**
 * Of all that run on one database, one at a time works off its outbox, keeps the desk's pace and looks back after gaps: who has the
 * lead. All others take in what comes, decide and acknowledge, and leave the rest to it. On an engine where one process alone can
 * run, that one always has it.
 */
export interface Lead {
  /** Whether others may run on the same database. */
  readonly isShared: boolean;
  /** Who has it and gives no sign of life for so long may lose it to another one. Infinity: there is no other. Milliseconds. */
  readonly patience: number;
  /** Whether it is known to be over where this store was had with it. */
  isLost(): boolean;
  /** As this process calls itself among them: its host and process. */
  readonly name: string;
  /** Takes it where nobody has it, or who had it has shown no sign of life for too long. Null: another one has it. */
  take(): Promise<Term | null>;
  /** Who has it; null: nobody, just now. */
  holder(): Promise<Holder | null>;
}

/** From the moment in which it was taken until it is lost. */
export interface Term {
  /** Whatever is claimed or recorded by it is so only while the lead is held: afterwards each transaction fails with `lead`. */
  readonly store: Store;
  /** Grows with each term, whoever has it. */
  readonly number: number;
  /** Aborted once it is lost. */
  readonly lost: AbortSignal;
  /** Hears whenever another one has written what may be due. A missed word costs no more than the wait until the next look. */
  onNews(hear: () => void): void;
  /** Gives it up, so that another one can take it at once. */
  leave(): Promise<void>;
}

export interface Holder {
  /** As it calls itself: its host and process. */
  readonly name: string;
  readonly isUs: boolean;
  /** Milliseconds since 1970, by the database's clock. */
  readonly since: number;
  readonly number: number;
}

/** The questions and orders that the tables take, by noun. */
export interface Tx {
  /**
   * Once what is decided is written, and never where it is undone: for what is no row, such as a count or a line of the log. Work may be
   * decided anew, where another instance decided at the same time: so it does nothing itself but ask and order here.
   */
  afterwards(act: () => void): void;
  readonly arrivals: Arrivals;
  readonly automaticAnswers: AutomaticAnswers;
  readonly autoReplies: AutoReplies;
  readonly carrierThreads: KeptThreads;
  readonly channels: Channels;
  readonly contacts: Contacts;
  readonly conversations: Conversations;
  readonly crmContacts: CrmContacts;
  readonly crmTokens: CrmTokens;
  readonly cursors: Cursors;
  readonly directories: Directories;
  readonly drafts: Drafts;
  readonly dueTimes: DueTimes;
  readonly elsewhere: Elsewhere;
  readonly episodeEvents: EpisodeEvents;
  readonly episodes: Episodes;
  readonly files: Files;
  readonly homes: Homes;
  readonly inbox: Inbox;
  readonly instances: Instances;
  readonly lists: Lists;
  readonly localLogs: LocalLogs;
  readonly logSettings: LogSettings;
  readonly messages: Messages;
  readonly notices: Notices;
  readonly optOuts: OptOuts;
  readonly outbox: Outbox;
  readonly records: Records;
  readonly replies: Replies;
  readonly sealing: Sealing;
  readonly settings: Settings;
  readonly staff: Staff;
  readonly templateLinks: TemplateLinks;
  readonly templates: Templates;
  readonly unlogged: Unlogged;
}
