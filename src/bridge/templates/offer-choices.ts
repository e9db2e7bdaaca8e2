/** What the menus of the form offer while somebody types: conversations by name or digits, templates by key, name and words. */
import { cut } from "../../domain/cut.ts";
import type { Directory } from "../../domain/directory.ts";
import { findTemplates } from "../../domain/find-templates.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { writeScope } from "../../domain/template.ts";
import { isOwn } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { OfferedTemplate } from "../contracts/store/templates.ts";
import { offeredTemplates, scopeName } from "./offered-templates.ts";
import { answerable, conversationOptions, findOpen } from "./open-conversations.ts";
import { longestLabel, mostOptions, type PickForm, type PickOption, type PickOptions } from "./pick-form.ts";

interface Asked extends Pick<PickForm, "scope" | "words"> {
  readonly user: SlackUserId;
  readonly typed: string;
}

/** Nothing to who is not in the directory. The same few questions, however many are open. */
export async function offerConversations(
  ctx: Context,
  { user, typed, scope }: Asked,
): Promise<readonly PickOption[]> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { directory } = people;
    const member = memberOf(people, user);
    if (member === null) return [];
    const open = await answerable(ctx, tx, directory, member, scope);
    const found = findOpen(directory, open, typed).slice(0, mostOptions);
    return conversationOptions(directory, found, open, ctx.now());
  });
}

/** The same few questions, however many templates there are. */
export async function offerTemplates(
  ctx: Context,
  { user, typed, words }: Omit<Asked, "scope">,
): Promise<readonly PickOptions[]> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { directory } = people;
    const member = memberOf(people, user);
    if (member === null) return [];
    const offered = await offeredTemplates(tx, directory, member);
    if (typed.trim() !== "")
      return grouped(ctx, directory, offered, findTemplates(offered, typed).slice(0, mostOptions));
    const first = words === "" ? [] : findTemplates(offered, words).slice(0, mostOptions);
    const others = findTemplates(offered, "").filter((template) => !first.includes(template));
    return [
      { heading: `For “${words}”`, options: first.map(templateOption) },
      ...grouped(ctx, directory, offered, others.slice(0, mostOptions - first.length)),
    ].filter(({ options }) => options.length > 0);
  });
}

/** In the order in which their scopes are offered, and then what lives elsewhere; two may have one name. */
function grouped(
  { carrierTitle }: Pick<Context, "carrierTitle">,
  directory: Directory,
  offered: readonly OfferedTemplate[],
  shown: readonly OfferedTemplate[],
): readonly PickOptions[] {
  const headingOf = (template: OfferedTemplate) =>
    isOwn(template) ? scopeName(directory, template.scope) : `From ${carrierTitle(template.origin)}`;
  const placeOf = (template: OfferedTemplate) =>
    isOwn(template) ? writeScope(template.scope) : headingOf(template);
  const inOrder = [...offered.filter(isOwn), ...offered.filter((template) => !isOwn(template))];
  const places = new Map(inOrder.map((template) => [placeOf(template), headingOf(template)]));
  return [...places]
    .map(([place, heading]) => ({
      heading,
      options: shown.filter((template) => placeOf(template) === place).map(templateOption),
    }))
    .filter(({ options }) => options.length > 0);
}

/** `Opening hours (hours)`. */
export function templateOption({ id, name, key }: Pick<OfferedTemplate, "id" | "name" | "key">): PickOption {
  const rest = ` (${key})`;
  return { value: id, label: `${cut(name, longestLabel - rest.length)}${rest}` };
}
