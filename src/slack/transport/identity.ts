/** Who we are at Slack: learned once by auth.test, and again after the token was refused. */
import type { SlackUserId } from "../../domain/ids.ts";
import { toDeskError, unreadable } from "./failure.ts";
import type { Web } from "./methods.ts";

export interface Identity {
  /** `https://TEAM.slack.com/` */
  readonly url: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: SlackUserId;
  readonly botId: string;
  /** Null where the answer did not say: then nothing is assumed to be missing. */
  readonly scopes: ReadonlySet<string> | null;
}

export interface Self {
  /** Null until Slack has answered once. */
  known(): Identity | null;
  /** Asks Slack only while it is not known. Throws `DeskError`. */
  learn(): Promise<Identity>;
  /** Asks Slack again. Throws `DeskError`. */
  check(): Promise<Identity>;
  /** Whether a feature that needs this scope may be tried. */
  may(scope: string): boolean;
  /** Slack said that the scope is missing: the feature stays off until the next check. True the first time. */
  lacks(scope: string): boolean;
}

export function createSelf(web: Web): Self {
  let identity: Identity | null = null;
  const lacking = new Set<string>();

  async function check(): Promise<Identity> {
    try {
      const answer = await web("auth.test", {});
      if (!answer.user_id) throw unreadable("the app's own id");
      const scopes = answer.response_metadata?.scopes;
      identity = {
        url: answer.url ?? "https://slack.com/",
        teamId: answer.team_id ?? "",
        teamName: answer.team ?? "",
        botUserId: answer.user_id as SlackUserId,
        botId: answer.bot_id ?? "",
        scopes: scopes === undefined || scopes.length === 0 ? null : new Set(scopes),
      };
      // Where Slack lists the scopes, the list is the newer word.
      if (identity.scopes !== null) lacking.clear();
      return identity;
    } catch (error) {
      throw toDeskError(error);
    }
  }

  return {
    known: () => identity,
    learn: async () => identity ?? check(),
    check,
    may: (scope) => !lacking.has(scope) && (identity?.scopes?.has(scope) ?? true),
    lacks(scope) {
      const first = !lacking.has(scope);
      lacking.add(scope);
      return first;
    },
  };
}
