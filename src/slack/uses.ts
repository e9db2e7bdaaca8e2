/**
 * What the code needs to be let use of Slack, declared once: `manifest.yml` is held against it, and `doctor` says which feature is
 * off where a scope is missing. Events and shortcuts are declared by the features themselves.
 */

export interface ScopeUse {
  readonly scope: string;
  /** What does not work without it, to follow "Without it, ". */
  readonly without: string;
  /** Without these nothing can be relayed at all. */
  readonly essential: boolean;
}

export const scopesUsed: readonly ScopeUse[] = [
  use("chat:write", "nothing can be posted", true),
  use("channels:history", "replies in public channels are not heard", true),
  use("groups:history", "replies in private channels are not heard", true),
  use("chat:write.customize", "a contact's name stands inside the post instead of above it"),
  use("im:history", "replies in direct messages are not heard: nobody can answer on a direct line"),
  use("channels:read", "the state of public channels can't be checked"),
  use("groups:read", "the state of private channels can't be checked"),
  use("im:read", "the state of direct messages can't be checked"),
  use("users:read", 'mentions reach a phone as "@someone"'),
  use(
    "users:read.email",
    "members written by e-mail in the directory are not found, and the others not known by it in the CRM",
  ),
  use("usergroups:read", "a mentioned group is shown without its name"),
  use("reactions:read", "the :x: reaction does not cancel a reply"),
  use("reactions:write", "messages carry no marks"),
  use("im:write", "direct lines have no place, and people are told only while they are active in the thread"),
  use(
    "files:write",
    "pictures and files that customers send are not shown, and nobody gets a transcript in Slack",
  ),
  use("files:read", "files that hang on a reply can't leave with it"),
  use("mpim:write", "members can't write to each other from here"),
  use("mpim:history", "what members answer each other beside the app is not taken in"),
  use("commands", "neither /sms nor the shortcuts are offered"),
];

/** The app-level token of Socket Mode needs this one. */
export const socketScope = "connections:write";

/** The hosts that a firewall must let through: calls, answers to presses, and the sockets of Socket Mode. */
export const hostsUsed = {
  always: ["slack.com", "hooks.slack.com", "files.slack.com"],
  socketMode: ["wss-primary.slack.com", "wss-backup.slack.com"],
} as const;

function use(scope: string, without: string, essential = false): ScopeUse {
  return { scope, without, essential };
}
