/** What the crash test has of a carrier: what is set of its stand-in and of the app, and how little can be relied on it. */
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import type { AppProcess } from "./app-process.ts";
import type { CrashDatabase } from "./database.ts";
import type { Random } from "./random.ts";

export interface CrashCarrier {
  /** Of the sandbox, beside whose the lines are. */
  readonly sandbox?: Partial<SandboxOptions>;
  /** Of the app. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the directory, once its lines are at the carrier. */
  directory?(directory: string): string;
  /** What is known before the first start. */
  prepare?(database: CrashDatabase): Promise<void>;
  /** Begins to go wrong. Absent: it can be relied on. */
  misbehave?(sandbox: Sandbox, random: Random, amounts: Amounts): Misbehaving;
  /** What it could not tell is asked for at a start, or in minutes: so the last kill comes once it behaves. */
  readonly isAskedAtStart?: true;
  /** What its reports and answers must have come to: each text that arrived is marked so in the end, or none ever is. Absent: neither is certain. */
  readonly marksDelivered?: "always" | "never";
  /** Texts are heard soon enough that some are answered by themselves. */
  readonly isHeardSoon?: true;
  /** Its own shared inbox. */
  readonly sharedInbox?: SharedInbox;
}

/** How much there is that can go wrong. */
export interface Amounts {
  readonly texts: number;
  readonly replies: number;
  readonly kills: number;
}

export interface Misbehaving {
  /** How many texts it has brought into doubt, or may have; where it is asked at a start, it behaves from now on. */
  end(): Promise<number>;
}

export interface SharedInbox {
  /** Sentences, one for each conversation of which both sides think otherwise. */
  differing(database: CrashDatabase, sandbox: Sandbox): Promise<readonly string[]>;
  /** Ends conversations on both sides. */
  endSome(app: AppProcess, sandbox: Sandbox): Promise<void>;
}

/** Lists are to end with the rest: at the pace of one number they would go on for minutes. */
export const perSecond = 25;
