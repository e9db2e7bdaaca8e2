import { expect, it } from "vitest";
import { createWorld } from "../bridge/world.ts";
import { temporaryStore } from "./temporary.ts";

it("stores and worlds are on the engine that their project is for", async ({ task }) => {
  const isPostgres = task.file.projectName === "postgres";
  const world = await createWorld();
  expect(world.database.startsWith("postgres://")).toBe(isPostgres);
  const store = await temporaryStore();
  expect(store.lead.isShared).toBe(isPostgres);
});
