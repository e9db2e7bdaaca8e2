/** Which of a carrier's logins does it: the first that may. */
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { TemplateOutcome } from "../contracts/carrier-templates.ts";

/** What one of them sees. Throws what the last of them was refused with. */
export async function askAny<T>(
  logins: readonly LoginName[],
  ask: (by: LoginName) => Promise<T>,
): Promise<{ readonly by: LoginName; readonly answer: T } | null> {
  let refused: CarrierError | null = null;
  for (const by of logins)
    try {
      return { by, answer: await ask(by) };
    } catch (thrown) {
      if (!isFinal(thrown)) throw thrown;
      refused = thrown;
    }
  if (refused !== null) throw refused;
  return null;
}

export type Write = (act: (by: LoginName) => Promise<TemplateOutcome>) => Promise<TemplateOutcome>;

/** Who may not write is not asked again by it. */
export function createWrite(logins: readonly LoginName[]): Write {
  const mayNot = new Set<LoginName>();
  let refused: TemplateOutcome = { kind: "refused", why: "permission", sentence: "" };
  return async (act) => {
    for (const by of logins) {
      if (mayNot.has(by)) continue;
      try {
        const outcome = await act(by);
        if (outcome.kind !== "refused" || outcome.why !== "permission") return outcome;
        refused = outcome;
      } catch (thrown) {
        if (!isFinal(thrown)) throw thrown;
      }
      mayNot.add(by);
    }
    return refused;
  };
}

/** It says the same until somebody changes something. */
function isFinal(thrown: unknown): thrown is CarrierError {
  return thrown instanceof CarrierError && !thrown.failure.retryable;
}
