/** Templates here, and those of carriers that keep some of their own: a round for each account, and what it is begun by. */
import { CarrierError } from "../../domain/errors.ts";
import type { Account } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, finished, later } from "../outbox/job-end.ts";
import { carriersWithTemplates, enqueueTemplates } from "../outbox/template-kind.ts";
import { syncCompany } from "./sync-company.ts";
import { letGo, memberWith, syncPersonal } from "./sync-personal.ts";

/** A tick: changes of ours begin one as well. */
export async function lookAtTemplates(ctx: Context): Promise<void> {
  if (!ctx.settings.mirrorTemplates) return;
  await ctx.store.transaction(async (tx) => {
    await forgetGone(ctx, tx);
    const directory = await tx.directories.current();
    for (const carrier of carriersWithTemplates(ctx)) {
      const { logins = [] } = ctx.carriers.get(carrier) ?? {};
      if (logins.length > 0) await enqueueTemplates(ctx, tx, { carrier });
      for (const login of logins)
        if (memberWith(directory, { carrier, login }) !== null)
          await enqueueTemplates(ctx, tx, { carrier, login });
    }
  });
}

/** Where there is no login any more, or it is nobody's own, nothing is kept the same: what is here stays as it is. */
async function forgetGone(ctx: Context, tx: Tx): Promise<void> {
  const directory = await tx.directories.current();
  for (const link of await tx.templateLinks.all()) {
    const { carrier, login } = link;
    const { logins = [], templates } = ctx.carriers.get(carrier) ?? {};
    const isThere =
      templates !== undefined &&
      (login === null
        ? logins.length > 0
        : logins.includes(login) && memberWith(directory, { carrier, login }) !== null);
    if (!isThere) await letGo(tx, link);
  }
}

export async function syncTemplates(ctx: Context, { carrier, login }: Account): Promise<Conclude> {
  const templates = ctx.carriers.get(carrier)?.templates;
  if (templates === undefined || !ctx.settings.mirrorTemplates) return finished;
  try {
    return login === undefined
      ? await syncCompany(ctx, carrier, templates)
      : await syncPersonal(ctx, { carrier, login }, templates);
  } catch (thrown) {
    if (!(thrown instanceof CarrierError)) throw thrown;
    const { retryable, retryAfterMs } = thrown.failure;
    if (retryAfterMs !== undefined) return async () => later(retryAfterMs);
    ctx.count("templates_failed");
    if (retryable) throw thrown;
    // Somebody has to change something: the next tick asks again.
    ctx.log.warn({ carrier, login, err: thrown }, "a carrier's templates can't be kept the same as ours");
    return finished;
  }
}
