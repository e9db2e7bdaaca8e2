import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierTemplates } from "../../../src/bridge/contracts/carrier-templates.ts";
import type { FakeAnswer, FakeRequest } from "../../crm/http-fake.ts";
import { ana as anaId, ben as benId } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, createAccount, minute } from "./account.ts";
import { createRingCentralSide, error, frontDesk, type RingCentralSide } from "./ringcentral-side.ts";

const company = "/restapi/v1.0/account/~/message-store-templates";
const personal = "/restapi/v1.0/account/~/extension/~/message-store-templates";

function templatesOf(carrier: { readonly templates?: CarrierTemplates }): CarrierTemplates {
  if (carrier.templates === undefined) throw new Error("it has no templates");
  return carrier.templates;
}

describe("templates at RingCentral", () => {
  let account: Account;
  beforeEach(async () => {
    account = await createAccount();
  });
  afterEach(() => account.stop());
  const names = async (listed: Promise<readonly { name: string }[]>) =>
    (await listed).map(({ name }) => name);

  it("are the company's for every login, and each one's own for itself", async () => {
    account.control.putTemplate({ name: "Hours", text: "Until six" });
    account.control.putTemplate({ name: "Bye", text: "See you", extension: benId });
    const templates = templatesOf(account.carrier);
    for (const login of [ana, ben]) expect(await names(templates.listCompany(login))).toEqual(["Hours"]);
    expect(await names(templates.listPersonal(ben))).toEqual(["Bye"]);
    expect(await names(templates.listPersonal(ana))).toEqual([]);
  });

  it("are refused whom they are not for, with what to do", async () => {
    const templates = templatesOf(account.carrier);
    const refused = {
      kind: "refused",
      why: "permission",
      sentence: expect.stringContaining("permission Edit"),
    };
    expect(await templates.create({ name: "Hours", text: "Until six" }, ben)).toMatchObject(refused);
    account.control.forbidScope("EditAccounts", true);
    expect(await templates.create({ name: "Hours", text: "Until six" }, ana)).toMatchObject(refused);
    expect(account.control.templates()).toEqual([]);
  });

  it.each(["fail", "dropAnswer"] as const)(
    "may be asked again where the answer is lost: %s",
    async (kind) => {
      account.control.misbehave({ kind, match: "write" });
      const templates = templatesOf(account.carrier);
      await expect(templates.create({ name: "Hours", text: "Until six" }, ana)).rejects.toMatchObject({
        failure: { retryable: true, certain: false },
      });
    },
  );

  it("say to doctor whether they may be changed", async () => {
    const said = async () =>
      (await account.carrier.verify([])).filter(({ name }) => name === "ringcentral: templates");
    expect(await said()).toMatchObject([{ level: "ok", sentence: expect.stringMatching(/ana may change/) }]);
    account.control.forbid(anaId, "EditCompanySMSTemplates", true);
    expect(await said()).toMatchObject([
      { level: "ok", sentence: expect.stringMatching(/only read: no login/) },
    ]);
  });
});

