/** Templates, as they are and as they were, and how often each is used. */
import type { TemplateId, Username } from "../../../domain/ids.ts";
import type { ChangedBy, Template, TemplateContent, TemplateScope } from "../../../domain/template.ts";

export interface NewTemplate extends TemplateContent, Changed {
  readonly id: TemplateId;
  /** Absent: `own`. */
  readonly origin?: string;
  readonly remoteId?: string | null;
}

/** Who changes it, and when. */
export interface Changed {
  readonly by: ChangedBy;
  readonly at: number;
}

export interface TemplateVersion extends TemplateContent, Changed {
  readonly number: number;
  readonly change: "created" | "edited" | "moved" | "deleted" | "restored";
}

/** With how often whoever it is offered to has sent it. */
export interface OfferedTemplate extends Template {
  readonly uses: number;
  readonly lastUsedAt: number | null;
}

/** How often one is sent, by whom: one row for each who ever did; of one that nobody did, one row without a user. */
export interface TemplateUse {
  readonly template: Template;
  readonly username: Username | null;
  readonly count: number;
  readonly lastAt: number | null;
}

export interface Templates {
  /** As its first version. */
  insert(template: NewTemplate): Promise<Template>;
  /** Many at once: first versions, and next ones (`version`: its number) of those that stand. */
  writeAll(
    templates: {
      readonly created: readonly (TemplateContent & { readonly id: TemplateId })[];
      readonly changed: readonly (TemplateContent & { readonly id: TemplateId; readonly version: number })[];
    },
    how: Changed,
  ): Promise<void>;
  /** What these are called, also those that are deleted; of one that is forgotten, nothing. */
  names(ids: readonly TemplateId[]): Promise<ReadonlyMap<TemplateId, string>>;
  /** Also one that is deleted. */
  get(id: TemplateId): Promise<Template | null>;
  /** As it was. Null for one that never was, or is forgotten. */
  version(id: TemplateId, number: number): Promise<TemplateVersion | null>;
  /** The newest first. */
  versions(id: TemplateId): Promise<TemplateVersion[]>;
  /** Writes it anew, as its next version; `deleted` and `restored` say what else becomes of it. */
  change(
    id: TemplateId,
    content: Partial<TemplateContent>,
    how: Changed & { readonly change: Exclude<TemplateVersion["change"], "created"> },
  ): Promise<Template>;
  /** One that lived elsewhere is ours from now on. */
  makeOwn(id: TemplateId): Promise<void>;
  /** All of these scopes that are not deleted, with one member's own use of each. One question, however many there are. */
  offered(scopes: readonly TemplateScope[], to: Username): Promise<OfferedTemplate[]>;
  /** All that are not deleted. */
  all(): Promise<Template[]>;
  /** Those of these scopes that were deleted since then, the last first. */
  deletedSince(scopes: readonly TemplateScope[], since: number): Promise<Template[]>;
  /** Forgets those that were deleted before then, with all that they were; so many at most. Returns how many. */
  forgetDeletedBefore(before: number, limit: number): Promise<number>;
  /** Of one that is forgotten by then, nothing is counted. */
  noteUse(id: TemplateId, by: Username, at: number): Promise<void>;
  /** How often each of these was sent, by all together; those that never were are not among them. */
  sends(ids: readonly TemplateId[]): Promise<ReadonlyMap<TemplateId, number>>;
  /** Of all that are not deleted and are a group's or the company's. */
  uses(): Promise<TemplateUse[]>;
}
