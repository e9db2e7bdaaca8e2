/** `POST /auth/token`: who is let in, and for how long. */
import { randomUUID } from "node:crypto";
import { type RrxAnswer, type RrxRequest, refuse } from "./api.ts";
import type { UserView } from "./types/account.ts";
import type { World } from "./world.ts";

export interface Tokens {
  answer(request: RrxRequest): RrxAnswer;
  /** Who asks; null: nobody who is let in. */
  userOf(authorization: string | undefined): UserView | null;
  /** Every access token ends. */
  expire(): void;
}

interface Given {
  readonly key: string;
  readonly until: number;
}

/** How long a refresh token works, against an access token's hour. Milliseconds. */
const REFRESHABLE = 14 * 24 * 3_600_000;

export function createTokens(world: World, seconds: number): Tokens {
  const access = new Map<string, Given>();
  const refresh = new Map<string, Given>();
  const keyNamed = ({ key }: Given) => world.keys.get(key);

  function give(key: string): RrxAnswer {
    const now = world.now().getTime();
    const [token, again] = [`eyJhbGciOiJIUzI1NiJ9.${randomUUID()}`, `eyJhbGciOiJIUzI1NiJ9.${randomUUID()}`];
    access.set(token, { key, until: now + seconds * 1000 });
    refresh.set(again, { key, until: now + REFRESHABLE });
    const body = { token_type: "Bearer", access_token: token, expires_in: seconds, refresh_token: again };
    return { status: 200, body };
  }

  return {
    answer({ param }) {
      const again = refresh.get(param("refresh_token") ?? "");
      if (again !== undefined && again.until > world.now().getTime() && keyNamed(again)?.isRevoked === false)
        return give(again.key);
      const key = [...world.keys.values()].find(({ token }) => token === param("token"));
      if (key === undefined || key.isRevoked || key.secret !== param("secret"))
        return refuse(401, "Invalid credentials");
      return give(key.name);
    },
    userOf(authorization) {
      const given = access.get(/^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
      if (given === undefined || given.until <= world.now().getTime()) return null;
      const key = keyNamed(given);
      return key === undefined || key.isRevoked ? null : (world.users.get(key.username) ?? null);
    },
    expire: () => access.clear(),
  };
}
