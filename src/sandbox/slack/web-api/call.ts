import { type RateBook, retryAfter } from "../rates.ts";
import { MethodError } from "../refusals.ts";
import type { SocketHub } from "../socket-transport.ts";
import type { Wire } from "../wire.ts";
import type { World } from "../workspace.ts";
import type { Arguments } from "./arguments.ts";
import { chatMethods } from "./chat.ts";
import { conversationsMethods } from "./conversations.ts";
import { filesMethods } from "./files.ts";
import type { CallContext, Method } from "./method.ts";
import { reactionsMethods } from "./reactions.ts";
import { teamMethods } from "./team.ts";
import { usergroupsMethods } from "./usergroups.ts";
import { usersMethods } from "./users.ts";
import { viewsMethods } from "./views.ts";

const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...chatMethods,
    ...conversationsMethods,
    ...filesMethods,
    ...reactionsMethods,
    ...teamMethods,
    ...usergroupsMethods,
    ...usersMethods,
    ...viewsMethods,
  }),
);

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: Wire;
}

function tokenKind(world: World, token: string): "bot" | "app" | null {
  if (token === world.botToken) return "bot";
  return token === world.appToken ? "app" : null;
}

/** Throws `not_authed`, `invalid_auth`, `token_revoked` and the like. */
function checkToken(world: World, method: Method, token: string | null): void {
  if (method.token === "none") return;
  if (token === null) throw new MethodError("not_authed");
  const kind = tokenKind(world, token);
  if (kind === null) throw new MethodError("invalid_auth");
  const broken = world.tokens[kind];
  if (broken !== null) throw new MethodError(broken);
  if (method.token !== "any" && method.token !== kind) throw new MethodError("not_allowed_token_type");
}

function neededScopes(method: Method, context: CallContext): readonly string[] {
  if (method.scopes === undefined) return [];
  return typeof method.scopes === "function" ? method.scopes(context) : method.scopes;
}

function checkScopes(world: World, needed: readonly string[]): void {
  if (needed.length === 0 || needed.some((scope) => world.scopes.has(scope))) return;
  throw new MethodError("missing_scope", { needed: needed.join(","), provided: [...world.scopes].join(",") });
}

function failure(error: unknown, headers: Record<string, string>): ApiAnswer {
  if (!(error instanceof MethodError)) throw error;
  return { status: 200, headers, body: { ok: false, error: error.message, ...error.extra } };
}

/** The answer of Slack's limiter. */
export function rateLimited(seconds: number): ApiAnswer {
  return {
    status: 429,
    headers: { "retry-after": String(seconds) },
    body: { ok: false, error: "ratelimited" },
  };
}

/** One call: token, rate, scopes, then the method itself. */
export function callMethod(
  world: World,
  hub: SocketHub,
  rates: RateBook,
  name: string,
  args: Arguments,
): ApiAnswer {
  const method = METHODS.get(name);
  const headers: Record<string, string> = {};
  if (method === undefined)
    return { status: 200, headers, body: { ok: false, error: "unknown_method", req_method: name } };
  try {
    const token = typeof args.token === "string" && args.token !== "" ? args.token : null;
    checkToken(world, method, token);
    const context: CallContext = { world, hub, args };
    const channel = typeof args.channel === "string" ? args.channel : null;
    const wait = retryAfter(world, rates, name, method.rate, channel);
    if (wait > 0) return rateLimited(wait);
    const needed = neededScopes(method, context);
    if (token === world.botToken) headers["x-oauth-scopes"] = [...world.scopes].join(",");
    if (needed.length > 0) headers["x-accepted-oauth-scopes"] = needed.join(",");
    checkScopes(world, needed);
    return { status: 200, headers, body: { ok: true, ...method.run(context) } };
  } catch (error) {
    return failure(error, headers);
  }
}
