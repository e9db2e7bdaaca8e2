/** What `doctor` says about a member ID of the directory: one letter slips easily, and then somebody can't text. */
import type { SlackUserId } from "../../domain/ids.ts";
import { type ClientOptions, createClient } from "./client.ts";
import { slackWord } from "./failure.ts";

const nobody = new Set(["user_not_found", "users_not_found", "user_not_visible"]);

/** Null where all is well, or where Slack did not say: else what is wrong, to follow the person's name. Never throws. */
export async function verifyMember(id: SlackUserId, reach: ClientOptions): Promise<string | null> {
  try {
    const { user } = await createClient(reach)("users.info", { user: id });
    if (user?.deleted === true) return "is deactivated in Slack";
    return user?.is_bot === true ? "is an app in Slack, not a person" : null;
  } catch (error) {
    return nobody.has(slackWord(error) ?? "") ? "is unknown to Slack" : null;
  }
}
