/** The CRM on the page's stage: its state, its changes, its lines in the strip, its switch. */
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CrmStandIn } from "../../../src/sandbox/crm/types/stand-in.ts";
import type { PageEvent } from "../../../src/sandbox/page-api.ts";
import { createStage, type Stage } from "../../../src/sandbox/page-server/stage.ts";
import { readAppFace } from "../../../src/sandbox/page-server.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.ts";

const manifest = fileURLToPath(new URL("../../../manifest.yml", import.meta.url));
let sandbox: Sandbox;
let crm: CrmStandIn;
let stage: Stage;

beforeEach(async () => {
  sandbox = await startSandbox({ mode: "http", crm: "hubspot", crmOptions: { limits: "off" } });
  if (sandbox.crm === null) throw new Error("there is no CRM");
  crm = sandbox.crm;
  stage = createStage({ sandbox, app: readAppFace(manifest) });
});
afterEach(async () => {
  stage.close();
  await sandbox.stop();
});

const create = (path: string, body: unknown) =>
  fetch(`${crm.url}/crm/v3/objects/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${crm.environment.HUBSPOT_ACCESS_TOKEN}` },
    body: JSON.stringify(body),
  });

const sms = () => ({
  properties: {
    hs_communication_channel_type: "SMS",
    hs_communication_logged_from: "CRM",
    hs_communication_body: "Hi",
    hs_timestamp: "2026-11-26T14:00:00Z",
  },
  associations: [
    {
      to: { id: crm.control.contacts()[0]?.id },
      types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 81 }],
    },
  ],
});

describe("the CRM on the stage", () => {
  it("is part of the state, and tells what changes", async () => {
    const events: PageEvent[] = [];
    const leave = stage.listen((event) => events.push(event));
    expect(stage.state().crm).toMatchObject({
      title: "HubSpot",
      form: "html",
      contacts: [{ name: "Maria Lopez" }, { name: "Sam Okafor" }],
      records: [],
    });
    await create("communications", sms());
    crm.control.deleteContact(crm.control.contacts()[1]?.id ?? "");
    leave();
    expect(events.flatMap((event) => (event.type === "crm" ? [event.change.type] : []))).toEqual([
      "contact",
      "record",
      "contact_gone",
    ]);
    expect(stage.state().crm?.records).toHaveLength(1);
  });

  it("is told in the strip: what it took, what it refused, and where it did not answer", async () => {
    await create("contacts/search", { query: "maria" });
    await create("communications", sms());
    await create("communications", {});
    await stage.act({ act: "switch", name: "crmDown", on: true });
    await create("communications", sms()).catch(() => {});
    await stage.act({ act: "switch", name: "crmDown", on: false });
    const lines = stage.state().strip.map(({ kind, words, tone }) => ({ kind, words, tone }));
    expect(lines.reverse()).toEqual([
      { kind: "crm", words: "HubSpot looked for a contact", tone: "quiet" },
      { kind: "crm", words: "HubSpot has the record", tone: "good" },
      { kind: "crm", words: "HubSpot does not take the record (400)", tone: "bad" },
      { kind: "crm", words: "HubSpot was to take the record: no answer came", tone: "bad" },
    ]);
    const [newest] = stage.state().strip;
    expect(stage.raw(newest?.id ?? "")?.request).toContain("hs_communication_body");
    expect(stage.raw(newest?.id ?? "")?.answer).toBe("None: the connection was cut.");
  });

  it("takes records and loses its answers, as the others do", async () => {
    await stage.act({ act: "switch", name: "answersLost", on: true });
    await expect(create("communications", sms())).rejects.toThrow();
    expect(crm.control.records()).toHaveLength(1);
    await stage.act({ act: "switch", name: "answersLost", on: false });
    expect((await create("communications", sms())).status).toBe(201);
  });
});
