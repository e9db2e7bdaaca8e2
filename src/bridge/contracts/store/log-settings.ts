/** What members set for themselves about logging, and when they were asked or reminded. */
import type { ConversationId, Username } from "../../../domain/ids.ts";

export interface LogSettingsRow {
  readonly username: Username;
  /** As `domain/log-policy.ts` reads it. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly remindWeekly: boolean;
  readonly remindedAt: number | null;
  readonly changedAt: number;
}

export interface LogSettings {
  of(username: Username): Promise<LogSettingsRow | null>;
  put(settings: LogSettingsRow): Promise<void>;
  drop(username: Username): Promise<void>;
  /** False when this member was prompted in this conversation on this day before. */
  notePrompt(conversation: ConversationId, day: string, username: Username, at: number): Promise<boolean>;
  /** How many went. */
  forgetPromptsBefore(moment: number, limit: number): Promise<number>;
}
