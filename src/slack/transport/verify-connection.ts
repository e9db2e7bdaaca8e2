/** How Slack reaches us, for `doctor`: the app-level token of Socket Mode, and the hosts that must be let through. */
import type { Finding } from "../../domain/finding.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { hostsUsed, socketScope } from "../uses.ts";
import { type ClientOptions, createClient } from "./client.ts";
import { slackWord, toDeskError } from "./failure.ts";

type Connection = { readonly kind: "http" } | { readonly kind: "socket"; readonly appToken: string };

/** Never throws. */
export async function verifyConnection(
  connection: Connection,
  reach: Omit<ClientOptions, "token">,
): Promise<Finding[]> {
  if (connection.kind === "http") return [hosts(hostsUsed.always, reach.apiUrl)];
  const all = [...hostsUsed.always, ...hostsUsed.socketMode];
  return [await verifyAppToken(connection.appToken, reach), hosts(all, reach.apiUrl)];
}

async function verifyAppToken(token: string, reach: Omit<ClientOptions, "token">): Promise<Finding> {
  const name = "slack: app-level token";
  try {
    await createClient({ token, ...reach })("apps.connections.open", {});
    return { name, level: "ok", sentence: "The app-level token opens sockets." };
  } catch (error) {
    const failure = toDeskError(error);
    const refused = slackWord(failure) !== null;
    return {
      name,
      level: "problem",
      sentence: refused
        ? `Slack opens no socket for the app-level token (${slackWord(failure)}).`
        : `No socket could be opened: ${failure.message}.`,
      remedy: refused
        ? `Make an app-level token with the scope ${socketScope} and put it into SLACK_APP_TOKEN.`
        : "Check that this host may reach slack.com, through the proxy if there is one.",
    };
  }
}

function hosts(names: readonly string[], apiUrl: string): Finding {
  const host = parseUrl(apiUrl)?.hostname ?? apiUrl;
  const list = host === "slack.com" ? names.join(", ") : host;
  return {
    name: "slack: hosts",
    level: "ok",
    sentence: `Calls go to ${list}: a firewall must let them out.`,
  };
}
