/** Whether this host's clock agrees with Slack's: holds, lateness and signatures are counted by it. For `doctor`. */
import type { Finding } from "../../domain/finding.ts";
import { type Call, headerOf } from "../../lib/call.ts";

/** Slack refuses signatures that are five minutes old; well before that, holds are felt to be wrong. Milliseconds. */
const tolerated = 30_000;
const name = "clock";

/** Never throws. `apiUrl` null: Slack's own. */
export async function verifyClock(
  apiUrl: string | null,
  reach: { readonly call: Call; readonly now: () => number },
): Promise<Finding[]> {
  try {
    const address = `${apiUrl ?? "https://slack.com/api/"}api.test`;
    const answer = await reach.call(address, { method: "POST", timeoutMs: 10_000 });
    const theirs = Date.parse(headerOf(answer, "date") ?? "");
    return Number.isNaN(theirs) ? [] : [compare(reach.now() - theirs)];
  } catch {
    // That Slack can't be reached is said by the check of the token.
    return [];
  }
}

function compare(ahead: number): Finding {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) <= tolerated)
    return { name, level: "ok", sentence: "This host's clock agrees with Slack's." };
  return {
    name,
    level: "problem",
    sentence: `This host's clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} Slack's.`,
    remedy: "Have the system keep its time by NTP (timedatectl set-ntp true).",
  };
}
