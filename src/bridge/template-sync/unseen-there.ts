/**
 * What a list lacks may still be there: it was cut off, or the login that was asked is not shown it. So each is asked for by itself before
 * it is taken for deleted; and nothing is in another account than before.
 */
import type { LoginName } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { CarrierTemplates } from "../contracts/carrier-templates.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lookKey } from "./take-theirs.ts";

/** So many are asked for in a round; of the others nothing is known until a later one. */
const mostAsked = 10;
/** A round begins behind those of the one before: what stays hidden hides nothing for ever. Milliseconds. */
const roundLasts = 15 * 60_000;

/** Of those that were the same as ours: what is in no list, and not known to be gone. */
export async function unseenThere(
  ctx: Context,
  carrier: string,
  templates: CarrierTemplates,
  { by, answer }: { readonly by: LoginName; readonly answer: readonly { readonly id: string }[] },
): Promise<ReadonlySet<string>> {
  const account = await templates.accountOf(by);
  if (account !== null) await ctx.store.transaction((tx) => beginAnewIn(tx, carrier, account));
  const seen = new Set(answer.map(({ id }) => id));
  const known = await ctx.store.read((tx) => companysOf(tx, carrier));
  const unseen = new Set(known.filter((id) => !seen.has(id)));
  for (const id of askedNow([...unseen], ctx.now())) if (await templates.isGone(id, by)) unseen.delete(id);
  if (unseen.size > 0)
    ctx.log.warn(
      { carrier, login: by, templates: unseen.size },
      "a carrier's list lacks templates that are not known to be deleted; they stay as they are",
    );
  return unseen;
}

function askedNow(unseen: readonly string[], now: number): readonly string[] {
  const from = (Math.floor(now / roundLasts) * mostAsked) % Math.max(1, unseen.length);
  return [...unseen.slice(from), ...unseen.slice(0, from)].slice(0, mostAsked);
}

/** What was the same in one account says nothing of another. */
async function beginAnewIn(tx: Tx, carrier: string, account: string): Promise<void> {
  const key = `templates' account:${carrier}`;
  const before = await tx.settings.read(key);
  if (before === account) return;
  await tx.settings.write(key, account);
  if (before === null) return;
  for (const theirs of await companysOf(tx, carrier)) await tx.templateLinks.drop(carrier, theirs);
  await tx.settings.drop(lookKey(carrier));
}

async function companysOf(tx: Tx, of: string): Promise<readonly string[]> {
  const links = await tx.templateLinks.all();
  return links.flatMap(({ carrier, login, theirs }) => (carrier === of && login === null ? [theirs] : []));
}
