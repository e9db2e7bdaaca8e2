/** A CRM is one folder and one line in the registry: nothing else has to know of it. */
import { afterEach, describe, expect, it } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { crmDefinitions } from "../../src/crm/index.ts";
import { createLog } from "../../src/log.ts";
import { scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createSite, type Site } from "../command-line/site.ts";
import { until } from "../journeys/until.ts";
import { createCardBox } from "./card-box.ts";

let site: Site;
let app: App | null = null;

afterEach(async () => {
  await app?.stop();
  await site.stop();
});

describe("one more CRM", () => {
  it("is configured, chosen, searched, written to, written to again and asked how it is by its definition alone", async () => {
    const box = createCardBox(
      `(${scene.maria.slice(2, 5)}) ${scene.maria.slice(5, 8)} ${scene.maria.slice(8)}`,
    );
    const crms = [...crmDefinitions, box.definition];
    site = await createSite();
    const { slack, twilio } = site.sandbox;
    site.writeDirectory(`${sceneDirectory}crm: { log_shared: from_first_message }\n`);
    const env = { ...site.env, CRM: "cards" };
    expect(loadConfig(env, { crms })).toEqual({
      ok: false,
      problems: ["CARD_BOX_KEY is missing; look in the drawer."],
    });
    const loaded = loadConfig({ ...env, CARD_BOX_KEY: "brass" }, { crms });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    let passed = 0;
    app = createApp(loaded.config, { log: createLog("silent"), crms, clock: () => Date.now() + passed });
    await app.start();
    expect(box.keys).toEqual(["brass"]);
    await until("the app's socket", () => slack.control.sockets() > 0);

    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open today?" });
    await until("the record", async () => {
      await app?.tick();
      return box.cards.size > 0;
    });
    const [[slip, log] = []] = [...box.cards];
    expect(log).toMatchObject({ contact: { id: "card 1" }, part: 1, parts: 1 });
    expect(log?.body).toContain("Are you open today?");
    await until("the card's line", async () => {
      passed += 250;
      await app?.tick();
      return JSON.stringify(slack.control.messages(scene.channel)).includes(
        "Logged to <https://cards.example.com/1|Card Box>",
      );
    });

    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Until when?" });
    await until("the record as it grew", async () => {
      passed += 61_000;
      await app?.tick();
      return box.cards.get(slip ?? "")?.body.includes("Until when?") ?? false;
    });
    expect(box.cards.size).toBe(1);

    const readyz = async () => await (await fetch(`${site.env.PUBLIC_URL}/readyz`)).json();
    await until("what it says of itself", async () => JSON.stringify(await readyz()).includes("cards: box"));
    expect(await readyz()).toMatchObject({
      ready: true,
      checks: expect.arrayContaining([
        expect.objectContaining({
          name: "cards: box",
          ok: true,
          reason: expect.stringContaining("The box is nearly full."),
        }),
      ]),
    });
  });
});
