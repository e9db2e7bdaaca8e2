/** The app on a HubSpot that answers searches and takes communications, and knows nothing else. */
import { afterEach, describe, expect, it } from "vitest";
import { type App, createApp } from "../../../src/app.ts";
import { createLog } from "../../../src/log.ts";
import { scene, sceneDirectory } from "../../../src/sandbox/sandbox.ts";
import { createSite, type Site } from "../../command-line/site.ts";
import { until } from "../../journeys/until.ts";
import { createHttpFake, type HttpFake } from "../http-fake.ts";

let site: Site;
let hubspot: HttpFake;
let app: App | null = null;

afterEach(async () => {
  await app?.stop();
  await site.stop();
  await hubspot.stop();
});

describe("the app on a HubSpot that knows contacts and communications alone", () => {
  it("writes a record by one POST and anew by one PATCH each, on the contact that it found", async () => {
    const search = "/crm/v3/objects/contacts/search";
    const communications = "/crm/v3/objects/communications";
    const known = { id: "501", properties: { firstname: "Maria", lastname: "Lopez", phone: scene.maria } };
    hubspot = await createHttpFake(({ method, path }) => {
      if (method === "POST" && path === search) return { status: 200, body: { total: 1, results: [known] } };
      if (method === "POST" && path === communications) return { status: 201, body: { id: "9001" } };
      if (method === "PATCH" && path === `${communications}/9001`)
        return { status: 200, body: { id: "9001" } };
      return { status: 404, body: "<html>Not found</html>" };
    });
    site = await createSite();
    site.writeDirectory(`${sceneDirectory}crm: { log_shared: from_first_message }\n`);
    const config = site.config({
      CRM: "hubspot",
      HUBSPOT_ACCESS_TOKEN: "x",
      HUBSPOT_API_URL: hubspot.url,
    });
    let passed = 0;
    app = createApp(config, { log: createLog("silent"), clock: () => Date.now() + passed });
    await app.start();
    const asked = (method: string, path: string) =>
      hubspot.requests.filter((one) => one.method === method && one.path === path);
    const bodies = (method: string, path: string) =>
      asked(method, path).map(({ json }) => {
        const { properties } = json as { properties: Record<string, string> };
        return properties.hs_communication_body ?? "";
      });
    const { twilio, slack } = site.sandbox;

    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you <b>open</b> today?" });
    await until("the record", async () => {
      await app?.tick();
      return asked("POST", communications).length > 0;
    });
    expect(bodies("POST", communications)[0]).toContain("Are you &lt;b&gt;open&lt;/b&gt; today?");
    expect(asked("POST", communications)[0]?.json).toMatchObject({
      associations: [{ to: { id: "501" }, types: [{ associationTypeId: 81 }] }],
    });
    await until("the card's line", async () => {
      passed += 250;
      await app?.tick();
      return JSON.stringify(slack.control.messages(scene.channel)).includes("Logged to HubSpot");
    });

    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Until when?" });
    await until("the record as it grew", async () => {
      passed += 61_000;
      await app?.tick();
      return bodies("PATCH", `${communications}/9001`).some((body) => body.includes("Until when?"));
    });
    expect(asked("POST", communications)).toHaveLength(1);
    const changing = hubspot.requests.filter(({ method, path }) => method !== "GET" && path !== search);
    const other = changing.filter(({ path }) => !path.startsWith(communications)).map(({ path }) => path);
    expect(new Set(other)).toEqual(new Set(["/oauth/v2/private-apps/get/access-token-info"]));
    const ready = await (await fetch(`${site.env.PUBLIC_URL}/readyz`)).json();
    expect(JSON.stringify(ready)).not.toContain("hubspot");
  });
});
