/**
 * Whether what people do in Slack reaches us: a socket stands, Slack kept nothing back, it knows our token. What a lost connection
 * means for texts that wait is the bridge's; here is who says that it is lost or regained.
 */

import type { Bridge } from "../../bridge/bridge.ts";
import type { Log } from "../../bridge/contracts/log.ts";

export interface DeskConnection {
  /** A socket stands where none stood. What Slack still keeps back does not come through it, either. */
  connected(): void;
  /** The last socket is gone, or something that came could not be written down. */
  lost(): void;
  /** Slack kept events back for a minute that began at this moment. Milliseconds. */
  keptBack(since: number): void;
  /** Slack knew our token when it was asked at this moment. Milliseconds. */
  known(askedAt: number): void;
  /** Slack does not let us in, as after the app was uninstalled: a socket may stand, and nothing comes through it. */
  refused(): void;
  /**
   * Regains a connection of which nobody else will say that it stands: after a sleep, after events that were kept back, after
   * the database could not take what was missed. Does nothing while it stands, or while nothing can come through.
   */
  regain(): void;
  /** Why it is not regained although something could come through. */
  trouble(): string | null;
  /** Resolves when nothing is caught up with any more. What fails from now on is done by the next start, and nobody's to know. */
  stop(): Promise<void>;
}

export interface DeskConnectionOptions {
  readonly bridge: () => Bridge;
  readonly log: Log;
  readonly now: () => number;
  /** Whether anything can come through, as far as sockets go. */
  readonly canReceive: () => boolean;
}

/** Slack keeps events back for a minute; what it told of it may be early. */
const keptBackMs = 65_000;

export function createDeskConnection(options: DeskConnectionOptions): DeskConnection {
  const { bridge, log, now, canReceive } = options;
  const underWay = new Set<Promise<void>>();
  const telling = new Set<Promise<void>>();
  let isStopped = false;
  let keptBackUntil = 0;
  /** When Slack last knew our token; null before it was first asked. */
  let knownAt: number | null = null;
  let isRefused = false;
  let trouble: string | null = null;

  function connected(): void {
    if (isRefused || now() < keptBackUntil) return;
    const regained = bridge()
      .regainConnection()
      .then(() => {
        trouble = null;
      })
      .catch((error: unknown) => {
        if (isStopped) return;
        trouble = "replies wait: what was missed could not be written down";
        log.error({ err: error }, "catching up with Slack failed; it is tried again");
      })
      .finally(() => underWay.delete(regained));
    underWay.add(regained);
  }

  function regain(): void {
    if (bridge().connection.deafSince === null || underWay.size > 0) return;
    if (canReceive()) connected();
  }

  /** Others on the same database are to know at once; where that fails, the next heartbeat says it. */
  function lose(since: number, whose: "ours" | "everybody's"): void {
    bridge().connection.lose(since, whose);
    const told = bridge()
      .tellHearing()
      .catch((error: unknown) =>
        log.debug({ err: error }, "that Slack is not heard could not be written down"),
      )
      .finally(() => telling.delete(told));
    telling.add(told);
  }

  return {
    connected,
    lost: () => lose(now(), "ours"),
    keptBack(since) {
      keptBackUntil = since + keptBackMs;
      lose(since, "everybody's");
    },
    known(askedAt) {
      knownAt = askedAt;
      if (!isRefused) return;
      isRefused = false;
      regain();
    },
    refused() {
      if (isRefused) return;
      isRefused = true;
      lose(knownAt ?? now(), "everybody's");
    },
    regain,
    trouble: () => trouble,
    async stop() {
      isStopped = true;
      await Promise.all([...underWay, ...telling]);
    },
  };
}
