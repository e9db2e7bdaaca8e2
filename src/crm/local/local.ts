/** No CRM beside us: the database knows the contacts, and keeps what is logged. */
import type { Crm, CrmRefusal } from "../../bridge/contracts/crm.ts";
import type { LogReference } from "../../domain/ids.ts";
import { defineCrm } from "../define-crm.ts";

export const local = defineCrm({
  name: "local",
  title: "Threadline",
  variables: {},
  missing: () => [],
  configure: () => ({}),
  create: (_, { keeping }): Crm => ({
    name: "local",
    title: "Threadline",
    capabilities: {
      form: "text",
      maxBody: Number.POSITIVE_INFINITY,
      contactTypes: [],
      createsContacts: true,
      searchesNames: true,
      everyNumberKnown: true,
    },
    findContacts: async (by) => await keeping.findOwn(by),
    async createContact(contact) {
      try {
        return { kind: "created", contact: await keeping.nameOwn(contact) };
      } catch (error) {
        return notKept(error);
      }
    },
    // The same key is the same row, so that writing it again makes no second one.
    async writeLog(log) {
      try {
        await keeping.putLog(log);
      } catch (error) {
        return notKept(error);
      }
      return { kind: "written", reference: `${log.key}:${log.part}` as LogReference, url: null };
    },
    verify: async () => [],
  }),
});

/** The disk is full, say. Doing it again is doing it once, also where nobody knows whether it was done. */
function notKept(error: unknown): CrmRefusal {
  const what = error instanceof Error ? error.name : "failed";
  return { kind: "later", afterMs: null, reason: `the database did not take it: ${what}` };
}
