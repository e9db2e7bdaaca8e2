import { describe, expect, it } from "vitest";
import { settingsFrom } from "../../../src/sandbox/slack/default-settings.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, BEN, clientOf, FRONT, startBolt, startStandIn } from "./stand-in-world.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const MODAL = {
  type: "modal" as const,
  callback_id: "form",
  title: plain("Form"),
  submit: plain("Send"),
  blocks: [
    {
      type: "input" as const,
      block_id: "words",
      label: plain("Words"),
      element: { type: "plain_text_input" as const, action_id: "words", max_length: 5 },
    },
    {
      type: "input" as const,
      block_id: "who",
      optional: true,
      label: plain("Who"),
      element: { type: "users_select" as const, action_id: "who" },
    },
  ],
};
const CARD = [
  {
    type: "actions",
    block_id: "row",
    elements: [
      {
        type: "button",
        action_id: "resolve",
        text: plain("Resolve"),
        value: "7",
        confirm: { title: plain("Sure?"), text: plain("Really?"), confirm: plain("Yes"), deny: plain("No") },
      },
      { type: "overflow", action_id: "more", options: [{ text: plain("One"), value: "1" }] },
    ],
  },
];

async function withCard(): Promise<{ standIn: SlackStandIn; ts: string }> {
  const standIn = await startStandIn();
  await startBolt(standIn, "http", (app) => {
    app.action(/.*/, ({ ack }) => ack());
    app.shortcut(/.*/, ({ ack }) => ack());
  });
  const { ts = "" } = await clientOf(standIn).chat.postMessage({
    channel: FRONT,
    text: "card",
    blocks: CARD,
  });
  return { standIn, ts };
}

async function errorOf(call: Promise<unknown>): Promise<string> {
  const failed = (await call.then(
    () => ({}),
    (error: unknown) => error,
  )) as { data?: { error?: string } };
  return failed.data?.error ?? "ok";
}

describe("a press", () => {
  it("carries message, thread, action and a response URL", async () => {
    const { standIn, ts } = await withCard();
    standIn.control.post({ user: BEN, channel: FRONT, threadTs: ts, text: "reply" });
    await standIn.control.press({ user: ANA, channel: FRONT, ts, actionId: "resolve" });
    expect(standIn.control.deliveries("block_actions")[0]?.body).toMatchObject({
      user: { id: ANA },
      container: { type: "message", message_ts: ts, channel_id: FRONT, is_ephemeral: false, thread_ts: ts },
      message: { ts, text: "card", bot_id: standIn.botId },
      actions: [{ type: "button", action_id: "resolve", block_id: "row", value: "7" }],
      response_url: expect.stringContaining("/hooks/actions/"),
    });
  });

  it("shows the confirm dialog, and sends nothing when the person says no", async () => {
    const { standIn, ts } = await withCard();
    const press = { user: ANA, channel: FRONT, ts, actionId: "resolve" };
    const no = await standIn.control.press({ ...press, confirm: false });
    expect(no).toMatchObject({ sent: false, confirm: { title: { text: "Sure?" } } });
    expect(standIn.control.deliveries("block_actions")).toEqual([]);
    expect(await standIn.control.press(press)).toMatchObject({ sent: true, acked: true });
  });

  it("chooses an option that is offered, and only such a one", async () => {
    const { standIn, ts } = await withCard();
    const press = { user: ANA, channel: FRONT, ts, actionId: "more" };
    await standIn.control.press({ ...press, value: "1" });
    expect(standIn.control.deliveries("block_actions")[0]?.body.actions).toMatchObject([
      { type: "overflow", selected_option: { value: "1" } },
    ]);
    await expect(standIn.control.press({ ...press, value: "2" })).rejects.toThrow("does not offer 2");
    await expect(standIn.control.press({ ...press, actionId: "gone" })).rejects.toThrow("nothing to press");
  });

  it("works on an ephemeral message, which comes without its content, until a reload", async () => {
    const { standIn } = await withCard();
    const shown = { channel: FRONT, user: ANA, text: "only you", blocks: CARD };
    const { message_ts: ts = "" } = await clientOf(standIn).chat.postEphemeral(shown);
    const press = { user: ANA, channel: FRONT, ts, actionId: "resolve" };
    await standIn.control.press(press);
    const [delivery] = standIn.control.deliveries("block_actions");
    expect(delivery?.body).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
    expect(delivery?.body).not.toHaveProperty("message");
    await expect(standIn.control.press({ ...press, user: BEN })).rejects.toThrow("no message");
    const shortcut = standIn.control.messageShortcut({ user: ANA, channel: FRONT, ts, callbackId: "why" });
    await expect(shortcut).rejects.toThrow("only you see");
    standIn.control.reload(ANA);
    expect(standIn.control.ephemerals(ANA)).toEqual([]);
    await expect(standIn.control.press(press)).rejects.toThrow("no message");
  });
});

