import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { createHttpFake, type HttpFake } from "../../crm/http-fake.ts";
import {
  ana as anaId,
  ben as benId,
  direct,
  logIn,
  phone,
} from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, createAccount, hour, minute } from "./account.ts";

let account: Account;
let site: HttpFake;
let taken: CarrierEvent[];

beforeEach(async () => {
  account = await createAccount();
  taken = [];
  site = await createHttpFake(({ method, path, headers, text }) => {
    const secret = path.split("/")[4] ?? "";
    const request = { method, rawUrl: path, secret, headers, body: Buffer.from(text) };
    const { reply, events } = account.carrier.readWebhook("inbound", request);
    taken.push(...events);
    return reply;
  });
  await account.restart({ receive: "webhook", publicUrl: site.url, verificationTokens: ["new", "old"] });
});
afterEach(async () => {
  await account.stop();
  await site.stop();
});

const attend = () => account.attend(async (event) => void taken.push(event));
const looks = () => taken.splice(0).map((event) => ("login" in event ? event.login : event.kind));
const subscriptions = () => account.control.subscriptions();
const changes = () =>
  account.control.calls().filter(({ method, path }) => path.includes("/subscription") && method !== "GET");
const stand = async () => {
  await attend();
  looks();
};

describe("attending by webhooks", () => {
  it("makes one subscription for each login, to an address that nobody can guess, and looks once", async () => {
    await attend();
    expect(looks().sort()).toEqual([ana, ben]);
    expect(subscriptions()).toHaveLength(2);
    for (const { address, status, expiresAt } of subscriptions()) {
      expect(address).toMatch(new RegExp(`^${site.url}/webhooks/ringcentral/inbound/[\\w-]{40,}$`));
      expect(status).toBe("Active");
      expect(Date.parse(expiresAt)).toBe(account.settings.now() + 7 * 24 * hour);
    }
  });

  it("is told of what comes, with the token as well", async () => {
    await stand();
    await account.control.text({ from: phone, to: direct, body: "Hi" });
    expect(new Set(looks())).toEqual(new Set([ben]));
    expect(site.requests.at(-1)?.headers["verification-token"]).toBe("new");
  });

  it("says which part of it is refused, once it has asked", async () => {
    const own = "+15550100003";
    account.control.addLine({ number: own, name: "Ana's number", extension: anaId });
    await account.restart({ jwts: { [ben]: "jwt-ben" }, receive: "webhook", publicUrl: site.url });
    const lines = [{ number: own as never, login: ben }];
    const lacking = async () =>
      (await account.carrier.verify(lines)).filter(({ name }) => name === "ringcentral: news of ben");
    expect(await lacking()).toEqual([]);
    await account.carrier.attend?.({ lines, take: async () => {} });
    expect(await lacking()).toMatchObject([
      { level: "warning", sentence: expect.stringContaining("texts to lines of other users") },
    ]);
  });

  it("finds its own again after a start, and makes no other", async () => {
    await stand();
    const made = changes().length;
    await account.restart({ receive: "webhook", publicUrl: site.url, verificationTokens: ["new", "old"] });
    await attend();
    expect(changes()).toHaveLength(made);
    expect(subscriptions()).toHaveLength(2);
    expect(looks()).toEqual([]);
  });

  it("asks about them each minute, and nothing else while they stand", async () => {
    await stand();
    const before = account.control.calls().length;
    await attend();
    expect(account.control.calls()).toHaveLength(before);
    await account.pass(minute);
    await attend();
    expect(
      account.control
        .calls()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(["GET", "GET"]);
  });

  it("replaces one that RingCentral has given up, and looks", async () => {
    await stand();
    const [first] = subscriptions();
    account.control.blacklist(first?.id);
    await account.pass(minute);
    await attend();
    expect(looks()).toEqual([first?.extension === benId ? ben : ana]);
    expect(subscriptions().map(({ status }) => status)).toEqual(["Active", "Active"]);
    expect(subscriptions().map(({ id }) => id)).not.toContain(first?.id);
  });

  it("renews them in time, and looks where one ended all the same", async () => {
    await stand();
    await account.pass(4 * 24 * hour);
    await attend();
    for (const { expiresAt } of subscriptions())
      expect(Date.parse(expiresAt)).toBe(account.settings.now() + 7 * 24 * hour);
    expect(looks()).toEqual([]);
    await account.pass(8 * 24 * hour);
    await attend();
    expect(subscriptions()).toHaveLength(2);
    expect(looks().sort()).toEqual([ana, ben]);
  });

  it("leaves those of other installations alone, and takes its own former ones away", async () => {
    const ask = await logIn(account.standIn, "jwt-ben");
    const other = await createHttpFake(({ headers }) => ({
      status: 200,
      headers: { "validation-token": String(headers["validation-token"]) },
    }));
    try {
      const eventFilters = ["/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS"];
      for (const address of [
        `${other.url}/webhooks/ringcentral/inbound/x`,
        `${site.url}/webhooks/ringcentral/inbound/former`,
      ])
        await ask("POST", "/restapi/v1.0/subscription", {
          eventFilters,
          deliveryMode: { transportType: "WebHook", address },
        });
      expect(subscriptions()).toHaveLength(2);
      await stand();
      const addresses = subscriptions().map(({ address }) => address);
      expect(addresses).toHaveLength(3);
      expect(addresses).toContain(`${other.url}/webhooks/ringcentral/inbound/x`);
      expect(addresses).not.toContain(`${site.url}/webhooks/ringcentral/inbound/former`);
    } finally {
      await other.stop();
    }
  });

  it("tries again later where the address does not answer yet", async () => {
    await account.restart({ receive: "webhook", publicUrl: "http://127.0.0.1:1" });
    await expect(attend()).rejects.toMatchObject({ failure: { kind: "SUB-525" } });
    const before = account.control.calls().length;
    await attend();
    expect(account.control.calls()).toHaveLength(before);
  });
});
