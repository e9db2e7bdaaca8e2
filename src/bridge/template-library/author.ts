/** Who looks at templates or changes them, and what they may see of one. */
import type { Member } from "../../domain/directory.ts";
import type { SlackUserId, TemplateId, Username } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { quoted } from "../../domain/quote.ts";
import { type ChangedBy, carrierIn, mayChange, type Template } from "../../domain/template.ts";
import { isOwn, isSeenBy } from "../../domain/template-actions.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type NotDone, notDone } from "./not-done.ts";

export interface Author extends Pick<People, "directory">, Pick<Context, "carrierTitle"> {
  readonly member: Member;
}

/** Which of them, and who wants something with it. */
export interface OneTemplate {
  readonly user: SlackUserId;
  readonly template: TemplateId;
}

export async function authorOf(
  { carrierTitle }: Pick<Context, "carrierTitle">,
  tx: Tx,
  user: SlackUserId,
): Promise<Author | NotDone> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  return member === null ? notDone(notInDirectory) : { directory: people.directory, carrierTitle, member };
}

export function isNotDone(found: object): found is NotDone {
  return "kind" in found && found.kind === "refused";
}

const gone = "This template is not there any more: it was deleted, or is not yours to see. Nothing was done.";

/** One that stands, and that they see. */
export async function findTemplate(
  tx: Tx,
  { directory, member }: Author,
  id: TemplateId,
): Promise<Template | NotDone> {
  const template = await tx.templates.get(id);
  const isThere = template !== null && template.deletedAt === null && isSeenBy(directory, member, template);
  return isThere ? template : notDone(gone);
}

/** Null where they may change it, whether or not it is deleted. */
export function whyNotTheirs(
  { directory, member, carrierTitle }: Author,
  template: Template,
): NotDone | null {
  if (!isSeenBy(directory, member, template)) return notDone(gone);
  if (!isOwn(template)) {
    const there = carrierTitle(template.origin);
    return notDone(
      `${quoted(template.name)} is from ${there}. Change it there, and it changes here; or duplicate it, and change the copy.`,
    );
  }
  if (mayChange(directory, member, template.scope)) return null;
  return notDone(`${quoted(template.name)} is for others, too: a manager changes it. You can duplicate it.`);
}

/** One that stands, and that they may change. */
export async function findTheirs(tx: Tx, author: Author, id: TemplateId): Promise<Template | NotDone> {
  const found = await findTemplate(tx, author, id);
  return isNotDone(found) ? found : (whyNotTheirs(author, found) ?? found);
}

/** Who changed one. */
export function changedBy(
  { directory, carrierTitle }: Pick<Author, "directory" | "carrierTitle">,
  by: ChangedBy,
): string {
  const carrier = carrierIn(by);
  if (carrier !== null) return carrierTitle(carrier);
  return by === null ? "a file" : memberName(directory, by as Username);
}
