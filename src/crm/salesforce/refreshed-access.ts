/**
 * A refresh token works once, and one that is used a second time may cost all that came of it. So of all processes on a database one at a
 * time renews it, which the database decides; and its successor is on the disk before anything else is done, together with the access
 * token that came with it: a start uses none up.
 */
import { setTimeout as pause } from "node:timers/promises";
import { createTurns } from "../../lib/in-turn.ts";
import type { Access, Pass } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import { createKeptTokens, type KeptTokens } from "./kept-tokens.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";
import { askForToken, type Entry, passOf } from "./token-endpoint.ts";

/** Who began to renew it has its answer by then, or was killed. Longer than it is waited for. Milliseconds. */
const PATIENCE_MS = 25_000;
const LOOK_AGAIN_MS = 100;

/** @param given the refresh token of the environment. */
export function createRefreshedAccess(
  settings: SalesforceSettings,
  surroundings: CrmSurroundings,
  given: string,
): Access {
  const tokens = createKeptTokens(settings, surroundings, given);
  const turns = createTurns();
  /** By what was refused: all who wait for the same are told the same. */
  const awaited = new Map<string | undefined, Promise<Pass>>();
  /** Came, and is not on the disk yet: nothing goes out with it. */
  let unkept: KeptTokens | null = null;

  async function keep(): Promise<void> {
    if (unkept !== null) await tokens.keep(unkept);
    unkept = null;
  }

  async function next(refused: Pass | null): Promise<Pass> {
    const isTakenTooLong = createWatch(surroundings.now);
    for (;;) {
      await keep();
      const kept = await tokens.read();
      const pass = kept.tokens.entry === null ? null : passOf(kept.tokens.entry);
      // Another process was let in since.
      if (pass !== null && pass.headers.authorization !== refused?.headers.authorization) return pass;
      if (kept.tokens.isUnderWay && !isTakenTooLong(kept.tokens.renewals)) {
        await pause(LOOK_AGAIN_MS);
        continue;
      }
      const ours = await tokens.claim(kept);
      if (ours === null) continue;
      let given: Refreshed;
      try {
        given = await refresh(settings, surroundings, ours.tokens);
      } catch (error) {
        // Where it can't be given back because something newer stands, that lets us in.
        if (await tokens.giveBack(ours)) throw error;
        continue;
      }
      unkept = given;
      await keep();
      // Also where it is the one that was refused: asking again would bring no other.
      return passOf(given.entry);
    }
  }

  function renew(refused: Pass | null): Promise<Pass> {
    const of = refused?.headers.authorization;
    const begun = awaited.get(of);
    if (begun !== undefined) return begun;
    const renewing = turns.take("renewal", () => next(refused)).finally(() => awaited.delete(of));
    awaited.set(of, renewing);
    return renewing;
  }

  return {
    async pass() {
      const { entry } = (await tokens.read()).tokens;
      return entry === null ? await renew(null) : passOf(entry);
    },
    renew,
  };
}

/** Asks for how long the same renewal stands, by one clock alone; from where that is set back it is watched anew. */
function createWatch(now: () => number): (renewal: number) => boolean {
  let watched: number | null = null;
  let since = 0;
  return (renewal) => {
    const at = now();
    if (renewal !== watched || at < since) since = at;
    watched = renewal;
    return at - since > PATIENCE_MS;
  };
}

type Refreshed = KeptTokens & { readonly entry: Entry };

async function refresh(
  settings: SalesforceSettings,
  surroundings: CrmSurroundings,
  tokens: KeptTokens,
): Promise<Refreshed> {
  const { clientId, clientSecret } = settings;
  const given = await askForToken(settings, surroundings, {
    grant_type: "refresh_token",
    refresh_token: tokens.refreshToken,
    client_id: clientId,
    ...(clientSecret === null ? {} : { client_secret: clientSecret }),
  });
  return {
    // Where the app does not rotate them, the old one goes on.
    refreshToken: given.refresh_token ?? tokens.refreshToken,
    entry: { accessToken: given.access_token, instanceUrl: given.instance_url },
    renewals: tokens.renewals,
    isUnderWay: false,
  };
}
