/** A shared conversation as it stands in each of the CRMs that the demo does not show, from the app's environment to the CRM's own list. */
import { afterEach, describe, expect, it } from "vitest";
import { appConnect } from "../../src/sandbox/app-connect/app-connect.ts";
import { startCrm } from "../../src/sandbox/crm/start-crm.ts";
import type { CrmStandIn } from "../../src/sandbox/crm/types/stand-in.ts";
import type { CrmVendorDefinition } from "../../src/sandbox/crm/vendor.ts";
import { pipedrive } from "../../src/sandbox/pipedrive/pipedrive.ts";
import { salesforce } from "../../src/sandbox/salesforce/salesforce.ts";
import { scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createSite, type Site } from "../command-line/site.ts";
import { shown } from "./reading.ts";
import { until } from "./until.ts";

let site: Site;
let crm: CrmStandIn;

afterEach(async () => {
  await site.stop();
  await crm.stop();
});

async function live(definition: CrmVendorDefinition): Promise<void> {
  site = await createSite();
  site.writeDirectory(`${sceneDirectory}\ncrm: { log_shared: from_first_message }\n`);
  crm = await startCrm(definition, { lagMs: 0 });
}

const words = () => crm.control.records().map(({ body }) => body);

describe.each([salesforce, pipedrive, appConnect])("a conversation logged to $title", (definition) => {
  it("stands there once, on whoever has its number, and its card says so", async () => {
    await live(definition);
    const { slack, twilio } = site.sandbox;
    const maria = crm.control.putContact({ name: "Maria Lopez", phone: "(555) 019-9001" });
    // App Connect shows no list in which it could be found: see below.
    if (definition !== appConnect) crm.control.misbehave({ match: "createRecord", kind: "dropAnswer" });
    let passed = 0;
    const app = await site.startApp(crm.environment, () => Date.now() + passed);
    const goesOn = async () => {
      passed += 1_000;
      await app.tick();
    };
    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open today?" });
    await until("the text over there", async () => {
      await goesOn();
      return words().join().includes("Are you open today?");
    });
    const card = () => slack.control.messages(scene.channel).map(shown).join("\n");
    // Linked where there is an address.
    const logged = new RegExp(`Logged to (<http[^|]+\\|)?${definition.title}`);
    await until("the card says so", async () => {
      await goesOn();
      return logged.test(card());
    });
    expect(crm.control.records().map(({ contact }) => contact)).toEqual([maria.id]);
  });
});

it("a conversation whose answer App Connect lost stands there once, and its card asks", async () => {
  await live(appConnect);
  const { slack, twilio } = site.sandbox;
  crm.control.putContact({ name: "Maria Lopez", phone: "(555) 019-9001" });
  crm.control.misbehave({ match: "createRecord", kind: "dropAnswer" });
  let passed = 0;
  const app = await site.startApp(crm.environment, () => Date.now() + passed);
  await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open today?" });
  await until("the card asks", async () => {
    passed += words().length === 0 ? 250 : 60_000;
    await app.tick();
    return slack.control.messages(scene.channel).map(shown).join("\n").includes("App Connect did not say");
  });
  expect(words()).toHaveLength(1);
});
