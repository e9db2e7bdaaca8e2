/** Calls RingCentral's REST API in the name of a login. */
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import { createAccess, type NoPass, noPass, type Pass } from "./access.ts";
import { type Answered, type ApiRequest, createExchange, type Silence } from "./exchange.ts";
import { describeFailure } from "./failures.ts";
import { createPace, type Group } from "./pace.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

export type ApiAnswer = Answered | Silence;

export interface RingCentralApi {
  /** One request, never repeated but where its access token was refused, since then nothing was done. Does not throw. */
  ask(login: LoginName, request: ApiRequest): Promise<ApiAnswer>;
  /** The same for what is only looked at, or may be repeated: its JSON (null where there is no body); throws `CarrierError` for the rest. */
  read(login: LoginName, request: ApiRequest): Promise<unknown>;
  /** Who the login is, and what the app may do there. Does not throw. */
  pass(login: LoginName): Promise<Pass | NoPass>;
  /** For what is asked by another way than this: another pass in place of one that was refused. */
  renew(login: LoginName, refused: Pass): Promise<Pass | NoPass>;
  /** The same: 0 where it may be asked now, and is counted; else after how many milliseconds. */
  turn(login: LoginName, group: Group): number;
  /** The same: it answered that too much was asked. */
  shut(login: LoginName, group: Group, ms: number): void;
}

/** When a token is asked for anew where two in a row were refused. Milliseconds. */
const tokenAgain = 5_000;

export function createRingCentralApi(settings: ResolvedRingCentralSettings): RingCentralApi {
  const pace = createPace(settings.steady);
  const exchange = createExchange(settings, pace);
  const access = createAccess(settings, exchange);

  async function ask(login: LoginName, request: ApiRequest): Promise<ApiAnswer> {
    const by = (pass: Pass) => exchange(login, { ...request, authorization: `Bearer ${pass.token}` });
    const pass = await access.pass(login);
    if (pass.kind === "silence") return pass;
    const answer = await by(pass);
    if (answer.kind === "silence" || answer.status !== 401) return answer;
    const renewed = await access.renew(login, pass);
    return renewed.kind === "silence" ? renewed : ofRenewed(await by(renewed));
  }

  return {
    ask,
    read: async (login, request) => jsonOf(await ask(login, request)),
    pass: access.pass,
    renew: access.renew,
    turn: (login, group) => pace.enter(login, group),
    shut: pace.close,
  };
}

/** The new token may have ended meanwhile, too. A JWT that is no good is refused where it is shown, so this passes; and nothing was done. */
function ofRenewed(answer: ApiAnswer): ApiAnswer {
  if (answer.kind === "silence" || answer.status !== 401 || !answer.code?.startsWith("OAU-")) return answer;
  return noPass(describeFailure(answer.code), tokenAgain);
}

/** An answer's JSON, or the failure thrown. */
export function jsonOf(answer: ApiAnswer): unknown {
  if (answer.kind === "silence") throw silenceError(answer);
  const { status, json, code, isClosed, retryAfterMs } = answer;
  if (status === 204 || (status >= 200 && status < 300 && json !== null)) return json;
  if (status < 300) throw unreadable("an answer that can't be read");
  throw new CarrierError(`RingCentral refused the request (HTTP ${status}, ${code ?? "no code"})`, {
    kind: code ?? `http-${status}`,
    retryable: isClosed || status >= 500 || status === 408,
    certain: isClosed || (status < 500 && status !== 408),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

function silenceError({ certain, reason, retryAfterMs, failure }: Silence): CarrierError {
  // Somebody has to change something: asked again at once it says the same.
  const retryable = failure === null || failure.scope === "passing";
  return new CarrierError(failure?.sentence ?? `RingCentral did not answer (${reason})`, {
    kind: failure?.code ?? (retryAfterMs === null ? "unreachable" : "rate-limited"),
    retryable,
    certain,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** RingCentral answered something that makes no sense. */
export function unreadable(what: string): CarrierError {
  return new CarrierError(`RingCentral gave ${what}`, {
    kind: "unreadable",
    retryable: true,
    certain: false,
  });
}
