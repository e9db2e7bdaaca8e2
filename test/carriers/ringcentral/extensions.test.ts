import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createExtensions, type Extensions } from "../../../src/carriers/ringcentral/extensions.ts";
import { createRingCentralApi } from "../../../src/carriers/ringcentral/ringcentral-api.ts";
import { resolveRingCentralSettings } from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import { createRingCentralSide, error, frontDesk, type RingCentralSide } from "./ringcentral-side.ts";

const own = "230919004";
const [mine, theirs, queues] = ["+15550100001", "+15550100002", "+15550100003"].map((one) => one as E164);
const number = (phoneNumber: string | undefined, id: string, usageType = "DirectNumber") =>
  `{"phoneNumber":"${phoneNumber}","usageType":"${usageType}","extension":{"id":${id}}}`;

let side: RingCentralSide;
let extensions: Extensions;
let ofUser: string[];
let ofAccount: string[] | null;

beforeEach(async () => {
  ofUser = [number(mine, own)];
  ofAccount = null;
  side = await createRingCentralSide(({ path }) => {
    const records = path.endsWith("/extension/~/phone-number") ? ofUser : ofAccount;
    if (!path.endsWith("/phone-number") || records === null) return { status: 403, body: error("CMN-408") };
    return { status: 200, body: `{"records":[${records.join(",")}]}` };
  });
  const settings = resolveRingCentralSettings(side.settings);
  extensions = createExtensions(settings, createRingCentralApi(settings));
});
afterEach(() => side.stop());

const lines = (...numbers: (E164 | undefined)[]) =>
  numbers.map((one) => ({ number: one as E164, login: frontDesk }));

describe("a login", () => {
  it("is the user that its token names", async () => {
    expect(extensions.loginOf(own)).toBeNull();
    expect(await extensions.ownOf(frontDesk)).toBe(own);
    expect(extensions.loginOf(own)).toBe(frontDesk);
    expect(side.fake.requests).toHaveLength(1);
  });

  it("receives for the users whose numbers its lines are, and have no login", async () => {
    ofUser.push(number(theirs, "9223372036854775807"), number(queues, "400", "CompanyNumber"));
    expect(await extensions.othersOf(frontDesk, lines(mine, theirs, queues))).toEqual([
      "9223372036854775807",
    ]);
  });

  it("finds numbers that are not its own in the account's list, where it may", async () => {
    expect(await extensions.othersOf(frontDesk, lines(mine, theirs))).toEqual([]);
    ofAccount = [number(mine, own), number(theirs, "77")];
    side.advance(11 * 60_000);
    expect(await extensions.othersOf(frontDesk, lines(mine, theirs))).toEqual(["77"]);
  });

  it("asks once in ten minutes, and never for lines that there are none of", async () => {
    expect(await extensions.othersOf(frontDesk, [])).toEqual([]);
    expect(side.fake.requests).toEqual([]);
    for (let count = 0; count < 3; count += 1) await extensions.othersOf(frontDesk, lines(mine));
    expect(side.asked("/restapi/v1.0/account/~/extension/~/phone-number")).toHaveLength(1);
  });
});
