import { describe, expect, it } from "vitest";
import type { CrmContact } from "../../../src/bridge/contracts/crm.ts";
import type { ContactForm } from "../../../src/bridge/records/ask-contact.ts";
import type { CrmContactId, RecordId } from "../../../src/domain/ids.ts";
import {
  drawChooseContact,
  readContactFields,
  readContactMetadata,
} from "../../../src/slack/views/choose-contact.ts";
import { contactOptions } from "../../../src/slack/views/contact-candidates.ts";

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
const found = (contacts: readonly CrmContact[], more = false, trouble: string | null = null) => ({
  contacts,
  more,
  trouble,
});
const form: ContactForm = {
  record: "r1" as RecordId,
  seen: null,
  crm: "HubSpot",
  contact: "Maria Lopez (…9001)",
  reason: "HubSpot has 2 contacts with this number.",
  current: null,
  candidates: found([
    contact("1", { company: "Lopez & Sons", lastActivityAt: Date.UTC(2026, 2, 3, 12) }),
    contact("2"),
  ]),
  searches: true,
  creates: {
    types: [
      { value: "lead", name: "Lead" },
      { value: "client", name: "Client" },
    ],
    type: "client",
    name: "Maria",
  },
  asksEachTime: false,
  zone: "UTC",
};
const many = (count: number) => Array.from({ length: count }, (_, index) => contact(`${index}`));

type Block = Record<string, unknown> & { block_id?: string; element?: Record<string, unknown> };
const blocks = (asked: ContactForm, mode: "choose" | "create" = "choose") =>
  drawChooseContact(asked, mode).blocks as unknown as Block[];
const field = (asked: ContactForm, id: string, mode: "choose" | "create" = "choose") =>
  blocks(asked, mode).find(({ block_id }) => block_id === id);
const text = (asked: ContactForm, mode: "choose" | "create" = "choose") =>
  JSON.stringify(blocks(asked, mode));

describe("the modal for choosing a contact", () => {
  it("shows few beside each other, with company and last activity, and a menu for others", () => {
    expect(field(form, "contact")?.element).toMatchObject({
      type: "radio_buttons",
      options: [
        {
          value: "1",
          text: { text: "Contact 1" },
          description: { text: "Lopez & Sons · last activity 2026-03-03" },
        },
        { value: "2", text: { text: "Contact 2" } },
      ],
    });
    expect(field(form, "search")).toMatchObject({
      optional: true,
      element: { type: "external_select", action_id: "log.search", min_query_length: 0 },
    });
    expect(text(form)).toContain("HubSpot has 2 contacts with this number.");
  });

  it.each([
    ["many", found(many(5_000))],
    ["more than it was told", found(many(3), true)],
    ["nobody", found([])],
  ])("shows the menu alone for %s", (_, candidates) => {
    expect(field({ ...form, candidates }, "contact")).toBeUndefined();
    expect(field({ ...form, candidates }, "search")).toMatchObject({
      label: { text: "Who is it in HubSpot?" },
    });
    expect(field({ ...form, candidates }, "search")?.optional).not.toBe(true);
  });

  it("remembers the choice, unless several people use the number", () => {
    expect(field(form, "remember")?.element).toMatchObject({ initial_option: { value: "remember" } });
    const shared = { ...form, asksEachTime: true };
    expect(field(shared, "remember")?.element).toMatchObject({ initial_option: { value: "each_time" } });
  });

  it("shows who it is logged on, and that the record moves", () => {
    const logged = { ...form, reason: null, seen: "2" as CrmContactId, current: "Jo <b>*Diaz*" };
    expect(field(logged, "contact")?.element).toMatchObject({ initial_option: { value: "2" } });
    expect(text(logged)).toContain("the record moves there");
    expect(text(logged)).not.toContain("<b>");
  });

  it("says what went wrong, and goes on", () => {
    const silent = { ...form, candidates: found([], false, "HubSpot does not answer right now.") };
    expect(text(silent)).toContain("HubSpot does not answer right now.");
    expect(field(silent, "search")).toBeDefined();
  });

  it("stands for names that are endless, empty or full of signs", () => {
    const names = ["x".repeat(5_000), "", '<script>alert(1)</script> & *bold* "quoted"', "\u202eevil"];
    const candidates = found([
      ...names.map((name, index) => contact(`${index}`, { name, company: name })),
      contact("x".repeat(300)),
    ]);
    const element = field({ ...form, candidates }, "contact")?.element as {
      options: { text: { text: string; type: string }; description?: { text: string } }[];
    };
    expect(element.options).toHaveLength(names.length);
    for (const { text: label, description } of element.options) {
      expect(label.type).toBe("plain_text");
      expect(label.text.length).toBeGreaterThan(0);
      expect(label.text.length).toBeLessThanOrEqual(75);
      expect(description?.text.length ?? 0).toBeLessThanOrEqual(75);
      expect(label.text).not.toContain("\u202e");
    }
  });

  it("turns into one for a new contact, with what is known of it", () => {
    expect(drawChooseContact(form, "create")).toMatchObject({
      callback_id: "log.choose_contact",
      title: { text: "Create contact" },
      submit: { text: "Create" },
    });
    expect(field(form, "name", "create")?.element).toMatchObject({ initial_value: "Maria" });
    expect(field(form, "type", "create")?.element).toMatchObject({ initial_option: { value: "client" } });
    expect(field(form, "contact", "create")).toBeUndefined();
    const one = {
      ...form,
      creates: { types: [{ value: "contact", name: "Contact" }], type: "contact", name: "" },
    };
    expect(field(one, "type", "create")).toBeUndefined();
  });

  it("offers no new one where the CRM takes none", () => {
    expect(text(form)).toContain("Create contact");
    expect(text({ ...form, creates: null })).not.toContain("Create contact");
    expect(drawChooseContact({ ...form, creates: null }, "create").title.text).toBe("Choose contact");
  });
});

