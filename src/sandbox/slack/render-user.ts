import type { Wire } from "./wire.ts";
import type { User, World } from "./workspace.ts";

/** The address of somebody's picture; each has one of their own, at all sizes. */
export function pictureOf(world: World, user: User, size = 72): string {
  return `${world.url}/img/avatar_${size}/${user.id}.png`;
}

/** How far the zone is from UTC now, in seconds; Slack writes none for a zone that it doesn't know. */
function zoneOffset(world: World, timeZone: string): number {
  const at = new Date(world.now());
  const local = new Date(`${at.toLocaleString("sv-SE", { timeZone })}Z`).getTime();
  return Math.round((local - at.getTime()) / 60_000) * 60;
}

function profileOf(world: World, user: User, withEmail: boolean): Wire {
  const [first = "", ...rest] = user.realName.split(" ");
  const profile: Wire = {
    title: "",
    phone: "",
    skype: "",
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.displayName,
    display_name_normalized: user.displayName,
    status_text: "",
    status_emoji: "",
    status_expiration: 0,
    avatar_hash: "g0000000000",
    first_name: first,
    last_name: rest.join(" "),
    team: user.teamId,
  };
  for (const size of [24, 32, 48, 72, 192, 512]) profile[`image_${size}`] = pictureOf(world, user, size);
  if (withEmail && user.email !== null && !user.isBot) profile.email = user.email;
  if (user.botId !== null)
    Object.assign(profile, { bot_id: user.botId, api_app_id: world.appId, always_active: true });
  return profile;
}

/** Whoever has no account any more: who they were, and nothing of what they could. */
function deactivated(world: World, user: User, isOurs: boolean): Wire {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: true,
    profile: profileOf(world, user, isOurs && world.scopes.has("users:read.email")),
    is_bot: user.isBot,
    is_app_user: false,
    updated: user.updated,
    ...(isOurs ? {} : { is_stranger: true }),
  };
}

/** A user object. E-mails show only with users:read.email, and never for strangers of another workspace. */
export function userWire(world: World, user: User): Wire {
  const isOurs = user.teamId === world.teamId;
  if (user.deleted) return deactivated(world, user, isOurs);
  const wire: Wire = {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: "9f69e7",
    real_name: user.realName,
    tz: user.timeZone,
    tz_label: user.timeZone,
    tz_offset: zoneOffset(world, user.timeZone),
    profile: profileOf(world, user, isOurs && world.scopes.has("users:read.email")),
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: user.updated,
    is_email_confirmed: !user.isBot,
  };
  if (!isOurs) wire.is_stranger = true;
  return wire;
}
