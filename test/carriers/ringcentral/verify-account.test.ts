import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierLine } from "../../../src/bridge/contracts/carrier.ts";
import type { RingCentralSettings } from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import type { E164, LoginName } from "../../../src/domain/ids.ts";
import { type FakeAnswer, nobodysAddress } from "../../crm/http-fake.ts";
import {
  createRingCentralSide,
  error,
  frontDesk,
  line,
  type RingCentralSide,
  tokenPath,
} from "./ringcentral-side.ts";

const account = "/restapi/v1.0/account/~";
const extension = `${account}/extension/~`;
const recipients = `${account}/extension/500/sms-recipients`;
const consents = "/restapi/v2/accounts/~/sms/consents";
const me = "230919004";
const back = "back-office" as LoginName;
const shared = "+15550100007" as E164;

const direct = {
  phoneNumber: line,
  usageType: "DirectNumber",
  features: ["SmsSender"],
  extension: { id: 230919004 },
};
const queues = {
  phoneNumber: shared,
  usageType: "CompanyNumber",
  features: ["SmsSender"],
  extension: { id: 500 },
};

describe("what doctor finds at RingCentral", () => {
  let side: RingCentralSide;
  let answers: Record<string, FakeAnswer>;
  const json = (body: unknown): FakeAnswer => ({ status: 200, body });
  beforeEach(async () => {
    answers = {
      [extension]: json({ id: 230919004, name: "Ana Reyes" }),
      [`${extension}/features`]: json({
        records: [
          { id: "MessageThreads", available: true },
          { id: "SMSSending", available: true },
        ],
      }),
      [`${extension}/phone-number`]: json({ records: [direct, queues] }),
      [`${extension}/message-store`]: json({ records: [] }),
      [recipients]: json({ smsRecipients: [{ id: me, assignable: true, hasLicense: true }] }),
      [consents]: json({ records: [{ from: "*", to: "+15550199001", optStatus: "OptOut" }] }),
    };
    side = await createRingCentralSide(
      ({ path }) => answers[path] ?? { status: 404, body: error("CMN-102") },
    );
    side.scope = "SMS ReadAccounts ReadMessages EditMessages WebSocketsSubscription";
  });
  afterEach(() => side.stop());

  const verify = (
    lines: readonly CarrierLine[] = [{ number: line, login: frontDesk }],
    other: Partial<RingCentralSettings> = {},
  ) => side.carrierWith({ marksRead: false, ...other }).verify(lines);
  const wrong = async (...given: Parameters<typeof verify>) =>
    (await verify(...given)).filter(({ level }) => level !== "ok");
  const onlyOne = async (...given: Parameters<typeof verify>) => {
    const found = await wrong(...given);
    expect(found).toHaveLength(1);
    for (const words of [found[0]?.sentence, found[0]?.remedy]) expect(words).toMatch(/^[A-Z].{8,}\.$/s);
    return found[0];
  };
  const sharedLine: readonly CarrierLine[] = [{ number: shared, login: frontDesk, isShared: true }];

  it("is nothing, where all is well, and changes nothing there", async () => {
    const findings = await verify([{ number: line, login: frontDesk }, ...sharedLine]);
    expect(findings.map(({ level, sentence }) => [level, sentence])).toEqual([
      ["ok", expect.stringContaining("answers")],
      ["ok", "Its credentials work: it is Ana Reyes."],
      ["ok", "The number is one of the login front-desk, and can text."],
      ["ok", "The login front-desk answers this number in the account's shared inbox, with a licence."],
      ["ok", expect.stringContaining("(no coverage)")],
    ]);
    const changed = side.fake.requests.filter(({ method, path }) => method !== "GET" && path !== tokenPath);
    expect(changed).toEqual([]);
    expect(JSON.stringify(findings)).not.toContain(line);
  });

  it("is that nobody answers", async () => {
    expect(await onlyOne(undefined, { apiUrl: await nobodysAddress() })).toMatchObject({
      name: "ringcentral: connection",
      level: "problem",
      sentence: expect.stringContaining("nothing listens there"),
    });
  });

  it("is whose JWT is refused, and that others work", async () => {
    side.fake.next({ status: 400, body: { error: "invalid_grant" } }, ({ path }) => path === tokenPath);
    const jwts = { [frontDesk]: "a.b.c", [back]: "d.e.f" };
    const found = await onlyOne([{ number: line, login: back }], { jwts });
    expect(found).toMatchObject({ name: "ringcentral: login front-desk", level: "problem" });
    expect(found?.sentence).toContain("refuses the JWT of the login front-desk (invalid_grant)");
    expect(found?.remedy).toContain("RINGCENTRAL_JWT_FRONT_DESK");
  });

  it.each(["SMS", "ReadMessages"])("is a scope without which nothing goes: %s", async (word) => {
    side.scope = side.scope
      .split(" ")
      .filter((scope) => scope !== word)
      .join(" ");
    // RingCentral refuses what it then is asked for, too: that is not said again.
    answers[`${extension}/message-store`] = { status: 403, body: error("CMN-401") };
    answers[consents] = { status: 403, body: error("CMN-401") };
    if (word === "SMS") delete answers[`${extension}/message-store`];
    expect(await onlyOne()).toMatchObject({ level: "problem", name: "ringcentral: login front-desk" });
  });

  it.each<[string, Partial<RingCentralSettings>]>([
    ["EditMessages", { marksRead: true }],
    ["WebSocketsSubscription", { receive: "websocket" }],
    ["SubscriptionWebhook", { receive: "webhook" }],
  ])("is a scope that something wants: %s", async (word, wanting) => {
    const all = "SMS ReadAccounts ReadMessages EditMessages WebSocketsSubscription SubscriptionWebhook";
    side.scope = all.replace(word, "");
    answers["/restapi/v1.0/subscription"] = json({ records: [] });
    expect(await onlyOne(undefined, wanting)).toMatchObject({ level: "warning" });
  });

  it("is nothing about scopes where the token does not say them", async () => {
    side.scope = "";
    expect(await wrong()).toEqual([]);
  });

  it.each([
    ["CMN-401", "it lacks the scope Read Messages"],
    ["CMN-408", "may not read its texts"],
  ])("is why texts can't be read: %s", async (code, words) => {
    answers[`${extension}/message-store`] = { status: 403, body: error(code) };
    expect((await onlyOne())?.sentence).toContain(words);
  });

  it("is a user who may not send", async () => {
    answers[`${extension}/features`] = json({ records: [{ id: "SMSSending", available: false }] });
    expect(await onlyOne()).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining("Outbound SMS"),
    });
  });

  it("is a line whose login has no credentials", async () => {
    const found = await onlyOne([{ number: line, login: back }]);
    expect(found?.sentence).toContain("back-office");
    expect(found?.remedy).toContain("RINGCENTRAL_JWT_BACK_OFFICE");
  });

  it("is a line without a login where there are several, and none where there is one", async () => {
    expect(await wrong([{ number: line }])).toEqual([]);
    const jwts = { [frontDesk]: "a.b.c", [back]: "d.e.f" };
    const found = await wrong([{ number: line }], { jwts });
    expect(found.map(({ sentence }) => sentence)).toEqual([
      "The logins front-desk and back-office are the same user of RingCentral.",
      "The line names no login, and there is more than one.",
    ]);
  });

  it("is a line that two logins claim", async () => {
    const found = await onlyOne([
      { number: line, login: frontDesk },
      { number: line, login: back },
    ]);
    expect(found).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining("front-desk, back-office"),
    });
  });

  it("is a number that the account does not own", async () => {
    const strange = [{ number: "+15550100099" as E164, login: frontDesk }];
    expect(await onlyOne(strange)).toMatchObject({ name: "ringcentral: line …0099", level: "problem" });
  });

  it.each([
    ["its own", direct, "it can't text"],
    ["another user's", { ...direct, extension: { id: 77 } }, "is another user's"],
  ])("is a number that it can't text from: %s", async (_, record, words) => {
    answers[`${extension}/features`] = json({ records: [] });
    answers[`${extension}/phone-number`] = json({ records: [{ ...record, features: ["CallerId"] }] });
    expect((await onlyOne())?.sentence).toContain(words);
  });

  it.each([
    ["answers it not", [], "is none of those who answer"],
    ["has no licence", [{ id: Number(me), hasLicense: false, assignable: false }], "has no licence"],
    ["can't be assigned", [{ id: me, hasLicense: true, assignable: false }], "can't send"],
  ])("is a login of a shared line that %s", async (_, smsRecipients, words) => {
    answers[recipients] = json({ smsRecipients });
    expect(await onlyOne(sharedLine)).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining(words),
    });
  });

  it("is a number of another user's that the shared inbox does not let it answer", async () => {
    const others = { ...direct, phoneNumber: shared, features: [], extension: { id: 500 } };
    answers[`${extension}/phone-number`] = json({ records: [others] });
    answers[recipients] = json({ smsRecipients: [] });
    const found = await onlyOne(sharedLine);
    expect(found?.sentence).toContain("is another user's");
    expect(found?.remedy).toContain("the login of the user whose number it is");
  });

  it("is what the number itself says where nobody may ask who answers it", async () => {
    answers[recipients] = { status: 403, body: error("CMN-408") };
    expect(await wrong(sharedLine)).toEqual([]);
    answers[`${extension}/phone-number`] = json({ records: [{ ...queues, features: [] }] });
    expect((await onlyOne(sharedLine))?.sentence).toContain("is none of those who answer");
  });

  it("says where a shared number stands in no shared inbox", async () => {
    answers[`${extension}/features`] = json({ records: [] });
    const findings = await verify(sharedLine);
    expect(findings.map(({ sentence }) => sentence).join()).toContain("has no shared inbox (MessageThreads)");
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  });

  it("is a warning where its numbers may not be asked for", async () => {
    answers[`${extension}/phone-number`] = { status: 403, body: error("CMN-401") };
    expect(await onlyOne()).toMatchObject({
      level: "warning",
      sentence: expect.stringContaining("did not say"),
    });
  });

  describe("where RingCentral posts what comes", () => {
    const publicUrl = "https://sms.example.com";
    const address = `${publicUrl}/webhooks/ringcentral/inbound/a-secret`;
    const webhook = { receive: "webhook", publicUrl } as const;
    const subscription = (status: string, at = address, reason = "Webhook responded with 502") => ({
      id: "1",
      status,
      deliveryMode: { transportType: "WebHook", address: at },
      ...(status === "Blacklisted" ? { blacklistedData: { reason } } : {}),
    });
    beforeEach(() => {
      side.scope = "SMS ReadAccounts ReadMessages SubscriptionWebhook";
    });

    it.each<[string, unknown[], string, string]>([
      ["posts", [subscription("Active")], "ok", "posts here what comes."],
      [
        "posts elsewhere alone",
        [subscription("Active", "https://other.example.com/a")],
        "ok",
        "once it runs",
      ],
      ["posts nowhere", [], "ok", "once it runs"],
      [
        "has given up",
        [subscription("Blacklisted")],
        "warning",
        "has given up posting here what comes: Webhook responded with 502.",
      ],
      [
        "has given up, and names where",
        [
          subscription(
            "Blacklisted",
            address,
            `POST "${address}" (to /webhooks/ringcentral/inbound/a-secret) broke off.`,
          ),
        ],
        "warning",
        'comes: POST "our address" (to our address) broke off.',
      ],
      ["begins anew", [subscription("Blacklisted"), subscription("Active")], "ok", "posts here what comes."],
    ])("is whether it %s", async (_, records, level, words) => {
      answers["/restapi/v1.0/subscription"] = json({ records });
      const found = (await verify(undefined, webhook)).find(({ name }) =>
        name.startsWith("ringcentral: webhooks"),
      );
      expect(found?.level).toBe(level);
      expect(found?.sentence).toContain(words);
      expect(JSON.stringify(found)).not.toContain("a-secret");
    });

    it("is which part of it is missing", async () => {
      const store = "/restapi/v1.0/account/4711/extension/230919004/message-store/instant?type=SMS";
      const inbox = "/restapi/v1.0/account/4711/message-threads/entries/sync";
      const listing = (eventFilters: string[]) =>
        json({ records: [{ ...subscription("Active"), eventFilters }] });
      answers["/restapi/v1.0/subscription"] = listing([store]);
      const found = await onlyOne(sharedLine, webhook);
      expect(found).toMatchObject({ name: "ringcentral: news of front-desk", level: "warning" });
      expect(found?.sentence).toContain("what happens in the shared inbox");
      expect(await wrong([{ number: line, login: frontDesk }], webhook)).toEqual([]);
      answers["/restapi/v1.0/subscription"] = listing([store, inbox]);
      expect(await wrong(sharedLine, webhook)).toEqual([]);
    });

    it("is that it may not be asked for", async () => {
      answers["/restapi/v1.0/subscription"] = { status: 403, body: error("CMN-401") };
      expect(await onlyOne(undefined, webhook)).toMatchObject({ level: "warning" });
    });
  });

  it("is only a warning where too many tokens were asked for", async () => {
    const carrier = side.carrierWith({ marksRead: false });
    for (let nth = 0; nth < 5; nth += 1) {
      side.fake.next({ status: 503 }, ({ path }) => path === tokenPath);
      await carrier.verify([]);
    }
    const wrongs = (await carrier.verify([])).filter(({ level }) => level !== "ok");
    expect(wrongs).toMatchObject([{ level: "warning", remedy: "Try again in a minute." }]);
    expect(side.asked(tokenPath)).toHaveLength(5);
  });

  it("is only a warning where RingCentral itself gives no more tokens, and no word of a text", async () => {
    const refused = { status: 429, headers: { "retry-after": "60" }, body: error("CMN-301") };
    side.fake.next(refused, ({ path }) => path === tokenPath);
    const found = await onlyOne();
    expect(found).toMatchObject({ level: "warning", name: "ringcentral: login front-desk" });
    expect(found?.sentence).toContain("asked too often");
    expect(`${found?.sentence} ${found?.remedy}`).not.toContain("text");
  });

  it("says what it saw before RingCentral wanted to be left alone", async () => {
    side.fake.next({ status: 429, headers: { "retry-after": "60" } }, ({ path }) =>
      path.endsWith("/features"),
    );
    const findings = await verify();
    expect(findings.at(0)?.level).toBe("ok");
    expect(findings.at(-1)).toMatchObject({ level: "warning", remedy: "Try again in a minute." });
  });

  it.each([
    [{ status: 200, body: { records: [] } }, "nobody has opted out yet"],
    [{ status: 200, body: { records: [{ to: "+1", coverage: "NumberPair" }] } }, "(coverage)"],
    [{ status: 403, body: error("CMN-408") }, "may not be read or changed by this login"],
    [{ status: 403, body: error("CMN-401") }, "may not be read or changed: the app lacks the scope SMS"],
    [{ status: 200, body: { records: [] } }, "can be read and changed"],
  ])("tells which reading of the opt-outs the account shows: %j", async (answer, words) => {
    answers[consents] = answer;
    const findings = await verify();
    expect(findings.at(-1)).toMatchObject({ name: "ringcentral: opt-outs", level: "ok" });
    expect(findings.at(-1)?.sentence).toContain(words);
  });
});
