/** No CRM beside us: the database knows the contacts, and keeps what is logged. */
import type { Crm } from "../../bridge/contracts/crm.ts";
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
      dispositions: [],
      everyNumberKnown: true,
    },
    findContacts: async (by) => await keeping.findOwn(by),
    createContact: async (contact) => ({ kind: "created", contact: await keeping.nameOwn(contact) }),
    writeLog: async (log) => {
      await keeping.putLog(log);
      return { kind: "written", reference: `${log.key}:${log.part}` as LogReference, url: null };
    },
    verify: async () => [],
  }),
});
