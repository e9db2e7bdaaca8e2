/** Lets each login in: an access token for its JWT, which works for an hour or so, and another before that is over. */
import { z } from "zod";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import type { Exchange, Silence } from "./exchange.ts";
import { describeFailure, noCredentials } from "./failures.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

export interface Pass {
  readonly kind: "pass";
  readonly token: string;
  /** Whose it is, where it says so: the user's own id (extension). */
  readonly owner: string | null;
  /** What the app may do, as it was granted; empty where it is not said. */
  readonly scopes: readonly string[];
}

/** Nobody was let in, so nothing was asked. */
export interface NoPass extends Silence {
  readonly certain: true;
}

export interface Access {
  pass(login: LoginName): Promise<Pass | NoPass>;
  /** Another one in place of one that was refused. */
  renew(login: LoginName, refused: Pass): Promise<Pass | NoPass>;
}

/** Asked for anew so long before it ends. Milliseconds. */
const ahead = 60_000;
/** A JWT that was refused is not shown again for so long: nothing else changes it but a person. Milliseconds. */
const shutFor = 60_000;
const path = "/restapi/oauth/token";

interface Door {
  current: { readonly pass: Pass; readonly until: number } | null;
  refused: { readonly answer: NoPass; readonly until: number } | null;
  fetching: Promise<Pass | NoPass> | null;
}

export function createAccess(settings: ResolvedRingCentralSettings, exchange: Exchange): Access {
  const doors = new Map<LoginName, Door>();
  const doorOf = (login: LoginName): Door => {
    const door = doors.get(login) ?? { current: null, refused: null, fetching: null };
    doors.set(login, door);
    return door;
  };

  async function fetchPass(login: LoginName, door: Door): Promise<Pass | NoPass> {
    const jwt = settings.jwts[login];
    if (!jwt) return noPass(noCredentials(login), null);
    const got = await askForToken(settings, exchange, login, jwt);
    const now = settings.now();
    if (got.kind === "token") {
      const { pass, expiresInMs } = got;
      door.current = { pass, until: now + Math.max(expiresInMs - ahead, expiresInMs / 2) };
      return pass;
    }
    if (got.isFinal) door.refused = { answer: got.noPass, until: now + shutFor };
    return got.noPass;
  }

  /** Once, however many wait for it. */
  const fetchOnce = (login: LoginName, door: Door) => {
    if (door.refused !== null && isWithin(door.refused.until, shutFor, settings.now()))
      return Promise.resolve(door.refused.answer);
    door.refused = null;
    door.fetching ??= fetchPass(login, door).finally(() => {
      door.fetching = null;
    });
    return door.fetching;
  };

  return {
    async pass(login) {
      const door = doorOf(login);
      const { current } = door;
      return current !== null && settings.now() < current.until ? current.pass : await fetchOnce(login, door);
    },
    async renew(login, refused) {
      const door = doorOf(login);
      // Whoever was refused with an older one takes the newer.
      if (door.current !== null && door.current.pass !== refused) return door.current.pass;
      door.current = null;
      return await fetchOnce(login, door);
    },
  };
}

/** A clock that was set back since must not shut it for longer. */
function isWithin(until: number, span: number, now: number): boolean {
  return now < until && now >= until - span;
}

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(3600),
  owner_id: z.coerce.string().nullish(),
  scope: z.string().catch(""),
});

type Got =
  | { readonly kind: "token"; readonly pass: Pass; readonly expiresInMs: number }
  /** `isFinal`: it will be refused again until somebody changes something. */
  | { readonly kind: "none"; readonly noPass: NoPass; readonly isFinal: boolean };

async function askForToken(
  settings: ResolvedRingCentralSettings,
  exchange: Exchange,
  login: LoginName,
  jwt: string,
): Promise<Got> {
  const basic = Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString("base64");
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: jwt };
  const answer = await exchange(login, {
    method: "POST",
    path,
    form,
    group: "auth",
    authorization: `Basic ${basic}`,
  });
  // Whatever became of it, what was meant to be asked with it has not been asked.
  if (answer.kind === "silence")
    return { kind: "none", noPass: { ...answer, certain: true }, isFinal: false };
  const read = granted.safeParse(answer.json);
  if (answer.status === 200 && read.success) {
    const { access_token: token, expires_in: seconds, owner_id: owner, scope } = read.data;
    const scopes = scope.split(/[\s,]+/).filter((one) => one !== "");
    return {
      kind: "token",
      pass: { kind: "pass", token, owner: owner ?? null, scopes },
      expiresInMs: seconds * 1000,
    };
  }
  if (answer.isClosed) {
    const failure = describeFailure(answer.code ?? "CMN-301");
    return { kind: "none", noPass: noPass(failure, answer.retryAfterMs), isFinal: false };
  }
  if (answer.status >= 400 && answer.status < 500)
    return { kind: "none", noPass: noPass(refusal(login, answer), null), isFinal: true };
  const failure = describeFailure("token-unreadable");
  return { kind: "none", noPass: noPass(failure, 5_000), isFinal: false };
}

/** Nobody is let in for this reason. @param retryAfterMs when that may have passed, where it is known. */
export function noPass(failure: CarrierFailure, retryAfterMs: number | null): NoPass {
  return { kind: "silence", certain: true, reason: `no access: ${failure.code}`, retryAfterMs, failure };
}

/** What OAuth calls an app that is refused: RingCentral's own code beside it may be one that a JWT gets, too. */
const refusesApp: readonly string[] = ["invalid_client", "unauthorized_client"];

function refusal(login: LoginName, { code, json }: { code: string | null; json: unknown }): CarrierFailure {
  const of = code === null ? "" : ` (${code})`;
  const word = isRecord(json) ? stringIn(json, "error") : undefined;
  const isApp = refusesApp.includes(word ?? "") || code === "OAU-153";
  const sentence = isApp
    ? `RingCentral refuses the app's client id or secret for the login ${login}${of}. An administrator has to check RINGCENTRAL_CLIENT_ID and RINGCENTRAL_CLIENT_SECRET, and that the app may use JWT.`
    : `RingCentral refuses the JWT of the login ${login}${of}: it is wrong, expired or revoked. Its user has to make a new one in the developer console, and an administrator to set RINGCENTRAL_JWT_${loginVariable(login)} to it.`;
  return { code: code ?? "login-refused", scope: "account", sentence };
}
