import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql, sum } from "drizzle-orm";
import type {
  OfferedTemplate,
  Templates,
  TemplateUse,
  TemplateVersion,
} from "../../bridge/contracts/store/templates.ts";
import type { Extension, TemplateId, Username } from "../../domain/ids.ts";
import type { Template, TemplateContent, TemplateScope } from "../../domain/template.ts";
import { templates, templateUses, templateVersions } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { createInserts, createUpdates } from "./statements.ts";

type Row = typeof templates.$inferSelect;
type VersionRow = typeof templateVersions.$inferSelect;
type Columns = Pick<Row, "scope" | "owner" | "key" | "sealedName" | "sealedText" | "literal">;

const stands = isNull(templates.deletedAt);

export function createTemplates(connected: Connected): Templates {
  const { db, sealer } = connected;
  const insertRow = createInserts(connected, templates);
  const insertVersion = createInserts(connected, templateVersions);
  const updateRow = createUpdates(connected, templates, eq(templates.id, sql.placeholder("rowId")));

  function readContent({ scope, owner, key, sealedName, sealedText, literal }: Columns): TemplateContent {
    const [name, text] = [sealer.open(sealedName), sealer.open(sealedText)];
    return { scope: readOwner(scope, owner), key, name, text, literal };
  }

  function read(row: Row): Template {
    const { id, origin, remoteId, version, createdAt, changedAt, changedBy, deletedAt } = row;
    return {
      ...readContent(row),
      id,
      origin,
      remoteId,
      version,
      createdAt,
      changedAt,
      changedBy,
      deletedAt,
    };
  }

  function readVersion({ number, change, by, at, ...row }: VersionRow): TemplateVersion {
    return { ...readContent(row), number, change, by, at };
  }

  function columnsOf({ scope, key, name, text, literal }: TemplateContent): Columns {
    const [sealedName, sealedText] = [sealer.seal(name), sealer.seal(text)];
    return { scope: scope.kind, owner: ownerOf(scope), key, sealedName, sealedText, literal };
  }

  const get = async (id: TemplateId): Promise<Template | null> => {
    const [row] = await db.select().from(templates).where(eq(templates.id, id));
    return row === undefined ? null : read(row);
  };

  return {
    insert: async ({ id, by, at, origin = "own", remoteId = null, ...content }) => {
      const columns = columnsOf(content);
      const row = { id, origin, remoteId, version: 1, createdAt: at, changedAt: at, changedBy: by };
      await db.insert(templates).values({ ...columns, ...row });
      const first = { templateId: id, number: 1, change: "created", by, at } as const;
      await db.insert(templateVersions).values({ ...columns, ...first });
      return { ...content, ...row, deletedAt: null };
    },
    writeAll: async ({ created, changed }, { by, at }) => {
      for (const { id, ...content } of created) {
        const row = { id, ...columnsOf(content), origin: "own" as const, remoteId: null, version: 1 };
        await insertRow({ ...row, createdAt: at, changedAt: at, changedBy: by });
        await insertVersion({ ...columnsOf(content), templateId: id, number: 1, change: "created", by, at });
      }
      for (const { id, version, ...content } of changed) {
        await updateRow({ rowId: id }, { ...columnsOf(content), version, changedAt: at, changedBy: by });
        await insertVersion({
          ...columnsOf(content),
          templateId: id,
          number: version,
          change: "edited",
          by,
          at,
        });
      }
    },
    get,
    version: async (id, number) => {
      const [row] = await db
        .select()
        .from(templateVersions)
        .where(and(eq(templateVersions.templateId, id), eq(templateVersions.number, number)));
      return row === undefined ? null : readVersion(row);
    },
    versions: async (id) => {
      const rows = await db
        .select()
        .from(templateVersions)
        .where(eq(templateVersions.templateId, id))
        .orderBy(desc(templateVersions.number));
      return rows.map(readVersion);
    },
    change: async (id, content, { by, at, change }) => {
      const before = await get(id);
      if (before === null) throw new Error("a template that is not known is changed");
      const after: Template = {
        ...before,
        ...content,
        version: before.version + 1,
        changedAt: at,
        changedBy: by,
        deletedAt: change === "deleted" ? at : change === "restored" ? null : before.deletedAt,
      };
      const columns = columnsOf(after);
      const { version, changedAt, changedBy, deletedAt } = after;
      await db
        .update(templates)
        .set({ ...columns, version, changedAt, changedBy, deletedAt })
        .where(eq(templates.id, id));
      await db
        .insert(templateVersions)
        .values({ ...columns, templateId: id, number: version, change, by, at });
      return after;
    },
    makeOwn: async (id) => {
      await db.update(templates).set({ origin: "own", remoteId: null }).where(eq(templates.id, id));
    },
    offered: async (scopes, to): Promise<OfferedTemplate[]> => {
      const rows = await db
        .select({ template: templates, uses: templateUses.count, lastUsedAt: templateUses.lastAt })
        .from(templates)
        .leftJoin(templateUses, and(eq(templateUses.templateId, templates.id), eq(templateUses.username, to)))
        .where(and(inScopes(scopes), stands));
      return rows.map(({ template, uses, lastUsedAt }) => ({
        ...read(template),
        uses: uses ?? 0,
        lastUsedAt,
      }));
    },
    all: async () => (await db.select().from(templates).where(stands)).map(read),
    deletedSince: async (scopes, since) => {
      const rows = await db
        .select()
        .from(templates)
        .where(and(isNotNull(templates.deletedAt), gte(templates.deletedAt, since), inScopes(scopes)))
        .orderBy(desc(templates.deletedAt), desc(templates.id));
      return rows.map(read);
    },
    forgetDeletedBefore: async (before, limit) => {
      const old = await db
        .select({ id: templates.id })
        .from(templates)
        .where(and(isNotNull(templates.deletedAt), lt(templates.deletedAt, before)))
        .limit(limit);
      const ids = old.map(({ id }) => id);
      for (const id of ids) {
        await db.delete(templateVersions).where(eq(templateVersions.templateId, id));
        await db.delete(templateUses).where(eq(templateUses.templateId, id));
        await db.delete(templates).where(eq(templates.id, id));
      }
      return ids.length;
    },
    noteUse: async (templateId, username, at) => {
      const [known] = await db
        .select({ id: templates.id })
        .from(templates)
        .where(eq(templates.id, templateId));
      if (known === undefined) return;
      await db
        .insert(templateUses)
        .values({ templateId, username, count: 1, lastAt: at })
        .onConflictDoUpdate({
          target: [templateUses.username, templateUses.templateId],
          set: {
            count: sql`${templateUses.count} + 1`,
            lastAt: sql`case when ${templateUses.lastAt} < ${at} then ${at} else ${templateUses.lastAt} end`,
          },
        });
    },
    names: async (ids) => {
      const rows = await db
        .select({ id: templates.id, sealedName: templates.sealedName })
        .from(templates)
        .where(inArray(templates.id, [...ids]));
      return new Map(rows.map(({ id, sealedName }) => [id, sealer.open(sealedName)]));
    },
    sends: async (ids) => {
      const rows = await db
        .select({ id: templateUses.templateId, count: sum(templateUses.count).mapWith(Number) })
        .from(templateUses)
        .where(inArray(templateUses.templateId, [...ids]))
        .groupBy(templateUses.templateId);
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    uses: async (): Promise<TemplateUse[]> => {
      const rows = await db
        .select({
          template: templates,
          username: templateUses.username,
          count: templateUses.count,
          lastAt: templateUses.lastAt,
        })
        .from(templates)
        .leftJoin(templateUses, eq(templateUses.templateId, templates.id))
        .where(and(stands, ne(templates.scope, "personal")));
      // One that many have sent is opened once.
      const opened = new Map<TemplateId, Template>();
      const openOnce = (row: Row): Template => {
        const template = opened.get(row.id) ?? read(row);
        opened.set(row.id, template);
        return template;
      };
      return rows.map(({ template, count, ...use }) => ({
        ...use,
        template: openOnce(template),
        count: count ?? 0,
      }));
    },
  };
}

function ownerOf(scope: TemplateScope): string {
  if (scope.kind === "company") return "";
  return scope.kind === "group" ? scope.extension : scope.username;
}

function readOwner(kind: TemplateScope["kind"], owner: string): TemplateScope {
  if (kind === "company") return { kind };
  return kind === "group" ? { kind, extension: owner as Extension } : { kind, username: owner as Username };
}

function inScopes(scopes: readonly TemplateScope[]): SQL | undefined {
  if (scopes.length === 0) return sql`false`;
  return or(
    ...scopes.map((scope) => and(eq(templates.scope, scope.kind), eq(templates.owner, ownerOf(scope)))),
  );
}
