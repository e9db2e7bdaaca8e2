/** One thing that a check found, for `doctor` and `/readyz`. */
export interface Finding {
  /** What was checked: "slack: channel C0FRONT", "twilio: credentials". */
  readonly name: string;
  readonly level: "ok" | "warning" | "problem";
  /** What `doctor` calls it, where that is more: whoever sets it up must mend what readiness may live with. */
  readonly atSetup?: "problem";
  /** A sentence: what is so. */
  readonly sentence: string;
  /** What to do about it; absent when all is well. */
  readonly remedy?: string;
}
