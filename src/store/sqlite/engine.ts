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

export const engine: Engine = {
  async openStore(options) {
    refuseUnsafeBinding();
    return await openStore(options);
  },
  serverTools: null,
  examine: async (file, running) => examine(file, running),
  copiesOf: copiesBeside,
  tracesIn: (running) =>
    running
      ? [
          "Traces in the free space of the database's file: run it once more while Threadline is stopped, and the file is written anew.",
        ]
      : [],
  openOrigin,
  openTarget,
  identityOf: async (file) => identityOf(file),
  nameOf: (file) => `the file ${file}`,
  takeLock,
  isRunning: async (file) => isLocked(file),
  isMade: async (file) => existsSync(file),
  refuseHalfRestored,
  dropHeartbeat: dropHeartbeatFile,
  explain: explainIfDatabase,
};
