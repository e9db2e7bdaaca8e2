/**
 * What every verb of the bridge works with. The bridge owns the rules: each verb decides and writes in one transaction and
 * fills the outbox; the worker then runs the jobs in it (law 1).
 */
import type { MessageId, SlackUserId } from "../../domain/ids.ts";
import type { OptOutScope } from "../../domain/opt-out-scope.ts";
import type { ResolveBy } from "../../domain/policy/access.ts";
import type { QuietHours } from "../../domain/quiet-hours.ts";
import type { TemplateLimits } from "../../domain/template-clashes.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { Crm } from "../contracts/crm.ts";
import type { Desk, DeskHistory } from "../contracts/desk.ts";
import type { Count, Log } from "../contracts/log.ts";
import type { Store } from "../contracts/store/store.ts";
import type { Connection } from "./connection.ts";
import type { Instance } from "./instance.ts";
import type { KeptTexts } from "./kept-texts.ts";
import type { MissedTexts } from "./missed-texts.ts";
import type { ThreadsTold } from "./threads-told.ts";

export interface Context {
  readonly store: Store;
  readonly desk: Desk;
  readonly history: DeskHistory;
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** As people write a carrier. */
  readonly carrierTitle: (name: string) => string;
  readonly crm: Crm;
  /** Of any CRM, also one that was in use before: as people write it. */
  readonly crmTitle: (name: string) => string;
  readonly settings: BridgeSettings;
  readonly connection: Connection;
  readonly instance: Instance;
  readonly missedTexts: MissedTexts;
  readonly keptTexts: KeptTexts;
  readonly threadsTold: ThreadsTold;
  /** Whether this process has the lead just now: it alone fetches what was missed. */
  readonly leads: () => boolean;
  /**
   * How much longer what whoever had the lead before has tried may take effect: that one may be alive, and its call on the way. Absent: that
   * process has ended. Milliseconds.
   */
  readonly attemptsSettleIn?: () => number;
  /** The jobs that this process is at, by their rows. */
  readonly running: Set<number>;
  /** What the Homes last showed of those who looked at theirs lately: one that shows the same is not drawn again. */
  readonly shownHomes: Map<SlackUserId, string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly count: Count;
}

export interface BridgeSettings {
  /** How long a reply may still be changed before it leaves. Milliseconds. */
  readonly hold: number;
  /** What is older than this when it could leave waits for its author. Milliseconds. */
  readonly sendWithin: number;
  /** A customer who has waited this long is pointed out. Milliseconds; 0: never. */
  readonly remindAfter: number;
  readonly resolveBy: ResolveBy;
  /** A direct conversation without texts for so long closes by itself. Milliseconds; 0: never. */
  readonly directIdleFor: number;
  readonly optOutScope: OptOutScope;
  /** Where the outside reaches us, without a slash at its end; null for a site without a public address. */
  readonly publicUrl: string | null;
  /** When texts that nobody has just asked for may leave, where a line says nothing else; null: at any hour. */
  readonly quietHours: QuietHours | null;
  /** How many people outside one text may go to. */
  readonly listLimit: number;
  /** How many templates there can be. */
  readonly templateLimits: TemplateLimits;
  /** Whether notes stand in the carrier's own shared inbox as well. */
  readonly mirrorNotes: boolean;
  /** Whether templates are kept the same at carriers that have their own. */
  readonly mirrorTemplates: boolean;
  /** What begins with one of these was probably not meant for the customer. */
  readonly insideWords: readonly string[];
}

export function newMessageId(ctx: Pick<Context, "newId">): MessageId {
  return ctx.newId() as MessageId;
}
