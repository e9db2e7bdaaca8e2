/** What came of putting somebody's opt-out, or that they may be texted again, into a carrier's own list. */
import { labelOf } from "../../domain/contact.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { lineName } from "../context/refused-lines.ts";
import type { Consent, ConsentOutcome } from "../contracts/carrier-consents.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import type { ConsentCheck } from "../outbox/consent-kinds.ts";
import { enqueueCard, enqueueLine } from "../outbox/enqueue.ts";

export type PutConsents = readonly (Pick<Consent, "line" | "state"> & { readonly outcome: ConsentOutcome })[];

/** That an opt-out stands there as well is as everybody expects it. */
export async function tellConsents(
  ctx: Context,
  tx: Tx,
  check: ConsentCheck,
  put: PutConsents,
): Promise<void> {
  if (put.length === 0) return;
  const directory = await tx.directories.current();
  const title = ctx.carrierTitle(check.carrier);
  await tell(ctx, tx, check, (who) =>
    put.flatMap(({ line, state, outcome }) => {
      const from = line === null ? "" : ` from ${lineName(directory, line)}`;
      if (outcome.kind === "done")
        return state === "in" ? [`${title} lets texts to ${who}${from} through again.`] : [];
      return state === "in"
        ? [
            `${who} may be texted by what is recorded here, but ${title} keeps texts to them${from} back. ${outcome.sentence}`,
          ]
        : [
            `${who} is opted out here, but other apps of the ${title} account may still text them${from}. ${outcome.sentence}`,
          ];
    }),
  );
}

/** Nobody knows what it says. */
export async function tellUnread(ctx: Context, tx: Tx, check: ConsentCheck, code: string): Promise<void> {
  const title = ctx.carrierTitle(check.carrier);
  await tell(ctx, tx, check, (who) => [
    `What was recorded of ${who} holds here alone: ${whoOf(check)} may not read or change ${title}’s own list of opt-outs (${code}). An administrator can see more with threadline doctor.`,
  ]);
}

function whoOf({ login }: Pick<ConsentCheck, "login">): string {
  return login === undefined ? "our account" : `the login ${login}`;
}

async function tell(
  ctx: Context,
  tx: Tx,
  { contact, told }: ConsentCheck,
  words: (who: string) => readonly string[],
): Promise<void> {
  const [known] = await tx.contacts.among([contact]);
  // Of whom nothing is kept, nothing is said.
  if (known === undefined) return;
  const said = words(labelOf(await tx.directories.current(), known));
  const sentence: Sentence = [[...new Set(said)].join(" ")];
  if (told !== null && said.length > 0) {
    if (told !== "conversations") await inform(ctx, tx, told.user, sentence);
    else
      for (const episode of await tx.episodes.openWith(known.id))
        await enqueueLine(tx, episode, sentence, ctx.now());
  }
}

/** They say what keeps texts back. */
export async function redrawCards(
  ctx: Pick<Context, "now">,
  tx: Tx,
  { contact }: Pick<ConsentCheck, "contact">,
): Promise<void> {
  const [known] = await tx.contacts.among([contact]);
  const newest = known === undefined ? [] : await tx.episodes.newestWith(known.id);
  for (const episode of newest) await enqueueCard(tx, episode, ctx.now());
}
