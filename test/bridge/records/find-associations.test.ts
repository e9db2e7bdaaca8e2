import { describe, expect, it } from "vitest";
import type { Association } from "../../../src/bridge/contracts/crm.ts";
import { findAssociations } from "../../../src/bridge/records/find-associations.ts";
import { createScriptedCrm, scriptedContact } from "../scripted-crm.ts";

const maria = scriptedContact("1", "Maria Lopez");
const one = (kind: string, kindName: string, id: string): Association => ({
  kind,
  kindName,
  id,
  name: `${kindName} ${id}`,
});
const [first, second, ticket] = [
  one("deal", "Deal", "1"),
  one("deal", "Deal", "2"),
  one("ticket", "Ticket", "9"),
];

describe("what a record belongs to", () => {
  it.each<[string, Association[], object]>([
    ["nothing where there is nothing", [], { taken: {}, asks: null }],
    ["the only one of its kind", [first], { taken: { deal: "1" }, asks: null }],
    ["the only one of each kind", [first, ticket], { taken: { deal: "1", ticket: "9" }, asks: null }],
    ["one that is told twice", [first, first], { taken: { deal: "1" }, asks: null }],
    [
      "what somebody chooses, of several",
      [first, second, ticket],
      { taken: { ticket: "9" }, asks: "Maria Lopez has 2 deals: choose which it belongs to." },
    ],
    [
      "several of several kinds",
      [first, second, one("o", "Opportunity", "1"), one("o", "Opportunity", "2")],
      { taken: {}, asks: "Maria Lopez has 2 deals and 2 opportunities: choose which it belongs to." },
    ],
  ])("is %s", async (_, associations, expected) => {
    const { crm, associations: known } = createScriptedCrm();
    known.push(...associations);
    expect(await findAssociations({ crm }, { additions: {} }, maria)).toEqual(expected);
  });

  it("is not looked for again, once it was taken or chosen", async () => {
    const { crm, associations: known } = createScriptedCrm();
    known.push(first, second);
    expect(await findAssociations({ crm }, { additions: { associations: {} } }, maria)).toBeNull();
    expect(await findAssociations({ crm }, { additions: { associations: { deal: "1" } } }, maria)).toBeNull();
  });

  it("is nothing in a CRM that has no such things", async () => {
    const { listAssociations: _, ...crm } = createScriptedCrm().crm;
    expect(await findAssociations({ crm }, { additions: {} }, maria)).toBeNull();
  });
});
