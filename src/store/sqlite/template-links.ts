import { and, eq } from "drizzle-orm";
import type { TemplateLinks } from "../../bridge/contracts/store/template-links.ts";
import { templateLinks } from "./carrier-tables.ts";
import type { Tables } from "./tables.ts";

export function createTemplateLinks({ db }: Tables): TemplateLinks {
  return {
    all: async () => await db.select().from(templateLinks),
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
