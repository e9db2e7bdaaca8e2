import { and, eq } from "drizzle-orm";
import type { TemplateLinks } from "../../bridge/contracts/store/template-links.ts";
import { templateLinks } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createTemplateLinks({ db, prepared }: Connected): TemplateLinks {
  const all = prepared(() => db.select().from(templateLinks));

  return {
    all: async () => await all.all(),
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
