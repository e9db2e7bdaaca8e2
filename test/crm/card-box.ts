/** A CRM that nobody has: what a new one's folder would hold, handed to the house as the registry would. */
import type { Crm, CrmContact, LogEntry } from "../../src/bridge/contracts/crm.ts";
import { type CrmDefinition, defineCrm } from "../../src/crm/define-crm.ts";
import type { CrmContactId, LogReference } from "../../src/domain/ids.ts";
import { secret } from "../../src/lib/environment-fields.ts";

export interface CardBox {
  readonly definition: CrmDefinition;
  /** What stands on its cards, by the card. */
  readonly cards: Map<string, LogEntry>;
  /** The keys with which it was opened. */
  readonly keys: string[];
}

/** @param phone of the only one who has a card in it, as somebody wrote it down. */
export function createCardBox(phone: string): CardBox {
  const cards: CardBox["cards"] = new Map();
  const keys: string[] = [];
  const maria: CrmContact = {
    id: "card 1" as CrmContactId,
    name: "Maria Lopez",
    type: null,
    company: null,
    phones: [phone],
    createdAt: null,
    lastActivityAt: null,
  };

  function createCrm(): Crm {
    return {
      name: "cards",
      title: "Card Box",
      capabilities: {
        form: "text",
        maxBody: 10_000,
        contactTypes: [],
        createsContacts: false,
        searchesNames: false,
        everyNumberKnown: false,
      },
      findContacts: async () => ({ contacts: [maria], more: false }),
      createContact: async () => ({ kind: "rejected", why: "forbidden", sentence: "The box is full." }),
      async writeLog(log, existing) {
        const reference = existing ?? (`slip ${cards.size + 1}` as LogReference);
        cards.set(reference, log);
        return { kind: "written", reference, url: `https://cards.example.com/${cards.size}` };
      },
      verify: async () => [{ name: "cards: box", level: "warning", sentence: "The box is nearly full." }],
    };
  }

  const definition = defineCrm({
    name: "cards",
    title: "Card Box",
    variables: { CARD_BOX_KEY: secret() },
    missing: (given) =>
      given.CARD_BOX_KEY === undefined ? ["CARD_BOX_KEY is missing; look in the drawer."] : [],
    configure: (env) => ({ key: env.CARD_BOX_KEY ?? "" }),
    create({ key }) {
      keys.push(key);
      return createCrm();
    },
  });
  return { definition, cards, keys };
}