describe("an ephemeral message", () => {
  it("goes when its reader dismisses it, for whom alone it was", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const shown = { channel: FRONT, user: ANA, text: "only you" };
    const { message_ts: ts = "" } = await client.chat.postEphemeral(shown);
    standIn.control.dismiss({ user: BEN, channel: FRONT, ts });
    expect(standIn.control.ephemerals(ANA)).toHaveLength(1);
    standIn.control.dismiss({ user: ANA, channel: FRONT, ts });
    standIn.control.dismiss({ user: ANA, channel: FRONT, ts });
    expect(standIn.control.ephemerals(ANA)).toEqual([]);
  });

  it("reaches the active only, and in a thread only when that has replies", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const show = (threadTs?: string) =>
      client.chat.postEphemeral({
        channel: FRONT,
        user: BEN,
        text: "x",
        ...(threadTs ? { thread_ts: threadTs } : {}),
      });
    await show(root.ts);
    expect(standIn.control.ephemerals(BEN)).toHaveLength(0);
    standIn.control.post({ user: ANA, channel: FRONT, threadTs: root.ts, text: "reply" });
    await show(root.ts);
    expect(standIn.control.ephemerals(BEN)).toMatchObject([{ threadTs: root.ts, text: "x" }]);
    standIn.control.setActive({ user: BEN, active: false });
    expect((await show()).ok).toBe(true);
    expect(standIn.control.ephemerals(BEN)).toHaveLength(1);
  });
});

describe("a trigger id", () => {
  async function triggerOf(standIn: SlackStandIn): Promise<string> {
    return (await standIn.control.globalShortcut({ user: ANA, callbackId: "x" })).triggerId ?? "";
  }

  it("opens one view within three seconds", async () => {
    let now = 1_800_000_000_000;
    const standIn = await startStandIn({ now: () => now, triggerWithinMs: settingsFrom({}).triggerWithinMs });
    const client = clientOf(standIn);
    const first = await triggerOf(standIn);
    expect(await errorOf(client.views.open({ trigger_id: first, view: MODAL }))).toBe("ok");
    expect(await errorOf(client.views.open({ trigger_id: first, view: MODAL }))).toBe("exchanged_trigger_id");
    const late = await triggerOf(standIn);
    now += 3_001;
    expect(await errorOf(client.views.open({ trigger_id: late, view: MODAL }))).toBe("expired_trigger_id");
    expect(await errorOf(client.views.open({ trigger_id: "1.2.3", view: MODAL }))).toBe("invalid_trigger_id");
  });

  it("pushes up to three views", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    await client.views.open({ trigger_id: await triggerOf(standIn), view: MODAL });
    await client.views.push({ trigger_id: await triggerOf(standIn), view: MODAL });
    await client.views.push({ trigger_id: await triggerOf(standIn), view: MODAL });
    const fourth = client.views.push({ trigger_id: await triggerOf(standIn), view: MODAL });
    expect(await errorOf(fourth)).toBe("push_limit_reached");
    expect(standIn.control.views(ANA)).toHaveLength(3);
  });
});

