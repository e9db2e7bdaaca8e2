/** What the org says of itself: versions, what a user may do with an object, how much of the day's requests is left. */
import type { CrmAnswer } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { notFound } from "./answers.ts";

const VERSIONS = Array.from({ length: 38 }, (_, index) => `${index + 31}.0`);

export function listVersions(): CrmAnswer {
  return {
    status: 200,
    body: VERSIONS.map((version) => ({ label: `'${version}`, url: `/services/data/v${version}`, version })),
  };
}

export function isVersion(piece: string): boolean {
  return VERSIONS.includes(piece.replace(/^v/, ""));
}

export function describe(world: CrmWorld, type: string): CrmAnswer {
  const { forbidden } = world.access;
  const may = (call: "createContact" | "createRecord" | "updateRecord") => !forbidden.has(call);
  if (type === "Task")
    return {
      status: 200,
      body: {
        name: type,
        createable: may("createRecord"),
        updateable: may("updateRecord"),
        fields: [
          { name: "Subject", length: 255, createable: true },
          { name: "Description", length: 32_000, createable: true },
          {
            name: "Status",
            length: 255,
            createable: true,
            picklistValues: ["Not Started", "In Progress", "Completed"].map((value) => ({
              value,
              active: true,
            })),
          },
          { name: "Threadline_Key__c", length: 255, createable: true, externalId: true, unique: true },
        ],
      },
    };
  if (type !== "Contact" && type !== "Lead") return notFound();
  return {
    status: 200,
    body: {
      name: type,
      createable: may("createContact"),
      updateable: true,
      fields: [{ name: "LastName", length: 80 }],
    },
  };
}
