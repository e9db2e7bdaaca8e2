/** A template is chosen in the form of a text: its words come into the text field, unless somebody has typed something of their own there. */
import type { Directory, Member } from "../../domain/directory.ts";
import type { SlackUserId, TemplateId } from "../../domain/ids.ts";
import { normalizeText } from "../../domain/plain-text.ts";
import { hasVariables } from "../../domain/template-text.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { TemplateUsed } from "../messages/draft.ts";
import { usableTemplate } from "../template-library/usable-template.ts";
import { type LineOption, lineOptions } from "./new-text-form.ts";
import { noTemplate, type ShownTemplate, shownIn, shownWith, written } from "./template-in-form.ts";

export interface ChooseTemplate {
  readonly user: SlackUserId;
  /** What the menu says; null: it was taken out of it. */
  readonly chosen: TemplateId | null;
  /** Whose words stand in the text so far. */
  readonly standing: TemplateUsed | null;
  readonly typed: string;
  /** Whether its words take the place of what is typed, whatever that is. */
  readonly replaces: boolean;
}

export interface ChosenTemplate {
  readonly lines: readonly LineOption[];
  readonly typed: string;
  readonly template: ShownTemplate;
}

/** For who is not in the directory, too: that is said when it is sent. */
export async function chooseTemplate(ctx: Context, input: ChooseTemplate): Promise<ChosenTemplate> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const member = memberOf(people, input.user);
    const lines = member === null ? [] : lineOptions(people.directory, member);
    return { lines, ...(await choose(tx, people.directory, member, input)) };
  });
}

async function choose(
  tx: Tx,
  directory: Directory,
  member: Member | null,
  { chosen, standing, typed, replaces }: ChooseTemplate,
): Promise<Pick<ChosenTemplate, "typed" | "template">> {
  const own = await ownWords(tx, standing);
  const isTheirs = normalizeText(typed) !== "" && (own === null || !isSame(typed, own));
  if (chosen === null) return takenOut(typed, standing, isTheirs);
  const found = member === null ? null : await usableTemplate(tx, directory, member, chosen);
  const before = await shownIn(tx, standing, typed);
  if (found === null || "problem" in found)
    return {
      typed,
      template: {
        ...before,
        words: "This template is not offered to you any more. The text stays as it is.",
      },
    };
  if (isTheirs && !replaces)
    return {
      typed,
      template: {
        ...before,
        words: `What you typed stays, and is what is sent. Use template puts “${found.name}” in its place.`,
        isOffered: true,
      },
    };
  const now = { id: found.id, version: found.version };
  return { typed: found.text, template: shownWith(now, found.text, found.literal) };
}

/** As the template in it put them there. */
async function ownWords(tx: Tx, standing: TemplateUsed | null): Promise<string | null> {
  if (standing === null) return null;
  return (await tx.templates.version(standing.id, standing.version))?.text ?? null;
}

function isSame(one: string, other: string): boolean {
  return normalizeText(one) === normalizeText(other);
}

function takenOut(typed: string, standing: TemplateUsed | null, isTheirs: boolean) {
  if (!isTheirs) return { typed: standing === null ? typed : "", template: noTemplate };
  const words =
    standing !== null && hasVariables(written(typed))
      ? "The text stays as it is. Without a template nothing is filled in: its {{…}} would be sent as it stands."
      : null;
  return { typed, template: { ...noTemplate, words } };
}
