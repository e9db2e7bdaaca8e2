import { MethodError } from "../refusals.ts";
import { newSocketUrl } from "../socket-transport.ts";
import type { Wire } from "../wire.ts";
import type { World } from "../workspace.ts";
import { text } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";

function authTest({ world, args }: CallContext): Wire {
  if (text(args, "token") === world.appToken) return { app_name: world.botName, app_id: world.appId };
  return {
    url: `https://${world.teamDomain}.slack.com/`,
    team: world.teamName,
    user: world.botName,
    team_id: world.teamId,
    user_id: world.botUserId,
    bot_id: world.botId,
    is_enterprise_install: false,
  };
}

function teamInfo({ world }: CallContext): Wire {
  const team: Wire = {
    id: world.teamId,
    name: world.teamName,
    url: `https://${world.teamDomain}.slack.com/`,
    domain: world.teamDomain,
    email_domain: "",
    icon: { image_default: true, image_34: `${world.url}/img/team_34.png` },
  };
  return { team };
}

function icons(world: World): Wire {
  const at = (size: number) => `${world.url}/img/bot_${size}.png`;
  return { image_36: at(36), image_48: at(48), image_72: at(72) };
}

function botsInfo({ world, args }: CallContext): Wire {
  const id = text(args, "bot") ?? world.botId;
  if (id !== world.botId) throw new MethodError("bot_not_found");
  const bot = {
    id,
    deleted: false,
    name: world.botName,
    updated: 1_700_000_000,
    app_id: world.appId,
    user_id: world.botUserId,
    icons: icons(world),
  };
  return { bot };
}

function emojiList({ world }: CallContext): Wire {
  return { emoji: Object.fromEntries(world.emoji), cache_ts: `${Math.floor(world.now() / 1000)}.000000` };
}

export const teamMethods: Record<string, Method> = {
  "api.test": { rate: "tier4", token: "none", run: ({ args }) => ({ args }) },
  "auth.test": { rate: "special", token: "any", run: authTest },
  "apps.connections.open": { rate: "tier3", token: "app", run: ({ hub }) => ({ url: newSocketUrl(hub) }) },
  "team.info": { rate: "tier3", token: "bot", scopes: ["team:read"], run: teamInfo },
  "bots.info": { rate: "tier3", token: "bot", scopes: ["users:read"], run: botsInfo },
  "emoji.list": { rate: "tier2", token: "bot", scopes: ["emoji:read"], run: emojiList },
};
