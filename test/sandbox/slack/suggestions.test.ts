import type { App } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, clientOf, FRONT, startBolt, startStandIn } from "./stand-in-world.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (text: string, value = text) => ({ text: plain(text), value });
const NAMES = ["Maria Lopez", "Mario Rossi", "Sam Okafor"];

function viewWith(element: object, blockId = "who") {
  const select = { type: "multi_external_select", action_id: "who", min_query_length: 1, ...element };
  return {
    type: "modal" as const,
    callback_id: "form",
    private_metadata: "7",
    title: plain("Form"),
    submit: plain("Send"),
    blocks: [{ type: "input", block_id: blockId, label: plain("Who"), element: select }],
  } as never;
}

const offering = (app: App) => {
  app.options("who", ({ ack, payload }) =>
    ack({
      options: NAMES.filter((name) => name.toLowerCase().includes(payload.value)).map((name) => option(name)),
    }),
  );
};

async function withModal(
  element: object = {},
  add: (app: App) => void = offering,
  mode: "http" | "socket" = "http",
): Promise<{ standIn: SlackStandIn; viewId: string }> {
  const standIn = await startStandIn();
  await startBolt(standIn, mode, (app) => {
    app.shortcut(/.*/, ({ ack }) => ack());
    app.view(/.*/, ({ ack }) => ack());
    add(app);
  });
  const { triggerId = "" } = await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
  const { view } = await clientOf(standIn).views.open({ trigger_id: triggerId, view: viewWith(element) });
  return { standIn, viewId: view?.id ?? "" };
}

const chosenIn = (standIn: SlackStandIn) => {
  const [view] = standIn.control.views(ANA);
  return (view?.view.state as { values: unknown } | undefined)?.values;
};

describe.each(["http", "socket"] as const)("a select of the app's own options, by %s", (mode) => {
  it("asks with what is typed, and chooses of what it offered", async () => {
    const { standIn, viewId } = await withModal({}, offering, mode);
    const { control } = standIn;
    const found = await control.search({ user: ANA, viewId, actionId: "who", query: "mari" });
    expect(found).toMatchObject({
      acked: true,
      groups: [{ label: null, options: [{ text: "Maria Lopez" }, { text: "Mario Rossi" }] }],
    });
    const [asked] = control.deliveries("block_suggestion");
    expect(asked?.body).toMatchObject({
      type: "block_suggestion",
      user: { id: ANA },
      container: { type: "view", view_id: viewId },
      action_id: "who",
      block_id: "who",
      value: "mari",
      view: { id: viewId, private_metadata: "7" },
    });
    expect(asked?.body).not.toHaveProperty("trigger_id");
    control.fillIn({ user: ANA, values: { who: { who: ["Maria Lopez"] } } });
    await control.search({ user: ANA, viewId, actionId: "who", query: "sam" });
    control.fillIn({ user: ANA, values: { who: { who: ["Maria Lopez", "Sam Okafor"] } } });
    expect(chosenIn(standIn)).toMatchObject({
      who: { who: { selected_options: [option("Maria Lopez"), option("Sam Okafor")] } },
    });
  });
});

