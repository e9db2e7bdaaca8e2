import { describe, expect, it } from "vitest";
import { createBridge } from "../../src/bridge/bridge.ts";
import type { InstanceRow } from "../../src/bridge/contracts/store/instances.ts";
import type { LogRecord } from "../../src/bridge/contracts/store/records.ts";
import type { RecordId, RecordKey } from "../../src/domain/ids.ts";
import { counted, createMetrics } from "../../src/http/metrics.ts";
import { maria, noel } from "../bridge/front-desk.ts";
import { createWorld, second, type World } from "../bridge/world.ts";

/** Our own, by name and labels. */
async function metricsOf(
  world: World,
  metrics: ReturnType<typeof createMetrics>,
): Promise<Map<string, number>> {
  const { body } = await metrics.render(world.bridge);
  const rows = body.split("\n").filter((row) => row.startsWith("threadline_"));
  return new Map(
    rows.map((row) => [row.slice(0, row.lastIndexOf(" ")), Number(row.slice(row.lastIndexOf(" ")))]),
  );
}

describe("metrics", () => {
  it("say how much of each kind is owed, and since when, as long as it is", async () => {
    const world = await createWorld();
    const metrics = createMetrics();
    await world.runAll();
    await world.text(maria, "one");
    world.skip(60 * second);
    await world.text(maria, "two");
    await world.text(noel, "three");
    world.skip(30 * second);
    const owing = await metricsOf(world, metrics);
    expect(owing.get('threadline_outbox_owed{kind="open"}')).toBe(2);
    expect(owing.get('threadline_outbox_owed{kind="text"}')).toBe(3);
    expect(owing.get('threadline_outbox_oldest_seconds{kind="open"}')).toBe(90);
    expect(owing.get('threadline_outbox_oldest_seconds{kind="text"}')).toBe(90);
    await world.pass(60 * second);
    const done = await metricsOf(world, metrics);
    expect([...done.keys()].filter((name) => name.includes("outbox_owed"))).toEqual([]);
    expect([...done.keys()].filter((name) => name.includes("outbox_oldest"))).toEqual([]);
  });

  it("say how many records the CRM is owed, and what keeps others from it", async () => {
    const world = await createWorld();
    const metrics = createMetrics();
    await world.begin();
    const episode = await world.openEpisode();
    const put = (id: string, change: Partial<LogRecord>) =>
      world.ctx.store.transaction((tx) =>
        tx.records.insert({
          id: id as RecordId,
          key: `selected:${id}` as RecordKey,
          kind: "selected",
          conversationId: episode.conversationId,
          episodeId: episode.id,
          localDay: null,
          crm: "scripted",
          wanted: 1,
          written: 0,
          hold: null,
          reason: null,
          contact: null,
          chosenBy: null,
          additions: {},
          writtenAt: null,
          askedAt: null,
          createdAt: world.now(),
          ...change,
        }),
      );
    const crmMetrics = async () =>
      [...(await metricsOf(world, metrics))].filter(([name]) => name.startsWith("threadline_crm"));
    expect(await crmMetrics()).toEqual([
      ["threadline_crm_records_owed", 0],
      ["threadline_crm_records_oldest_seconds", 0],
    ]);
    await put("a", {});
    await put("b", { createdAt: world.now() - 90 * second });
    await put("c", { written: 1 });
    await put("d", { hold: "contact" });
    await put("e", { hold: "contact" });
    await put("f", { hold: "rejected" });
    expect(await crmMetrics()).toEqual([
      ["threadline_crm_records_owed", 2],
      ["threadline_crm_records_oldest_seconds", 90],
      ['threadline_crm_records_held{reason="contact"}', 2],
      ['threadline_crm_records_held{reason="rejected"}', 1],
    ]);
  });

  it("say what the database has cost", async () => {
    const world = await createWorld();
    const metrics = createMetrics();
    const before = await metricsOf(world, metrics);
    await Promise.all([world.text(maria, "one"), world.text(maria, "two"), world.text(noel, "three")]);
    const after = await metricsOf(world, metrics);
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown("threadline_database_decisions")).toBe(3);
    expect(grown("threadline_database_commits")).toBe(1);
    expect(after.get("threadline_database_decisions_anew")).toBe(0);
    expect(after.get("threadline_database_commits")).toBe(world.ctx.store.counts.commits);
  });

  it("say of a process that is alone that it has the lead", async () => {
    const world = await createWorld();
    const term = await world.ctx.store.lead.take();
    const found = await metricsOf(world, createMetrics());
    expect(found.get("threadline_lead")).toBe(1);
    expect(found.get("threadline_lead_terms")).toBe(1);
    expect(found.get("threadline_instances")).toBe(1);
    expect(found.get("threadline_instances_deaf")).toBe(0);
    await term?.leave();
  });

  it("count the instances that live, and those of them that Slack can't reach", async () => {
    const world = await createWorld();
    const put = (name: string, change: Partial<InstanceRow>) =>
      world.ctx.store.transaction((tx) =>
        tx.instances.tell(
          {
            name,
            version: "1.0.0",
            startedAt: world.now(),
            beatAt: world.now(),
            deafSince: null,
            ...change,
          },
          false,
        ),
      );
    const look = async () =>
      void world.ctx.instance.look(await world.ctx.store.read((tx) => tx.instances.all()));
    await put("silent:1", { deafSince: world.now() - 60 * second });
    await look();
    world.skip(16 * second);
    await put("well:1", {});
    await put("deaf:1", { deafSince: world.now() - 60 * second });
    await look();
    const follows = createBridge({ ...world.ctx, leads: () => false });
    const { body } = await createMetrics().render(follows);
    expect(body).toContain("threadline_lead 0\n");
    expect(body).toContain("threadline_instances 3\n");
    expect(body).toContain("threadline_instances_deaf 1\n");
  });

  it("say that the database can't be read, and what the process knows without it, and log that once each time that it happens", async () => {
    const world = await createWorld();
    const metrics = createMetrics();
    metrics.count("texts_received");
    const whole = await metricsOf(world, metrics);
    expect(whole.get("threadline_database_up")).toBe(1);
    const read = () => Promise.reject(new Error("it is away"));
    const away = { ...world, bridge: createBridge({ ...world.ctx, store: { ...world.ctx.store, read } }) };
    await metricsOf(away, metrics);
    const found = await metricsOf(away, metrics);
    expect(found.get("threadline_database_up")).toBe(0);
    expect(found.get("threadline_texts_received_total")).toBe(1);
    const others = [...found.keys()].filter((name) => !name.endsWith("_total"));
    expect(others).toEqual(["threadline_database_up"]);
    expect(world.logged).toEqual([{ level: "warn", message: "the database can't be read for the metrics" }]);
    expect(await metricsOf(world, metrics)).toEqual(whole);
    await metricsOf(away, metrics);
    expect(world.logged).toHaveLength(2);
  });

  it("count everything that is counted under its own name", async () => {
    const world = await createWorld();
    const metrics = createMetrics();
    const names = Object.keys(counted) as (keyof typeof counted)[];
    for (const [index, name] of names.entries()) metrics.count(name, index + 1);
    metrics.count("texts_received");
    const found = await metricsOf(world, metrics);
    const wanted = names.map((name, index) => [name, index + 1 + (name === "texts_received" ? 1 : 0)]);
    expect(names.map((name) => [name, found.get(`threadline_${name}_total`)])).toEqual(wanted);
  });
});
