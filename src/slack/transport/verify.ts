/** What `doctor` and readiness say about Slack: the token, its scopes, the channels of the lines. */
import type { Finding } from "../../domain/finding.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import { scopesUsed } from "../uses.ts";
import { slackWord, toDeskError } from "./failure.ts";
import type { Identity, Self } from "./identity.ts";
import type { Web } from "./methods.ts";

const peoplePerPage = 1_000;

type Verifying = { readonly web: Web; readonly self: Self };

/** Never throws. */
export async function verifySlack(
  options: Verifying,
  channels: readonly SlackChannelId[],
): Promise<Finding[]> {
  let identity: Identity;
  try {
    identity = await options.self.check();
  } catch (error) {
    return [tokenProblem(error)];
  }
  const guests = createGuestLook(options.web);
  const states: Finding[] = [];
  for (const channel of new Set(channels)) states.push(await verifyChannel(options.web, channel, guests));
  return [
    ok("slack: token", `The bot token works in the workspace ${identity.teamName || identity.teamId}.`),
    ...verifyScopes(identity),
    ...states,
  ];
}

function tokenProblem(error: unknown): Finding {
  const { failure, message } = toDeskError(error);
  if (failure.kind !== "unauthorized") {
    return problem(
      "slack: reachable",
      `${message}.`,
      "Check that this host may reach slack.com, through the proxy if there is one.",
    );
  }
  return problem(
    "slack: token",
    `Slack refuses the bot token (${slackWord(error) ?? "no word"}).`,
    "Install the app again and put the new bot token into SLACK_BOT_TOKEN.",
  );
}

function verifyScopes({ scopes }: Identity): Finding[] {
  if (scopes === null) return [];
  const missing = scopesUsed.filter(({ scope }) => !scopes.has(scope));
  if (missing.length === 0) return [ok("slack: scopes", "The bot token has every scope.")];
  return missing.map(({ scope, without, essential }) => ({
    name: `slack: scope ${scope}`,
    level: essential ? "problem" : "warning",
    sentence: `The bot token lacks the scope ${scope}: ${without}.`,
    remedy: "Add the scope in the app's settings (or apply manifest.yml again) and reinstall the app.",
  }));
}

async function verifyChannel(
  web: Web,
  channel: SlackChannelId,
  guests: (channel: SlackChannelId) => Promise<string[]>,
): Promise<Finding> {
  const name = `slack: channel ${channel}`;
  try {
    const { channel: info = {} } = await web("conversations.info", { channel });
    const title = info.name === undefined ? channel : `#${info.name}`;
    if (info.is_archived)
      return problem(name, `${title} is archived.`, "Unarchive it; what waits goes on by itself.");
    if (info.is_ext_shared || (info.is_shared && !info.is_org_shared)) {
      return problem(
        name,
        `${title} is shared with another organisation, which would read customers' texts.`,
        "Use a channel of your own workspace.",
      );
    }
    if (info.is_member === false)
      return problem(name, `The app is not in ${title}.`, `Invite it: /invite in ${title}.`);
    if (info.is_pending_ext_shared) {
      return warning(
        name,
        `${title} is about to be shared with another organisation.`,
        "Withdraw the invitation.",
      );
    }
    return whoReads(name, title, info.is_private !== true, await guests(channel));
  } catch (error) {
    return channelProblem(name, channel, error);
  }
}

function channelProblem(name: string, channel: SlackChannelId, error: unknown): Finding {
  const { failure, message } = toDeskError(error);
  if (failure.kind === "missing_scope") {
    return warning(
      name,
      `The state of ${channel} can't be read.`,
      "Give the app the scopes channels:read and groups:read.",
    );
  }
  if (failure.kind === "channel_closed") {
    return problem(
      name,
      `The app can't see ${channel}.`,
      "Check the id in the directory, and invite the app into the channel.",
    );
  }
  return problem(name, `${channel} could not be checked: ${message}.`, "Try again later.");
}

/** Whoever reads customers' texts and may not be meant to. */
function whoReads(name: string, title: string, isPublic: boolean, guests: readonly string[]): Finding {
  const open = isPublic ? [`${title} is public: everyone in the workspace can read it.`] : [];
  const strangers =
    guests.length > 0 ? [`${title} has guests (${guests.join(", ")}), who read customers' texts.`] : [];
  if (open.length + strangers.length === 0) return ok(name, `${title} is reachable and the app is in it.`);
  const remedies = [
    ...(isPublic ? ["Make it private."] : []),
    ...(guests.length > 0 ? ["Remove the guests, or use another channel."] : []),
  ];
  return warning(name, [...open, ...strangers].join(" "), remedies.join(" "));
}

/** Who of a channel is a guest: the workspace is read once for the whole run; nobody where Slack does not let us look. */
function createGuestLook(web: Web): (channel: SlackChannelId) => Promise<string[]> {
  let known: Promise<ReadonlyMap<string, string>> | null = null;
  return async (channel) => {
    known ??= readGuests(web).catch(() => new Map());
    try {
      const members = await readMembers(web, channel);
      const guests = await known;
      return members.flatMap((user) => guests.get(user) ?? []);
    } catch {
      return [];
    }
  };
}

/** Names by user. */
async function readGuests(web: Web): Promise<ReadonlyMap<string, string>> {
  const guests = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await web("users.list", { limit: peoplePerPage, ...(cursor ? { cursor } : {}) });
    for (const { id, name, is_restricted, is_ultra_restricted } of page.members ?? [])
      if (id !== undefined && (is_restricted || is_ultra_restricted)) guests.set(id, name ?? id);
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return guests;
}

async function readMembers(web: Web, channel: SlackChannelId): Promise<string[]> {
  const members: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await web("conversations.members", {
      channel,
      limit: peoplePerPage,
      ...(cursor ? { cursor } : {}),
    });
    members.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return members;
}

function ok(name: string, sentence: string): Finding {
  return { name, level: "ok", sentence };
}

function warning(name: string, sentence: string, remedy: string): Finding {
  return { name, level: "warning", sentence, remedy };
}

function problem(name: string, sentence: string, remedy: string): Finding {
  return { name, level: "problem", sentence, remedy };
}
