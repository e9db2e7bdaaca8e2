import { existsSync } from "node:fs";
import type { Engine } from "../engine.ts";
import { explainIfDatabase } from "./failure.ts";
import { refuseHalfRestored } from "./half-restored.ts";
import { dropHeartbeatFile } from "./heartbeat-file.ts";
import { isLocked } from "./inspect.ts";
import { takeLock } from "./lock.ts";
import { openStore } from "./open-store.ts";

export const engine: Engine = {
  openStore,
  takeLock,
  isRunning: async (file) => isLocked(file),
  isMade: async (file) => existsSync(file),
  refuseHalfRestored,
  dropHeartbeat: dropHeartbeatFile,
  explain: explainIfDatabase,
};
