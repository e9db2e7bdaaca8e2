import { eq, sql } from "drizzle-orm";
import type { AutoReplies } from "../../bridge/contracts/store/auto-replies.ts";
import type { ChosenAutoReply } from "../../domain/auto-reply.ts";
import type { AutoReply } from "../../domain/directory.ts";
import type { Username } from "../../domain/ids.ts";
import { autoReplies } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createAutoReplies({ db, sealer, prepared }: Connected): AutoReplies {
  const one = prepared(() =>
    db
      .select()
      .from(autoReplies)
      .where(eq(autoReplies.username, sql.placeholder("username"))),
  );

  return {
    chosenBy: async (username: Username): Promise<ChosenAutoReply | null> => {
      const row = await one.get({ username });
      if (row === undefined) return null;
      return { reply: JSON.parse(sealer.open(row.sealedValue)) as AutoReply, directoryWas: row.directoryWas };
    },
    drop: async (username: Username) => {
      await db.delete(autoReplies).where(eq(autoReplies.username, username));
    },
    put: async (username: Username, { reply, directoryWas }: ChosenAutoReply, changedAt: number) => {
      const row = { sealedValue: sealer.seal(JSON.stringify(reply)), directoryWas, changedAt };
      await db
        .insert(autoReplies)
        .values({ username, ...row })
        .onConflictDoUpdate({ target: autoReplies.username, set: row });
    },
  };
}
