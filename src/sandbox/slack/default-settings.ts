import type { SlackSettings } from "./types/settings.ts";
import type { SlackStandInOptions } from "./types/stand-in.ts";

const DEFAULTS: SlackSettings = {
  limits: "slack",
  mode: "http",
  eventsUrl: null,
  interactivityUrl: null,
  signingSecret: "8f742231b10e8888abcd99aaabbb85a5",
  botEvents: null,
  commands: null,
  escapedCommands: [],
  shortcuts: null,
  homeTab: true,
  messagesTab: "on",
  answerWithinMs: 3_000,
  triggerWithinMs: 3_000,
  retryDelaysMs: [0, 60_000, 300_000],
  pingEveryMs: 10_000,
  keepLog: 10_000,
};

/** The scopes a new app has here: all that a method asks for, but not chat:write.public, which few apps want. */
export const DEFAULT_SCOPES = [
  "app_mentions:read",
  "channels:history",
  "channels:join",
  "channels:manage",
  "channels:read",
  "chat:write",
  "chat:write.customize",
  "commands",
  "emoji:read",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "groups:write",
  "im:history",
  "im:read",
  "im:write",
  "mpim:history",
  "mpim:read",
  "mpim:write",
  "reactions:read",
  "reactions:write",
  "team:read",
  "usergroups:read",
  "users:read",
  "users:read.email",
];

const KEYS = Object.keys(DEFAULTS) as (keyof SlackSettings)[];

/** Slack's own settings, with those of `options` in their place. */
export function settingsFrom(options: SlackStandInOptions): SlackSettings {
  const settings = { ...DEFAULTS };
  applySettings(settings, options);
  return settings;
}

/** Writes the given settings into `settings`; what is absent stays. */
export function applySettings(settings: SlackSettings, change: Partial<SlackSettings>): void {
  for (const key of KEYS) {
    if (change[key] !== undefined) Object.assign(settings, { [key]: change[key] });
  }
}
