/**
 * What the sandbox's page and its server say to each other: one state, events that keep it in step, acts that a person does.
 * Types only (two lists and a limit aside), shared by both sides, built on the stand-ins' own types.
 */
import type { CrmEvent, CrmState } from "./crm/types/control.ts";
import type { Activity } from "./slack/types/activity.ts";
import type { SlackControl } from "./slack/types/control.ts";
import type { WorkspaceView } from "./slack/types/workspace.ts";
import type { MessageView as Sms, TextSpec } from "./types/messages.ts";
import type { NumberView, PhoneView } from "./types/numbers.ts";

/** Everything the page shows. */
export interface PageState {
  /** Another one after each reset. */
  readonly world: string;
  readonly slack: SlackSide;
  readonly phones: PhoneSide;
  /** Null: the app runs without one. */
  readonly crm: CrmSide | null;
  readonly app: AppFace;
  /** Newest first. */
  readonly strip: readonly StripLine[];
  readonly switches: Switches;
  readonly play: PlayState;
  /** Whose lines the phones text. */
  readonly carrier: CarrierFace;
  /** With which ones everything can begin anew; empty: there is no choice. */
  readonly carriers: readonly CarrierFace[];
}

export interface CarrierFace {
  /** The word in the directory's `carrier:`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
}

export type SlackSide = Pick<
  WorkspaceView,
  | "botUserId"
  | "users"
  | "channels"
  | "usergroups"
  | "emoji"
  | "ephemerals"
  | "views"
  | "homes"
  | "notifications"
> & {
  /** user -> channel id or `channel/thread` -> the newest timestamp they have seen there. */
  readonly seen: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export interface PhoneSide {
  readonly lines: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  /** Oldest first. */
  readonly messages: readonly Sms[];
  /** What became of a phone's own text, by SID: whether the app has taken it. */
  readonly taken: Readonly<Record<string, Taken>>;
}

export type CrmSide = Pick<CrmState, "title" | "form" | "contacts" | "records">;

export type Taken = "waiting" | "held" | "delivered" | "failed";

/** How the app shows itself in Slack: what its manifest says. */
export interface AppFace {
  readonly name: string;
  readonly hasHome: boolean;
  /** People can't write to it directly. */
  readonly readOnlyMessages: boolean;
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
}

export interface CommandHint {
  readonly command: string;
  readonly description: string;
  readonly hint: string;
}

export interface ShortcutHint {
  readonly name: string;
  readonly type: "message" | "global";
  readonly callbackId: string;
  readonly description: string;
}

/** One thing that happened underneath, in plain words. */
export interface StripLine {
  /** The same again means: this line changed. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: "phone" | "webhook" | "slack" | "carrier" | "crm" | "socket";
  readonly words: string;
  /** `quiet`: a look-up that changes nothing. */
  readonly tone: "good" | "bad" | "plain" | "waiting" | "quiet";
  readonly hasRaw: boolean;
}

export interface RawExchange {
  readonly request: string;
  readonly answer: string;
}

export const switchNames = [
  "slackSlow",
  "slackDown",
  "answersLost",
  "carrierRejecting",
  "carrierSilent",
  "crmDown",
  "socketCut",
] as const;

export type SwitchName = (typeof switchNames)[number];
export type Switches = Readonly<Record<SwitchName, boolean>>;

export interface PlayState {
  readonly steps: readonly string[];
  /** Index of the step that is being played; null when nothing is. */
  readonly current: number | null;
  /** How many steps are done. */
  readonly done: number;
  /** Where it is to be seen; null before it began. */
  readonly place: PlayPlace | null;
  /** A sentence: why it stopped. */
  readonly trouble: string | null;
}

/** Where somebody stands in Slack, and whose phone is looked at, with which line on it. */
export interface PlayPlace {
  readonly channel: string;
  /** The open thread's root; null for none yet. */
  readonly thread: string | null;
  readonly user: string;
  readonly phone: string;
  readonly line: string;
  /** Whose records are looked at in the CRM; null: none. */
  readonly contact: string | null;
}

/** What a person may do in Slack: the control's own operations. */
export const slackOperations = [
  "post",
  "meMessage",
  "edit",
  "deleteMessage",
  "react",
  "unreact",
  "dismiss",
  "press",
  "search",
  "fillIn",
  "submitView",
  "closeView",
  "slashCommand",
  "messageShortcut",
  "globalShortcut",
  "openHome",
] as const;

export type SlackOperation = (typeof slackOperations)[number];

export type SlackAct<K extends SlackOperation = SlackOperation> = {
  [Name in K]: {
    readonly act: "slack";
    readonly operation: Name;
    readonly input: Parameters<SlackControl[Name]>[0];
  };
}[K];

export type Act =
  | SlackAct
  | ({ readonly act: "text" } & TextSpec)
  | { readonly act: "addPhone"; readonly number: string; readonly name: string }
  /** `place`: a channel's id, or `channel/thread`. */
  | { readonly act: "see"; readonly user: string; readonly place: string; readonly ts: string }
  | { readonly act: "switch"; readonly name: SwitchName; readonly on: boolean }
  /** `carrier`: with that one from then on. */
  | { readonly act: "reset"; readonly carrier?: string }
  /** From the beginning: a world in which something has happened is reset first. */
  | { readonly act: "play" };

/** An act's JSON can have so many bytes: room for a file of 8 MB in base64. */
export const longestAct = 12_000_000;

export type ActAnswer =
  | { readonly ok: true; readonly result: unknown }
  /** `message` is for the person who acted. */
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What the stream says; a `state` replaces everything before it. */
export type PageEvent =
  | { readonly type: "state"; readonly state: PageState }
  | { readonly type: "slack"; readonly activity: SlackChange }
  | { readonly type: "sms"; readonly message: Sms }
  | { readonly type: "taken"; readonly sid: string; readonly taken: Taken }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> }
  | { readonly type: "crm"; readonly change: CrmChange }
  | { readonly type: "seen"; readonly user: string; readonly place: string; readonly ts: string }
  | { readonly type: "strip"; readonly line: StripLine }
  | { readonly type: "switches"; readonly switches: Switches }
  | { readonly type: "play"; readonly play: PlayState };

/** What of the CRM's events does. */
export type CrmChange = Exclude<CrmEvent, { type: "call" }>;

/** What of Slack's activities changes the picture. */
export type SlackChange = Exclude<
  Activity,
  { type: "call" | "delivery" | "socket_opened" | "socket_closed" | "workspace_changed" }
>;
