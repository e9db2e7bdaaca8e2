import { afterEach, describe, expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import { createLog } from "../src/log.ts";
import { scene, sceneDirectory } from "../src/sandbox/sandbox.ts";
import { createSite, type Site } from "./command-line/site.ts";
import { countOf } from "./journeys/owed.ts";
import { createWorld, type World } from "./journeys/world.ts";

let world: World | null = null;
let site: Site | null = null;
afterEach(async () => {
  await world?.stop();
  await site?.stop();
  [world, site] = [null, null];
});

describe("the app", () => {
  it("stops once, however often it is asked", async () => {
    world = await createWorld();
    const app = world.app();
    await Promise.all([app.stop(), app.stop()]);
    await app.stop();
    await expect(fetch(`${world.address}/healthz`)).rejects.toThrow();
  });

  it("has no page", async () => {
    world = await createWorld();
    for (const path of ["/", "/index.html", "/state"])
      expect((await fetch(`${world.address}${path}`)).status).toBe(404);
  });

  it("gives the database back when it stops", async () => {
    world = await createWorld();
    await world.opened("Are you open today?");
    await world.restart();
    await world.text("And tomorrow?");
    await world.quiet();
    expect(world.texts(world.cards()[0] ?? expect.fail("no card"))).toEqual([
      "Are you open today?",
      "And tomorrow?",
    ]);
  });

  it("says at its start where answers don't come back, without whole numbers", async () => {
    site = await createSite();
    site.writeDirectory(sceneDirectory.replace(/username: ben/, `$&, outbound_line: "${scene.line}"`));
    const rows: string[] = [];
    const app = createApp(site.config(), { log: createLog("info", { write: (row) => void rows.push(row) }) });
    await app.start();
    await app.stop();
    const warnings = rows.map((row) => JSON.parse(row)).filter(({ remedy }) => remedy !== undefined);
    expect(warnings).toMatchObject([
      {
        msg: expect.stringMatching(
          / sends from Front desk, …0001, but its texts go to Front desk: answers don't come back/,
        ),
        remedy: expect.stringMatching(/^Write an `outbound_line` for /),
      },
    ]);
  });

  it("settles what was under way, and texts that waited for their line, before it hears or calls anybody", async () => {
    const here = await createSite();
    site = here;
    const { databaseFile, sandbox } = here;
    const { slack, twilio } = sandbox;
    here.writeDirectory(sceneDirectory.replaceAll(scene.line, "+15550100009"));
    const before = await here.startApp();
    await twilio.control.text({ from: scene.maria, to: scene.line, body: "for a line that is yet to come" });
    await before.stop();
    // A minute later its carrier's list is read: none was missed before it.
    const later = () => Date.now() + 60_000;
    const reading = createApp(here.config(), { log: createLog("silent"), clock: later });
    await reading.start();
    await reading.stop();
    expect(countOf(databaseFile, "messages")).toBe(0);

    here.writeDirectory(sceneDirectory);
    const calls = () => slack.control.requestCount() + twilio.control.calls().length;
    const callsBefore = calls();
    const seen: { port: number; calls: number }[] = [];
    const app = createApp(here.config(), {
      log: createLog("silent"),
      clock: () => {
        if (countOf(databaseFile, "messages") === 0)
          seen.push({ port: app.port(), calls: calls() - callsBefore });
        return later();
      },
    });
    await app.start();
    await app.stop();
    expect(countOf(databaseFile, "messages")).toBe(1);
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"port":0,"calls":0}']));
  });
});
