import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierMessageId, LoginName } from "../../../src/domain/ids.ts";
import { direct, phone } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ben, createAccount } from "./account.ts";

let account: Account;

beforeEach(async () => {
  account = await createAccount();
});
afterEach(() => account.stop());

const say = async (body: string) =>
  (await account.control.text({ from: phone, to: direct, body })) as CarrierMessageId;
const unread = () => account.control.messages().filter(({ isRead }) => !isRead);

describe("what somebody saw to", () => {
  it("is shown as read there, fifty in a call", async () => {
    const ids: CarrierMessageId[] = [];
    for (let count = 0; count < 60; count += 1) ids.push(await say(`text ${count}`));
    await account.carrier.markRead?.(ids, ben);
    expect(unread()).toEqual([]);
    expect(account.control.calls().filter(({ method }) => method === "PUT")).toHaveLength(2);
  });

  it("is asked for nothing where nothing stands in a store", async () => {
    await account.carrier.markRead?.(["6a0c4e9e-thread" as CarrierMessageId], ben);
    await account.carrier.markRead?.([], ben);
    expect(account.control.calls().filter(({ method }) => method === "PUT")).toEqual([]);
  });

  it("is no failure where it is gone", async () => {
    await account.carrier.markRead?.(["123" as CarrierMessageId], ben);
  });

  it("is not told there where a site wants it so", () => {
    expect(account.carrierWith({ marksRead: false }).markRead).toBeUndefined();
  });

  it("is a failure while nobody answers, and for a login that there is not", async () => {
    const id = await say("Hi");
    await expect(account.carrier.markRead?.([id], "nobody" as LoginName)).rejects.toThrow(/credentials/);
    account.control.down(true);
    await expect(account.carrier.markRead?.([id], ben)).rejects.toMatchObject({
      failure: { retryable: true },
    });
  });
});
