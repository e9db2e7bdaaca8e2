import { describe, expect, it } from "vitest";
import type { Readiness } from "../../../src/http/readiness.ts";
import { until } from "../../journeys/until.ts";
import { createSite, type Instance } from "./site.ts";

async function readinessOf({ address }: Instance): Promise<Readiness> {
  return (await (await fetch(`${address}/readyz`)).json()) as Readiness;
}

async function reasonOf(instance: Instance, check: string): Promise<string> {
  const { checks } = await readinessOf(instance);
  return checks.find(({ name }) => name === check)?.reason ?? "";
}

async function metricOf({ address }: Instance, name: string): Promise<number> {
  const body = await (await fetch(`${address}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(body)?.[1]);
}

const instancesOf = async (instance: Instance) => Number.parseInt(await reasonOf(instance, "instances"), 10);

describe("two instances on one database", () => {
  it("each say that they are ready, who has the lead, and that there are two", async () => {
    const site = await createSite({ mode: "socket", instances: 2 });
    const [leader, follower] = [await site.leader(), await site.follower()];
    await Promise.all([leader.app.tick(), follower.app.tick()]);
    for (const one of [leader, follower]) {
      await until("two instances", async () => (await instancesOf(one)) === 2);
      await until("readiness", async () => (await readinessOf(one)).ready);
    }
    expect(await reasonOf(leader, "lead")).toMatch(/^This instance, .+, has the lead since /);
    const said = await reasonOf(follower, "lead");
    const [, name = ""] =
      /^(.+) has the lead since .+ This instance, .+, takes in what comes\.$/.exec(said) ?? [];
    expect(await reasonOf(leader, "lead")).toContain(`This instance, ${name}, `);
    expect(await reasonOf(follower, "twilio")).toContain(`${name} asks it`);
    expect(await metricOf(leader, "threadline_lead")).toBe(1);
    expect(await metricOf(follower, "threadline_lead")).toBe(0);
    for (const one of [leader, follower]) {
      expect(await metricOf(one, "threadline_lead_terms")).toBe(1);
      expect(await metricOf(one, "threadline_instances")).toBe(2);
    }
  });

  it("are one when the leader has stopped, which has the lead by then", async () => {
    const site = await createSite({ mode: "socket", instances: 2 });
    const [leader, follower] = [await site.leader(), await site.follower()];
    await Promise.all([leader.app.tick(), follower.app.tick()]);
    await until("two instances", async () => (await instancesOf(follower)) === 2);
    await site.stop(leader);
    await until("one instance", async () => (await instancesOf(follower)) === 1);
    await until("the lead", async () => (await metricOf(follower, "threadline_lead")) === 1);
    expect(await metricOf(follower, "threadline_lead_terms")).toBe(2);
    await until("readiness", async () => (await readinessOf(follower)).ready);
  });

  it("each name the other one where their hosts' clocks are apart", async () => {
    const site = await createSite({ mode: "socket", instances: 2, ahead: [0, 90_000] });
    const [right, ahead] = site.instances;
    if (right === undefined || ahead === undefined) throw new Error("there are not two");
    const says = async (one: Instance, words: RegExp) => words.test(await reasonOf(one, "instances"));
    await until("one that is ahead", () => says(right, /^2 run: .* is \d+ s ahead of this host's: /));
    await until("one that is behind", () => says(ahead, /^2 run: .* is \d+ s behind this host's: /));
  });
});
