import type { ModalView } from "@slack/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Feature, PressHandler } from "../../../src/slack/features/feature.ts";
import { features } from "../../../src/slack/features/features.ts";
import { createGround, type Ground, type House, startHouse } from "../house.ts";
import { ana, ben, connect, eventually, front, startStandIn } from "../stand-in.ts";

const echo: PressHandler = async ({ id, value }) => ({ sentence: [`${id} ${value}`] });
const quiet: PressHandler = async () => ({ sentence: null });
const archived: string[] = [];
let failures = 0;

const words = (text: string): ModalView => ({
  type: "modal",
  callback_id: "words.1",
  title: { type: "plain_text", text: "Words" },
  blocks: [{ type: "section", text: { type: "mrkdwn", text } }],
});
const asks = (text: string): ModalView => {
  const label = { type: "plain_text" as const, text: "More" };
  const more = { type: "button" as const, text: label, action_id: "push.one", value: text };
  return { ...words(text), blocks: [...words(text).blocks, { type: "actions", elements: [more] }] };
};
let stuck = Promise.resolve();
let found: () => Promise<ModalView>;

const feature: Feature = {
  buttons: {
    "a.one": echo,
    "a.quiet": quiet,
    "b.*": echo,
    "push.one": async ({ value }) => ({ sentence: null, pushes: asks(`on top of ${value}`) }),
  },
  shortcuts: { "s.one": { name: "One", use: echo }, "s.global": { name: "Any", isGlobal: true, use: echo } },
  commands: {
    "/say": async ({ text, channel }) => ({ sentence: [`${text} in ${channel}`] }),
    "/open": async ({ text }) => ({ sentence: null, modal: words(text) }),
    "/ask": async ({ text }) => ({ sentence: null, modal: asks(text) }),
    "/load": async () => ({ sentence: null, loads: () => found() }),
    "/stick": async ({ text }) => {
      await stuck;
      return { sentence: [`${text} at last`] };
    },
  },
  events: {
    channel_archive: async () => {
      failures -= 1;
      if (failures >= 0) throw new Error("the feature broke");
    },
    group_archive: async ({ channel }) => void archived.push(String(channel)),
  },
};
const other: Feature = {
  buttons: { "c.one": echo },
  events: { group_archive: async ({ channel }) => void archived.push(`also ${channel}`) },
};

let standIn: SlackStandIn;
let ground: Ground;
let house: House;

beforeEach(async () => {
  [failures, archived.length] = [0, 0];
  standIn = await startStandIn({ mode: "http" });
  ground = await createGround();
  house = await startHouse(standIn, "http", ground, [feature, other]);
});
afterEach(async () => {
  await house.stop();
  await standIn.stop();
  await ground.remove();
});

