import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { createBridge } from "../../src/bridge/bridge.ts";
import { changeChannel } from "../../src/bridge/connection/change-channel.ts";
import type { Context } from "../../src/bridge/context/context.ts";
import type { Holder } from "../../src/bridge/contracts/store/store.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { createReadiness, type Readiness } from "../../src/http/readiness.ts";
import { front, frontLine, maria, office } from "../bridge/front-desk.ts";
import { createWorld, second, type World } from "../bridge/world.ts";

/** Nobody in it has to be looked up. */
const known: Directory = {
  ...office,
  members: office.members.filter(({ slack }) => slack.kind === "id"),
  groups: office.groups.map((group) => ({
    ...group,
    members: group.members.filter((username) => username !== "fay"),
  })),
};

async function readinessOf(
  world: World,
  { trouble = null, findings = [] }: { trouble?: string | null; findings?: readonly Finding[] | null } = {},
): Promise<Readiness> {
  return await createReadiness({
    carriers: ["twilio"],
    slackTrouble: () => trouble,
    carrierFindings: () => new Map(findings === null ? [] : [["twilio", findings]]),
  })(world.bridge);
}

/** Three checks are always there; the others speak only when there is something to say. */
const [database, slack] = [
  { name: "database", ok: true, reason: null },
  { name: "slack", ok: true, reason: null },
];
const well = [database, slack, { name: "twilio", ok: true, reason: null }];
const noWrites = {
  name: "database",
  ok: false,
  reason:
    "The database can't be written to: check the disk's space and the file's rights, or that PostgreSQL can be reached.",
};

