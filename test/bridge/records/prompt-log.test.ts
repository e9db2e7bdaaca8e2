import { describe, expect, it } from "vitest";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import { noteUnlogged } from "../../../src/bridge/records/note-unlogged.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { E164, SlackTs, SlackUserId, Username } from "../../../src/domain/ids.ts";
import type { LogRules } from "../../../src/domain/log-policy.ts";
import { formatPhone } from "../../../src/domain/phone.ts";
import { ana, ben, benLine, frontLine, maria, noel, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const on = { value: true, customizable: false };
const off = { value: false, customizable: false };
const ruled = (crm: LogRules): Directory => ({ ...officeWithDirect, crm });

async function begin(crm: LogRules, to: string = frontLine): Promise<{ world: World; thread: SlackTs }> {
  const world = await createWorld({ directory: ruled(crm) });
  await world.text(maria, "Hi", { to: to as E164 });
  await world.runAll();
  const { thread } = await world.openEpisode(maria);
  if (thread === null) throw new Error("no thread");
  return { world, thread };
}

/** What a tick of the clock makes of it. */
async function ticked(world: World): Promise<string[]> {
  await world.pass(minute);
  await noteUnlogged(world.ctx);
  await world.runAll();
  return world.desk.told.flatMap(({ again, to }) =>
    again?.label === "Log" ? [`${to} ${again.action}`] : [],
  );
}

const toPrompt = (user: SlackUserId) => `${user} log.prompt`;

/** The page that opens after it. */
async function sent(world: World, body: string, line: string = frontLine, to: string = maria) {
  const outcome = await world.bridge.submitNewText({
    user: ben,
    to: [`number:${to}`],
    line: line as E164,
    body,
    at: null,
    unlessTheyWrite: false,
    template: null,
    answers: [],
    asked: null,
    act: `view:${body}`,
  } as never);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  return outcome.page ?? null;
}

describe("the logging page", () => {
  it.each([
    ["shared", frontLine],
    ["direct", benLine],
  ])(
    "is offered privately after a member's first typed reply of a day in a %s conversation",
    async (_, to) => {
      const { world, thread } = await begin({ popupAfterFirst: on }, to);
      await world.reply(ben, thread, "Hello", to === benLine ? inDirect(world) : {});
      expect(await ticked(world)).toEqual([toPrompt(ben)]);
      await world.reply(ben, thread, "And more", to === benLine ? inDirect(world) : {});
      expect(await ticked(world)).toEqual([toPrompt(ben)]);
      world.skip(24 * hour);
      await world.text(maria, "Hi again", { to: to as E164 });
      await world.reply(ben, thread, "Hello again", to === benLine ? inDirect(world) : {});
      expect(await ticked(world)).toEqual([toPrompt(ben), toPrompt(ben)]);
    },
  );

  it("is for each member their own", async () => {
    const { world, thread } = await begin({ popupAfterFirst: on });
    await world.reply(ben, thread, "Hello");
    await world.pass(20 * minute);
    const { id } = await world.openEpisode(maria);
    await world.ctx.store.transaction((tx) => tx.episodes.update(id, { assignee: null }));
    await world.reply(ana, thread, "Welcome");
    expect(await ticked(world)).toContain(toPrompt(ana));
  });

  it.each<[string, LogRules]>([
    ["where nobody asked for it", {}],
    ["where nothing is logged by itself", { popupAfterFirst: on, autoLog: off }],
    [
      "of a number that is left out",
      { popupAfterFirst: on, doNotLog: { value: [maria as never], customizable: false } },
    ],
  ])("is offered to nobody %s", async (_, crm) => {
    const { world, thread } = await begin(crm);
    await world.reply(ben, thread, "Hello");
    expect(await ticked(world)).toEqual([]);
    expect(await sent(world, "More")).toBeNull();
  });

  it("opens by itself after a text that was sent from a form, and then no line offers it", async () => {
    const { world } = await begin({ popupAfterFirst: on });
    expect(await sent(world, "From a form")).toMatchObject({
      what: "The whole conversation",
      contact: "Maria Lopez (…9001)",
    });
    expect(await ticked(world)).toEqual([]);
    expect(await sent(world, "Once more")).toBeNull();
    expect(await ticked(world)).toEqual([]);
  });

  it.each([
    ["shared", frontLine, null],
    ["direct", benLine, "2026-01-05"],
  ])(
    "opens after the very first text to somebody in a %s conversation, and is logged",
    async (_, line, day) => {
      const { world } = await begin({ popupAfterFirst: on });
      const page = await sent(world, "Hello", line, noel);
      if (page === null) throw new Error("no page");
      expect(page.target.day).toBe(day);
      const { target, preset, seen, filled } = page;
      const written = { user: ben, target, preset, seen, filled: { ...filled, note: "New" }, act: "log:1" };
      expect(await world.bridge.submitLog(written)).toEqual({ kind: "done" });
      await ticked(world);
      await ticked(world);
      expect(world.crm.writes.at(-1)?.log.digest).toMatchObject({
        note: "New",
        contact: { number: formatPhone(noel) },
      });
      expect(world.crm.logs.size).toBe(1);
      expect(JSON.stringify(world.crm.writes.at(-1)?.log.digest.entries)).toContain("Hello");
    },
  );

  it("is about the day on which the text leaves, though something was said the day before", async () => {
    const { world } = await begin({ popupAfterFirst: on }, benLine);
    world.skip(24 * hour);
    expect((await sent(world, "Good morning", benLine))?.target.day).toBe("2026-01-06");
  });

  it("does not come after a text that is not the first of its day, though the rule came later", async () => {
    const { world, thread } = await begin({});
    await world.reply(ben, thread, "Before");
    await ticked(world);
    await world.apply(ruled({ popupAfterFirst: on }));
    await world.reply(ben, thread, "After");
    expect(await ticked(world)).toEqual([]);
  });

  it("long after the text was sent nobody is asked", async () => {
    const { world, thread } = await begin({ popupAfterFirst: on });
    await world.reply(ben, thread, "Hello");
    await world.pass(minute);
    world.skip(hour);
    expect(await ticked(world)).toEqual([]);
  });

  it("of a day that is long over is not remembered", async () => {
    const { world, thread } = await begin({ popupAfterFirst: on });
    await world.reply(ben, thread, "Hello");
    expect(await ticked(world)).toEqual([toPrompt(ben)]);
    const { conversationId: conversation } = await world.openEpisode(maria);
    const isNew = () =>
      world.ctx.store.transaction((tx) =>
        tx.logSettings.notePrompt(conversation, "2026-01-05", "ben" as Username, world.now()),
      );
    await forgetOld(world.ctx);
    expect(await isNew()).toBe(false);
    world.skip(8 * 24 * hour);
    await forgetOld(world.ctx);
    expect(await isNew()).toBe(true);
  });
});

function inDirect(world: World) {
  const card = world.desk.posted.find(({ card: is, channel }) => is && channel.startsWith("D"));
  return { channel: card?.channel ?? ("D0" as never) };
}
