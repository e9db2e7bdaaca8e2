import type { App } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { ANA, FRONT, startBolt, startStandIn, until } from "./stand-in-world.ts";

const MODAL = {
  type: "modal" as const,
  callback_id: "form",
  title: { type: "plain_text" as const, text: "Answer" },
  submit: { type: "plain_text" as const, text: "Send" },
  blocks: [
    {
      type: "input" as const,
      block_id: "words",
      label: { type: "plain_text" as const, text: "Words" },
      element: { type: "plain_text_input" as const, action_id: "words" },
    },
  ],
};

function addListeners(app: App): void {
  app.message("hello", async ({ message, say }) => {
    if (message.subtype !== undefined) return;
    await say({ text: `hello <@${message.user}>`, thread_ts: message.ts });
  });
  app.message("buttons", async ({ say }) => {
    await say({
      text: "Choose",
      blocks: [
        {
          type: "actions",
          elements: [
            { type: "button", action_id: "take", text: { type: "plain_text", text: "Take" }, value: "42" },
            { type: "button", action_id: "form", text: { type: "plain_text", text: "Form" } },
          ],
        },
      ],
    });
  });
  app.action("take", async ({ ack, action, body, respond }) => {
    await ack();
    const value = action.type === "button" ? action.value : "";
    await respond({ text: `taken ${value} by ${body.user.id}`, replace_original: true });
  });
  app.action("form", async ({ ack, body, client }) => {
    await ack();
    if (body.type === "block_actions") await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
  });
  app.view("form", async ({ ack, view, client }) => {
    const words = view.state.values.words?.words?.value ?? "";
    if (words === "bad") await ack({ response_action: "errors", errors: { words: "Not that." } });
    else {
      await ack();
      await client.chat.postMessage({ channel: FRONT, text: `form says ${words}` });
    }
  });
  app.command("/threadline", async ({ ack, command, respond }) => {
    await ack(`got ${command.text}`);
    await respond({ text: "for all", response_type: "in_channel" });
  });
  app.shortcut("why", async ({ ack, shortcut, client }) => {
    await ack();
    if (shortcut.type !== "message_action") return;
    await client.chat.postEphemeral({
      channel: shortcut.channel.id,
      user: shortcut.user.id,
      text: "because",
    });
  });
}

/** No socket is to be lost here, however busy the machine is. Milliseconds. */
const patience = 60_000;

describe.each(["http", "socket"] as const)("a real Bolt app over %s", (mode) => {
  it("hears a message and answers in its thread", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    const { ts } = control.post({ user: ANA, channel: FRONT, text: "hello there" });
    const reply = await until(() => control.thread(FRONT, ts)[1]);
    expect(reply.text).toBe(`hello <@${ANA}>`);
    expect(reply.botId).toBe(standIn.botId);
    await control.idle();
    expect(control.deliveries("message").every((delivery) => delivery.state === "delivered")).toBe(true);
  });

  it("handles a button and replaces the message through its response URL", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    control.post({ user: ANA, channel: FRONT, text: "buttons" });
    const message = await until(() => control.messages(FRONT)[1]);
    const outcome = await control.press({ user: ANA, channel: FRONT, ts: message.ts, actionId: "take" });
    expect(outcome).toMatchObject({ sent: true, acked: true });
    await until(() => control.message(FRONT, message.ts)?.text === `taken 42 by ${ANA}`);
  });

  it("opens a modal, sees its errors and its submission", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    control.post({ user: ANA, channel: FRONT, text: "buttons" });
    const message = await until(() => control.messages(FRONT)[1]);
    await control.press({ user: ANA, channel: FRONT, ts: message.ts, actionId: "form" });
    const view = await until(() => control.views(ANA)[0]);
    expect(view.callbackId).toBe("form");
    const bad = await control.submitView({ user: ANA, values: { words: { words: "bad" } } });
    expect(bad).toMatchObject({ action: "errors", errors: { words: "Not that." } });
    expect(control.views(ANA)).toHaveLength(1);
    const good = await control.submitView({ user: ANA, values: { words: { words: "fine" } } });
    expect(good.action).toBe("closed");
    expect(control.views(ANA)).toHaveLength(0);
    await until(() => control.messages(FRONT).some((post) => post.text === "form says fine"));
  });

  it("runs a slash command, with its ack seen by its author and its response by all", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    const outcome = await control.slashCommand({
      user: ANA,
      channel: FRONT,
      command: "/threadline",
      text: "now",
    });
    expect(outcome.acked).toBe(true);
    await until(() => control.ephemerals(ANA).some((shown) => shown.text === "got now"));
    await until(() => control.messages(FRONT).some((post) => post.text === "for all"));
  });

  it("runs a message shortcut", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    const { ts } = control.post({ user: ANA, channel: FRONT, text: "plain" });
    const outcome = await control.messageShortcut({ user: ANA, channel: FRONT, ts, callbackId: "why" });
    expect(outcome.acked).toBe(true);
    const shown = await until(() => control.ephemerals(ANA)[0]);
    expect(shown.text).toBe("because");
  });

  it("tells a person who pressed what nobody answers", async () => {
    const standIn = await startStandIn({ answerWithinMs: 200 });
    await startBolt(standIn, mode, addListeners, patience);
    const { control } = standIn;
    const outcome = await control.globalShortcut({ user: ANA, callbackId: "unknown" });
    expect(outcome.acked).toBe(false);
    expect(outcome.error).toMatch(/operation_timeout|http_404/);
  });
});

describe("a real Bolt app over http", () => {
  it("answers the challenge of the settings page", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, "http", addListeners);
    expect(await standIn.control.verifyUrl()).toBe(true);
  });

  it("refuses what another secret signed, and the stand-in retries three times", async () => {
    const standIn = await startStandIn();
    await startBolt(standIn, "http", addListeners);
    standIn.control.configure({ signingSecret: "another" });
    standIn.control.post({ user: ANA, channel: FRONT, text: "hello" });
    await standIn.control.idle();
    const [delivery] = standIn.control.deliveries("message");
    expect(delivery?.state).toBe("given_up");
    expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([401, 401, 401, 401]);
  });
});
