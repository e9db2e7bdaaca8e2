/** A form as large as they get, with what stands in it while somebody searches, in windows of either width and both themes. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeApp, type FakeApp, type Json, scene } from "./fake-app.ts";
import { sideways, violations } from "./looks.ts";

let at: FakeApp;
beforeEach(async () => {
  at = await createFakeApp();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const plain = (text: string): Json => ({ type: "plain_text", text });
const option = (name: string): Json => ({ text: plain(name), value: name });
const input = (id: string, label: string, element: Json, more: Json = {}): Json => ({
  type: "input",
  block_id: id,
  label: plain(label),
  element: { action_id: id, ...element },
  ...more,
});
const names = ["Maria Lopez", `Somebody with ${"averylongname".repeat(4)}`, "(555) 019-9077"];
const form = {
  type: "modal",
  title: plain("New text"),
  submit: plain("Send"),
  blocks: [
    input("to", "To", {
      type: "multi_external_select",
      min_query_length: 1,
      initial_options: names.map(option),
    }),
    input("from", "From", { type: "static_select", options: names.map(option) }, { dispatch_action: true }),
    input("text", "Text", { type: "plain_text_input", multiline: true }, { hint: plain("No emoji") }),
    { type: "context", elements: [plain(":warning: One character makes this three segments.")] },
    {
      type: "actions",
      elements: ["Check", "Use plain punctuation"].map((label) => ({
        type: "button",
        action_id: label,
        text: plain(label),
      })),
    },
    input("when", "When", { type: "datetimepicker" }, { optional: true }),
    input("if", "Unless", { type: "checkboxes", options: [option("They write first")] }, { optional: true }),
  ],
};

describe.each([
  ["1280 by 800 in the light theme", { width: 1280, height: 800 }, "light"],
  ["390 by 800 in the dark theme", { width: 390, height: 800 }, "dark"],
] as const)("a form in a window of %s", (_, viewport, colorScheme) => {
  it("has no accessibility violation, and never scrolls sideways, with its errors and a menu open", async () => {
    const { triggerId } = await at.sandbox.slack.control.globalShortcut({
      user: scene.ben,
      callbackId: "text.new",
    });
    await at.call("views.open", { trigger_id: triggerId, view: form });
    const page = await at.newWindow({ viewport, colorScheme });
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("From").selectOption("Maria Lopez");
    await dialog.getByLabel("Text").fill("x");
    at.answer = () => ({ response_action: "errors", errors: { text: "Too short.", to: "Nobody is there." } });
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("Nobody is there.").waitFor();
    at.answer = () => ({ options: ["Nora Quist", `Another ${"unbroken".repeat(8)}`].map(option) });
    await dialog.getByRole("combobox", { name: "To" }).fill("n");
    await dialog.getByRole("option", { name: "Nora Quist" }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
  });
});
