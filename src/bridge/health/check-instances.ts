/** Who runs on this database, and who of them has the lead, for readiness and metrics. */
import type { Context } from "../context/context.ts";
import type { Holder } from "../contracts/store/store.ts";

export interface Instances {
  /** Whether others may run beside this one. */
  readonly isShared: boolean;
  /** As this one calls itself. */
  readonly us: string;
  /** Whether this one has the lead, and what was under way is settled. */
  readonly leads: boolean;
  /** Null: nobody has the lead. */
  readonly holder: Holder | null;
  /** Since when nobody has had it, as far as this one has looked; null where somebody has. Milliseconds since 1970. */
  readonly leaderlessSince: number | null;
  readonly running: readonly RunningInstance[];
}

export interface RunningInstance {
  readonly name: string;
  readonly version: string;
  /** Since when the desk can't tell it anything; null while it hears. Milliseconds since 1970. */
  readonly deafSince: number | null;
  /** Its last sign of life, where it has given none for too long; null: it lives. Milliseconds since 1970. */
  readonly silentSince: number | null;
  /** How far its clock is ahead of this host's, at least; negative: behind. Milliseconds. */
  readonly clockAhead: number;
}

/** Throws when the database can't be read. */
export async function readInstances(ctx: Context): Promise<Instances> {
  const { lead } = ctx.store;
  const holder = await lookAtLead(ctx);
  const rows = await ctx.store.read((tx) => tx.instances.all());
  return {
    isShared: lead.isShared,
    us: ctx.instance.name,
    leads: ctx.leads(),
    holder,
    leaderlessSince: ctx.instance.leaderlessSince,
    running: rows.map((row) => {
      const { name, version, deafSince } = row;
      const { silentSince = null, clockAhead = 0 } = ctx.instance.seen(row) ?? {};
      return { name, version, deafSince, silentSince, clockAhead };
    }),
  };
}

/** Notes whether somebody has the lead. */
export async function lookAtLead(ctx: Context): Promise<Holder | null> {
  const holder = await ctx.store.lead.holder();
  ctx.instance.sawLead(holder !== null);
  return holder;
}
