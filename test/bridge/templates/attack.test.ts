import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  dan,
  frontLine,
  maria,
  noel,
  office,
  officeWith,
  officeWithDirect,
} from "../front-desk.ts";
import { createWorld, hour, minute, type World, type WorldOptions, words } from "../world.ts";
import { changeTemplate, hours, opens, posts, putTemplate, sent, submit, uses, visit } from "./filling.ts";

void [
  resolveEpisode,
  blockContact,
  dan,
  noel,
  office,
  officeWith,
  officeWithDirect,
  benLine,
  frontLine,
  hour,
  minute,
  changeTemplate,
  uses,
  hours,
  posts,
  sent,
];
async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ hold: 0, ...options });
  await world.begin();
  await putTemplate(world);
  await putTemplate(world, visit, { name: "Visit", text: "See you on {{?day}}." });
  return world;
}
const drafts = async (w: World) =>
  await w.ctx.store.read(async (tx) => tx.drafts.ofEpisode((await w.openEpisode(maria)).id));

it("1 sealed", async () => {
  const world = await begin({ keys: [randomBytes(32)] });
  await putTemplate(world, "zz" as TemplateId, {
    key: "zz",
    name: "Canaryname",
    text: "Canarytext {{?canarygap}}",
  });
  const thread = (await world.openEpisode(maria)).thread ?? expect.fail();
  await world.reply(ben, thread, "!zz");
  await world.runAll();
  await world.reply(ben, thread, "!canarytyped");
  await world.runAll();
  const form = await opens(world, { template: "zz" as TemplateId });
  const { episode, template, version, draft, at, unlessTheyWrite } = form;
  await world.bridge.keepDraft({
    episode,
    template,
    version,
    draft,
    body: "Canarydraft",
    at,
    unlessTheyWrite,
    user: ana,
    act: "view:V7",
  });
  await submit(world, form, { body: "Canarybody" });
  await world.bridge.startList({
    user: ana,
    recipients: [
      { kind: "number", number: maria as never },
      { kind: "number", number: noel as never },
    ],
    line: null,
    body: "Canarylist {{?canaryvalue}}",
    at: null,
    act: "v9",
    template: { id: "zz" as TemplateId, version: 1, values: { "?canaryvalue": "Canaryanswer" } },
  });
  await world.runAll();
  await world.pass(minute);
  const folder = dirname(world.file);
  const all = readdirSync(folder).map((f) => [f, readFileSync(join(folder, f)).toString("latin1")] as const);
  for (const [f, bytes] of all) {
    const found = [...bytes.matchAll(/canary[a-z]*/gi)].map((m) =>
      bytes.slice(Math.max(0, m.index - 60), m.index + 30).replace(/[^ -~]/g, "."),
    );
    console.log("1:", f, bytes.length, [...new Set(found)].slice(0, 10));
  }
  console.log(world.logged.filter(({ message }) => /canary/i.test(message)));
});
it("2 snooze, take, move group meanwhile", async () => {
  const world = await begin();
  const form = await opens(world);
  await blockContact(world.ctx, { episode: form.episode, user: ana, reason: "", act: "block:1" });
  const { episode, template, version, draft, at, unlessTheyWrite, text: body } = form;
  const k = await world.bridge.keepDraft({
    episode,
    template,
    version,
    draft,
    body,
    at,
    unlessTheyWrite,
    user: ana,
    act: "view:V7",
  });
  console.log("2:", k && words(k.sentence));
});
it("3 line gone / member gone", async () => {
  const world = await begin();
  const form = await opens(world);
  await world
    .apply({
      ...office,
      lines: office.lines.filter(({ number }) => number !== frontLine),
      groups: office.groups.filter(({ extension }) => extension !== "200"),
    } as never)
    .catch((e) => console.log(String(e)));
  await world.runAll();
  const o = await submit(world, form);
  console.log("3:", JSON.stringify(o));
  console.log(
    JSON.stringify(
      await world.bridge.checkFilled({ ...form, user: ana, typed: "x", body: "x" } as never),
    ).slice(0, 500),
  );
});
it("4 member gone", async () => {
  const world = await begin();
  const form = await opens(world);
  await world.apply({
    ...office,
    members: office.members.filter(({ username }) => username !== "ana"),
    groups: office.groups.map((g) => ({ ...g, members: g.members.filter((m) => m !== "ana") })),
  });
  await world.runAll();
  const o = await submit(world, form);
  console.log("4:", JSON.stringify(o));
});
it("5 scheduled from template, then author leaves / line changes", async () => {
  const world = await begin();
  await submit(world, await opens(world), { at: world.now() + hour });
  await world.apply({
    ...office,
    members: office.members.filter(({ username }) => username !== "ana"),
    groups: office.groups.map((g) => ({ ...g, members: g.members.filter((m) => m !== "ana") })),
  });
  await world.pass(2 * hour);
  console.log(
    "5:",
    sent(world),
    world.desk.told.map(({ to, sentence }) => [to, words(sentence)]),
  );
});
it("6 kept while a call's notice is open, direct, closed", async () => {
  const world = await createWorld({ hold: 0, directory: officeWithDirect });
  await world.text(maria, "Hi Ben", { to: benLine });
  await world.runAll();
  await putTemplate(world);
  const form = await opens(world, { user: ben });
  await world.bridge.closeIdle?.();
  await world.pass(15 * 24 * hour);
  await world.bridge.closeIdle?.();
  await world.runAll();
  const o = await submit(world, form, { user: ben });
  await world.pass(minute);
  console.log("6:", JSON.stringify(o).slice(0, 200), sent(world));
});
it("7 drafts: count after send by leave in standsIn new episode", async () => {
  const world = await begin();
  const form = await opens(world);
  const { episode, template, version, draft, at, unlessTheyWrite, text: body } = form;
  await world.bridge.keepDraft({
    episode,
    template,
    version,
    draft,
    body,
    at,
    unlessTheyWrite,
    user: ana,
    act: "view:V7",
  });
  await resolveEpisode(world.ctx, { episode: form.episode, user: ana });
  await world.text(maria, "again");
  await world.runAll();
  const open = await world.openEpisode(maria);
  console.log(
    "7:",
    open.id,
    form.episode,
    open.drafts,
    (await drafts(world)).length,
    JSON.stringify(await world.bridge.listDrafts({ episode: open.id, user: ana })).slice(0, 300),
  );
});
