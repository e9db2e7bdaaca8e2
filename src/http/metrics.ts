/** Counters and gauges for Prometheus. Names and meanings are listed in docs/operating.md. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Bridge } from "../bridge/bridge.ts";
import type { Count, Counted } from "../bridge/contracts/log.ts";
import { createSeldom } from "../lib/seldom.ts";

/** What is counted, and what it means. */
export const counted: Readonly<Record<Counted, string>> = {
  texts_received: "Inbound texts stored",
  texts_repeated: "Inbound texts that were known already",
  texts_unrouted: "Inbound texts to a number that is no line, or of another channel",
  texts_blocked: "Inbound texts of blocked numbers, kept and not shown",
  files_taken_along: "Files of replies, fetched from Slack to leave with them",
  files_fetched: "Files that came with texts, fetched from the carrier",
  files_failed: "Files that came with texts and could not be shown",
  replies_taken: "Thread replies that leave, or wait for their author's word",
  replies_kept_inside: "Thread messages kept as notes",
  replies_refused: "Thread replies that could not leave",
  sends_accepted: "Texts that a carrier took",
  sends_rejected: "Texts that a carrier refused",
  sends_unknown: "Texts whose answer was lost",
  reports_received: "Delivery reports",
  records_unreadable: "Records of a carrier's list that could not be read, counted at each look",
  webhooks_refused: "Requests that were not signed, malformed or too large",
  deliveries_stored: "Events and presses from Slack stored",
  deliveries_repeated: "Events and presses from Slack that were known already",
  deliveries_dead: "Events and presses given up after repeated failures",
  modals_failed: "Modals that Slack did not open or draw anew; the log says why",
  templates_taken: "Templates changed here, since a carrier's were",
  templates_given: "Templates written at a carrier, since ours were changed",
  templates_refused: "Templates that a carrier did not take, counted at each look",
  templates_failed: "Looks at a carrier's templates that failed",
  outbox_done: "Pieces of owed work done",
  outbox_postponed: "Pieces of owed work that come again",
};

export interface Metrics {
  readonly count: Count;
  /** In Prometheus' text form. */
  render(bridge: Bridge): Promise<{ contentType: string; body: string }>;
}

/** How often it is logged that the database can't be read. Milliseconds. */
const logEvery = 60_000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map(
    Object.entries(counted).map(([name, help]) => [
      name,
      new Counter({ name: `threadline_${name}_total`, help, registers: [registry] }),
    ]),
  );
  const up = gauge(registry, "threadline_database_up", "1 where the database can be read, else 0", []);
  const stored = createStored();
  const seldom = createSeldom(logEvery);

  /** Nothing of it where the database can't be read: what it told before may have changed since. */
  async function renderStored(bridge: Bridge): Promise<string> {
    try {
      const told = await stored(bridge);
      up.set(1);
      seldom.over("unreadable");
      return told;
    } catch (error) {
      up.set(0);
      const unsaid = seldom("unreadable");
      if (unsaid !== null)
        bridge.log.warn({ err: error, unsaid }, "the database can't be read for the metrics");
      return "";
    }
  }

  return {
    count: (what, by = 1) => counters.get(what)?.inc(by),
    async render(bridge) {
      const told = await renderStored(bridge);
      return { contentType: registry.contentType, body: (await registry.metrics()) + told };
    },
  };
}

/** What the database is asked for, rendered. Throws when it can't be read. */
function createStored(): (bridge: Bridge) => Promise<string> {
  const registry = new Registry();
  const owed = gauge(registry, "threadline_outbox_owed", "Pieces of work owed, by kind", ["kind"]);
  const age = gauge(registry, "threadline_outbox_oldest_seconds", "Age of the oldest owed piece, by kind", [
    "kind",
  ]);
  const records = gauge(registry, "threadline_crm_records_owed", "Records that the CRM is owed", []);
  const recordAge = gauge(
    registry,
    "threadline_crm_records_oldest_seconds",
    "Age of the oldest record that the CRM is owed",
    [],
  );
  const held = gauge(
    registry,
    "threadline_crm_records_held",
    "Records that are kept from the CRM, by what keeps them",
    ["reason"],
  );
  const commits = gauge(registry, "threadline_database_commits", "Commits since the start", []);
  const decisions = gauge(
    registry,
    "threadline_database_decisions",
    "Decisions that shared those commits",
    [],
  );
  const anew = gauge(
    registry,
    "threadline_database_decisions_anew",
    "Decisions made anew, because another instance decided at the same time",
    [],
  );
  const lead = gauge(registry, "threadline_lead", "1 where this instance has the lead, else 0", []);
  const terms = gauge(registry, "threadline_lead_terms", "How often the lead was taken, by any instance", []);
  const instances = gauge(registry, "threadline_instances", "Instances that run on this database", []);
  const deaf = gauge(registry, "threadline_instances_deaf", "Of these, those that Slack can't reach", []);

  return async (bridge) => {
    const backlog = await bridge.measureBacklog();
    const { leads, holder, running } = await bridge.readInstances();
    owed.reset();
    age.reset();
    for (const { kind, count, oldest } of backlog.kinds) {
      owed.set({ kind }, count);
      age.set({ kind }, Math.max(0, bridge.now() - oldest) / 1000);
    }
    const { owed: count, oldestOwed, held: kept } = backlog.records;
    records.set(count);
    recordAge.set(oldestOwed === null ? 0 : Math.max(0, bridge.now() - oldestOwed) / 1000);
    held.reset();
    for (const { hold, count: of } of kept) held.set({ reason: hold }, of);
    commits.set(backlog.counts.commits);
    decisions.set(backlog.counts.decisions);
    anew.set(backlog.counts.anew);
    const alive = running.filter(({ silentSince }) => silentSince === null);
    lead.set(leads ? 1 : 0);
    if (holder !== null) terms.set(holder.number);
    instances.set(alive.length);
    deaf.set(alive.filter(({ deafSince }) => deafSince !== null).length);
    return await registry.metrics();
  };
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
