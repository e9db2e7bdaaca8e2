/** `/restapi/oauth`: tokens by JWT and by refresh token, and their end. */
import { randomUUID } from "node:crypto";
import { type RcAnswer, type RcRequest, refuse } from "./api.ts";
import type { Login } from "./entities.ts";
import type { RateGroup, Rates } from "./rates.ts";
import type { World } from "./world.ts";

export interface Tokens {
  answer(request: RcRequest): RcAnswer;
  /** Who asks; else the refusal. */
  callerOf(token: string | null): Login | RcAnswer;
  /** Every access token is no more. */
  expire(): void;
}

export interface TokenSettings {
  readonly world: World;
  readonly rates: Rates;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly seconds: number;
  readonly refreshable: boolean;
}

interface Access {
  readonly login: Login;
  readonly until: number;
  readonly refresh: string | null;
}

interface Refresh {
  readonly login: Login;
  readonly until: number;
  access: string;
}

const REFRESH_SECONDS = 604_800;
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const AUTH: RateGroup = "Auth";
/** What the app was given, as tokens say it. */
const SCOPES = [
  "SMS",
  "ReadMessages",
  "EditMessages",
  "ReadAccounts",
  "EditAccounts",
  "EditExtensions",
  "SubscriptionWebhook",
  "WebSocketsSubscription",
];

export function createTokens(settings: TokenSettings): Tokens {
  const { world, rates } = settings;
  const access = new Map<string, Access>();
  const refreshing = new Map<string, Refresh>();

  function give(login: Login): RcAnswer {
    const [token, refresh] = [`U0pDMTFQ${randomUUID()}`, settings.refreshable ? `r-${randomUUID()}` : null];
    access.set(token, { login, until: world.now() + settings.seconds * 1000, refresh });
    if (refresh !== null)
      refreshing.set(refresh, { login, until: world.now() + REFRESH_SECONDS * 1000, access: token });
    return {
      status: 200,
      headers: rates.headers(login.extension, AUTH),
      body: {
        access_token: token,
        token_type: "bearer",
        expires_in: settings.seconds,
        ...(refresh === null ? {} : { refresh_token: refresh, refresh_token_expires_in: REFRESH_SECONDS }),
        scope: SCOPES.filter((scope) => !world.lacksScopes.has(scope)).join(" "),
        owner_id: login.extension,
        endpoint_id: randomUUID(),
      },
    };
  }

  function byJwt(assertion: string | null): RcAnswer {
    const login = [...world.logins.values()].find(({ jwt }) => jwt === assertion);
    if (login === undefined || login.isRevoked)
      return oauthRefusal(400, "invalid_grant", "OAU-251", "JWT is not found, expired or revoked");
    return rates.take(login.extension, AUTH) ?? give(login);
  }

  function byRefresh(token: string | null): RcAnswer {
    const found = refreshing.get(token ?? "");
    if (found === undefined || found.until <= world.now() || found.login.isRevoked)
      return oauthRefusal(400, "invalid_grant", "OAU-210", "Token not found");
    const limited = rates.take(found.login.extension, AUTH);
    if (limited !== null) return limited;
    refreshing.delete(token ?? "");
    access.delete(found.access);
    return give(found.login);
  }

  return {
    answer(request) {
      const form = new URLSearchParams(request.raw.toString("utf8"));
      const what = request.path[2];
      if (request.method !== "POST") return refuse(405, "CMN-106", "Method is not allowed");
      if (request.headers.authorization !== basicOf(settings))
        return oauthRefusal(401, "invalid_client", "OAU-153", "Client authentication is required");
      if (what === "revoke") {
        const token = form.get("token") ?? "";
        access.delete(token);
        for (const [key, { access: given }] of refreshing)
          if (given === token || key === token) refreshing.delete(key);
        return { status: 200 };
      }
      if (form.get("grant_type") === JWT_GRANT) return byJwt(form.get("assertion"));
      if (form.get("grant_type") === "refresh_token") return byRefresh(form.get("refresh_token"));
      return oauthRefusal(400, "unsupported_grant_type", "OAU-250", "Unsupported grant type");
    },
    callerOf(token) {
      const found = access.get(token ?? "");
      if (token === null) return refuse(401, "OAU-123", "Authorization header is not specified");
      if (found === undefined) return refuse(401, "OAU-129", "Access token is invalid or was revoked");
      if (found.login.isRevoked) return refuse(401, "OAU-149", "Access token is corrupted");
      return found.until > world.now() ? found.login : refuse(401, "OAU-128", "Access token is expired");
    },
    expire: () => access.clear(),
  };
}

function basicOf({ clientId, clientSecret }: TokenSettings): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
}

function oauthRefusal(status: number, error: string, code: string, message: string): RcAnswer {
  return {
    status,
    code,
    body: {
      error,
      error_description: message,
      errors: [{ errorCode: code, message }],
      errorCode: code,
      message,
    },
  };
}