describe("readiness", () => {
  it("is there when all is well", async () => {
    const world = await createWorld({ directory: known });
    expect(await readinessOf(world)).toEqual({ ready: true, checks: well });
  });

  it("ends while another program keeps the database from being written, and comes back with it", async () => {
    const world = await createWorld({ directory: known });
    const other = new Database(world.database);
    other.exec("BEGIN IMMEDIATE");
    expect(await readinessOf(world)).toEqual({ ready: false, checks: [noWrites, ...well.slice(1)] });
    other.close();
    expect((await readinessOf(world)).ready).toBe(true);
  });

  it.each(["database or disk is full", "attempt to write a readonly database"])(
    "ends while the database says: %s",
    async (words) => {
      const world = await createWorld({ directory: known });
      const { ctx } = world;
      const transaction = () => Promise.reject(new Error(words));
      const refusing = createBridge({ ...ctx, store: { ...ctx.store, transaction } });
      const found = await createReadiness({
        carriers: ["twilio"],
        slackTrouble: () => null,
        carrierFindings: () => new Map([["twilio", []]]),
      })(refusing);
      expect(found).toEqual({ ready: false, checks: [noWrites, ...well.slice(1)] });
      expect(world.logged).toContainEqual({ level: "error", message: "the database can't be written to" });
    },
  );

  it("ends while the database can't be read, and says so rather than failing", async () => {
    const world = await createWorld({ directory: known });
    const { ctx } = world;
    const read = () => Promise.reject(new Error("disk I/O error"));
    const probe = createReadiness({
      carriers: ["twilio"],
      slackTrouble: () => null,
      carrierFindings: () => new Map([["twilio", []]]),
    });
    const found = await probe(createBridge({ ...ctx, store: { ...ctx.store, read } }));
    expect(found.ready).toBe(false);
    expect(found.checks[0]).toMatchObject({ name: "database", ok: false });
    expect(found.checks[0]?.reason).toContain("can't be read");
  });

  it("tells the log once a minute that the database can't be read, and at once when that happens anew", async () => {
    const world = await createWorld({ directory: known });
    const { ctx } = world;
    const read = () => Promise.reject(new Error("disk I/O error"));
    const away = createBridge({ ...ctx, store: { ...ctx.store, read } });
    const probe = createReadiness({
      carriers: ["twilio"],
      slackTrouble: () => null,
      carrierFindings: () => new Map([["twilio", []]]),
    });
    const said = () => world.logged.filter(({ message }) => message === "the database can't be read").length;
    for (let count = 0; count < 3; count += 1) await probe(away);
    expect(said()).toBe(1);
    await probe(world.bridge);
    await probe(away);
    expect(said()).toBe(2);
  });

  it("ends while there is trouble with Slack, and says which", async () => {
    const world = await createWorld({ directory: known });
    const found = await readinessOf(world, { trouble: "Slack: account_inactive" });
    expect(found.ready).toBe(false);
    expect(found.checks).toContainEqual({ name: "slack", ok: false, reason: "Slack: account_inactive" });
  });

  it("ends while a carrier has a problem; what it only warns of does not end it", async () => {
    const world = await createWorld({ directory: known });
    const findings: Finding[] = [
      { name: "twilio: account", level: "ok", sentence: "The account is active." },
      { name: `twilio: number ${frontLine}`, level: "warning", sentence: "It has no webhook." },
    ];
    expect(await readinessOf(world, { findings })).toEqual({ ready: true, checks: well });
    const problem: Finding = {
      name: "twilio: credentials",
      level: "problem",
      sentence: "Twilio refuses them.",
    };
    expect(await readinessOf(world, { findings: [...findings, problem] })).toEqual({
      ready: false,
      checks: [database, slack, { name: "twilio: credentials", ok: false, reason: "Twilio refuses them." }],
    });
  });

  it("lasts while the CRM is unwell, and says what becomes of what it is owed", async () => {
    const world = await createWorld({ directory: known });
    const finding = (level: Finding["level"]): Finding => ({
      name: "HubSpot: token",
      level,
      sentence: "HubSpot refuses HUBSPOT_ACCESS_TOKEN.",
    });
    const of = (crmFindings: readonly Finding[]) =>
      createReadiness({
        carriers: ["twilio"],
        slackTrouble: () => null,
        carrierFindings: () => new Map([["twilio", []]]),
        crmFindings: () => crmFindings,
      })(world.bridge);
    expect(await of([finding("ok")])).toEqual({ ready: true, checks: well });
    for (const level of ["warning", "problem"] as const)
      expect(await of([finding(level)])).toEqual({
        ready: true,
        checks: [
          ...well,
          {
            name: "HubSpot: token",
            ok: true,
            reason:
              "HubSpot refuses HUBSPOT_ACCESS_TOKEN. What is to be logged there is kept; texts and replies go on.",
          },
        ],
      });
  });

  it("is there before a carrier was asked, and says so", async () => {
    const world = await createWorld({ directory: known });
    expect(await readinessOf(world, { findings: null })).toEqual({
      ready: true,
      checks: [database, slack, { name: "twilio", ok: true, reason: "It has not been asked yet." }],
    });
  });

  it("ends while a channel is closed, and says which", async () => {
    const world = await createWorld({ directory: known });
    await changeChannel(world.ctx, { channel: front, change: "closed" });
    const { ready, checks } = await readinessOf(world);
    expect(ready).toBe(false);
    expect(checks.slice(3)).toEqual([
      { name: `channel ${front}`, ok: false, reason: expect.stringContaining("it was archived") },
    ]);
  });

  it("lasts while a single thread waits, and names it once it was tried ten times", async () => {
    const world = await createWorld({ directory: known });
    await world.begin();
    const posts = () => world.desk.calls.filter((call) => call === "post").length;
    const before = posts();
    await world.text(maria, "and tomorrow?");
    for (let time = 0; time < 20; time += 1) world.desk.fail("post", "refused");
    const tried = async (times: number) => {
      while (posts() < before + times) await world.pass(second);
    };
    await tried(9);
    expect(await readinessOf(world)).toEqual({ ready: true, checks: well });
    await tried(10);
    expect(await readinessOf(world)).toEqual({
      ready: true,
      checks: [
        ...well,
        { name: "posts", ok: true, reason: expect.stringMatching(/^A post could not.* 10 /) },
      ],
    });
  });

  it("lasts while a member's e-mail is unknown, and says how many are", async () => {
    const world = await createWorld({ directory: office });
    const { ready, checks } = await readinessOf(world);
    expect(ready).toBe(true);
    expect(checks.slice(3)).toEqual([
      { name: "members", ok: true, reason: expect.stringMatching(/^One member's e-mail is not known/) },
    ]);
  });
});

/** As on a database that several may run on. */
function shared(world: World, holder: Holder | null, leads: boolean): Context {
  const { ctx } = world;
  const lead = { ...ctx.store.lead, isShared: true, holder: async () => holder };
  return { ...ctx, store: { ...ctx.store, lead }, leads: () => leads };
}

async function readinessBeside(ctx: Context): Promise<Readiness> {
  return await createReadiness({
    carriers: ["twilio"],
    slackTrouble: () => null,
    carrierFindings: () => new Map([["twilio", []]]),
    crmFindings: () => [{ name: "HubSpot: token", level: "problem", sentence: "HubSpot refuses it." }],
  })(createBridge(ctx));
}

const since = Date.UTC(2026, 0, 5, 11, 58, 30);

describe("readiness beside other instances", () => {
  it("says who has the lead, and leaves it to that one to say how carriers and the CRM are", async () => {
    const world = await createWorld({ directory: known });
    const us = world.ctx.instance.name;
    const holder = { name: "other:7", isUs: false, since, number: 3 };
    expect(await readinessBeside(shared(world, holder, false))).toEqual({
      ready: true,
      checks: [
        database,
        {
          name: "lead",
          ok: true,
          reason: `other:7 has the lead since 2026-01-05 11:58:30 UTC. This instance, ${us}, takes in what comes.`,
        },
        { name: "instances", ok: true, reason: `1 run: ${us}.` },
        slack,
        {
          name: "twilio",
          ok: true,
          reason: "other:7 asks it: whoever has the lead does, and its /readyz says what it found.",
        },
      ],
    });
  });

  it("says that this one has the lead, with what it knows", async () => {
    const world = await createWorld({ directory: known });
    const us = world.ctx.instance.name;
    const holder = { name: us, isUs: true, since, number: 3 };
    const { ready, checks } = await readinessBeside(shared(world, holder, true));
    expect(ready).toBe(true);
    expect(checks[1]?.reason).toBe(`This instance, ${us}, has the lead since 2026-01-05 11:58:30 UTC.`);
    expect(checks.slice(3).map(({ name }) => name)).toEqual(["slack", "twilio", "HubSpot: token"]);
  });

  it("ends once nobody has had the lead for longer than another one needs to take it", async () => {
    const world = await createWorld({ directory: known });
    const ctx = shared(world, null, false);
    expect((await readinessBeside(ctx)).ready).toBe(true);
    world.skip(10 * second);
    expect((await readinessBeside(ctx)).ready).toBe(true);
    world.skip(second);
    const { ready, checks } = await readinessBeside(ctx);
    expect(ready).toBe(false);
    expect(checks[1]).toMatchObject({ name: "lead", ok: false });
    expect(checks[1]?.reason).toContain("Nobody has had the lead for 11 s");
    const taken = { name: "other:7", isUs: false, since, number: 4 };
    expect((await readinessBeside({ ...shared(world, taken, false), instance: ctx.instance })).ready).toBe(
      true,
    );
    expect((await readinessBeside(ctx)).ready).toBe(true);
  });

  it("names the instances that live, those that Slack can't reach, those that fell silent, and several versions", async () => {
    const world = await createWorld({ directory: known });
    const us = world.ctx.instance.name;
    const row = {
      version: "1.0.0",
      startedAt: since,
      beatAt: world.now(),
      deafSince: null,
      missedSince: null,
    };
    await world.ctx.store.transaction(async (tx) => {
      await tx.instances.tell({ ...row, name: "a:1", version: "1.1.0", deafSince: since }, false);
      await tx.instances.tell({ ...row, name: "b:1", version: "0.9.0", beatAt: since }, false);
    });
    const holder = { name: "a:1", isUs: false, since, number: 3 };
    const ctx = shared(world, holder, false);
    const look = async () => void ctx.instance.look(await ctx.store.read((tx) => tx.instances.all()));
    await look();
    world.skip(20 * second);
    await ctx.store.transaction((tx) =>
      tx.instances.tell(
        { ...row, name: "a:1", version: "1.1.0", deafSince: since, beatAt: world.now() },
        false,
      ),
    );
    await look();
    const { ready, checks } = await readinessBeside(ctx);
    const names = ["a:1", us].sort().join(", ");
    expect(ready).toBe(true);
    expect(checks[2]?.reason).toBe(
      `2 run: ${names}. They are of several versions: 1.1.0, 1.0.0. a:1 does not hear Slack since 2026-01-05 11:58:30 UTC. b:1 has given no sign of life since 2026-01-05 11:58:30 UTC.`,
    );
  });

  it("names those whose clocks are apart from this host's, and takes none of them for silent", async () => {
    const world = await createWorld({ directory: known });
    const holder = { name: world.ctx.instance.name, isUs: true, since, number: 3 };
    const ctx = shared(world, holder, true);
    const offsets = { "ahead:1": 90 * second, "behind:1": -90 * second, "right:1": 0 };
    const reasonNow = async () => {
      const { ready, checks } = await readinessBeside(ctx);
      expect(ready).toBe(true);
      return checks[2]?.reason ?? "";
    };
    for (let beats = 0; beats < 2; beats += 1) {
      for (const [name, offset] of Object.entries(offsets)) {
        const row = {
          name,
          version: "1.0.0",
          startedAt: since,
          beatAt: world.now() + offset,
          deafSince: null,
        };
        await ctx.store.transaction((tx) => tx.instances.tell(row, false));
      }
      world.skip(second);
      ctx.instance.look(await ctx.store.read((tx) => tx.instances.all()));
      world.skip(4 * second);
    }
    const reason = await reasonNow();
    expect(reason).toMatch(/^4 run: /);
    expect(reason).not.toContain("no sign of life");
    expect(reason).toContain(" The clock of ahead:1 is 89 s ahead of this host's: ");
    expect(reason).toContain(" The clock of behind:1 is 86 s behind this host's: ");
    expect(reason).not.toContain("clock of right:1");
  });
});
