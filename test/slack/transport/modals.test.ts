import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { createModals, type Modals } from "../../../src/slack/transport/modals.ts";
import { drawWords } from "../../../src/slack/views/words.ts";
import { ben, connect, startStandIn } from "../stand-in.ts";

let standIn: SlackStandIn;
let slack: ReturnType<typeof connect>;
let modals: Modals;
let failed: number;

beforeEach(async () => {
  standIn = await startStandIn({ mode: "http" });
  slack = connect(standIn);
  failed = 0;
  modals = createModals(slack.web, slack.log, () => {
    failed += 1;
  });
});
afterEach(async () => {
  await slack.dispatcher.destroy();
  await standIn.stop();
});

const view = (words: string) => drawWords([words], "https://acme.slack.com/");
const trigger = async () =>
  (await standIn.control.globalShortcut({ user: ben, callbackId: "any" })).triggerId ?? "";
const standing = () => standIn.control.views(ben);
const shown = () => JSON.stringify(standing().at(-1)?.view.blocks);
const warnings = () => slack.log.lines.filter(({ level }) => level === "warn").length;

describe("a modal", () => {
  it("opens once with what came with a press", async () => {
    const once = await trigger();
    expect(await modals.openModal(once, view("One"))).toBe(true);
    expect(await modals.openModal(once, view("Two"))).toBe(false);
    expect(shown()).toContain("One");
    expect(warnings()).toBe(1);
  });

  it("gets others on top, three in all, each with a press of its own", async () => {
    expect(await modals.pushModal(await trigger(), view("Alone"))).toBe(false);
    await modals.openModal(await trigger(), view("One"));
    const once = await trigger();
    expect(await modals.pushModal(once, view("Two"))).toBe(true);
    expect(await modals.pushModal(once, view("Two again"))).toBe(false);
    expect(await modals.pushModal(await trigger(), view("Three"))).toBe(true);
    expect(await modals.pushModal(await trigger(), view("Four"))).toBe(false);
    expect(standing()).toHaveLength(3);
    expect(shown()).toContain("Three");
  });

  it("says that more is coming, and gives way to it", async () => {
    const id = await modals.openLoading(await trigger());
    expect(standing()).toMatchObject([{ id, callbackId: "loading" }]);
    expect(await modals.updateModal(id ?? "", null, view("Found"))).toBe(true);
    expect(shown()).toContain("Found");
  });

  it("is not drawn over what is newer than what was pressed on", async () => {
    await modals.openModal(await trigger(), view("One"));
    const [opened] = standing();
    const [id, hash] = [opened?.id ?? "", String(opened?.view.hash)];
    expect(await modals.updateModal(id, hash, view("Two"))).toBe(true);
    expect(await modals.updateModal(id, hash, view("Three"))).toBe(false);
    expect(shown()).toContain("Two");
    expect(standIn.control.requestCount("views.update")).toBe(2);
  });

  it("that was closed or pressed on since is not what was to be drawn anew, and that is no failure", async () => {
    await modals.openModal(await trigger(), view("One"));
    const [opened] = standing();
    const [id, hash] = [opened?.id ?? "", String(opened?.view.hash)];
    expect(await modals.redrawModal(id, hash, view("Two"))).toBe(true);
    expect(await modals.redrawModal(id, hash, view("Three"))).toBe(true);
    expect(await modals.redrawModal("V0NONE", hash, view("Three"))).toBe(true);
    expect(shown()).toContain("Two");
    expect(warnings()).toBe(0);
    standIn.control.misbehave({ match: { method: "views.update" }, kind: "fail", error: "internal_error" });
    expect(await modals.redrawModal(id, hash, view("Three"))).toBe(false);
    expect([warnings(), failed]).toEqual([1, 1]);
  });

  it("that was closed meanwhile, or that Slack does not answer for, is let be", async () => {
    expect(await modals.openLoading("made up")).toBeNull();
    expect(await modals.updateModal("V0NONE", null, view("One"))).toBe(false);
    standIn.control.misbehave({ match: { method: "views.update" }, kind: "fail", error: "internal_error" });
    expect(await modals.updateModal("V0NONE", null, view("One"))).toBe(false);
    expect(warnings()).toBe(3);
  });
});
