/** Who a member is in the CRM: by hand where the directory says it, else by their e-mail. */
import { type Member, memberByUsername } from "../../domain/directory.ts";
import type { SlackChannelId, SlackUserId, Username } from "../../domain/ids.ts";
import { crmOwner, logRulesOf } from "../../domain/log-rules-of.ts";
import type { Owner } from "../../domain/owner.ts";
import type { Context } from "../context/context.ts";
import type { DeskHistory } from "../contracts/desk.ts";
import type { Log } from "../contracts/log.ts";
import { crmUsers } from "./crm-users.ts";

export interface WhoseRecord {
  readonly member: Username;
  /** Whose conversation it is, and where it stands. */
  readonly owner: Owner;
  readonly place?: SlackChannelId | null;
}

/**
 * The CRM's id of them; null where it is not known, or not now: then the record is the app's own, and names them in its words. To be called
 * outside of transactions: it may ask the CRM and the desk. Never throws for them.
 */
export async function ownerInCrm(
  ctx: Pick<Context, "store" | "crm" | "history" | "now" | "log">,
  { member: username, owner, place = null }: WhoseRecord,
): Promise<string | null> {
  const directory = await ctx.store.read((tx) => tx.directories.current());
  const byHand = crmOwner(logRulesOf(directory, owner, place), username);
  if (byHand !== null) return byHand;
  const member = memberByUsername(directory, username);
  if (member === null) return null;
  const users = await crmUsers(ctx);
  if (users.length === 0) return null;
  const email = await emailOf(ctx, member);
  return users.find((user) => user.email !== null && user.email === email)?.id ?? null;
}

/** As the directory has it, else as the desk does, where it tells. Lower case. */
export async function emailOf(
  { history, log }: { readonly history: Pick<DeskHistory, "emailOf">; readonly log: Pick<Log, "debug"> },
  { slack }: Pick<Member, "slack">,
): Promise<string | null> {
  return slack.kind === "email" ? slack.email : await atDesk(slack.id);

  async function atDesk(user: SlackUserId): Promise<string | null> {
    try {
      return (await history.emailOf?.(user))?.toLowerCase() ?? null;
    } catch (error) {
      log.debug({ err: error }, "an e-mail was not found");
      return null;
    }
  }
}
