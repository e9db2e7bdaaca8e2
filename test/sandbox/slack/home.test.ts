/** The app's Home: one view a person, drawn by the app, opened by its person. */
import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Wire } from "../../../src/sandbox/slack/wire.ts";
import { ANA, BEN, clientOf, startStandIn } from "./stand-in-world.ts";

const words = (text: string) => ({ type: "section" as const, text: { type: "mrkdwn" as const, text } });
const button = {
  type: "actions" as const,
  block_id: "acts",
  elements: [
    {
      type: "button" as const,
      action_id: "auto.edit",
      text: { type: "plain_text" as const, text: "Change" },
    },
    {
      type: "static_select" as const,
      action_id: "auto.when",
      placeholder: { type: "plain_text" as const, text: "When" },
      options: [{ text: { type: "plain_text" as const, text: "Always" }, value: "always" }],
    },
  ],
};

async function refusal(standIn: SlackStandIn, view: object, more: object = {}): Promise<Wire> {
  const call = clientOf(standIn).apiCall("views.publish", { user_id: ANA, view, ...more });
  return call.then(
    () => ({ error: "ok" }),
    (error: { data: Wire }) => error.data,
  );
}

const openings = (standIn: SlackStandIn) =>
  standIn.control.deliveries("app_home_opened").map(({ body }) => body.event as Wire);

describe("a Home", () => {
  it("is each person's own, and replaced whole", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    await client.views.publish({ user_id: ANA, view: { type: "home", blocks: [words("first")] } });
    await client.views.publish({ user_id: BEN, view: { type: "home", blocks: [words("Ben's")] } });
    const { view } = await client.views.publish({
      user_id: ANA,
      view: { type: "home", callback_id: "home", blocks: [words("second"), button] },
    });
    expect(standIn.control.home(ANA)).toMatchObject({
      id: view?.id,
      type: "home",
      callbackId: "home",
      view: { blocks: [{ text: { text: "second" } }, { block_id: "acts" }] },
    });
    expect(standIn.control.home(BEN)?.view.blocks).toMatchObject([{ text: { text: "Ben's" } }]);
  });

  it("is drawn only over the one that the app has seen, where it says which", async () => {
    const standIn = await startStandIn();
    const view = { type: "home", blocks: [words("x")] };
    const first = await clientOf(standIn).views.publish({ user_id: ANA, view: { ...view, type: "home" } });
    const hash = first.view?.hash;
    expect(await refusal(standIn, view, { hash })).toMatchObject({ error: "ok" });
    expect(await refusal(standIn, view, { hash })).toMatchObject({ error: "hash_conflict" });
    expect(await refusal(standIn, view)).toMatchObject({ error: "ok" });
  });

  it.each<[string, object, RegExp]>([
    ["a modal", { type: "modal", title: { type: "plain_text", text: "T" }, blocks: [words("x")] }, /^$/],
    ["no type", { blocks: [words("x")] }, /must be one of/],
    ["101 blocks", { type: "home", blocks: Array(101).fill(words("x")) }, /no more than 100 items/],
    ["a section of 3,001 characters", { type: "home", blocks: [words("x".repeat(3_001))] }, /less than 3001/],
    ["a block that only modals have", { type: "home", blocks: [{ type: "alert" }] }, /unsupported type/],
  ])("can't be %s", async (_, view, why) => {
    const standIn = await startStandIn();
    const { error, response_metadata: metadata } = await refusal(standIn, view);
    expect(error).toBe("invalid_arguments");
    expect(String((metadata as { messages?: string[] } | undefined)?.messages ?? "")).toMatch(why);
    expect(standIn.control.home(ANA)).toBeNull();
  });

  it("can't be drawn for nobody, nor where the app has none", async () => {
    const standIn = await startStandIn();
    const view = { type: "home", blocks: [words("x")] };
    expect(await refusal(standIn, view, { user_id: "U0NOBODY" })).toMatchObject({ error: "user_not_found" });
    standIn.control.configure({ homeTab: false });
    expect(await refusal(standIn, view)).toMatchObject({ error: "not_enabled" });
    expect(() => standIn.control.openHome({ user: ANA })).toThrow("no Home tab");
  });

  it("is opened with its person, the direct conversation, the tab, and what stood there", async () => {
    const standIn = await startStandIn();
    const { control } = standIn;
    control.openHome({ user: ANA });
    await clientOf(standIn).views.publish({ user_id: ANA, view: { type: "home", blocks: [words("x")] } });
    control.openHome({ user: ANA, tab: "home" });
    control.openHome({ user: ANA, tab: "messages" });
    const place = { user: ANA, channel: control.directMessage(ANA) };
    expect(openings(standIn)).toMatchObject([
      { ...place, tab: "home" },
      { ...place, tab: "home", view: { id: control.home(ANA)?.id, type: "home" } },
      { ...place, tab: "messages" },
    ]);
    expect(openings(standIn).map((event) => "view" in event)).toEqual([false, true, false]);
  });

  it("is opened unheard by an app that did not subscribe", async () => {
    const standIn = await startStandIn({ botEvents: ["message.im"] });
    standIn.control.openHome({ user: ANA });
    expect(openings(standIn)).toEqual([]);
  });

  it("takes presses and choices of its person, and opens modals from them", async () => {
    const standIn = await startStandIn();
    const { control } = standIn;
    const client = clientOf(standIn);
    await client.views.publish({ user_id: ANA, view: { type: "home", blocks: [button] } });
    const viewId = control.home(ANA)?.id ?? "";
    const pressed = await control.press({ user: ANA, viewId, actionId: "auto.edit" });
    const modal = {
      type: "modal" as const,
      title: { type: "plain_text" as const, text: "T" },
      blocks: [words("x")],
    };
    await client.views.open({ trigger_id: pressed.triggerId ?? "", view: modal });
    expect(control.views(ANA)).toHaveLength(1);
    await control.press({ user: ANA, viewId, actionId: "auto.when", value: "always" });
    const bodies = control.deliveries("block_actions").map(({ body }) => body);
    expect(bodies).toMatchObject([
      {
        container: { type: "view", view_id: viewId },
        view: { type: "home" },
        actions: [{ action_id: "auto.edit" }],
      },
      { actions: [{ action_id: "auto.when", selected_option: { value: "always" } }] },
    ]);
    await expect(control.press({ user: BEN, viewId, actionId: "auto.edit" })).rejects.toThrow("no view");
    expect(control.state().homes.map(({ user }) => user)).toEqual([ANA]);
  });
});
