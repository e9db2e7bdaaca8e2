/** Opening a modal: with what came with a press, once, within three seconds. Nothing rests on it, so it is tried once and kept nowhere. */
import type { ModalView } from "@slack/types";
import type { Log } from "../../bridge/contracts/log.ts";
import { toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";

/** Resolves with whether it stands. */
export function createModals(web: Web, log: Log): (triggerId: string, view: ModalView) => Promise<boolean> {
  return async (triggerId, view) => {
    try {
      await web("views.open", { trigger_id: triggerId, view });
      return true;
    } catch (error) {
      log.warn({ failure: toDeskError(error).message }, "Slack: a modal could not be opened");
      return false;
    }
  };
}
