/** What the account has: messaging profiles, and numbers on them. */
import type { NumberView } from "../../types/numbers.ts";

export interface ProfileSpec {
  /** A new one when absent. */
  readonly id?: string;
  readonly name: string;
  readonly webhookUrl?: string;
  readonly failoverUrl?: string;
  /** False: nothing is sent through it. */
  readonly enabled?: boolean;
  /** What HELP is answered; where there is nothing, it is a text like any other. */
  readonly help?: string;
}

export interface ProfileView {
  readonly id: string;
  readonly name: string;
  readonly webhookUrl: string | null;
  readonly failoverUrl: string | null;
  readonly enabled: boolean;
}

/** One of the account's own numbers. */
export interface LineSpec {
  readonly number: string;
  readonly name?: string;
  /** A profile's id; null: on none. The stand-in's first one unless given. */
  readonly profile?: string | null;
  /** False for a number that only takes calls. */
  readonly sms?: boolean;
  /** False for a number from which no pictures and files leave. As `sms` when absent. */
  readonly mms?: boolean;
}

export interface LineView extends NumberView {
  readonly profile: string | null;
}

/** Who is not texted through a profile. */
export interface OptOutView {
  readonly profile: string;
  /** The number that the word was texted to. */
  readonly from: string;
  readonly to: string;
  readonly keyword: string | null;
  readonly createdAt: string;
}
