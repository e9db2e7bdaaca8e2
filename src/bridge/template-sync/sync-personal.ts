/** A login's own templates, shown to the member whose login it is: read, and never changed from here. */
import { atAGlance } from "../../domain/at-a-glance.ts";
import { type Directory, loginByName } from "../../domain/directory.ts";
import type { LoginName, TemplateId, Username } from "../../domain/ids.ts";
import { byCarrier, type Template, type TemplateScope, writeScope } from "../../domain/template.ts";
import { keysTakenIn } from "../../domain/template-clashes.ts";
import { proposeKey } from "../../domain/template-key.ts";
import type { TheirTemplate } from "../../domain/template-sync.ts";
import { nameBeside, saysTheSame, wordsHere } from "../../domain/template-there.ts";
import type { Context } from "../context/context.ts";
import type { CarrierTemplates } from "../contracts/carrier-templates.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { StoredTemplateLink } from "../contracts/store/template-links.ts";
import { type Conclude, finished } from "../outbox/job-end.ts";
import { theirsOf } from "./theirs-of.ts";

export interface OwnLogin {
  readonly carrier: string;
  readonly login: LoginName;
}

/** Whose own it is; null: nobody's. */
export function memberWith(directory: Directory, { carrier, login }: OwnLogin): Username | null {
  if (loginByName(directory, login)?.carrier !== carrier) return null;
  return directory.members.find((member) => member.login === login)?.username ?? null;
}

export async function syncPersonal(
  ctx: Context,
  own: OwnLogin,
  templates: CarrierTemplates,
): Promise<Conclude> {
  const isSomebodys = await ctx.store.read(
    async (tx) => memberWith(await tx.directories.current(), own) !== null,
  );
  if (!isSomebodys) return finished;
  const theirs = (await templates.listPersonal(own.login)).map(theirsOf);
  await ctx.store.transaction((tx) => takePersonal(ctx, tx, own, theirs));
  return finished;
}

async function takePersonal(
  ctx: Context,
  tx: Tx,
  own: OwnLogin,
  theirs: readonly TheirTemplate[],
): Promise<void> {
  const directory = await tx.directories.current();
  const username = memberWith(directory, own);
  if (username === null) return;
  const links = (await tx.templateLinks.all()).filter(
    ({ carrier, login }) => carrier === own.carrier && login === own.login,
  );
  const scope: TemplateScope = { kind: "personal", username };
  const how = { by: byCarrier(own.carrier), at: ctx.now() };
  let changes = 0;
  for (const link of links) {
    const template = await tx.templates.get(link.templateId);
    const one = theirs.find(({ id }) => id === link.theirs);
    if (template === null || writeScope(template.scope) !== writeScope(scope)) await letGo(tx, link);
    else if (one === undefined) {
      if (template.deletedAt === null)
        await tx.templates.change(template.id, {}, { ...how, change: "deleted" });
      await tx.templateLinks.drop(link.carrier, link.theirs);
    } else if (one.digest === link.digest && template.deletedAt === null) continue;
    else await take(ctx, tx, { own, directory, scope }, one, template);
    changes += 1;
  }
  const known = new Set((await tx.templateLinks.all()).map((link) => `${link.carrier} ${link.theirs}`));
  for (const one of theirs)
    if (!known.has(`${own.carrier} ${one.id}`) && (await take(ctx, tx, { own, directory, scope }, one, null)))
      changes += 1;
  const taken = changes;
  if (taken > 0) tx.afterwards(() => ctx.count("templates_taken", taken));
}

/** @param before as it is here; null: it is not yet. Returns whether it is here now. */
async function take(
  ctx: Context,
  tx: Tx,
  {
    own,
    directory,
    scope,
  }: { readonly own: OwnLogin; readonly directory: Directory; readonly scope: TemplateScope },
  one: TheirTemplate,
  before: Template | null,
): Promise<boolean> {
  const words = wordsHere(one);
  const others = (await tx.templates.all()).filter(({ id }) => id !== before?.id);
  const theirOwn = others.filter((each) => writeScope(each.scope) === writeScope(scope));
  // They have the same as one of their own already.
  if (words === null || (before === null && theirOwn.some((each) => saysTheSame(each, words)))) return false;
  const isTaken = (name: string) => theirOwn.some((each) => atAGlance(each.name) === atAGlance(name));
  const name = isTaken(words.name)
    ? nameBeside(words.name, ctx.carrierTitle(own.carrier), isTaken)
    : words.name;
  const stands = before !== null && before.deletedAt === null;
  const key = stands ? before.key : proposeKey(name, keysTakenIn(scope, others, directory));
  const content = { ...words, name, key, scope };
  const how = { by: byCarrier(own.carrier), at: ctx.now() };
  const { id: templateId, version } =
    before === null
      ? await tx.templates.insert({
          ...content,
          ...how,
          id: ctx.newId() as TemplateId,
          origin: own.carrier,
          remoteId: one.id,
        })
      : await tx.templates.change(before.id, content, { ...how, change: stands ? "edited" : "restored" });
  const link = { ...own, theirs: one.id, templateId, version, digest: one.digest, syncedAt: ctx.now() };
  await tx.templateLinks.put(link);
  return true;
}

/** The login is not theirs any more: what they have of it is their own from now on. */
export async function letGo(
  tx: Tx,
  {
    carrier,
    theirs,
    templateId,
    login,
  }: Pick<StoredTemplateLink, "carrier" | "theirs" | "templateId" | "login">,
): Promise<void> {
  if (login !== null) await tx.templates.makeOwn(templateId);
  await tx.templateLinks.drop(carrier, theirs);
}
