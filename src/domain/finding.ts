/** One thing that a check found, for `doctor` and `/readyz`. */
export interface Finding {
  /** What was checked: "slack: channel C0FRONT", "twilio: credentials". */
  readonly name: string;
  readonly level: "ok" | "warning" | "problem";
  /** A sentence: what is so. */
  readonly sentence: string;
  /** What to do about it; absent when all is well. */
  readonly remedy?: string;
}
