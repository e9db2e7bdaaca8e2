import { eq, inArray, lt, sql } from "drizzle-orm";
import type { LogSettings, LogSettingsRow } from "../../bridge/contracts/store/log-settings.ts";
import type { ConversationId, Username } from "../../domain/ids.ts";
import { logPrompts, logSettings } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createLogSettings({ db, prepared }: Connected): LogSettings {
  const one = prepared(() =>
    db
      .select()
      .from(logSettings)
      .where(eq(logSettings.username, sql.placeholder("username"))),
  );

  return {
    of: async (username: Username): Promise<LogSettingsRow | null> => {
      const row = await one.get({ username });
      return row === undefined
        ? null
        : { ...row, value: JSON.parse(row.value) as Readonly<Record<string, unknown>> };
    },
    put: async (settings: LogSettingsRow) => {
      const row = { ...settings, value: JSON.stringify(settings.value) };
      await db.insert(logSettings).values(row).onConflictDoUpdate({ target: logSettings.username, set: row });
    },
    drop: async (username: Username) => {
      await db.delete(logSettings).where(eq(logSettings.username, username));
    },
    notePrompt: async (conversation: ConversationId, day: string, username: Username, at: number) => {
      const made = await db
        .insert(logPrompts)
        .values({ conversationId: conversation, localDay: day, username, at })
        .onConflictDoNothing()
        .returning({ at: logPrompts.at });
      return made.length > 0;
    },
    forgetPromptsBefore: async (moment: number, limit: number): Promise<number> => {
      const old = await db
        .select({ at: logPrompts.at })
        .from(logPrompts)
        .where(lt(logPrompts.at, moment))
        .orderBy(logPrompts.at)
        .limit(limit);
      if (old.length === 0) return 0;
      await db.delete(logPrompts).where(
        inArray(
          logPrompts.at,
          old.map(({ at }) => at),
        ),
      );
      return old.length;
    },
  };
}