describe("a modal", () => {
  async function opened(): Promise<{ standIn: SlackStandIn; id: string }> {
    const standIn = await startStandIn();
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
    const { view } = await clientOf(standIn).views.open({ trigger_id: triggerId, view: MODAL });
    return { standIn, id: view?.id ?? "" };
  }

  it("is checked by the client before it is sent", async () => {
    const { standIn } = await opened();
    const submit = (words: string | null) =>
      standIn.control.submitView({ user: ANA, values: { words: { words } } });
    await expect(submit(null)).rejects.toThrow("required field");
    await expect(submit("too long")).rejects.toThrow("at most 5 characters");
    expect(standIn.control.deliveries("view_submission")).toEqual([]);
  });

  it("stays open when nobody answers", async () => {
    const { standIn } = await opened();
    const outcome = await standIn.control.submitView({ user: ANA, values: { words: { words: "x" } } });
    expect(outcome).toMatchObject({ acked: false, action: "failed" });
    expect(standIn.control.views(ANA)).toHaveLength(1);
  });

  it("has nowhere to be answered but in a conversation that it asked for", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, "http", (app) => {
      app.shortcut(/.*/, ({ ack }) => ack());
      app.view(/.*/, ({ ack }) => ack({ response_action: "errors", errors: { place: "Another." } }));
    });
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
    const element = { type: "conversations_select" as const, action_id: "place" };
    const block = { type: "input" as const, block_id: "place", label: plain("Where") };
    const open = (asked: boolean) => ({
      ...MODAL,
      blocks: [{ ...block, element: { ...element, response_url_enabled: asked } }],
    });
    const client = clientOf(standIn);
    const { view } = await client.views.open({ trigger_id: triggerId, view: open(false) });
    await standIn.control.submitView({ user: ANA, values: { place: { place: FRONT } } });
    await client.views.update({ view_id: view?.id ?? "", view: open(true) });
    await standIn.control.submitView({ user: ANA });
    expect(standIn.control.deliveries("view_submission").map(({ body }) => body.response_urls)).toEqual([
      [],
      [
        {
          block_id: "place",
          action_id: "place",
          channel_id: FRONT,
          response_url: expect.stringContaining("/hooks/app/"),
        },
      ],
    ]);
  });

  it("keeps what was typed under an unchanged block id when it is updated", async () => {
    const { standIn, id } = await opened();
    const client = clientOf(standIn);
    standIn.control.fillIn({ user: ANA, values: { words: { words: "typed" }, who: { who: BEN } } });
    await client.views.update({ view_id: id, view: { ...MODAL, title: plain("Other") } });
    expect(standIn.control.views(ANA)[0]?.view.state).toMatchObject({
      values: { words: { words: { value: "typed" } }, who: { who: { selected_user: BEN } } },
    });
    const [words, who] = MODAL.blocks;
    const renamed = { ...MODAL, blocks: [{ ...words, block_id: "words-2" }, who] } as typeof MODAL;
    await client.views.update({ view_id: id, view: renamed });
    expect(standIn.control.views(ANA)[0]?.view.state).toMatchObject({
      values: { "words-2": { words: { value: null } } },
    });
  });

  it("says of a field that was emptied again that it holds nothing", async () => {
    const { standIn } = await opened();
    standIn.control.fillIn({ user: ANA, values: { words: { words: "typed" } } });
    standIn.control.fillIn({ user: ANA, values: { words: { words: "" } } });
    expect(standIn.control.views(ANA)[0]?.view.state).toMatchObject({
      values: { words: { words: { type: "plain_text_input", value: null } } },
    });
  });

  it("refuses an update on an old hash, and of a view that is gone", async () => {
    const { standIn, id } = await opened();
    const client = clientOf(standIn);
    const { view } = await client.views.update({ view_id: id, view: MODAL });
    const hash = view?.hash ?? "";
    expect(await errorOf(client.views.update({ view_id: id, view: MODAL, hash }))).toBe("ok");
    expect(await errorOf(client.views.update({ view_id: id, view: MODAL, hash }))).toBe("hash_conflict");
    await standIn.control.closeView({ user: ANA });
    expect(await errorOf(client.views.update({ view_id: id, view: MODAL }))).toBe("not_found");
  });

  it("follows the app's answer: update, push, clear", async () => {
    const standIn = await startStandIn();
    const answers = [
      { response_action: "update" as const, view: { ...MODAL, callback_id: "form", title: plain("Second") } },
      { response_action: "push" as const, view: { ...MODAL, title: plain("Third") } },
      { response_action: "clear" as const },
    ];
    await startBolt(standIn, "http", (app) => {
      app.shortcut("x", async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: MODAL });
      });
      app.view("form", async ({ ack }) => {
        const answer = answers.shift();
        await (answer === undefined ? ack() : ack(answer));
      });
    });
    await standIn.control.globalShortcut({ user: ANA, callbackId: "x" });
    await expect.poll(() => standIn.control.views(ANA).length).toBe(1);
    const submit = () => standIn.control.submitView({ user: ANA, values: { words: { words: "x" } } });
    const titles = () => standIn.control.views(ANA).map((open) => (open.view.title as { text: string }).text);
    expect([(await submit()).action, titles()]).toEqual(["updated", ["Second"]]);
    expect([(await submit()).action, titles()]).toEqual(["pushed", ["Second", "Third"]]);
    expect([(await submit()).action, titles()]).toEqual(["cleared", []]);
  });

  it("that is submitted twice at once closes alone: what stands below it stays", async () => {
    const { standIn } = await opened();
    const answers = [{ response_action: "push" as const, view: MODAL }];
    await startBolt(standIn, "http", (app) => {
      app.view("form", async ({ ack }) => {
        const answer = answers.shift();
        await (answer === undefined ? ack() : ack(answer));
      });
    });
    const submit = () => standIn.control.submitView({ user: ANA, values: { words: { words: "x" } } });
    await submit();
    const both = await Promise.all([submit(), submit()]);
    expect(both.map(({ action }) => action)).toEqual(["closed", "closed"]);
    expect(standIn.control.views(ANA)).toHaveLength(1);
  });

  it("stands as it is where the app pushes a fourth, draws what is none, or names an error nowhere", async () => {
    const { standIn } = await opened();
    const answers = [
      { response_action: "push" as const, view: MODAL },
      { response_action: "push" as const, view: MODAL },
      { response_action: "push" as const, view: MODAL },
      { response_action: "update" as const, view: { ...MODAL, title: plain("x".repeat(25)) } },
      { response_action: "errors" as const, errors: { elsewhere: "No." } },
    ];
    await startBolt(standIn, "http", (app) => {
      app.view("form", ({ ack }) => ack(answers.shift() as never));
    });
    const submit = () => standIn.control.submitView({ user: ANA, values: { words: { words: "x" } } });
    await submit();
    await submit();
    expect(await submit()).toMatchObject({ action: "failed", error: "push_limit_reached" });
    expect(await submit()).toMatchObject({ action: "failed", error: "invalid_arguments" });
    expect(await submit()).toMatchObject({ action: "failed", error: "invalid_errors" });
    expect(standIn.control.views(ANA)).toHaveLength(3);
    await standIn.control.closeView({ user: ANA });
    expect(standIn.control.views(ANA)).toHaveLength(2);
  });
});

