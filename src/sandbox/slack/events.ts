import type { Wire } from "./wire.ts";
import { botIsIn, type Channel, type World } from "./workspace.ts";

/** The subscription that a message event needs, by the kind of conversation. */
const MESSAGE_SUBSCRIPTION = {
  channel: { event: "message.channels", scope: "channels:history" },
  group: { event: "message.groups", scope: "groups:history" },
  im: { event: "message.im", scope: "im:history" },
  mpim: { event: "message.mpim", scope: "mpim:history" },
} as const;

/** Scopes without which Slack doesn't send an event; any one of a list is enough. */
const SCOPES: Record<string, string[]> = {
  app_mention: ["app_mentions:read"],
  reaction_added: ["reactions:read"],
  reaction_removed: ["reactions:read"],
  member_joined_channel: ["channels:read", "groups:read"],
  member_left_channel: ["channels:read", "groups:read"],
  channel_archive: ["channels:read", "groups:read"],
  channel_unarchive: ["channels:read", "groups:read"],
  channel_rename: ["channels:read", "groups:read"],
  channel_deleted: ["channels:read", "groups:read"],
  file_shared: ["files:read"],
  user_change: ["users:read"],
};

function subscribed(world: World, name: string): boolean {
  return world.settings.botEvents === null || world.settings.botEvents.includes(name);
}

function allowed(world: World, event: Wire, channel: Channel | undefined): boolean {
  const type = String(event.type);
  if (type === "message" && channel !== undefined) {
    const needed = MESSAGE_SUBSCRIPTION[channel.kind];
    return subscribed(world, needed.event) && world.scopes.has(needed.scope);
  }
  const scopes = SCOPES[type];
  return subscribed(world, type) && (scopes === undefined || scopes.some((scope) => world.scopes.has(scope)));
}

/** `message.message_changed`, `reaction_added`: how logs and rules name an event. */
function eventName(event: Wire): string {
  return event.subtype === undefined ? String(event.type) : `${event.type}.${event.subtype}`;
}

/** The full `event_callback` envelope. */
function envelope(world: World, event: Wire, channel: Channel | undefined, eventId: string): Wire {
  return {
    token: world.verificationToken,
    team_id: world.teamId,
    context_team_id: world.teamId,
    context_enterprise_id: null,
    api_app_id: world.appId,
    event,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.teamId,
        user_id: world.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: `4-${Buffer.from(JSON.stringify({ et: event.type, tid: world.teamId, aid: world.appId, cid: channel?.id })).toString("base64url")}`,
  };
}

/**
 * Sends the app an event about a conversation that the bot is in (`everywhere`: also about public ones where it
 * isn't), if the app subscribed to it and has the scope.
 */
export function sendChannelEvent(world: World, channel: Channel, event: Wire, everywhere = false): void {
  const visible = botIsIn(world, channel) || (everywhere && channel.kind === "channel");
  if (visible && allowed(world, event, channel)) sendAny(world, event, channel);
}

/** Sends the app an event of the whole workspace. */
export function sendTeamEvent(world: World, event: Wire): void {
  if (allowed(world, event, undefined)) sendAny(world, event, undefined);
}

/** Sends whatever it is given; says the event's id. */
export function sendAny(world: World, event: Wire, channel: Channel | undefined, eventId?: string): string {
  const id = eventId ?? world.mint.id("Ev");
  world.dispatch(envelope(world, event, channel, id), eventName(event), channel?.id ?? null);
  return id;
}
