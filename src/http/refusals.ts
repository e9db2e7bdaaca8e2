import type { Bridge } from "../bridge/bridge.ts";
import { createSeldom } from "../lib/seldom.ts";

/** Notes that a request was refused. `kind` names those that are logged as one. */
export type Refuse = (kind: string, fields: object, message: string) => void;

/** How often a kind of refusal is logged. Milliseconds. */
const logEvery = 60_000;

/** Counts each; whoever sends thousands fills no log with them. */
export function createRefusals(bridge: () => Bridge): Refuse {
  const seldom = createSeldom(logEvery);
  return (kind, fields, message) => {
    bridge().count("webhooks_refused");
    const unsaid = seldom(kind);
    if (unsaid !== null) bridge().log.warn({ ...fields, unsaid }, message);
  };
}
