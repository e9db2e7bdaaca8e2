import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Sandbox, scene, startSandbox } from "../../src/sandbox/sandbox.ts";
import { startBolt } from "../sandbox/slack/stand-in-world.ts";
import { createPerson, type Person } from "./person.ts";

let sandbox: Sandbox;
let client: WebClient;
let ana: Person;
beforeEach(async () => {
  sandbox = await startSandbox({ mode: "http", slack: { limits: "off" } });
  client = new WebClient(sandbox.slack.botToken, { slackApiUrl: sandbox.slack.apiUrl });
  ana = createPerson(sandbox, scene.ana);
});
afterEach(() => sandbox.stop());

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const input = (name: string, element: object, more: object = {}) => ({
  type: "input",
  block_id: name,
  label: plain(name),
  element: { action_id: name.split(":")[0], ...element },
  ...more,
});
const NAMES = [option("Maria Lopez", "c1"), option("Mario Rossi", "c2"), option("Front desk", "g1")];
const view = {
  type: "modal",
  callback_id: "text.new",
  title: plain("New text"),
  submit: plain("Send"),
  blocks: [
    input("recipients:2", { type: "multi_external_select", min_query_length: 1 }),
    input(
      "line",
      { type: "static_select", options: [option("Front desk", "1"), option("Ben", "2")] },
      { dispatch_action: true },
    ),
    input("text:1", { type: "plain_text_input", multiline: true, initial_value: "Hi" }),
    input("when", { type: "datetimepicker" }, { optional: true }),
    {
      type: "actions",
      block_id: "more",
      elements: [{ type: "button", action_id: "check", text: plain("Check") }],
    },
  ],
};

async function opened(): Promise<void> {
  await startBolt(sandbox.slack, "http", (app) => {
    app.command("/sms", async ({ ack, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: view as never });
    });
    app.shortcut("text.new", async ({ ack, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: view as never });
    });
    app.action(/.*/, ({ ack }) => ack());
    app.options("recipients", ({ ack, payload }) =>
      ack({ options: NAMES.filter(({ text }) => text.text.toLowerCase().includes(payload.value)) }),
    );
    app.view("text.new", ({ ack }) =>
      ack({ response_action: "errors", errors: { "recipients:2": "Nobody is there." } }),
    );
  });
  await ana.types("/sms");
  await ana.waitsForModal("text.new");
}

const pressed = () =>
  sandbox.slack.control
    .deliveries("block_actions")
    .map(({ body }) => (body.actions as { action_id: string }[])[0]?.action_id);

it("opens a modal by a command, or by a shortcut", async () => {
  await opened();
  expect(ana.modal()?.callbackId).toBe("text.new");
  await ana.closesModal();
  expect(ana.modal()).toBeNull();
  await ana.opensShortcut("text.new");
  await ana.waitsForModal("text.new");
  expect(ana.seesInModal()).toContain("Check");
});

it("fills in fields by the name of their block, however often they were drawn", async () => {
  await opened();
  expect(ana.fieldInModal("text")).toBe("Hi");
  await ana.fillsIn("text", "Running late");
  await ana.fillsIn("when", "1800000000");
  expect([ana.fieldInModal("text"), ana.fieldInModal("when")]).toEqual(["Running late", "1800000000"]);
  await expect(ana.fillsIn("where", "x")).rejects.toThrow("no field where");
});

it("chooses by what the labels say, and the app hears of it where the field says so", async () => {
  await opened();
  await ana.fillsIn("line", "Ben");
  expect(ana.fieldInModal("line")).toBe("Ben");
  expect(pressed()).toEqual(["line"]);
  await ana.pressesInModal("Check");
  expect(pressed()).toEqual(["line", "check"]);
});

it("searches, adds what is found to what is chosen, and takes it out again", async () => {
  await opened();
  expect(await ana.searchesInModal("recipients", "mari")).toEqual(["Maria Lopez", "Mario Rossi"]);
  await ana.choosesInModal("recipients", "mari", "rossi");
  await ana.choosesInModal("recipients", "front");
  expect(ana.fieldInModal("recipients")).toEqual(["Mario Rossi", "Front desk"]);
  await ana.takesOutInModal("recipients", "Rossi");
  expect(ana.fieldInModal("recipients")).toEqual(["Front desk"]);
  await expect(ana.choosesInModal("recipients", "sam")).rejects.toThrow("offers no sam");
});

it("reads what is wrong at which field", async () => {
  await opened();
  await ana.choosesInModal("recipients", "front");
  await ana.fillsIn("line", "Ben");
  expect(await ana.submits()).toMatchObject({ action: "errors" });
  expect(ana.errorsInModal()).toEqual({ recipients: "Nobody is there." });
});
