/**
 * Lets each login in: an access token for its API key, which works for an hour or so, and another before that is over. How a refresh token
 * is used, RingRx's page does not say; the key does the same, and is at hand.
 */
import { z } from "zod";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Answered, Silence } from "../ask-once.ts";
import { describeFailure, describeShut } from "./failures.ts";
import { post } from "./post.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";

export interface LetIn {
  readonly kind: "let in";
  readonly token: string;
}

/** Nobody was let in, so nothing was asked. */
export interface KeptOut {
  readonly kind: "kept out";
  /** With `retryAfterMs` where another try may do better. */
  readonly failure: CarrierFailure;
  /** How nobody answered, or how it was refused: for `doctor`. */
  readonly answer: Answered | Silence;
}

export interface Access {
  letIn(login: LoginName): Promise<LetIn | KeptOut>;
  /** Another token in place of one that was refused. */
  renew(login: LoginName, refused: LetIn): Promise<LetIn | KeptOut>;
}

/** Asked for anew so long before it ends. Milliseconds. */
const ahead = 60_000;
/** A key that was refused is not shown again for so long: nothing else changes it but a person. Milliseconds. */
const shutFor = 60_000;
/** How long to wait where nothing is said. Milliseconds. */
const UNANSWERED_MS = 5_000;

interface Door {
  open: { readonly letIn: LetIn; readonly until: number } | null;
  shut: { readonly keptOut: KeptOut; readonly until: number } | null;
  knocking: Promise<LetIn | KeptOut> | null;
}

export function createAccess(settings: ResolvedRingRxSettings): Access {
  const doors = new Map<LoginName, Door>();
  const doorOf = (login: LoginName): Door => {
    const door = doors.get(login) ?? { open: null, shut: null, knocking: null };
    doors.set(login, door);
    return door;
  };

  async function knock(login: LoginName, door: Door): Promise<LetIn | KeptOut> {
    const answer = await askForToken(settings, login);
    const now = settings.now();
    const read = granted.safeParse(answer.kind === "answer" && answer.status < 300 ? answer.json : null);
    if (read.success) {
      const lasts = read.data.expires_in * 1000;
      const letIn: LetIn = { kind: "let in", token: read.data.access_token };
      door.open = { letIn, until: now + Math.max(lasts - ahead, lasts / 2) };
      return letIn;
    }
    const keptOut: KeptOut = { kind: "kept out", failure: failureOf(login, answer), answer };
    if (keptOut.failure.retryAfterMs === undefined) door.shut = { keptOut, until: now + shutFor };
    return keptOut;
  }

  /** Once, however many wait for it. */
  const knockOnce = (login: LoginName, door: Door): Promise<LetIn | KeptOut> => {
    const now = settings.now();
    // A clock that was set back since must not shut it for longer.
    if (door.shut !== null && now < door.shut.until && now >= door.shut.until - shutFor)
      return Promise.resolve(door.shut.keptOut);
    door.shut = null;
    door.knocking ??= knock(login, door).finally(() => {
      door.knocking = null;
    });
    return door.knocking;
  };

  return {
    async letIn(login) {
      const door = doorOf(login);
      return door.open !== null && settings.now() < door.open.until
        ? door.open.letIn
        : await knockOnce(login, door);
    },
    async renew(login, refused) {
      const door = doorOf(login);
      // Whoever was refused with an older one takes the newer.
      if (door.open !== null && door.open.letIn !== refused) return door.open.letIn;
      door.open = null;
      return await knockOnce(login, door);
    },
  };
}

const granted = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive().catch(3_600),
});

/** In the body, unless told otherwise: an address stands in logs on the way. */
function askForToken(settings: ResolvedRingRxSettings, login: LoginName): Promise<Answered | Silence> {
  const { token, secret } = settings.keys[login] ?? { token: "", secret: "" };
  return post(settings, "/auth/token", { token, secret }, { as: settings.loginAs });
}

function failureOf(login: LoginName, answer: Answered | Silence): CarrierFailure {
  // Whatever became of it, what was meant to be asked with it has not been asked.
  if (answer.kind === "silence") return describeFailure("unreachable", UNANSWERED_MS);
  const { status, retryAfterMs } = answer;
  if (status === 429) return describeFailure("http-429", retryAfterMs ?? UNANSWERED_MS);
  if ([400, 401, 403, 422].includes(status)) return describeShut(login, status);
  // A gateway's 408 and 499 say that it gave up waiting.
  const isRefusal = status >= 300 && status < 500 && status !== 408 && status !== 499;
  if (isRefusal) return describeFailure(`http-${status}`);
  return describeFailure("login-unanswered", retryAfterMs ?? UNANSWERED_MS);
}
