/** RingCentral's list of opt-outs as the contract's `consents`, held against the stand-in and against answers of other readings. */
import { afterEach, describe, expect, it } from "vitest";
import type {
  CarrierConsents,
  Consent,
  ConsentPage,
} from "../../../src/bridge/contracts/carrier-consents.ts";
import type { CarrierCursor, E164, LoginName } from "../../../src/domain/ids.ts";
import type { Call } from "../../../src/lib/call.ts";
import { type Account, ben, createAccount, directLine, hour, sharedLine } from "./account.ts";
import { createRingCentralSide, error, frontDesk, line, phone } from "./ringcentral-side.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function begin(): Promise<{ account: Account; consents: CarrierConsents }> {
  const account = await createAccount();
  closing.push(() => account.standIn.stop());
  const { consents } = account.carrier;
  if (consents === undefined) throw new Error("RingCentral has a list of opt-outs");
  return { account, consents: consents as CarrierConsents };
}

async function whole(consents: CarrierConsents, from: CarrierCursor | null, by: LoginName = ben) {
  const pages: ConsentPage[] = [];
  for (let cursor = from, more = true; more; ) {
    const page = await consents.list(by, cursor);
    pages.push(page);
    cursor = page.next;
    more = page.more === true;
  }
  return { pages, all: pages.flatMap((page) => page.consents), next: (pages.at(-1) as ConsentPage).next };
}

const short = ({ line, state, source }: Consent) => `${state} ${line ?? "*"} ${source}`;

describe("the account's list of opt-outs", () => {
  it("is told whole at first, and then what changed", async () => {
    const { account, consents } = await begin();
    const { control } = account;
    control.setConsent({ from: directLine.number, to: "+12125551000", status: "OptOut" });
    control.setConsent({ from: sharedLine.number, to: phone, status: "OptIn", source: "Recipient" });
    const first = await whole(consents, null);
    expect(first.all.map(short)).toEqual([
      `out ${directLine.number} interface`,
      `in ${sharedLine.number} contact`,
    ]);
    await account.pass(48 * hour);
    const { next } = await whole(consents, first.next);
    control.setConsent({ from: "*", to: phone, status: "OptOut", source: "Upstream" });
    const at = new Date(control.consents().at(-1)?.changedAt ?? "");
    const later = await whole(consents, next);
    expect(later.all.map((one) => [short(one), one.at])).toEqual([["out * network", at]]);
    control.setConsent({ from: "*", to: phone, status: "OptIn" });
    expect((await whole(consents, later.next)).all.map(short)).toEqual(["in * interface"]);
  });

  it("begins a part anew where a page is not known any more, and all of it with a cursor that can't be read", async () => {
    const { account, consents } = await begin();
    account.control.setConsent({ from: "*", to: phone, status: "OptOut" });
    const { next } = await whole(consents, null);
    const lost = { ...JSON.parse(next), since: null, page: "lost" };
    const { all } = await whole(consents, JSON.stringify(lost) as CarrierCursor);
    expect(all.map(short)).toEqual(["out * interface"]);
    expect((await whole(consents, "?" as CarrierCursor)).all).toHaveLength(1);
  });

  it("is what it says of one contact, of both kinds", async () => {
    const { account, consents } = await begin();
    const { control } = account;
    control.setConsent({ from: "*", to: phone, status: "OptIn" });
    control.setConsent({ from: directLine.number, to: phone, status: "OptOut", source: "Recipient" });
    control.setConsent({ from: directLine.number, to: "+12125551000", status: "OptOut" });
    const all = await consents.of(phone, ben);
    expect(all.map(short).sort()).toEqual(["in * interface", `out ${directLine.number} contact`]);
  });

  it.each(["optional", "required", "refused"] as const)(
    "is changed where saying how far it reaches is %s, and then at the first try",
    async (rule) => {
      const { account } = await begin();
      let changes = 0;
      const call: Call = async (url, request) => {
        if (request.method === "PATCH") changes += 1;
        return await account.settings.call(url, request);
      };
      const carrier = account.carrierWith({ call });
      const consents = carrier.consents as CarrierConsents;
      account.control.consentCoverage(rule);
      const entry = { line: directLine.number, contact: phone };
      expect(await consents.put({ ...entry, state: "out" }, ben)).toEqual({ kind: "done" });
      expect(await consents.put({ ...entry, line: null, state: "out" }, ben)).toEqual({ kind: "done" });
      expect(await consents.put({ ...entry, line: null, state: "in" }, ben)).toEqual({ kind: "done" });
      expect(await consents.put({ ...entry, state: "in" }, ben)).toEqual({ kind: "done" });
      expect(account.control.consents().map(({ from, status }) => [from, status])).toEqual([
        [directLine.number, "OptIn"],
        ["*", "OptIn"],
      ]);
      expect(changes).toBe(rule === "required" ? 5 : 4);
      const findings = await carrier.verify([directLine]);
      const found = findings
        .filter(({ name }) => name === "ringcentral: opt-outs")
        .map(({ sentence }) => sentence);
      expect(found.join(" ")).toContain(
        rule === "required" ? "a change was taken with it" : "a change was taken without it",
      );
    },
  );

  it.each([
    [
      "OptOut",
      "Carrier",
      directLine.number,
      directLine.number,
      /^The phone network keeps texts to them back/,
    ],
    ["OptOut", "Upstream", "*", null, /^The phone network keeps texts to them back/],
    ["OptOut", "Api", "*", directLine.number, /^RingCentral keeps texts to them back for all numbers/],
  ] as const)(
    "says who can do what where %s by %s of %s stays",
    async (status, source, from, line, sentence) => {
      const { account, consents } = await begin();
      account.control.setConsent({ from, to: phone, status, source });
      const outcome = await consents.put({ line: line as E164 | null, contact: phone, state: "in" }, ben);
      expect(outcome).toMatchObject({ kind: "refused", sentence: expect.stringMatching(sentence) });
    },
  );
});