async function press(actionId: string, threadTs?: string): Promise<void> {
  const element = {
    type: "button",
    text: { type: "plain_text", text: "B" },
    action_id: actionId,
    value: "7",
  };
  const blocks = [{ type: "actions", elements: [element] }];
  const { ts } = standIn.control.messageAsBot({
    channel: front,
    text: "b",
    blocks,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  expect(await standIn.control.press({ user: ben, channel: front, ts, actionId })).toMatchObject({
    acked: true,
  });
}
/** What stands in a modal before them: where they look is not known of a root. */
const told = () =>
  standIn.control.views(ben).map(({ view }) => {
    const [block] = view.blocks as { text: { text: string } }[];
    return block?.text.text.replaceAll(/[\u200b\ufeff]/g, "");
  });
const nothingDue = () => eventually(async () => expect(await house.bridge.pendingDeliveries()).toEqual([]));

describe("a press", () => {
  it.each(["a.one", "b.x", "b.some_word", "c.one"])(
    "of %s is answered by the feature that names it",
    async (id) => {
      await press(id);
      await eventually(() => expect(told()).toEqual([`${id} 7`]));
    },
  );

  it.each(["a", "a.two", "b", "b.x.y", "bb.x", "c.*"])(
    "of %s, which no feature names, is answered as one of an earlier version",
    async (id) => {
      await press(id);
      await eventually(() => expect(told()).toEqual([expect.stringContaining("earlier version")]));
    },
  );

  it("after which nothing is to be said is not answered", async () => {
    await press("a.quiet");
    await press("a.one");
    await eventually(() => expect(told()).toEqual(["a.one 7"]));
  });

  it("in a thread is answered there", async () => {
    const { ts: threadTs } = standIn.control.post({ user: ben, channel: front, text: "root" });
    await press("a.one", threadTs);
    await eventually(() =>
      expect(standIn.control.ephemerals(ben)).toMatchObject([{ threadTs, text: "a.one 7" }]),
    );
    expect(told()).toEqual([]);
  });

  it("on a root is answered at the channel's end where no modal opens", async () => {
    standIn.control.misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await press("a.one");
    await eventually(() =>
      expect(standIn.control.ephemerals(ben)).toMatchObject([{ threadTs: null, text: "a.one 7" }]),
    );
  });

  it("in a view is answered in a modal, or by direct message where none opens", async () => {
    const { web, dispatcher } = connect(standIn);
    const element = {
      type: "button" as const,
      text: { type: "plain_text" as const, text: "B" },
      action_id: "a.one",
    };
    const blocks = [{ type: "actions" as const, elements: [{ ...element, value: "home" }] }];
    await web("views.publish", { user_id: ben, view: { type: "home", blocks } });
    await dispatcher.destroy();
    const viewId = standIn.control.home(ben)?.id ?? "";
    await standIn.control.press({ user: ben, viewId, actionId: "a.one" });
    await eventually(() => expect(told()).toEqual(["a.one home"]));
    standIn.control.misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await standIn.control.press({ user: ben, viewId, actionId: "a.one" });
    const direct = standIn.control.directMessage(ben);
    await eventually(() =>
      expect(standIn.control.messages(direct).map(({ text }) => text)).toEqual(["a.one home"]),
    );
  });
});

describe("a shortcut", () => {
  it.each([
    ["s.one", "s.one"],
    ["s.two", "earlier version"],
  ])("%s is answered", async (callbackId, words) => {
    const { ts } = standIn.control.post({ user: ben, channel: front, text: "hello" });
    await standIn.control.messageShortcut({ user: ben, channel: front, ts, callbackId });
    await eventually(() => expect(told()).toEqual([expect.stringContaining(words)]));
  });
});

describe("a slash command", () => {
  const said = (user = ben) => standIn.control.ephemerals(user).map(({ text }) => text);
  const pressMore = () =>
    standIn.control.press({
      user: ben,
      viewId: standIn.control.views(ben).at(-1)?.id ?? "",
      actionId: "push.one",
    });
  const directs = () => standIn.control.messages(standIn.control.directMessage(ben)).map(({ text }) => text);
  const type = (command: string, text: string, user = ben) =>
    standIn.control.slashCommand({ user, channel: front, command, text });

  it("is answered where it was typed, to who typed it alone", async () => {
    expect(await type("/say", "hello")).toMatchObject({ acked: true });
    await eventually(() => expect(said()).toEqual([`hello in ${front}`]));
    expect(told()).toEqual([]);
  });

  it("opens a modal, in which a press puts another one on top, and the fourth is answered in words", async () => {
    await type("/ask", "one");
    await eventually(() => expect(told()).toHaveLength(1));
    for (const height of [2, 3]) {
      await pressMore();
      await eventually(() => expect(told()).toHaveLength(height));
    }
    expect(told().at(-1)).toBe("on top of on top of one");
    await pressMore();
    await eventually(() => expect(directs().join()).toContain("could not be opened"));
    expect(told()).toHaveLength(3);
  });

  it("opens a modal", async () => {
    await type("/open", "a form");
    await eventually(() => expect(told()).toEqual(["a form"]));
  });

  it("whose modal comes too late is answered in words", async () => {
    standIn.control.misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await type("/open", "a form");
    await eventually(() => expect(said()).toEqual([expect.stringContaining("type it again")]));
    expect(told()).toEqual([]);
  });

  it("that needs to look something up opens at once, and shows it when it is found", async () => {
    let show = (_: ModalView) => {};
    const shown = new Promise<ModalView>((resolve) => {
      show = resolve;
    });
    found = () => shown;
    await type("/load", "");
    const ids = () => standIn.control.views(ben).map(({ view }) => view.callback_id);
    await eventually(() => expect(ids()).toEqual(["loading"]));
    show(words("found"));
    await eventually(() => expect(told()).toEqual(["found"]));
    expect(ids()).toEqual(["words.1"]);
  });

  it("that finds nothing because something broke says so where it was to be shown", async () => {
    found = () => Promise.reject(new Error("disk full"));
    await type("/load", "");
    await eventually(() => expect(told()).toEqual([expect.stringContaining("went wrong")]));
    expect(ground.log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
    await nothingDue();
  });

  const updateFails = (times: number, error = "internal_error") =>
    standIn.control.misbehave({ match: { method: "views.update" }, kind: "fail", error, times });

  it("whose finds Slack does not show says so where they were to be shown, or else where it was typed", async () => {
    found = async () => words("found");
    updateFails(1);
    await type("/load", "");
    await eventually(() => expect(told()).toEqual([expect.stringContaining("went wrong")]));
    expect(said()).toEqual([]);
    updateFails(2);
    await type("/load", "");
    await eventually(() => expect(said()).toEqual([expect.stringContaining("went wrong")]));
  });

  it("whose window is closed before it has found anything says nothing more", async () => {
    let show = (_: ModalView) => {};
    const shown = new Promise<ModalView>((resolve) => {
      show = resolve;
    });
    found = () => shown;
    await type("/load", "");
    await eventually(() => expect(told()).toHaveLength(1));
    await standIn.control.closeView({ user: ben, viewId: standIn.control.views(ben).at(-1)?.id ?? "" });
    show(words("found"));
    await type("/say", "hello");
    await eventually(() => expect(said()).toEqual([`hello in ${front}`]));
    await nothingDue();
    expect(told()).toEqual([]);
    expect(directs()).toEqual([]);
  });

  it("that no feature knows is answered, too", async () => {
    await type("/nobody", "knows");
    await eventually(() => expect(said()).toEqual([expect.stringContaining("knows no /nobody")]));
  });

  it("that is stuck holds up nobody else's command, shortcut or press", async () => {
    let free = () => {};
    stuck = new Promise((resolve) => {
      free = resolve;
    });
    await type("/stick", "Ana", ana);
    await type("/say", "hello");
    await eventually(() => expect(said()).toEqual([`hello in ${front}`]));
    await standIn.control.globalShortcut({ user: ben, callbackId: "s.global" });
    await eventually(() => expect(told()).toEqual([expect.stringContaining("s.global")]));
    expect(said(ana)).toEqual([]);
    free();
    await eventually(() => expect(said(ana)).toEqual(["Ana at last"]));
  });
});

describe("an event", () => {
  it("reaches every feature that names it", async () => {
    standIn.control.archive({ channel: front });
    await eventually(() => expect(archived.toSorted()).toEqual([front, `also ${front}`].toSorted()));
  });

  it("comes again where a feature fails on it", async () => {
    failures = 1;
    standIn.control.addChannel({ id: "C0OPEN", name: "open", members: [ben] });
    standIn.control.invite({ channel: "C0OPEN", user: standIn.botUserId });
    standIn.control.archive({ channel: "C0OPEN" });
    await eventually(() => expect(failures).toBe(0));
    await nothingDue();
    ground.clock.offset = 60_000;
    await house.tick();
    await eventually(() => expect(failures).toBe(-1));
    await nothingDue();
  });
});

describe("the registry", () => {
  it.each(["buttons", "shortcuts", "commands"] as const)("gives none of the %s to two features", (kind) => {
    const ids = features.flatMap((one) => Object.keys(one[kind] ?? {}));
    expect(ids.length).toBeGreaterThan(kind === "commands" ? -1 : 0);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
