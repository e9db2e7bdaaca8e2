import { randomUUID } from "node:crypto";
import type { World } from "./world.ts";

export interface Since {
  readonly change: number;
  readonly at: number;
  readonly filters: string;
}

/** Where somebody stopped reading; opaque to them. */
export interface SyncTokens {
  give(of: string, filters: string): string;
  /** Null: it is not, or no more. */
  read(of: string, token: string): Since | null;
  /** None from before is taken any more. */
  expire(): void;
}

/** RingCentral does not say how long one lasts. */
const LASTS_MS = 7 * 86_400_000;

export function createSyncTokens(world: World): SyncTokens {
  const given = new Map<string, Since & { readonly of: string }>();
  return {
    give(of, filters) {
      const token = Buffer.from(randomUUID()).toString("base64url");
      given.set(token, { of, filters, change: world.lastChange(), at: world.now() });
      return token;
    },
    read(of, token) {
      const found = given.get(token);
      if (found === undefined || found.of !== of || found.at + LASTS_MS < world.now()) return null;
      return found;
    },
    expire: () => given.clear(),
  };
}
