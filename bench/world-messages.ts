/** What the measuring process and the process of the stand-ins say to each other. Moments are milliseconds of the machine's clock. */

export interface WorldOptions {
  readonly limits: "slack" | "off";
  /** Whether the carrier tells what became of a text: twice each. */
  readonly reports: boolean;
  /** The line that leads to one member, in whose direct messages its conversations stand, instead of the one that a team shares. */
  readonly direct?: boolean;
  /** A CRM outside, that has these numbers; absent: the app keeps what it logs to itself. */
  readonly contacts?: readonly string[];
}

export type Order =
  | { readonly kind: "begin"; readonly options: WorldOptions }
  /** Roots for as many conversations. */
  | { readonly kind: "roots"; readonly phones: readonly string[] }
  /** The cards that the app has drawn for these phones. */
  | { readonly kind: "cards"; readonly phones: readonly string[] }
  | { readonly kind: "point"; readonly appUrl: string | null }
  /** A member replies in a thread. */
  | { readonly kind: "reply"; readonly thread: string; readonly token: string }
  | { readonly kind: "count" }
  | { readonly kind: "end" };

export type News =
  | { readonly kind: "ready"; readonly environment: Record<string, string> }
  | { readonly kind: "rooted"; readonly threads: readonly [phone: string, thread: string][] }
  | { readonly kind: "pointed" }
  /** A text can be read at the desk, or a reply was handed to the carrier. */
  | { readonly kind: "arrived"; readonly arrivals: readonly Arrival[] }
  | { readonly kind: "counted"; readonly slackCalls: Record<string, number>; readonly carrierCalls: number };

export interface Arrival {
  readonly token: string;
  /** Null for a text: its sender knows. */
  readonly from: number | null;
  readonly at: number;
}

/** What is measured is found by its token, in whatever stands around it. */
export const tokens = /[tr]\d{7}/g;

export function moment(): number {
  return performance.timeOrigin + performance.now();
}
