import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import { toDeskError } from "./failure.ts";

/** What is said is never lost for the way we drew it: where Slack refuses that, it is shown as plain words. */
export async function postAnyway<T>(
  log: Log,
  asDrawn: () => Promise<T>,
  asPlainWords: () => Promise<T>,
): Promise<T> {
  try {
    return await asDrawn();
  } catch (error) {
    if (!isDeskFailure(error, "refused")) throw error;
    log.error({ failure: toDeskError(error).message }, "Slack refused a post; it is shown as plain words");
    return await asPlainWords();
  }
}