describe("the menu for contacts", () => {
  it("tells company and last activity under the name, which the form gives back alone", () => {
    expect(contactOptions(form.candidates, "UTC")).toEqual([
      { value: "1", label: "Contact 1", description: "Lopez & Sons · last activity 2026-03-03" },
      { value: "2", label: "Contact 2" },
    ]);
  });

  it("shows a hundred at most, and says that there are more", () => {
    const options = contactOptions(found(many(5_000)), "UTC");
    expect(options).toHaveLength(100);
    expect(options.at(-1)).toEqual({ label: "There are more: type more of the name.", value: "-" });
    expect(contactOptions(found(many(100)), "UTC")).toHaveLength(100);
    expect(contactOptions(found(many(3), true), "UTC")).toHaveLength(4);
  });

  it("says what went wrong", () => {
    const trouble = "HubSpot does not answer right now.";
    expect(contactOptions(found([], false, trouble), "UTC")).toEqual([{ label: trouble, value: "-" }]);
  });
});

describe("what is filled in", () => {
  const option = (value: string, label = value) => ({ selected_option: { value, text: { text: label } } });

  it("is whom they looked for, else who stands beside it", () => {
    const both = { contact: { contact: option("1") }, search: { "log.search": option("7", "Mario") } };
    expect(readContactFields(both).contact).toEqual({ id: "7", label: "Mario" });
    expect(readContactFields({ contact: both.contact }).contact).toEqual({ id: "1", label: "1" });
    expect(readContactFields({ search: { "log.search": option("-") } }).contact).toBeNull();
  });

  it("comes back with what it was drawn with", () => {
    const { private_metadata = "" } = drawChooseContact({ ...form, seen: "2" as CrmContactId }, "create");
    expect(readContactMetadata(private_metadata)).toEqual({ record: "r1", seen: "2", mode: "create" });
    expect(readContactMetadata("made up")).toEqual({ record: "", seen: null, mode: "choose" });
  });
});
