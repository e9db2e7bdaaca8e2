import { expect, it } from "vitest";
import type { Directory } from "../../../src/domain/directory.ts";
import { ana, ben, benWith, office } from "../front-desk.ts";
import { get, save, saved, standing } from "../template-library/library.ts";
import { createSides, round, type Sides } from "./sides.ts";
import { bens } from "./templates-there.ts";

const withLogin: Directory = {
  ...benWith({ login: bens }, office),
  logins: [{ name: bens, carrier: "twilio" as never }],
};

const rows = async ({ world }: Sides, user = ben) => {
  const list = await world.bridge.openTemplateList({ user });
  if (list.kind !== "list") throw new Error(list.sentence);
  return list.rows;
};

it("shows a login's own to its member alone, as from the carrier, and changes nothing there", async () => {
  const sides = await createSides({ directory: withLogin });
  const { world, there } = sides;
  there.put("Bye", "See you {soon}", { by: bens });
  await round(world);
  expect(await rows(sides)).toMatchObject([
    { name: "Bye", key: "bye", whose: "Yours", carrier: "RingCentral", actions: ["duplicate", "versions"] },
  ]);
  expect(await rows(sides, ana)).toEqual([]);
  const [template] = await standing(world);
  expect(template).toMatchObject({ origin: "twilio", literal: true });
  const { id, version } = await get(world, template?.id as never);
  const edited = await save(world, ben, { scope: "personal:ben" }, { seen: { id, version } });
  expect(edited).toMatchObject({
    kind: "refused",
    sentence: expect.stringContaining("Change it there, and it changes here; or duplicate it"),
  });
  expect(await world.bridge.deleteTemplate({ user: ben, template: id })).toMatchObject({ kind: "refused" });

  there.put("Bye", "Until then", { by: bens });
  await round(world);
  expect(await rows(sides)).toMatchObject([{ text: "Until then" }]);
  there.delete("Bye");
  await round(world);
  expect(await rows(sides)).toEqual([]);
  expect(there.writes).toEqual([]);
});

it("stands beside their own: one of the same words is not shown twice, one of the same name has another", async () => {
  const sides = await createSides({ directory: withLogin });
  const { world, there } = sides;
  await saved(world, ben, { scope: "personal:ben", name: "Bye", key: "bye", text: "See you" });
  there.put("Bye", "See you ", { by: bens });
  await round(world);
  expect((await rows(sides)).map(({ name }) => name)).toEqual(["Bye"]);
  there.put("Bye", "Until then", { by: bens });
  await round(world);
  await round(world);
  expect((await rows(sides)).map(({ name, key }) => `${name} ${key}`)).toEqual([
    "Bye bye",
    "Bye (RingCentral) bye-ringcentral",
  ]);
});

it("stays theirs, to be changed here, once the login is theirs no more", async () => {
  const sides = await createSides({ directory: withLogin });
  const { world, there } = sides;
  there.put("Bye", "See you", { by: bens });
  await round(world);
  await world.apply(office);
  await round(world);
  there.delete("Bye");
  await round(world);
  expect(await rows(sides)).toMatchObject([
    { name: "Bye", carrier: null, actions: ["edit", "duplicate", "versions", "delete"] },
  ]);
});

it("is offered under where it is from, and takes no room of theirs", async () => {
  const sides = await createSides({ directory: withLogin, templateLimits: { personal: 1, company: 50 } });
  const { world, there } = sides;
  there.put("Bye", "See you", { by: bens });
  await round(world);
  await saved(world, ben, { scope: "personal:ben" });
  const offered = await world.bridge.offerTemplates({ user: ben, typed: "", words: "" });
  expect(offered.map(({ heading, options }) => [heading, options.map(({ label }) => label)])).toEqual([
    ["Personal", ["Opening hours (hours)"]],
    ["From RingCentral", ["Bye (bye)"]],
  ]);
});