describe("what RingCentral may answer otherwise", () => {
  let side: RingCentralSide;
  let answer: (request: FakeRequest) => FakeAnswer;
  let templates: CarrierTemplates;
  const records = (...all: object[]): FakeAnswer => ({ status: 200, body: { records: all } });
  const hours = {
    id: "900719925474099123",
    displayName: "Hours",
    body: { text: "Until six" },
    scope: "Company",
  };
  beforeEach(async () => {
    side = await createRingCentralSide((request) => answer(request));
    templates = templatesOf(side.carrierWith());
  });
  afterEach(() => side.stop());

  it("the company's list is shut to whoever may not edit it: what they may use is read", async () => {
    answer = ({ path }) => {
      if (path === company) return { status: 403, body: error("CMN-408") };
      return path === personal
        ? records(hours, { ...hours, id: 7, displayName: "Mine", scope: "Personal" })
        : records();
    };
    expect(await templates.listCompany(frontDesk)).toEqual([
      { id: hours.id, name: "Hours", text: "Until six", changedAt: null },
    ]);
  });

  it("the company's list is shut, and what may be used does not say whose it is: nothing of it is shown to all", async () => {
    const { scope: _, ...nobodys } = hours;
    answer = ({ path }) => (path === company ? { status: 403, body: error("CMN-408") } : records(nobodys));
    await expect(templates.listCompany(frontDesk)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("of one that no list has, that it is gone, that it is there, or that this login may not see it", async () => {
    const gone = (status: number) => {
      answer = () => ({ status, body: status === 200 ? hours : error("CMN-102") });
      return templates.isGone(hours.id, frontDesk);
    };
    expect([await gone(404), await gone(200), await gone(403)]).toEqual([true, false, false]);
    await expect(gone(503)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("which account it is, asked once, or that this login may not know", async () => {
    answer = () => ({ status: 403, body: error("CMN-401") });
    expect(await templates.accountOf(frontDesk)).toBeNull();
    answer = () => ({ status: 200, body: { id: 37439510 } });
    expect(await templates.accountOf(frontDesk)).toBe("37439510");
    answer = () => ({ status: 503, body: {} });
    expect(await templates.accountOf(frontDesk)).toBe("37439510");
  });

  it("long ids, times, what says nothing, and what has no id at all", async () => {
    answer = () =>
      records({ ...hours, lastModifiedTime: "2026-03-01T10:00:00Z" }, { id: 8, displayName: null, body: 7 });
    expect(await templates.listCompany(frontDesk)).toMatchObject([
      { id: "900719925474099123", changedAt: new Date("2026-03-01T10:00:00Z") },
      { id: "8", name: "", text: "", changedAt: null },
    ]);
    answer = () => records({ displayName: "Hours" });
    await expect(templates.listCompany(frontDesk)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("one of a site stays of that site when it is changed", async () => {
    answer = ({ method }) =>
      method === "GET" ? records({ ...hours, site: { id: "s1" } }) : { status: 200, body: hours };
    await templates.listCompany(frontDesk);
    await templates.update(hours.id, { name: "Hours", text: "Until seven" }, frontDesk);
    const [put] = side.fake.requests.filter(({ method }) => method === "PUT");
    expect(put?.json).toEqual({
      displayName: "Hours",
      body: { text: "Until seven" },
      site: { id: "s1" },
    });
  });

  it.each([
    ["a name in capitals", [{ ...hours, displayName: "HOURS" }], "name_taken"],
    [
      "fifty others",
      Array.from({ length: 50 }, (_, id) => ({ ...hours, id, displayName: `Number ${id}` })),
      "full",
    ],
    ["nothing that explains it", [], "invalid"],
  ])("a refusal by a code that nobody knows, beside %s", async (_, all, why) => {
    answer = ({ method }) => (method === "GET" ? records(...all) : { status: 400, body: error("MST-101") });
    const outcome = await templates.create({ name: "Hours", text: "x" }, frontDesk);
    expect(outcome).toMatchObject({ kind: "refused", why, sentence: expect.stringContaining("MST-101") });
  });

  it.each<[number, string | null, object]>([
    [403, "CMN-401", { kind: "refused", why: "permission" }],
    [403, "CMN-404", { kind: "refused", why: "permission" }],
    [403, "CMN-408", { kind: "refused", why: "permission" }],
    [403, null, { kind: "refused", why: "permission" }],
    [404, "CMN-102", { kind: "gone" }],
    [410, null, { kind: "gone" }],
    [400, "CMN-101", { kind: "refused", why: "invalid" }],
    [409, null, { kind: "refused", why: "invalid" }],
    [413, null, { kind: "refused", why: "invalid" }],
    [204, null, { kind: "done", id: hours.id }],
  ])("HTTP %i, %s to what is changed and taken away", async (status, code, outcome) => {
    answer = ({ method }) =>
      method === "GET" ? records(hours) : { status, body: code === null ? undefined : error(code) };
    const words = { name: "Hours", text: "x" };
    expect(await templates.update(hours.id, words, frontDesk)).toMatchObject(outcome);
    expect(await templates.remove(hours.id, frontDesk)).toMatchObject(outcome);
  });

  it.each([
    [401, "OAU-128", true, true],
    [401, null, false, true],
    [408, null, true, false],
    [429, "CMN-301", true, true],
    [400, "MSG-305", true, true],
    [500, "CMN-201", true, false],
    [503, null, true, false],
  ])(
    "HTTP %i, %s, after which it is known whether it may be asked again",
    async (status, code, retryable, certain) => {
      answer = () => ({ status, body: code === null ? undefined : error(code) });
      const failure = { failure: { retryable, certain } };
      await expect(templates.create({ name: "Hours", text: "x" }, frontDesk)).rejects.toMatchObject(failure);
      await expect(templates.remove(hours.id, frontDesk)).rejects.toMatchObject(failure);
      await expect(templates.listCompany(frontDesk)).rejects.toMatchObject(failure);
    },
  );

  it("nothing any more: what is too much at once is put off, and leaves room for texts", async () => {
    answer = ({ method }) => (method === "GET" ? records() : { status: 200, body: hours });
    const make = () => templates.create({ name: "Hours", text: "x" }, frontDesk);
    const inAMinute = 20;
    for (let count = 0; count < inAMinute; count += 1) expect((await make()).kind).toBe("done");
    await expect(make()).rejects.toMatchObject({
      failure: { retryAfterMs: expect.any(Number), certain: true },
    });
    side.advance(minute);
    expect((await make()).kind).toBe("done");
  });
});
