/** The tables of prepared answers, and of texts that were filled in and not sent. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DraftId, SlackUserId, TemplateId, Username } from "../../domain/ids.ts";
import type { ChangedBy } from "../../domain/template.ts";
import { ofEpisode } from "./conversation-tables.ts";

/** Prepared answers. One that was deleted can be brought back for a while. */
export const templates = sqliteTable(
  "templates",
  {
    id: text().$type<TemplateId>().primaryKey(),
    scope: text({ enum: ["personal", "group", "company"] }).notNull(),
    /** The member's username, the group's extension; empty for the company's. */
    owner: text().notNull(),
    key: text().notNull(),
    sealedName: text("sealed_name").notNull(),
    sealedText: text("sealed_text").notNull(),
    /** Double braces in it are words. */
    literal: integer({ mode: "boolean" }).notNull().default(false),
    /** Where it lives: `own`, or a carrier's name, with its id there. */
    origin: text().notNull().default("own"),
    remoteId: text("remote_id"),
    version: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    changedAt: integer("changed_at").notNull(),
    /** Null: by a file. */
    changedBy: text("changed_by").$type<NonNullable<ChangedBy>>(),
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    uniqueIndex("templates_key").on(t.scope, t.owner, t.key).where(sql`deleted_at is null`),
    index("templates_deleted").on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** As each template was, with who changed it then. */
export const templateVersions = sqliteTable(
  "template_versions",
  {
    templateId: text("template_id")
      .$type<TemplateId>()
      .notNull()
      .references(() => templates.id),
    number: integer().notNull(),
    change: text({ enum: ["created", "edited", "moved", "deleted", "restored"] }).notNull(),
    scope: text({ enum: ["personal", "group", "company"] }).notNull(),
    owner: text().notNull(),
    key: text().notNull(),
    sealedName: text("sealed_name").notNull(),
    sealedText: text("sealed_text").notNull(),
    literal: integer({ mode: "boolean" }).notNull(),
    by: text("changed_by").$type<NonNullable<ChangedBy>>(),
    at: integer("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.number] })],
);

/** How often somebody has sent what a template says, and when last. */
export const templateUses = sqliteTable(
  "template_uses",
  {
    username: text().$type<Username>().notNull(),
    templateId: text("template_id")
      .$type<TemplateId>()
      .notNull()
      .references(() => templates.id),
    count: integer().notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.username, t.templateId] }),
    index("template_uses_template").on(t.templateId),
  ],
);

/** Texts that somebody has filled in and not sent. */
export const drafts = sqliteTable(
  "drafts",
  {
    id: text().$type<DraftId>().primaryKey(),
    author: text().$type<Username>().notNull(),
    authorUser: text("author_user").$type<SlackUserId>().notNull(),
    episodeId: ofEpisode().notNull(),
    templateId: text("template_id").$type<TemplateId>(),
    templateVersion: integer("template_version"),
    sealedText: text("sealed_text").notNull(),
    /** The time that was chosen for it. */
    at: integer("leaves_at"),
    unlessTheyWrite: integer("unless_they_write", { mode: "boolean" }).notNull().default(false),
    createdAt: integer("created_at").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (t) => [index("drafts_author").on(t.author, t.changedAt), index("drafts_episode").on(t.episodeId)],
);
