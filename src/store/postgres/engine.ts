import type { Engine } from "../engine.ts";
import { nameOf } from "./address.ts";
import { asking } from "./asking.ts";
import { examine } from "./examine.ts";
import { codeOf, explainFailure } from "./failure.ts";
import { identityOf, isMade } from "./inspect.ts";
import { openStore } from "./open-store.ts";
import { runningOn } from "./running.ts";
import { serverTools } from "./server-tools.ts";
import { openOrigin, openTarget } from "./whole-site.ts";

export const engine: Engine = {
  openStore,
  openOrigin,
  openTarget,
  nameOf,
  identityOf: (url) => asking(url, identityOf),
  serverTools,
  examine,
  copiesOf: () => [],
  tracesIn: (running) => [
    ...(running
      ? [
          "Traces in the free space of its tables: run it once more while Threadline is stopped, and they are written anew.",
        ]
      : []),
    "Traces in the write-ahead log of PostgreSQL's server, its standbys and its archives, until these are overwritten.",
  ],
  // The lead says who works; whoever only takes in needs no lock.
  takeLock: () => ({ release: () => {} }),
  isRunning: (url) =>
    asking(url, async (client) => (await isMade(client)) && (await runningOn(client, "now")).length > 0),
  isMade: (url) => asking(url, isMade),
  refuseHalfRestored: () => {},
  dropHeartbeat: () => {},
  explain: (error, url) => (codeOf(error) === null ? error : explainFailure(error, url)),
};
