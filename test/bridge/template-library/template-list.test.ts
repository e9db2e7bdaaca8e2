import { describe, expect, it } from "vitest";
import type { ListShown, TemplateList } from "../../../src/bridge/template-library/template-list.ts";
import type { SlackUserId, TemplateId } from "../../../src/domain/ids.ts";
import { ana, ben, cy, dan, eve, stranger } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";
import { hours, saved } from "./library.ts";

async function listed(world: World, user: SlackUserId, shown?: Partial<ListShown>): Promise<TemplateList> {
  const all = { scope: null, words: "", page: 0, ...shown };
  const list = await world.bridge.openTemplateList({ user, shown: all });
  if (list.kind !== "list") throw new Error(list.sentence);
  return list;
}
const keys = ({ rows }: TemplateList) => rows.map(({ key }) => key).join(" ");

async function filled(): Promise<World> {
  const world = await createWorld();
  await saved(world, ana, { scope: "company", name: "Opening hours", key: "hours" });
  await saved(world, ana, { scope: "group:200", name: "Way to us", key: "way", text: "Second door." });
  await saved(world, ana, { scope: "group:300", name: "Bills", key: "bill", text: "You owe us." });
  await saved(world, ben, { scope: "personal:ben", name: "Bye", key: "bye", text: "See you." });
  await saved(world, ben, { scope: "personal:ben", name: "Call me", key: "call", text: "Please call." });
  await saved(world, cy, { scope: "personal:cy", name: "Mine", key: "mine", text: "Of Cy." });
  return world;
}

describe("the list of templates", () => {
  it("shows each what is theirs to see, by whose they are and by name", async () => {
    const world = await filled();
    expect(keys(await listed(world, ben))).toBe("bye call way hours");
    expect(keys(await listed(world, dan))).toBe("bill hours");
    expect(keys(await listed(world, eve))).toBe("way bill hours");
    expect(await world.bridge.openTemplateList({ user: stranger })).toMatchObject({ kind: "refused" });
  });

  it("shows those of one scope, and those that words find", async () => {
    const world = await filled();
    expect(keys(await listed(world, ben, { scope: "group:200" }))).toBe("way");
    expect(keys(await listed(world, ben, { words: "please" }))).toBe("call");
    expect(keys(await listed(world, ben, { words: "HOURS" }))).toBe("hours");
    expect(keys(await listed(world, ben, { scope: "personal:ben", words: "hours" }))).toBe("");
    expect(keys(await listed(world, ben, { scope: "personal:cy" }))).toBe("");
    expect((await listed(world, ben)).scopes.map(({ label }) => label)).toEqual([
      "Yours",
      "Front desk",
      "Company",
    ]);
  });

  it("says how often each was sent, by all whom it is for, and what may be done with it", async () => {
    const world = await filled();
    const all = await listed(world, ben);
    const idOf = (key: string) => all.rows.find((row) => row.key === key)?.id as TemplateId;
    await world.ctx.store.transaction(async (tx) => {
      await tx.templates.noteUse(idOf("hours"), "ben" as never, 1);
      await tx.templates.noteUse(idOf("hours"), "cy" as never, 2);
      await tx.templates.noteUse(idOf("bye"), "ben" as never, 3);
    });
    const { rows } = await listed(world, ben);
    expect(rows.map(({ key, uses, whose, actions }) => [key, uses, whose, actions.length])).toEqual([
      ["bye", 1, "Yours", 4],
      ["call", 0, "Yours", 4],
      ["way", 0, "Front desk", 2],
      ["hours", 2, "Company", 2],
    ]);
  });

  it("of five hundred is read by as many statements as one of ten, and shown in pages", async () => {
    let statements = 0;
    const world = await createWorld({
      onStatement: () => {
        statements += 1;
      },
    });
    const add = (from: number, to: number) =>
      world.ctx.store.transaction(async (tx) => {
        for (let n = from; n < to; n += 1) {
          const scope = { kind: "group", extension: "200" as never } as const;
          const own = { name: `Number ${n}`, key: `n-${n}`, id: `t-${n}` as TemplateId };
          await tx.templates.insert({ ...hours, ...own, scope, by: null, at: 1 });
        }
      });
    const cost = async (shown: Partial<ListShown>) => {
      statements = 0;
      const list = await listed(world, ana, shown);
      return { list, statements };
    };
    await add(0, 10);
    const few = await cost({});
    await add(10, 500);
    const many = await cost({ page: 24 });
    expect(many.statements).toBe(few.statements);
    expect(many.list).toMatchObject({ total: 500, pages: 25, shown: { page: 24 } });
    expect(keys(many.list)).toMatch(/^n-480 .* n-499$/);
    expect((await listed(world, ana, { page: 99 })).shown.page).toBe(24);
    expect((await listed(world, ana, { page: 3, words: "n-499" })).shown.page).toBe(0);
  });

  it("counts what can be brought back", async () => {
    const world = await filled();
    const [first] = (await listed(world, ben)).rows;
    await world.bridge.deleteTemplate({ user: ben, template: first?.id ?? ("" as TemplateId) });
    expect((await listed(world, ben)).deleted).toBe(1);
    expect((await listed(world, cy)).deleted).toBe(0);
  });
});
