/** One round for the company's templates: what is new there is taken over, then what is new here is written there. */

import type { Context } from "../context/context.ts";
import type { CarrierTemplates } from "../contracts/carrier-templates.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { writeStays } from "../template-library/stays-here.ts";
import { askAny } from "./by-logins.ts";
import { noteForms, pushOurs } from "./push-ours.ts";
import { takeTheirs } from "./take-theirs.ts";
import { tellStaying } from "./tell-staying.ts";
import { theirsOf } from "./theirs-of.ts";
import { unseenThere } from "./unseen-there.ts";

export async function syncCompany(
  ctx: Context,
  carrier: string,
  templates: CarrierTemplates,
): Promise<Conclude> {
  const logins = ctx.carriers.get(carrier)?.logins ?? [];
  const at = ctx.now();
  const listed = await askAny(logins, templates.listCompany);
  if (listed === null) return finished;
  const unseen = await unseenThere(ctx, carrier, templates, listed);
  const looked = { carrier, at, theirs: listed.answer.map(theirsOf), unseen };
  const noRoom = await ctx.store.transaction((tx) => takeTheirs(ctx, tx, looked));
  const { refused, written, ...stopped } = await pushOurs(ctx, looked, templates);
  if (written.length > 0)
    await noteForms(ctx, carrier, written, (await templates.listCompany(listed.by)).map(theirsOf));
  if ("thrown" in stopped) throw stopped.thrown;
  if (refused.size > 0) ctx.count("templates_refused", refused.size);
  return async (tx) => {
    await writeStays(tx, carrier, refused);
    await tellStaying(ctx, tx, { carrier, templates, refused, noRoom });
    return done;
  };
}
