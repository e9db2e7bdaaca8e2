import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierCursor, LoginName } from "../../../src/domain/ids.ts";
import { direct, phone } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, brief, createAccount, directLine, hour, minute } from "./account.ts";

const benId = "400102001";

let account: Account;

beforeEach(async () => {
  account = await createAccount();
});
afterEach(() => account.stop());

const say = (body: string) => account.control.text({ from: phone, to: direct, body });
const tell = async (...args: Parameters<Account["news"]>) => (await account.news(...args)).map(brief);

describe("the first time", () => {
  it("begins now, asks nobody, and tells nothing of before", async () => {
    await say("long ago");
    await account.pass(hour);
    expect(await tell(ben)).toEqual([]);
    expect(account.control.calls()).toEqual([]);
    await say("now");
    expect(await tell(ben)).toEqual(["text now"]);
  });

  it("begins although nobody answers", async () => {
    account.control.down(true);
    expect(await tell(ben)).toEqual([]);
    account.control.down(false);
    await account.pass(hour);
    await say("meanwhile");
    await account.pass(hour);
    expect(await tell(ben)).toEqual(["text meanwhile"]);
  });
});

describe("what came", () => {
  beforeEach(() => account.news(ben));

  it("is told in order, whole, with ids that keep every digit", async () => {
    const ids = [];
    for (const body of ["one", "two", "three"]) {
      ids.push(await say(body));
      await account.pass(1000);
    }
    const told = await account.news(ben);
    expect(told).toMatchObject([
      { kind: "text", body: "one", from: phone, to: direct },
      { kind: "text", body: "two" },
      { kind: "text", body: "three" },
    ]);
    expect(told.map((event) => "carrierMessageId" in event && event.carrierMessageId)).toEqual(ids);
    expect(ids.every((id) => Number(id) > Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  it("is asked for by its token from then on, and told once but for the last seconds", async () => {
    await say("one");
    expect(await tell(ben)).toEqual(["text one"]);
    expect(await tell(ben)).toEqual(["text one"]);
    await account.pass(minute);
    await account.news(ben);
    expect(await tell(ben)).toEqual([]);
    const asked = account.control.calls().filter(({ path }) => path.includes("/message-sync"));
    expect(asked.map(({ path }) => /syncType=(\w+)/.exec(path)?.[1])).toEqual([
      "FSync",
      "ISync",
      "ISync",
      "ISync",
    ]);
  });

  it("goes on from a cursor of another process", async () => {
    await say("one");
    await account.pass(hour);
    await account.news(ben);
    await say("two");
    await account.restart();
    expect(await tell(ben)).toEqual(["text two"]);
  });

  it("is told from the cursor's moment where its token is not taken any more", async () => {
    await say("known");
    await account.pass(hour);
    await account.news(ben);
    await account.pass(3 * 24 * hour);
    await say("one");
    await account.pass(hour);
    account.control.expireSyncTokens();
    await say("two");
    await account.pass(hour);
    expect(await tell(ben)).toEqual(["text one", "text two"]);
  });

  it("is told to the last where there are more than one answer holds", async () => {
    for (let count = 0; count < 260; count += 1) await say(`text ${count}`);
    const told = (await account.news(ben)).flatMap((event) => (event.kind === "text" ? [event.body] : []));
    expect(new Set(told).size).toBe(260);
    expect(told).toHaveLength(260);
  });

  it("is not told where it was deleted before", async () => {
    const gone = await say("gone");
    await say("stays");
    account.control.deleteMessage(gone);
    expect(await tell(ben)).toEqual(["text stays"]);
  });

  it("is not told again, nor told of, when it is deleted for good", async () => {
    const id = await say("Hi");
    await account.pass(minute);
    await account.news(ben);
    account.control.deleteMessage(id);
    expect(await tell(ben)).toEqual([]);
  });

  it("is told of where it can't be read, beside all that can", async () => {
    const list = {
      records: [
        '{"id":9223372036854775807,"type":"SMS","direction":"Sideways","subject":"?"}',
        '{"id":9223372036854775805,"type":"SMS","availability":"Purged"}',
        '"what?"',
        '{"id":9223372036854775803,"type":"Fax","direction":"Inbound","availability":"Alive"}',
        `{"id":9223372036854775801,"type":"SMS","direction":"Inbound","availability":"Alive","subject":"Hi",
          "from":{"phoneNumber":"${phone}"},"to":[{"phoneNumber":"${direct}"}],"creationTime":"2026-03-03T10:00:00.000Z"}`,
      ],
      token: "next",
    };
    account.control.misbehave({
      match: "read",
      kind: "garble",
      body: `{"records":[${list.records.join(",")}],"syncInfo":{"syncType":"FSync","syncToken":"${list.token}"}}`,
    });
    expect(await account.news(ben)).toMatchObject([
      { kind: "text", carrierMessageId: "9223372036854775801", body: "Hi" },
      { kind: "unreadable", carrierMessageId: "9223372036854775807" },
      { kind: "unreadable", carrierMessageId: null },
    ]);
  });

  it("is asked for again where the whole answer can't be read", async () => {
    await say("Hi");
    account.control.misbehave({ match: "read", kind: "garble", body: '{"records":[]}' });
    await expect(account.news(ben)).rejects.toMatchObject({
      failure: { kind: "unreadable", retryable: true },
    });
    expect(await tell(ben)).toEqual(["text Hi"]);
  });

  it("is not told again days later, when somebody only reads it in another app", async () => {
    const id = await say("long ago");
    await account.news(ben);
    await account.pass(30 * hour);
    await account.news(ben);
    await account.carrier.markRead?.([id as never], ben);
    expect(await tell(ben)).toEqual([]);
  });

  it("is told after what can't be read of a cursor, a day back", async () => {
    await say("yesterday");
    await account.pass(20 * hour);
    expect(await tell(ben, { cursor: "not ours" as CarrierCursor })).toEqual(["text yesterday"]);
  });
});

describe("what left", () => {
  beforeEach(() => account.news(ben));

  it("is told as it stands, whoever wrote it", async () => {
    await account.control.sendElsewhere({ extension: benId, from: direct, to: phone, body: "from my phone" });
    await account.control.idle();
    expect(await account.news(ben)).toMatchObject([
      {
        kind: "elsewhere",
        from: direct,
        to: phone,
        body: "from my phone",
        state: "delivered",
        failure: null,
        login: ben,
      },
    ]);
  });

  it("says why it failed, which lists don't", async () => {
    const landline = "+12125550199";
    account.control.addPhone({ number: landline, kind: "landline" });
    await account.control.sendElsewhere({ extension: benId, from: direct, to: landline, body: "hello" });
    await account.control.idle();
    expect(await account.news(ben)).toMatchObject([
      { kind: "elsewhere", state: "failed", failure: { code: "SMS-CAR-411" } },
    ]);
  });

  it("is told of to all whom it went to", async () => {
    const other = "+12125550102";
    const to = [phone, other];
    await account.control.sendElsewhere({ extension: benId, from: direct, to, body: "both of you" });
    await account.control.idle();
    expect(await account.news(ben)).toMatchObject([{ kind: "elsewhere", to: phone, others: [other] }]);
  });

  it("is told as news alone where it left before we began, or long ago", async () => {
    await account.control.sendElsewhere({ extension: benId, from: direct, to: phone, body: "old" });
    await account.control.idle();
    const since = new Date(account.settings.now());
    await account.pass(30 * hour);
    await account.news(ben);
    await account.pass(hour);
    expect(await tell(ben, { unsettledSince: since })).toEqual(["status old delivered"]);
    expect(await tell(ben)).toEqual([]);
  });
});

describe("what can't be asked", () => {
  it("is a failure that may be tried again while nobody answers", async () => {
    await account.news(ben);
    account.control.down(true);
    await expect(account.news(ben)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("is a failure in words for a login without credentials, or none", async () => {
    await account.news(ben);
    for (const login of ["nobody" as LoginName, undefined]) {
      const from = { cursor: account.cursorOf(ben), unsettledSince: null };
      const asked = account.carrier.catchUp?.(login === undefined ? from : { ...from, login });
      await expect(asked).rejects.toMatchObject({ failure: { retryable: false } });
    }
  });

  it("is a failure where the user may not read texts, and told once they may", async () => {
    await account.news(ben);
    account.control.forbid(benId, "ReadMessages", true);
    await say("unread");
    await expect(account.news(ben)).rejects.toMatchObject({ failure: { retryable: false } });
    account.control.forbid(benId, "ReadMessages", false);
    expect(await tell(ben)).toEqual(["text unread"]);
  });
});

describe("a line of somebody without a login", () => {
  const lines = [{ ...directLine, login: ana }];

  it("is asked for by the login that receives for it", async () => {
    account.control.addExtension({
      id: "400101001",
      number: "101",
      name: "Ana Reyes",
      isAdmin: true,
      readsOthers: true,
    });
    await account.restart({ jwts: { [ana]: "jwt-ana" } });
    await account.news(ana, { lines });
    await say("for Ben");
    expect(await tell(ana, { lines })).toEqual(["text for Ben"]);
  });

  it("keeps nothing else from being told where that is not allowed", async () => {
    await account.restart({ jwts: { [ana]: "jwt-ana" } });
    await account.news(ana, { lines });
    await say("for Ben");
    expect(await tell(ana, { lines })).toEqual([]);
  });

  it("is left to its own login where there is one", async () => {
    await account.news(ana, { lines });
    await say("for Ben");
    expect(await tell(ana, { lines })).toEqual([]);
  });
});
