import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../journeys/until.ts";
import { type Cluster, needPostgres, startCluster } from "../cluster.ts";
import { goesOn } from "./goes-on.ts";
import { createSite, type Site } from "./site.ts";

let cluster: Cluster;

beforeAll(async () => {
  const bin = needPostgres();
  if (bin === null) throw new Error("there is no PostgreSQL here");
  cluster = await startCluster(bin, true);
});
afterAll(() => cluster.stop());

/** As often as their number says, whichever of them does. */
const takenBy = (site: Site) =>
  site.instances.flatMap(({ logged }) =>
    logged.filter((line) => line.includes("this instance has the lead")),
  );

describe.each(["fast", "immediate"] as const)("PostgreSQL restarted (%s) while two instances run", (how) => {
  it("is one lead's end and the next one's begin, and what comes afterwards stands once and leaves once", async () => {
    await cluster.create(`site_${how}`);
    const site = await createSite({ mode: "http", instances: 2, database: cluster.url(`site_${how}`) });
    const card = await site.opened();
    const before = takenBy(site).length;
    await cluster.restart(how);
    await until("the lead taken again", () => takenBy(site).length > before);
    site.pointAt(await site.follower());
    await goesOn(site, card);
    expect(site.instances.filter((one) => one.leads())).toHaveLength(1);
  });
});
