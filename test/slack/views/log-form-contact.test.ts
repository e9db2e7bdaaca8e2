import { describe, expect, it } from "vitest";
import type { CrmContact } from "../../../src/bridge/contracts/crm.ts";
import type { LogForm } from "../../../src/bridge/records/log-form.ts";
import type { CrmContactId, EpisodeId } from "../../../src/domain/ids.ts";
import type { Json } from "../../../src/lib/json.ts";
import { drawLogForm, readLogForm } from "../../../src/slack/views/log-form.ts";

const contact = (id: string, more: Partial<CrmContact> = {}): CrmContact => ({
  id: id as CrmContactId,
  name: `Contact ${id}`,
  type: null,
  company: null,
  phones: ["+15550199001"],
  createdAt: null,
  lastActivityAt: null,
  ...more,
});
const nothing = { contact: null, associations: {}, disposition: null, note: "" };
const form: LogForm = {
  target: { episode: "e1" as EpisodeId, day: null, record: null },
  crm: "HubSpot",
  contact: "Maria Lopez (…9001)",
  what: "The whole conversation",
  standing: null,
  url: null,
  asksContact: true,
  mustChoose: false,
  creates: true,
  candidates: [
    contact("1", { company: "Lopez & Sons", lastActivityAt: Date.UTC(2026, 2, 3, 12) }),
    contact("2"),
  ],
  zone: "UTC",
  belongs: [],
  filled: nothing,
  preset: null,
  seen: "",
  isSilent: false,
};
const tom = { id: "tom" as CrmContactId, type: null, name: "Tom" };

type Block = { block_id?: string; element?: Record<string, unknown> };
const blocks = (asked: LogForm) => drawLogForm(asked).blocks as unknown as Block[];
const fields = (asked: LogForm) => blocks(asked).flatMap(({ block_id }) => block_id ?? []);
const element = (asked: LogForm, id: string) =>
  blocks(asked).find(({ block_id }) => block_id === id)?.element ?? {};

describe("the contact in the form that logs", () => {
  it("is one of several who have the number, with company and last activity, or looked for by name", () => {
    expect(fields(form)).toEqual(["listed", "contact", "disposition", "note"]);
    const listed = JSON.stringify(element(form, "listed").options);
    expect(listed).toContain("Lopez & Sons · last activity 2026-03-03");
    expect(listed).toContain("Contact 2");
    expect(element(form, "listed")).not.toHaveProperty("initial_option");
    expect(element(form, "contact")).toMatchObject({ type: "external_select", min_query_length: 0 });
  });

  it("says without what it can't be logged, and where somebody new is made", () => {
    const hint = (asked: LogForm) =>
      JSON.stringify(blocks(asked).find(({ block_id }) => block_id === "contact"));
    expect(hint(form)).toContain("Without one, HubSpot is asked who has this number.");
    const held = { ...form, mustChoose: true };
    expect(hint(held)).toContain("Choose who it is, or press Create contact on the card.");
    expect(hint({ ...held, creates: false })).toContain('"Choose who it is."');
  });

  it("is filled in once: among those, or before them where it is another", () => {
    const chosen = { ...form, filled: { ...nothing, contact: { ...tom, id: "2" as CrmContactId } } };
    expect(element(chosen, "listed")).toMatchObject({ initial_option: { value: "2" } });
    const other = { ...form, filled: { ...nothing, contact: tom } };
    expect(element(other, "listed")).toMatchObject({
      options: [{ value: "tom" }, { value: "1" }, { value: "2" }],
      initial_option: { value: "tom" },
    });
    for (const drawn of [chosen, other])
      expect(element(drawn, "contact")).not.toHaveProperty("initial_option");
  });

  it("is not filled in where its id is longer than Slack takes", () => {
    const contact = { ...tom, id: "x".repeat(151) as CrmContactId };
    const drawn = { ...form, filled: { ...nothing, contact } };
    expect(element(drawn, "listed")).toMatchObject({ options: [{ value: "1" }, { value: "2" }] });
    expect(element(drawn, "listed")).not.toHaveProperty("initial_option");
  });

  it.each([0, 1, 11])("is looked for in the menu alone where %i have the number", (count) => {
    const candidates = Array.from({ length: count }, (_, index) => contact(`${index}`));
    const asked = { ...form, candidates, filled: { ...nothing, contact: tom } };
    expect(fields(asked)).toEqual(["contact", "disposition", "note"]);
    expect(element(asked, "contact")).toMatchObject({ initial_option: { value: "tom" } });
  });

  it("is read from the list, and what was looked for leads over that", () => {
    const option = (value: string) => ({ value, text: { type: "plain_text", text: `Contact ${value}` } });
    const values = (found: string | null): Json => ({
      listed: { listed: { selected_option: option("1") } },
      contact: { "log.contact": { selected_option: found === null ? null : option(found) } },
    });
    expect(readLogForm(values(null)).contact).toMatchObject({ id: "1" });
    expect(readLogForm(values("-")).contact).toMatchObject({ id: "1" });
    expect(readLogForm(values("7")).contact).toMatchObject({ id: "7", name: "Contact 7" });
    expect(readLogForm({}).contact).toBeNull();
  });
});
