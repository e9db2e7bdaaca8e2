import { describe, expect, it } from "vitest";
import { carrierDefinitions } from "../../src/carriers/index.ts";
import { loadConfig } from "../../src/config.ts";
import { createCrm, crmDefinitions, crmTitle } from "../../src/crm/index.ts";
import { environmentKeys, environmentOf } from "../../src/environment.ts";
import { createMemoryKeeping } from "./memory-keeping.ts";

const needed = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  TWILIO_ACCOUNT_SID: "AC1",
  TWILIO_AUTH_TOKEN: "t",
  PUBLIC_URL: "https://sms.example.com",
};

/** The least that each needs. */
const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  local: {},
  hubspot: { HUBSPOT_ACCESS_TOKEN: "any" },
  salesforce: { SALESFORCE_CLIENT_ID: "any", SALESFORCE_REFRESH_TOKEN: "any" },
  pipedrive: { PIPEDRIVE_API_TOKEN: "any" },
  webhook: {
    CRM_WEBHOOK_URL: "https://crm.example.com/in",
    CRM_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString("base64")}`,
  },
  "app-connect": { APP_CONNECT_URL: "https://crm.example.com", APP_CONNECT_TOKEN: "any" },
};
const names = crmDefinitions.map(({ name }) => name);

describe("the registry of CRMs", () => {
  it("names each as people write it, and one that is gone as well as it can", () => {
    expect(["hubspot", "app-connect", "gone"].map((name) => crmTitle(crmDefinitions, name))).toEqual([
      "HubSpot",
      "App Connect",
      "Gone",
    ]);
  });

  it.each(names)("starts with the least that %s needs, and with nothing less", (name) => {
    const least = given[name] ?? {};
    const loaded = loadConfig({ ...needed, CRM: name, ...least });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    const call = () => Promise.reject(new Error("nobody is called"));
    const surroundings = { call, now: Date.now, keeping: createMemoryKeeping().keeping };
    expect(createCrm(crmDefinitions, loaded.config.crm, surroundings).name).toBe(name);
    for (const key of Object.keys(least)) {
      const { [key]: _, ...less } = least;
      const refused = loadConfig({ ...needed, CRM: name, ...less });
      expect(refused.ok ? [] : refused.problems).toContainEqual(
        expect.stringMatching(new RegExp(`^${key} .*is missing; .+\\.$`)),
      );
    }
  });

  it("asks for nothing of those that are not chosen", () => {
    const loaded = loadConfig(needed);
    expect(loaded.ok && loaded.config.crm).toEqual({ name: "local", settings: {} });
  });

  it("names those that there are where another is chosen", () => {
    const loaded = loadConfig({ ...needed, CRM: "hubspt" });
    expect(loaded.ok ? [] : loaded.problems).toEqual([
      `CRM must be one of ${names.join(", ")}; leave it out to keep what is logged in the database.`,
    ]);
  });

  it("gives each a name of its own, and variables that nobody else reads", () => {
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const theirs = crmDefinitions.flatMap(({ variables }) => Object.keys(variables));
    const house = Object.keys(environmentOf({ carriers: carrierDefinitions, crms: [] }).shape);
    expect(environmentKeys.toSorted()).toEqual([...house, ...theirs].toSorted());
  });
});
