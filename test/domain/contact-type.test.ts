import { expect, it } from "vitest";
import { contactTypeIn, contactTypeProblem } from "../../src/domain/contact-type.ts";

const types = [
  { value: "contact", name: "Contact" },
  { value: "L-1", name: "Lead" },
];

it.each([
  ["contact", "contact"],
  ["Contact", "contact"],
  ["l-1", "L-1"],
  ["lead", "L-1"],
  ["leads", null],
])("knows the kind of contact that %s means", (said, value) => {
  expect(contactTypeIn(types, said)).toBe(value);
});

it("says which kinds there are where one is not known", () => {
  expect(contactTypeProblem(types, "patient", "HubSpot")).toEqual({
    sentence: "HubSpot knows no contact of the type patient.",
    remedy: "Write one of these as `contact_type`: `contact`, `L-1`.",
  });
  expect(contactTypeProblem([], "patient", "Pipedrive")).toEqual({
    sentence: "Pipedrive has but one kind of contact, and `contact_type: patient` names another.",
    remedy: "Leave it out.",
  });
  expect(contactTypeProblem(types, "lead", "HubSpot")).toBeNull();
  expect(contactTypeProblem([], "Person", "Pipedrive")).toBeNull();
});
