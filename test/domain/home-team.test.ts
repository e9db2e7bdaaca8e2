/** What managers see of the team at the app's Home: pure rules over the directory. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import { groupStandings } from "../../src/domain/group-standings.ts";
import { hasWords } from "../../src/domain/has-words.ts";
import type { Address, E164, Extension, SlackChannelId, Username } from "../../src/domain/ids.ts";
import { memberlessLines } from "../../src/domain/memberless-lines.ts";
import { partyOf } from "../../src/domain/owner.ts";
import { idKey } from "../../src/domain/people.ts";
import { sharedScope } from "../../src/domain/shared-scope.ts";
import {
  ben,
  benLine,
  billing,
  billingLine,
  front,
  frontLine,
  office,
  officeWithDirect,
} from "../bridge/front-desk.ts";

const elsewhere = "+15550100099" as E164;
const leading = (to: string | undefined) => ({
  ...(to === undefined ? {} : { smsExtension: to as Extension }),
});

describe("the shared conversations of some groups", () => {
  it("are those of which the directory says that one of the groups answers, wherever lines lead", () => {
    const targets = fc.constantFrom("200", "300", "102", "nobody", undefined);
    const channels = fc.constantFrom<SlackChannelId | null>(
      front,
      billing,
      "C0OTHER" as SlackChannelId,
      null,
    );
    const owners = fc.constantFrom(frontLine, billingLine, benLine, elsewhere);
    const chosen = fc.subarray(office.groups.map(({ extension }) => extension));
    fc.assert(
      fc.property(
        fc.tuple(targets, targets, targets),
        channels,
        owners,
        chosen,
        (leads, channel, number, whose) => {
          const directory: Directory = {
            ...officeWithDirect,
            lines: officeWithDirect.lines.map(({ smsExtension: _, ...line }, index) => ({
              ...line,
              ...leading(leads[index]),
            })),
          };
          const groups = directory.groups.filter(({ extension }) => whose.includes(extension));
          const { lines, strays } = sharedScope(directory, groups);
          const isTheirs =
            lines.includes(number) ||
            (strays.lines.includes(number) && channel !== null && strays.channels.includes(channel));
          const party = partyOf(directory, { kind: "line", number }, channel);
          expect(isTheirs).toBe(party?.kind === "group" && groups.includes(party.group));
        },
      ),
    );
  });
});

describe("how much is open in each group", () => {
  const owner = (number: E164) => ({ kind: "line", number }) as const;

  it("is counted over all its lines and places, the group first in which somebody waits longest", () => {
    const counted = [
      { owner: owner(frontLine), channel: front, open: 9, unassigned: 1, waiting: 2, oldest: 500 },
      { owner: owner(billingLine), channel: billing, open: 1, unassigned: 0, waiting: 1, oldest: 100 },
      { owner: owner(frontLine), channel: billing, open: 2, unassigned: 2, waiting: 1, oldest: 300 },
      { owner: owner(elsewhere), channel: front, open: 5, unassigned: 5, waiting: 5, oldest: 1 },
    ];
    expect(groupStandings(office, counted)).toEqual([
      {
        name: "Billing",
        extension: "300",
        channel: billing,
        open: 1,
        unassigned: 0,
        waiting: 1,
        oldest: 100,
      },
      {
        name: "Front desk",
        extension: "200",
        channel: front,
        open: 11,
        unassigned: 3,
        waiting: 3,
        oldest: 300,
      },
    ]);
  });

  it("is nothing where nothing is open", () => {
    expect(groupStandings(office, [])).toMatchObject([
      { open: 0, oldest: null },
      { open: 0, oldest: null },
    ]);
  });
});

describe("lines without members", () => {
  const nobody = new Map();

  it("are none while somebody answers on each", () => {
    expect(memberlessLines(officeWithDirect, nobody)).toEqual([]);
    expect(memberlessLines({ ...office, lines: [], groups: [] }, nobody)).toEqual([]);
  });

  it.each<[string, Directory, ReadonlyMap<string, null>, string]>([
    [
      "nobody",
      { ...office, lines: office.lines.map(({ smsExtension: _, ...line }) => line) },
      nobody,
      "leads to nobody",
    ],
    [
      "a group of nobody",
      { ...office, groups: office.groups.map((group) => ({ ...group, members: [] })) },
      nobody,
      "Front desk has no members",
    ],
    [
      "a group of whom Slack knows nobody any more",
      {
        ...office,
        groups: office.groups.map((group) => ({ ...group, members: ["ben" as Username] })),
      },
      new Map([[idKey(ben), null]]),
      "nobody of Front desk is in Slack",
    ],
    [
      "somebody whom Slack does not know any more",
      { ...officeWithDirect, lines: officeWithDirect.lines.filter(({ number }) => number === benLine) },
      new Map([[idKey(ben), null]]),
      "Ben Ito is not in Slack",
    ],
  ])("are those that lead to %s", (_, directory, identities, why) => {
    expect(memberlessLines(directory, identities)[0]).toMatchObject({ why });
  });
});

describe("somebody is found", () => {
  const maria = { address: "+15550199001" as Address, name: "María López" };

  it.each([
    ["maria", true],
    ["  LOPEZ ", true],
    ["maría lópez", true],
    ["9001", true],
    ["(555) 019-9001", true],
    ["+1 555 019", true],
    ["90", false],
    ["9002", false],
    ["mario", false],
    ["", false],
    ["   ", false],
    ["room 9001", false],
  ])("by a part of the name or the number: “%s” %s", (typed, isFound) => {
    expect(hasWords(typed)(maria)).toBe(isFound);
  });

  it("by a sender's name, which is all that is known of it", () => {
    expect(hasWords("acme")({ address: "ACME" as Address, name: null })).toBe(true);
  });
});
