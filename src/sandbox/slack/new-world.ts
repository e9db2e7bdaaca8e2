import { DEFAULT_SCOPES, settingsFrom } from "./default-settings.ts";
import { createMint } from "./ids.ts";
import type { SlackStandInOptions } from "./types/stand-in.ts";
import type { NewUser } from "./types/workspace.ts";
import type { User, World } from "./workspace.ts";

const TEAM_ID = "T0SANDBOX1";
const BOT_USER_ID = "U0SANDBOTU";
const BOT_ID = "B0SANDBOT1";

/** A user with Slack's defaults for what isn't given. */
export function newUser(world: Pick<World, "teamId" | "now">, given: NewUser): User {
  return {
    id: given.id,
    name: given.name,
    realName: given.realName ?? given.name,
    displayName: given.displayName ?? (given.isBot ? "" : (given.realName ?? given.name)),
    email: given.email ?? null,
    isBot: given.isBot ?? false,
    isGuest: given.isGuest ?? false,
    isAdmin: given.isAdmin ?? false,
    deleted: given.deleted ?? false,
    timeZone: given.timeZone ?? "America/New_York",
    teamId: given.teamId ?? world.teamId,
    botId: null,
    active: true,
    preference: "all",
    channelPreferences: new Map(),
    updated: Math.floor(world.now() / 1000),
  };
}

function addBot(world: World): void {
  const bot = newUser(world, {
    id: world.botUserId,
    name: world.botName,
    realName: "Sandbox App",
    isBot: true,
  });
  bot.botId = world.botId;
  world.users.set(bot.id, bot);
}

/** An empty workspace with the app installed. `url` is set once the server listens. */
export function newWorld(options: SlackStandInOptions): World {
  const now = options.now ?? Date.now;
  const world: World = {
    now,
    mint: createMint(now, options.seed ?? 1),
    settings: settingsFrom(options),
    url: "",
    teamId: TEAM_ID,
    teamName: "Sandbox",
    teamDomain: "sandbox",
    appId: "A0SANDBOX1",
    botUserId: BOT_USER_ID,
    botId: BOT_ID,
    botName: "sandbox_app",
    botToken: options.botToken ?? "xoxb-sandbox-bot-token",
    appToken: options.appToken ?? "xapp-sandbox-app-token",
    verificationToken: "sandboxVerificationToken",
    tokens: { bot: null, app: null },
    scopes: new Set(DEFAULT_SCOPES),
    users: new Map(),
    channels: new Map(),
    directs: new Map(),
    usergroups: new Map(),
    emoji: new Map(Object.entries(options.workspace?.emoji ?? {})),
    ephemerals: new Map(),
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    notifications: [],
    unread: new Map(),
    unreadThreads: new Map(),
    calls: [],
    deliveries: [],
    callCounts: new Map(),
    callSeq: 0,
    deliverySeq: 0,
    isDown: false,
    listeners: new Set(),
    dispatch: () => {},
  };
  addBot(world);
  return world;
}
