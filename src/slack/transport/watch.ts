/** Whether Slack still knows us: a revoked token is noticed although nothing is posted. */
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type { DeskConnection } from "./connection.ts";
import { toDeskError } from "./failure.ts";
import type { Self } from "./identity.ts";

export interface Watch {
  /** Asks Slack. Never throws. */
  check(): Promise<void>;
  /** Asks only where the last answer was no good one. Never throws. */
  checkAgain(): Promise<void>;
  /** Null when all is well, else why not. */
  trouble(): string | null;
  /** What Slack answers from now on means nothing. */
  stop(): void;
}

export interface WatchOptions {
  readonly self: Self;
  readonly connection: Pick<DeskConnection, "known" | "refused">;
  readonly now: () => number;
  readonly log: Log;
}

export function createWatch({ self, connection, now, log }: WatchOptions): Watch {
  let trouble: string | null = "Slack has not answered yet";
  let asking: Promise<void> | null = null;
  let stopped = false;

  async function ask(): Promise<void> {
    const askedAt = now();
    try {
      await self.check();
      if (stopped) return;
      if (trouble !== null) log.info({}, "Slack knows us");
      trouble = null;
      connection.known(askedAt);
    } catch (error) {
      if (stopped) return;
      trouble = toDeskError(error).message;
      if (isDeskFailure(error, "unauthorized")) connection.refused();
      log.warn({ reason: trouble }, "Slack does not answer as it should");
    }
  }

  function check(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    check,
    checkAgain: async () => {
      if (trouble !== null) await check();
    },
    trouble: () => trouble,
    stop() {
      stopped = true;
    },
  };
}
