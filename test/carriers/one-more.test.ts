/** A carrier is one folder and one line in the registry: nothing else has to know of it. */
import { afterEach, describe, expect, it } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { carrierDefinitions } from "../../src/carriers/index.ts";
import { loadConfig } from "../../src/config.ts";
import { createGate } from "../../src/lib/gate.ts";
import { createLog } from "../../src/log.ts";
import { scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createSite, type Site } from "../command-line/site.ts";
import { shown } from "../journeys/reading.ts";
import { until } from "../journeys/until.ts";
import { createPigeonPost, type Pigeon, textOf } from "./pigeon-post.ts";

const post = createPigeonPost();
const carriers = [...carrierDefinitions, post.definition];
let site: Site;
let app: App | null = null;

afterEach(async () => {
  await app?.stop();
  await site.stop();
});

const pigeon = (id: string, body: string): Pigeon => ({ id, from: scene.maria, to: scene.line, body });

async function deliver(body: Pigeon, ring: string): Promise<number> {
  const answer = await fetch(`${site.env.PUBLIC_URL}/webhooks/pigeon/inbound`, {
    method: "POST",
    headers: { "x-ring": ring },
    body: JSON.stringify(body),
  });
  return answer.status;
}

describe("one more carrier", () => {
  it("is configured, named by the directory, reached at its address and asked what came by its definition alone", async () => {
    site = await createSite();
    const { control } = site.sandbox.slack;
    site.writeDirectory(sceneDirectory.replace("carrier: twilio", "carrier: pigeon"));
    expect(loadConfig({ ...site.env, PIGEON_RING: "sky blue" }, { carriers })).toEqual({
      ok: false,
      problems: ["PIGEON_RING holds spaces; copy it again."],
    });
    const loaded = loadConfig({ ...site.env, PIGEON_RING: "blue" }, { carriers });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    app = createApp(loaded.config, { log: createLog("silent"), carriers });
    await app.start();
    await until("the app's socket", () => control.sockets() > 0);

    expect(await deliver(pigeon("1", "a stranger's"), "red")).toBe(403);
    expect(await deliver(pigeon("1", "Are you open today?"), "blue")).toBe(204);
    const root = await until("the card", () => control.messages(scene.channel).find(({ botId }) => botId));
    // Without the card, which shows the newest text as well.
    const thread = () =>
      control
        .thread(scene.channel, root.ts)
        .filter(({ ts }) => ts !== root.ts)
        .map(shown)
        .join("\n");
    await until("the text under it", () => thread().includes("Are you open today?"));
    expect(thread()).not.toContain("a stranger's");

    control.post({ user: scene.ben, channel: scene.channel, text: "Yes, until 6.", threadTs: root.ts });
    await until("the reply carried", () => post.carried.length > 0);
    expect(post.carried).toMatchObject([{ from: scene.line, to: scene.maria, body: "Yes, until 6." }]);

    post.waiting.push(textOf(pigeon("2", "Nobody told you of this")));
    await app.tick();
    await until("what came meanwhile", () => thread().includes("Nobody told you of this"));
    expect(post.cursors.slice(0, 3)).toEqual([null, "flight 1", "flight 2"]);

    const held = createGate();
    post.waiting.splice(0, Number.POSITIVE_INFINITY, textOf(pigeon("3", "Missed before")));
    post.held = held.pass();
    await app.stop();
    app = createApp(loaded.config, { log: createLog("silent"), carriers });
    await app.start();
    expect(await deliver(pigeon("4", "Told while that is asked for"), "blue")).toBe(204);
    expect(thread()).not.toContain("Told while");
    held.open();
    await until("both", () => thread().includes("Told while that is asked for"));
    expect(thread()).toContain("Missed before");
    expect(thread().indexOf("Missed before")).toBeLessThan(thread().indexOf("Told while"));
  });
});
