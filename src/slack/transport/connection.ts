/**
 * Whether we hear Slack: a socket stands, Slack kept nothing back, it knows our token. What that means for texts that wait is
 * the bridge's (`hear-desk.ts`); here is who says it.
 */

import type { Bridge } from "../../bridge/bridge.ts";
import type { Log } from "../../bridge/contracts/log.ts";

export interface DeskHearing {
  /** A socket stands. */
  heard(): void;
  /** The last socket is gone. */
  lost(): void;
  /** Slack kept events back for a minute that began at this moment. Milliseconds. */
  keptBack(since: number): void;
  /** Slack knew our token when it was asked at this moment. Milliseconds. */
  known(askedAt: number): void;
  /** Slack does not let us in, as after the app was uninstalled: a socket may stand, and nothing comes through it. */
  refused(): void;
  /** Nothing else may say that we hear again: after a sleep, events that were kept back, a database that was full. */
  again(): void;
  /** Why we don't, where it is none of the above. */
  trouble(): string | null;
}

export interface DeskHearingOptions {
  readonly bridge: () => Bridge;
  readonly log: Log;
  readonly now: () => number;
  /** Whether anything can come through, as far as the connection goes. */
  readonly connected: () => boolean;
}

/** Slack keeps events back for a minute; what it told of it may be early. */
const keptBackMs = 65_000;

export function createDeskHearing({ bridge, log, now, connected }: DeskHearingOptions): DeskHearing {
  let underWay = 0;
  let keptBackUntil = 0;
  /** When Slack last knew our token; null before it was first asked. */
  let knownAt: number | null = null;
  let isRefused = false;
  let trouble: string | null = null;

  function heard(): void {
    if (isRefused) return;
    underWay += 1;
    bridge()
      .regainConnection()
      .then(() => {
        trouble = null;
      })
      .catch((error: unknown) => {
        trouble = "replies wait: what was missed could not be written down";
        log.error({ err: error }, "catching up with Slack failed; it is tried again");
      })
      .finally(() => {
        underWay -= 1;
      });
  }

  function again(): void {
    if (bridge().connection.lostSince === null || underWay > 0 || now() < keptBackUntil) return;
    if (connected()) heard();
  }

  return {
    heard,
    lost: () => bridge().connection.lose(),
    keptBack(since) {
      keptBackUntil = since + keptBackMs;
      bridge().connection.lose(since);
    },
    known(askedAt) {
      knownAt = askedAt;
      if (!isRefused) return;
      isRefused = false;
      again();
    },
    refused() {
      if (isRefused) return;
      isRefused = true;
      bridge().connection.lose(knownAt ?? now());
    },
    again,
    trouble: () => trouble,
  };
}
