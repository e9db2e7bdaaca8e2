import { existsSync } from "node:fs";
import type { Engine } from "../engine.ts";
import { refuseUnsafeBinding } from "./binding.ts";
import { examine } from "./examine.ts";
import { explainIfDatabase } from "./failure.ts";
import { copiesBeside, identityOf } from "./files.ts";
import { refuseHalfRestored } from "./half-restored.ts";
import { dropHeartbeatFile } from "./heartbeat-file.ts";
import { isLocked } from "./inspect.ts";
import { takeLock } from "./lock.ts";
import { openStore } from "./open-store.ts";
import { openOrigin, openTarget } from "./whole-site.ts";

/** What changes a file, or reads all of it, is not begun where it would be ended in the middle. */
function safely<Given extends unknown[], Opened>(open: (...given: Given) => Opened) {
  return (...given: Given): Opened => {
    refuseUnsafeBinding();
    return open(...given);
  };
}

export const engine: Engine = {
  openStore: safely(openStore),
  serverTools: null,
  examine: async (file, running) => examine(file, running),
  copiesOf: copiesBeside,
  tracesIn: (running) =>
    running
      ? [
          "Traces in the free space of the database's file: run it once more while Threadline is stopped, and the file is written anew.",
        ]
      : [],
  openOrigin: safely(openOrigin),
  openTarget: safely(openTarget),
  identityOf: async (file) => identityOf(file),
  nameOf: (file) => `the file ${file}`,
  takeLock: safely(takeLock),
  isRunning: async (file) => isLocked(file),
  isMade: async (file) => existsSync(file),
  refuseHalfRestored,
  dropHeartbeat: dropHeartbeatFile,
  explain: explainIfDatabase,
};
