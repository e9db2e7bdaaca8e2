import { type RcAnswer, tooMany } from "./api.ts";

export type RateGroup = "Light" | "Medium" | "Heavy" | "Auth";

/** RingCentral's rates: so many a minute for each user in each group, and a penalty which every call during it begins anew. */
export interface Rates {
  /** Null: it may. Else the refusal. */
  take(user: string, group: RateGroup): RcAnswer | null;
  headers(user: string, group: RateGroup): Readonly<Record<string, string>>;
  penalize(user: string, group: RateGroup): void;
}

const PER_MINUTE: Readonly<Record<RateGroup, number>> = { Light: 50, Medium: 40, Heavy: 10, Auth: 5 };
/** Said where there is no limit: an app that keeps to what it is told is not held up either. */
const AMPLE = 100_000;
const WINDOW_MS = 60_000;

export function createRates(limited: boolean, penaltySeconds: number, now: () => number): Rates {
  const taken = new Map<string, number[]>();
  const penalties = new Map<string, number>();
  const recent = (key: string) => {
    const since = now() - WINDOW_MS;
    const left = (taken.get(key) ?? []).filter((at) => at > since);
    taken.set(key, left);
    return left;
  };
  const punish = (key: string): RcAnswer => {
    penalties.set(key, now() + penaltySeconds * 1000);
    return tooMany(penaltySeconds);
  };
  return {
    take(user, group) {
      const key = `${user} ${group}`;
      if ((penalties.get(key) ?? 0) > now()) return punish(key);
      const calls = recent(key);
      if (limited && calls.length >= PER_MINUTE[group]) return punish(key);
      calls.push(now());
      return null;
    },
    headers(user, group) {
      const most = limited ? PER_MINUTE[group] : AMPLE;
      return {
        "x-rate-limit-group": group.toLowerCase(),
        "x-rate-limit-limit": String(most),
        "x-rate-limit-remaining": String(Math.max(0, most - recent(`${user} ${group}`).length)),
        "x-rate-limit-window": String(WINDOW_MS / 1000),
      };
    },
    penalize(user, group) {
      penalties.set(`${user} ${group}`, now() + penaltySeconds * 1000);
    },
  };
}