describe("a select of the app's own options", () => {
  it("chooses nothing that was not offered", async () => {
    const { standIn, viewId } = await withModal();
    const fill = (...who: string[]) => standIn.control.fillIn({ user: ANA, values: { who: { who } } });
    expect(() => fill("Maria Lopez")).toThrow("does not offer Maria Lopez");
    await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "sam" });
    expect(() => fill("Maria Lopez")).toThrow("does not offer Maria Lopez");
    fill("Sam Okafor");
  });

  it("begins with options that stay although nobody searched, until they are taken out", async () => {
    const { standIn } = await withModal({ initial_options: [option("Maria Lopez", "m")] });
    const { control } = standIn;
    control.fillIn({ user: ANA, values: { who: { who: ["m"] } } });
    expect(chosenIn(standIn)).toMatchObject({
      who: { who: { selected_options: [option("Maria Lopez", "m")] } },
    });
    control.fillIn({ user: ANA, values: { who: { who: [] } } });
    expect(() => control.fillIn({ user: ANA, values: { who: { who: ["m"] } } })).toThrow("does not offer m");
  });

  it("keeps what is chosen in a view drawn anew, under an unchanged block id only", async () => {
    const { standIn, viewId } = await withModal();
    const client = clientOf(standIn);
    await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "sam" });
    standIn.control.fillIn({ user: ANA, values: { who: { who: ["Sam Okafor"] } } });
    await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "maria" });
    await client.views.update({ view_id: viewId, view: viewWith({}) });
    const both = ["Sam Okafor", "Maria Lopez"];
    standIn.control.fillIn({ user: ANA, values: { who: { who: both } } });
    standIn.control.fillIn({ user: ANA, values: { who: { who: ["Sam Okafor"] } } });
    await client.views.update({ view_id: viewId, view: viewWith({}, "who:2") });
    expect(chosenIn(standIn)).toEqual({
      "who:2": { who: { type: "multi_external_select", selected_options: [] } },
    });
  });

  it("asks nobody before enough is typed: three characters, or what the element says", async () => {
    const { standIn, viewId } = await withModal({ min_query_length: undefined });
    const type = (query: string) => standIn.control.search({ user: ANA, viewId, actionId: "who", query });
    expect(await type("ma")).toEqual({ sent: false, acked: false, groups: [] });
    expect(standIn.control.deliveries("block_suggestion")).toEqual([]);
    expect(await type("mar")).toMatchObject({ sent: true, acked: true });
  });

  it("takes no more than it says", async () => {
    const { standIn, viewId } = await withModal({ max_selected_items: 1 });
    await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "mari" });
    const both = { who: { who: ["Maria Lopez", "Mario Rossi"] } };
    expect(() => standIn.control.fillIn({ user: ANA, values: both })).toThrow("No more than 1");
  });

  it("shows groups with their headings", async () => {
    const { standIn, viewId } = await withModal({}, (app) =>
      app.options("who", ({ ack }) =>
        ack({ option_groups: [{ label: plain("Team"), options: [option("Ana", "a")] }] }),
      ),
    );
    const { groups } = await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "a" });
    expect(groups).toEqual([{ label: "Team", options: [{ text: "Ana", value: "a" }] }]);
  });

  it("is asked with nothing typed, where it says so, and tells of what is chosen where its block does", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, "http", (app) => {
      app.shortcut(/.*/, ({ ack }) => ack());
      offering(app);
      app.action("who", ({ ack }) => ack());
    });
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
    const element = { type: "external_select", action_id: "who", min_query_length: 0 };
    const block = { type: "input", block_id: "who", label: plain("Who"), element, dispatch_action: true };
    const view = { type: "modal", title: plain("Form"), submit: plain("Send"), blocks: [block] } as never;
    const opened = await clientOf(standIn).views.open({ trigger_id: triggerId, view });
    const at = { user: ANA, viewId: opened.view?.id ?? "", blockId: "who", actionId: "who" };
    const { groups } = await standIn.control.search({ ...at, query: "" });
    expect(groups[0]?.options).toHaveLength(3);
    expect(standIn.control.deliveries("block_suggestion")[0]?.body).toMatchObject({ value: "" });
    await standIn.control.press({ ...at, value: "Sam Okafor" });
    expect(standIn.control.deliveries("block_actions")[0]?.body).toMatchObject({
      trigger_id: expect.any(String),
      actions: [
        {
          type: "external_select",
          block_id: "who",
          action_id: "who",
          selected_option: option("Sam Okafor"),
        },
      ],
      view: { state: { values: { who: { who: { selected_option: option("Sam Okafor") } } } } },
    });
    await standIn.control.press({ ...at, value: [] });
    expect(chosenIn(standIn)).toEqual({ who: { who: { type: "external_select", selected_option: null } } });
  });

  it.each([
    [
      "101 groups",
      {
        option_groups: Array.from({ length: 101 }, (_, index) => ({
          label: plain("Team"),
          options: [option(`${index}`)],
        })),
      },
    ],
    ["a heading of 76 characters", { option_groups: [{ label: plain("x".repeat(76)), options: [] }] }],
    ["101 options", { options: Array.from({ length: 101 }, (_, index) => option(`${index}`)) }],
    ["an option of 76 characters", { options: [option("x".repeat(76), "x")] }],
    ["an option of 151 characters' value", { options: [option("x", "x".repeat(151))] }],
    ["something else", { choices: [] }],
  ])("shows an empty menu for %s", async (_, answer) => {
    const { standIn, viewId } = await withModal({}, (app) =>
      app.options("who", ({ ack }) => ack(answer as never)),
    );
    const outcome = await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "a" });
    expect(outcome).toMatchObject({ acked: true, error: "invalid_options", groups: [] });
  });

  it("shows an empty menu when nobody answers", async () => {
    const { standIn, viewId } = await withModal({}, () => {});
    standIn.control.configure({ answerWithinMs: 50 });
    const outcome = await standIn.control.search({ user: ANA, viewId, actionId: "who", query: "a" });
    expect(outcome).toMatchObject({ acked: false, groups: [] });
  });

  it("works in a message, too", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, "http", (app) => {
      offering(app);
      app.action("who", ({ ack }) => ack());
    });
    const element = { type: "external_select", action_id: "who", min_query_length: 0 };
    const blocks = [{ type: "actions", block_id: "row", elements: [element] }];
    const posted = await clientOf(standIn).chat.postMessage({ channel: FRONT, text: "x", blocks } as never);
    const at = { user: ANA, channel: FRONT, ts: posted.ts ?? "", actionId: "who" };
    await expect(standIn.control.press({ ...at, value: "Sam Okafor" })).rejects.toThrow("does not offer");
    await standIn.control.search({ ...at, query: "" });
    await standIn.control.press({ ...at, value: "Sam Okafor" });
    expect(standIn.control.deliveries("block_suggestion")[0]?.body).toMatchObject({
      container: { type: "message", message_ts: posted.ts, channel_id: FRONT },
      channel: { id: FRONT },
    });
    expect(standIn.control.deliveries("block_actions")[0]?.body.actions).toMatchObject([
      { selected_option: option("Sam Okafor") },
    ]);
  });
});
