import { describe, expect, it } from "vitest";
import { carrierDefinitions, createCarriers } from "../../src/carriers/index.ts";
import { crmDefinitions } from "../../src/crm/index.ts";
import { environmentKeys, environmentOf } from "../../src/environment.ts";
import { createCall } from "../../src/lib/call.ts";
import { createDispatcher } from "../../src/lib/outgoing.ts";

const call = createCall(createDispatcher({ httpsProxy: null, noProxy: "" }));
const connect = () => ({ send() {}, close() {} });
const surroundings = { publicUrl: null, call, connect, now: Date.now };
const given = {
  TWILIO_ACCOUNT_SID: "AC1",
  TWILIO_AUTH_TOKEN: "t",
  RINGCENTRAL_CLIENT_ID: "id",
  RINGCENTRAL_CLIENT_SECRET: "s",
  RINGCENTRAL_JWT_FRONT_DESK: "a.b.c",
  RINGRX_TOKEN_FRONT_DESK: "t",
  RINGRX_SECRET_FRONT_DESK: "s",
  TELNYX_API_KEY: "KEY1",
  TELNYX_PUBLIC_KEY: Buffer.alloc(32, 1).toString("base64"),
};

describe("the registry of carriers", () => {
  it("has each configured carrier under its own name", () => {
    const settings = Object.fromEntries(
      carrierDefinitions.map(({ name, configure }) => [name, configure(given) ?? {}]),
    );
    const carriers = createCarriers(carrierDefinitions, settings, surroundings);
    expect([...carriers.keys()]).toEqual(carrierDefinitions.map(({ name }) => name));
    for (const [name, carrier] of carriers) expect(carrier.name).toBe(name);
  });

  it("leaves out what is not configured", () => {
    expect(createCarriers(carrierDefinitions, {}, surroundings).size).toBe(0);
  });

  it("gives each a name of its own that fits into an address, and variables that nobody else reads", () => {
    const names = carrierDefinitions.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const theirs = carrierDefinitions.flatMap(({ variables }) => Object.keys(variables));
    const house = Object.keys(environmentOf({ carriers: [], crms: crmDefinitions }).shape);
    expect(environmentKeys.toSorted()).toEqual([...house, ...theirs].toSorted());
  });
});
