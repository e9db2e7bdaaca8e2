/** What people do in the client, and what they see after it. */

import type { Wire } from "../wire.ts";

/** A file that a person attaches. */
export interface NewFile {
  name: string;
  mimetype?: string;
  /** Text, or bytes in base64 when `encoding` says so. */
  content?: string;
  encoding?: "utf8" | "base64";
  title?: string;
}

export interface NewPost {
  user: string;
  channel: string;
  /** As typed: mentions in Slack's form (`<@U1>`, `<#C1>`, `<!here>`, `<!subteam^S1>`), emoji as `:name:`. */
  text: string;
  threadTs?: string;
  alsoToChannel?: boolean;
  files?: NewFile[];
  /** As the client adds them: a pasted table, a forwarded message. */
  attachments?: Wire[];
}

export interface NewBotPost {
  channel: string;
  text: string;
  threadTs?: string;
  /** Name of the other app; default `Other App`. */
  name?: string;
  blocks?: Wire[];
}

/** A press on a button, select, overflow or other element of a message, an ephemeral, a modal or the app's home. */
export interface Press {
  user: string;
  /** With `ts`: an element of a message or of an ephemeral message. */
  channel?: string;
  ts?: string;
  /** Instead of `channel` and `ts`: an element of an open modal or of the app's home. */
  viewId?: string;
  actionId: string;
  blockId?: string;
  /** What is chosen: an option's value, a user or channel id, a date, text; several for multi-selects. */
  value?: string | string[];
  /** Answer to the element's confirm dialog, where it has one. Default true. */
  confirm?: boolean;
}

/** Typing into a select whose options the app gives. */
export interface Search extends Pick<Press, "user" | "channel" | "ts" | "viewId" | "actionId" | "blockId"> {
  query: string;
}

/** What a person sees after something that the app had to answer. */
export interface InteractionOutcome {
  /** False when the person said no to the confirm dialog: nothing was sent. */
  sent: boolean;
  /** True when the app answered in time, with 2xx or an ack. */
  acked: boolean;
  /** What the person is told when it was not: `operation_timeout`, `dispatch_failed`, `http_404`. */
  error?: string;
  /** The body of the answer, parsed where it was JSON. */
  answer?: unknown;
  /** The confirm dialog that was shown. */
  confirm?: Wire;
  triggerId?: string;
}

/** Options under one heading; null where they have none. */
export interface OfferedGroup {
  label: string | null;
  options: { text: string; value: string }[];
}

/** The menu that a search opened: empty where too little was typed, or the app gave nothing that Slack takes. */
export interface SearchOutcome extends InteractionOutcome {
  groups: OfferedGroup[];
}

/** Typed or chosen values: block id -> action id -> value. */
export type ViewValues = Record<string, Record<string, string | string[] | null>>;

export interface ViewSubmit {
  user: string;
  /** Default: the view on top of the person's stack. */
  viewId?: string;
  /** Added to what is already filled in. */
  values?: ViewValues;
}

/** What became of the view: as Slack's client would go on. */
export interface ViewOutcome extends InteractionOutcome {
  action: "closed" | "errors" | "updated" | "pushed" | "cleared" | "failed";
  /** Block id -> sentence, for `errors`. */
  errors?: Record<string, string>;
}

export interface SlashCommand {
  user: string;
  channel: string;
  /** With its slash. */
  command: string;
  text?: string;
  /** Commands can't be used in threads: given, the composer refuses with Slack's words. */
  threadTs?: string;
}

export interface PostedMessage {
  channel: string;
  ts: string;
}
