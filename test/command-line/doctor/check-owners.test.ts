import { describe, expect, it } from "vitest";
import type { CrmUser } from "../../../src/bridge/contracts/crm.ts";
import { checkOwners } from "../../../src/command-line/doctor/check-owners.ts";
import type { Directory, Member } from "../../../src/domain/directory.ts";
import type { Username } from "../../../src/domain/ids.ts";
import { fayEmail, office } from "../../bridge/front-desk.ts";

const users: CrmUser[] = [
  { id: "7", name: "Fay", email: fayEmail },
  { id: "8", name: "Ben", email: "ben@example.com" },
  { id: "9", name: "App", email: null },
];
const emails: Readonly<Record<string, string>> = { ben: "ben@example.com", fay: fayEmail };
const emailOf = async ({ username }: Member) => emails[username] ?? null;
const owners = (all: Record<string, string>) => ({ owners: all as Record<Username, string> });

const crmWith = (listUsers: () => Promise<readonly CrmUser[]>) => ({ title: "HubSpot", listUsers });
const check = async (
  directory: Directory,
  crm: Parameters<typeof checkOwners>[1] = crmWith(async () => users),
) => (await checkOwners(directory, crm, emailOf)).map(({ level, sentence }) => `${level}: ${sentence}`);

describe("who members are in the CRM", () => {
  it("is told by e-mail or by hand; who is nobody there is named", async () => {
    expect(await check({ ...office, crm: owners({ ana: "9" }) })).toEqual([
      "ok: 3 of 6 members are users of HubSpot.",
      "warning: No user of HubSpot has the e-mail of cy, dan, eve: records of theirs are the app's own, and name them in their words.",
    ]);
  });

  it("is wrong where the CRM lists nobody by an id, wherever it stands", async () => {
    const lines = office.lines.map((line) => ({ ...line, crm: owners({ ben: "70" }) }));
    const everybody = owners({ ana: "7", cy: "7", dan: "7", eve: "77" });
    expect(await check({ ...office, crm: everybody, lines: lines.slice(0, 1) })).toEqual([
      "ok: 6 of 6 members are users of HubSpot.",
      "problem: `owners` says that eve is 77 in HubSpot, which lists nobody by that id.",
      "problem: `owners` says that ben is 70 in HubSpot, which lists nobody by that id.",
    ]);
  });

  it("names twenty at most", async () => {
    const [ana] = office.members;
    if (ana === undefined) throw new Error("the office is empty");
    const members = Array.from({ length: 25 }, (_, index) => ({ ...ana, username: `m${index}` as Username }));
    expect((await check({ ...office, members })).join()).toContain("m19 and 5 more:");
  });

  it("can't be looked up while the CRM does not answer, and is nothing where it knows no users", async () => {
    const silent = crmWith(async () => Promise.reject(new Error("no answer")));
    expect((await check(office, silent)).join()).toContain("warning: HubSpot did not say who its users are");
    expect(await check(office, { title: "Threadline" })).toEqual([]);
  });
});
