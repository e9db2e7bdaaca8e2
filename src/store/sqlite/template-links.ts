import { and, eq } from "drizzle-orm";
import type { TemplateLinks } from "../../bridge/contracts/store/template-links.ts";
import { templateLinks } from "./carrier-tables.ts";
import type { Tables } from "./tables.ts";

export function createTemplateLinks({ db, prepared }: Tables): TemplateLinks {
  const all = prepared(() => db.select().from(templateLinks).prepare());

  return {
    all: async () => all.all(),
    put: async (link) => {
      const target = [templateLinks.carrier, templateLinks.theirs];
      await db.insert(templateLinks).values(link).onConflictDoUpdate({ target, set: link });
    },
    drop: async (carrier, theirs) => {
      await db
        .delete(templateLinks)
        .where(and(eq(templateLinks.carrier, carrier), eq(templateLinks.theirs, theirs)));
    },
  };
}