const consentsPath = "/restapi/v2/accounts/~/sms/consents";

describe("an account that answers otherwise", () => {
  it("gives a long list a page at a time, each asked for by what the one before names", async () => {
    const pages: Readonly<Record<string, unknown>> = {
      "OptOut ": { records: [{ from: "*", to: phone, optStatus: "OptOut" }], paging: { nextPageToken: "b" } },
      "OptOut b": { records: [{ from: line, to: phone, optStatus: "OptOut" }], paging: { pageToken: "b" } },
      "OptIn ": { records: [], paging: null },
    };
    const side = await createRingCentralSide(({ query }) => ({
      status: 200,
      body: pages[`${query.get("optStatus")} ${query.get("pageToken") ?? ""}`],
    }));
    closing.push(side.stop);
    const { pages: told } = await whole(side.carrierWith().consents as CarrierConsents, null, frontDesk);
    expect(told.map((page) => page.consents.map(short))).toEqual([
      ["out * interface"],
      [`out ${line} interface`],
      [],
    ]);
    expect(side.asked(consentsPath).map(({ query }) => query.get("perPage"))).toEqual([
      "1000",
      "1000",
      "1000",
    ]);
  });

  it("names its states and failures otherwise, and says of some nothing", async () => {
    const side = await createRingCentralSide(({ method }) =>
      method === "PATCH"
        ? { status: 200, body: { failedRecords: [{ from: line, to: phone, errorCode: "CMN-101" }] } }
        : {
            status: 200,
            body: {
              records: [
                { from: line, to: phone, status: "OptIn", source: "Recipient" },
                { from: line.slice(1), to: phone.slice(1), optStatus: "OptOut", source: "New" },
                { from: "a campaign", to: phone, optStatus: "OptOut", coverage: "CampaignType" },
                { from: line, to: phone, optStatus: "Maybe" },
                null,
              ],
            },
          },
    );
    closing.push(side.stop);
    const consents = side.carrierWith().consents as CarrierConsents;
    expect((await consents.of(phone, frontDesk)).map((one) => [short(one), one.at])).toEqual([
      [`in ${line} contact`, null],
      [`out ${line} interface`, null],
    ]);
    expect(await consents.put({ line, contact: phone, state: "out" }, frontDesk)).toMatchObject({
      kind: "refused",
      code: "CMN-101",
    });
  });

  it("is asked for one state at a time where it takes no more", async () => {
    const side = await createRingCentralSide(({ query }) => {
      const states = query.getAll("optStatus");
      return states.length > 1
        ? { status: 400, body: error("CMN-101", { parameterName: "optStatus" }) }
        : { status: 200, body: { records: [{ from: "*", to: phone, optStatus: states[0] }] } };
    });
    closing.push(side.stop);
    const consents = side.carrierWith().consents as CarrierConsents;
    expect((await consents.of(phone, frontDesk)).map(({ state }) => state)).toEqual(["out", "in"]);
  });

  it("throws what somebody has to change, and what may be otherwise in a moment", async () => {
    let status = 403;
    const side = await createRingCentralSide(() => ({
      status,
      body: error(status === 403 ? "CMN-408" : "CMN-211"),
    }));
    closing.push(side.stop);
    const consents = side.carrierWith().consents as CarrierConsents;
    const failure = async (asked: Promise<unknown>) =>
      asked.then(() => null).catch(({ failure }: { failure: unknown }) => failure);
    const put = () => consents.put({ line, contact: phone, state: "out" }, frontDesk);
    expect(await failure(consents.list(frontDesk, null))).toMatchObject({ retryable: false });
    expect(await failure(put())).toMatchObject({ kind: "CMN-408", retryable: false });
    status = 503;
    expect(await failure(put())).toMatchObject({ retryable: true });
    expect(side.asked(consentsPath).every(({ method }) => method !== "PATCH" || status === 503)).toBe(true);
  });
});
