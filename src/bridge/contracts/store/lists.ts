/** Texts to many: the same words, one text to each. */
import type {
  E164,
  ListId,
  MessageId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  TemplateId,
  Username,
} from "../../../domain/ids.ts";
import type { Message } from "./messages.ts";

export interface List {
  readonly id: ListId;
  readonly author: Username;
  readonly authorUser: SlackUserId;
  /** The line that it leaves from. */
  readonly line: E164;
  readonly body: string;
  /** `stopped` and `done` are for good. */
  readonly state: "running" | "stopped" | "done";
  /** It goes on no earlier: its hold's end, a time that was chosen, its next turn; the end of time where it waits for its author's word. */
  readonly notBefore: number;
  /** Where its author sees how far it is; null until that was posted. */
  readonly progressChannel: SlackChannelId | null;
  readonly progressTs: SlackTs | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** The template that its words are of, and as which version: then they are filled in for each. */
  readonly templateId: TemplateId | null;
  readonly templateVersion: number | null;
  /** What its author said where the template asks for something, by its name; null: nothing is filled in. */
  readonly values: Readonly<Record<string, string>> | null;
}

type Filled = "templateId" | "templateVersion" | "values";

export type NewList = Omit<List, "state" | "progressChannel" | "progressTs" | "endedAt" | Filled> &
  Partial<Pick<List, Filled>>;

export interface Listed {
  readonly listId: ListId;
  /** From 1, in the order in which they are texted. */
  readonly position: number;
  /** The number, or the username of one of the team. */
  readonly recipient: E164 | Username;
  readonly kind: "contact" | "member";
  /** `written`: its text is; of one of the team, it is on its way in Slack. */
  readonly state: "pending" | "written" | "refused" | "cancelled";
  /** Not before this moment: quiet hours where they are. */
  readonly notBefore: number | null;
  /** Why there is nothing for them, in a few words. */
  readonly reason: string | null;
  readonly messageId: MessageId | null;
}

/** How many of a list are in which state, and their texts. */
export interface Tally {
  readonly kind: Listed["kind"];
  readonly state: Listed["state"];
  readonly text: Message["state"] | null;
  readonly count: number;
}

/** Somebody who did not get it, or may not have. */
export interface Missed extends Pick<Listed, "recipient" | "kind" | "state" | "reason"> {
  readonly text: Message["state"] | null;
  readonly failure: string | null;
}

export interface Lists {
  insert(list: NewList, recipients: readonly Omit<Listed, "listId" | "messageId">[]): Promise<List>;
  get(id: ListId): Promise<List | null>;
  update(id: ListId, change: Partial<Omit<List, "id" | "values">>): Promise<void>;
  /** All that are under way, the oldest first. */
  running(): Promise<List[]>;
  /** The first for whom nothing was written yet, and may be now; null where there is none. */
  nextPending(id: ListId, now: number): Promise<Listed | null>;
  /** Of those for whom nothing was written yet, and may not be now: how many, and when the first of them may. */
  waiting(id: ListId, now: number): Promise<{ readonly count: number; readonly at: number } | null>;
  /** For whom a text was written; null where it was given back to the list since. */
  ofText(id: ListId, message: MessageId): Promise<Listed | null>;
  settle(
    id: ListId,
    position: number,
    change: Partial<Pick<Listed, "state" | "notBefore" | "reason" | "messageId">>,
  ): Promise<void>;
  /** Nothing more is written: for those to whom nothing was yet, that is how it ends. */
  endPending(
    id: ListId,
    how: Pick<Listed, "reason"> & { readonly state: "cancelled" | "refused" },
  ): Promise<void>;
  /** Of those to whom nothing was written yet, nobody gets anything before then. */
  putOff(id: ListId, until: number): Promise<void>;
  tally(id: ListId): Promise<Tally[]>;
  /** Those who did not get it, or may not have, apart from those before whom it was stopped; in the order of the list. */
  missed(id: ListId, limit: number): Promise<Missed[]>;
  /** Its texts that have not been handed over, oldest first. */
  unsent(id: ListId): Promise<MessageId[]>;
}
