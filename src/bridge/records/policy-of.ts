/** What is logged of a conversation, and how: the directory's rules, and of a direct one what its member set for themselves. */
import type { SlackChannelId, Username } from "../../domain/ids.ts";
import { type LogPolicy, logPolicy, type OwnLogSettings } from "../../domain/log-policy.ts";
import { logRulesOf } from "../../domain/log-rules-of.ts";
import { readOwnLogSettings } from "../../domain/own-log-settings.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Tx } from "../contracts/store/store.ts";

/** @param place where it stands. */
export async function policyOf(
  tx: Tx,
  { owner }: Pick<Conversation, "owner">,
  place: SlackChannelId | null = null,
): Promise<LogPolicy> {
  const rules = logRulesOf(await tx.directories.current(), owner, place);
  return logPolicy(rules, owner.kind === "member" ? await ownLogSettings(tx, owner.username) : null);
}

/** Null for who never set any. */
async function ownLogSettings(tx: Tx, member: Username): Promise<OwnLogSettings | null> {
  const settings = await tx.logSettings.of(member);
  return settings && readOwnLogSettings(settings.value);
}
