/** What the CRM says for the form in which somebody logs: whom it would be logged on, or who that may be, and what they have; as far as it says so in time. */
import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "../context/context.ts";
import type { Association, CrmContact } from "../contracts/crm.ts";
import type { LoggedContact } from "../contracts/store/records.ts";
import { associationsOf } from "./belongings.ts";
import { byNumber, type Candidates } from "./candidates.ts";
import { contactOf } from "./contact-finding.ts";
import type { RecordFacts } from "./record-facts.ts";

/** Slack gives three seconds in all. */
const askWithin = 1_200;

interface Said {
  readonly contact: LoggedContact | null;
  readonly candidates: readonly CrmContact[];
  readonly associations: readonly Association[];
  readonly isSilent: boolean;
}

const nothingSaid: Said = { contact: null, candidates: [], associations: [], isSilent: false };

/** Nothing where the CRM is slow to say so. */
export async function askForForm(
  ctx: Context,
  around: RecordFacts,
  known: LoggedContact | null,
): Promise<Said> {
  const { crm } = ctx;
  if (crm.capabilities.everyNumberKnown && crm.listAssociations === undefined) return nothingSaid;
  const late = new AbortController();
  const asking = ask(ctx, around, known).catch((error: unknown) => {
    ctx.log.info({ err: error }, "the CRM was asked for a form, and did not say");
    return { ...nothingSaid, isSilent: true };
  });
  const waiting = pause(askWithin, { ...nothingSaid, isSilent: true }, { signal: late.signal });
  try {
    return await Promise.race([asking, waiting]);
  } finally {
    late.abort();
  }
}

async function ask(ctx: Context, around: RecordFacts, known: LoggedContact | null): Promise<Said> {
  const { crm } = ctx;
  const { address } = around.conversation;
  const chosen = known === null ? null : contactOf(known, address);
  const isAsked = chosen === null || !crm.capabilities.everyNumberKnown;
  const [found, ofChosen] = await Promise.all([
    isAsked ? byNumber(ctx, around, askWithin) : null,
    chosen === null ? [] : associationsOf(ctx, chosen),
  ]);
  const candidates = several(found);
  if (chosen !== null) {
    const isSilent = found !== null && found.trouble !== null;
    return { contact: known, candidates, associations: ofChosen, isSilent };
  }
  if (found !== null && found.trouble !== null) return { ...nothingSaid, isSilent: true };
  const contact = onlyOne(found);
  if (contact === null) return { ...nothingSaid, candidates };
  const { id, type, name } = contact;
  const associations = await associationsOf(ctx, contact);
  return { contact: { id, type, name }, candidates, associations, isSilent: false };
}

function several(found: Candidates | null): readonly CrmContact[] {
  return found === null || found.more || found.contacts.length < 2 ? [] : found.contacts;
}

function onlyOne(found: Candidates | null): CrmContact | null {
  const [only, other] = found?.contacts ?? [];
  return only === undefined || other !== undefined || found?.more ? null : only;
}
