/** A template that goes to many: filled in for each with what is known of them alone, or for nobody. */

import { describe, expect, it } from "vitest";
import type { StartList } from "../../../src/bridge/lists/start-list.ts";
import { startList } from "../../../src/bridge/lists/start-list.ts";
import type { Address, ContactId, TemplateId, Username } from "../../../src/domain/ids.ts";
import type { Recipient } from "../../../src/domain/recipient.ts";
import { ana, maria, noel, office } from "../front-desk.ts";
import { createWorld, minute, second, type World, type WorldOptions } from "../world.ts";
import { begin, seen } from "./listing.ts";

const hours = { id: "hours" as TemplateId, version: 1, values: {} };
const toMaria: Recipient = { kind: "number", number: maria as string as never };
const toNoel: Recipient = { kind: "number", number: noel as string as never };
const toBen: Recipient = { kind: "member", username: "ben" as Username };
const named = {
  ...office,
  members: office.members.map((one) => (one.username === "ben" ? { ...one, name: "Ben Ito" } : one)),
};

async function withTemplate(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ directory: named, hold: 0, ...options });
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({
      id: hours.id,
      scope: { kind: "company" },
      key: "hours",
      name: "Opening hours",
      text: "Hi {{contact.first_name}}",
      literal: false,
      by: null,
      at: world.now(),
    }),
  );
  return world;
}

/** As somebody names them at the desk. */
async function name(world: World, address: Address, given: string | null): Promise<void> {
  await world.text(address, "Hello");
  await world.ctx.store.transaction(async (tx) => {
    const contact = await tx.contacts.find(address);
    await tx.contacts.giveName(contact?.id as ContactId, given, "ana" as Username, world.now());
  });
}

const start = (world: World, given: Partial<StartList>) =>
  begin(world, { recipients: [toMaria, toNoel], template: hours, ...given });
const got = (world: World) => world.carrier.sent.map(({ to, body }) => [to, body]);
const uses = (world: World) =>
  world.ctx.store.read((tx) => tx.templates.offered([{ kind: "company" }], "ana" as Username));