describe("a response URL", () => {
  async function responseUrl(standIn: SlackStandIn, ts: string): Promise<string> {
    await standIn.control.press({ user: ANA, channel: FRONT, ts, actionId: "resolve" });
    return String(standIn.control.deliveries("block_actions").at(-1)?.body.response_url);
  }
  const send = (url: string, body: object) => fetch(url, { method: "POST", body: JSON.stringify(body) });

  it("answers privately, publicly, in place, and deletes", async () => {
    const { standIn, ts } = await withCard();
    const url = await responseUrl(standIn, ts);
    await send(url, { text: "psst" });
    await send(url, { text: "all", response_type: "in_channel" });
    await send(url, { text: "changed", replace_original: true });
    expect(standIn.control.ephemerals(ANA).map((shown) => shown.text)).toEqual(["psst"]);
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["changed", "all"]);
    await send(url, { delete_original: true });
    expect(standIn.control.messages(FRONT).map((post) => post.text)).toEqual(["all"]);
  });

  it("works five times within thirty minutes", async () => {
    let now = 1_800_000_000_000;
    const standIn = await startStandIn({ now: () => now });
    const { ts = "" } = await clientOf(standIn).chat.postMessage({
      channel: FRONT,
      text: "card",
      blocks: CARD,
    });
    const url = await responseUrl(standIn, ts);
    for (let i = 0; i < 5; i += 1) expect((await send(url, { text: "x" })).status).toBe(200);
    expect(await (await send(url, { text: "x" })).json()).toMatchObject({ error: "used_url" });
    const other = await responseUrl(standIn, ts);
    now += 30 * 60_000 + 1;
    expect(await (await send(other, { text: "x" })).json()).toMatchObject({ error: "expired_url" });
  });
});

describe("the app's home", () => {
  it("is published, opened and pressed", async () => {
    const { standIn } = await withCard();
    const blocks = [{ type: "actions", elements: [{ type: "button", action_id: "go", text: plain("Go") }] }];
    await clientOf(standIn).views.publish({ user_id: ANA, view: { type: "home", blocks } });
    standIn.control.openHome({ user: ANA });
    expect(standIn.control.deliveries("app_home_opened")[0]?.body.event).toMatchObject({
      user: ANA,
      tab: "home",
    });
    const viewId = standIn.control.home(ANA)?.id ?? "";
    expect(await standIn.control.press({ user: ANA, viewId, actionId: "go" })).toMatchObject({ acked: true });
  });
});