describe("a template to many", () => {
  it("reads for each with their own name, in one text each, and is used once", async () => {
    const world = await withTemplate();
    await name(world, noel, "Noel Park");
    await start(world, {
      body: "Hi {{contact.first_name}}, {{?when}}! {{agent.extension}}",
      template: { ...hours, values: { "?when": "today" } },
    });
    await world.pass(minute);
    expect(got(world)).toEqual([
      [maria, "Hi Maria, today! 101"],
      [noel, "Hi Noel, today! 101"],
    ]);
    expect(seen(world)).toMatchObject({
      template: "Opening hours",
      // What its author said to what was asked is known by then.
      body: "Hi {{contact.first_name}}, today! {{agent.extension}}",
      left: 2,
      state: "done",
    });
    expect(await uses(world)).toMatchObject([{ id: "hours", uses: 1 }]);
  });

  it("is used once, although one of its texts fails and is tried again", async () => {
    const world = await withTemplate();
    await world.begin(maria);
    await start(world, { recipients: [toMaria], body: "Hi {{contact.first_name}}" });
    await world.pass(minute);
    await world.report("Hi Maria", "failed");
    await world.runAll();
    await world.choose("try_again", ana);
    await world.pass(minute);
    await world.report("Hi Maria", "delivered");
    expect(got(world)).toEqual([
      [maria, "Hi Maria"],
      [maria, "Hi Maria"],
    ]);
    expect(await uses(world)).toMatchObject([{ uses: 1 }]);
    expect(JSON.stringify(world.desk.posted)).toContain("Part of a list · from template Opening hours");
  });

  it("is refused whole where it can't be filled in for somebody, who is named", async () => {
    const world = await withTemplate();
    const refused = startList(world.ctx, {
      user: ana,
      recipients: [toMaria, toNoel, toBen],
      line: null,
      body: "Hi {{contact.first_name}}",
      at: null,
      act: "view:1",
      template: hours,
    });
    expect(await refused).toMatchObject({
      kind: "refused",
      field: "recipients",
      sentence: [
        expect.stringContaining(
          "their first name, which is not known for: (555) 019-9002. This number has no name yet. Give it",
        ),
      ],
    });
    await world.pass(minute);
    expect(got(world)).toEqual([]);
    expect(await uses(world)).toMatchObject([{ uses: 0 }]);
  });

  it("asks nothing of who is left out anyway", async () => {
    const world = await withTemplate();
    await world.text(noel, "STOP");
    await start(world, { body: "Hi {{contact.first_name}}" });
    await world.pass(minute);
    expect(got(world).at(-1)).toEqual([maria, "Hi Maria"]);
  });

  it("tells a colleague by their own name, and has no number of theirs", async () => {
    const world = await withTemplate();
    await start(world, { recipients: [toMaria, toBen], body: "Hi {{contact.first_name}}" });
    await world.pass(minute);
    expect(got(world)).toEqual([[maria, "Hi Maria"]]);
    expect(world.desk.staff.map(({ post }) => post.body)).toEqual(["Hi Ben"]);
    const phone = startList(world.ctx, {
      user: ana,
      recipients: [toMaria, toBen],
      line: null,
      body: "Is {{contact.phone}} right?",
      at: null,
      act: "view:2",
      template: hours,
    });
    expect(await phone).toMatchObject({
      field: "recipients",
      sentence: [expect.stringContaining("their number, which is not known for: Ben Ito.")],
    });
  });

  it("is as long as a text may be, each by itself", async () => {
    const world = await withTemplate();
    await name(world, noel, `Noel ${"x".repeat(60)}`);
    const body = `${"y".repeat(1_580)} {{contact.name}}`;
    const refused = startList(world.ctx, {
      user: ana,
      recipients: [toMaria, toNoel],
      line: null,
      body,
      at: null,
      act: "view:1",
      template: hours,
    });
    expect(await refused).toMatchObject({
      field: "text",
      sentence: [expect.stringContaining("too long for: Noel")],
    });
    await start(world, { recipients: [toMaria], body });
    await world.pass(minute);
    expect(got(world)).toEqual([[maria, `${"y".repeat(1_580)} Maria Lopez`]]);
  });

  it("leaves with what is known when each is written: whose name was taken away meanwhile gets nothing", async () => {
    const world = await withTemplate({ hold: 30 * second });
    await name(world, noel, "Noel Park");
    await name(world, maria, "Mary Lopez");
    await start(world, { body: "Hi {{contact.first_name}}" });
    await name(world, noel, null);
    await name(world, maria, "Marie Lopez");
    await world.pass(2 * minute);
    expect(got(world)).toEqual([[maria, "Hi Marie"]]);
    expect(seen(world)).toMatchObject({
      state: "done",
      missed: [
        { who: "(555) 019-9002", why: "the template needs their first name, which is not known any more" },
      ],
    });
  });

  it("is written with the day and the hour at which it leaves", async () => {
    const world = await withTemplate();
    const at = world.now() + 26 * 60 * minute;
    await start(world, { recipients: [toMaria], body: "{{today}}, {{time}}", at });
    await world.pass(27 * 60 * minute);
    expect(got(world)[0]?.[1]).toMatch(/^January 6, 2026, 9:00 AM$/);
  });

  it("says what was typed, whatever becomes of the template", async () => {
    const world = await withTemplate({ hold: 30 * second });
    await start(world, { recipients: [toMaria], body: "Dear {{contact.first_name}}" });
    await world.ctx.store.transaction((tx) =>
      tx.templates.change(hours.id, {}, { by: null, at: world.now(), change: "deleted" }),
    );
    await world.pass(minute);
    expect(got(world)).toEqual([[maria, "Dear Maria"]]);
  });

  it("that is literal leaves as it was typed", async () => {
    const world = await withTemplate();
    await start(world, { body: "Hi {{contact.first_name}}", template: { ...hours, values: null } });
    await world.pass(minute);
    expect(got(world).map(([, body]) => body)).toEqual([
      "Hi {{contact.first_name}}",
      "Hi {{contact.first_name}}",
    ]);
  });

  it("puts words in, and no variables", async () => {
    const world = await withTemplate();
    await name(world, noel, "{{agent.extension}} Park");
    await start(world, {
      recipients: [toNoel],
      body: "Hi {{contact.name}} {{?x}}",
      template: { ...hours, values: { "?x": "{{today}}" } },
    });
    await world.pass(minute);
    expect(got(world)).toEqual([[noel, "Hi {{agent.extension}} Park {{today}}"]]);
  });

  it("without a template is as it was typed", async () => {
    const world = await withTemplate();
    await begin(world, { recipients: [toMaria], body: "Hi {{contact.first_name}}" });
    await world.pass(minute);
    expect(got(world)).toEqual([[maria, "Hi {{contact.first_name}}"]]);
    expect(seen(world).template).toBeNull();
  });
});
