import { afterEach, beforeEach, expect, it } from "vitest";
import { createBridge } from "../../../src/bridge/bridge.ts";
import type { Tools } from "../../../src/slack/features/feature.ts";
import { newText } from "../../../src/slack/features/new-text.ts";
import { readPress } from "../../../src/slack/transport/read-press.ts";
import { newTextId } from "../../../src/slack/views/new-text.ts";
import { templateFieldActions } from "../../../src/slack/views/template-field.ts";
import { createGround, type Ground } from "../house.ts";
import { ben, connect } from "../stand-in.ts";

let ground: Ground;
beforeEach(async () => {
  ground = await createGround();
});
afterEach(() => ground.remove());

/** Whether the form is drawn anew where this is chosen in its menu of templates. */
async function isDrawnAnew(value: string): Promise<boolean> {
  const option = { value, text: { type: "plain_text", text: "What the menu says" } };
  const press = readPress({
    type: "block_actions",
    user: { id: ben },
    trigger_id: "1.2.a",
    actions: [{ action_id: templateFieldActions.choose, type: "external_select", selected_option: option }],
    view: {
      id: "V1",
      hash: "1.a",
      callback_id: newTextId,
      private_metadata: "{}",
      state: {
        values: {
          template: { [templateFieldActions.choose]: { type: "external_select", selected_option: option } },
          text: { text: { type: "plain_text_input", value: "Hello" } },
        },
      },
    },
  });
  const { self, names, dispatcher } = connect({ botToken: "xoxb-1", apiUrl: "http://127.0.0.1:9/api/" });
  const tools: Tools = {
    bridge: createBridge(ground.context()),
    self,
    names,
    openModal: async () => false,
    pushModal: async () => false,
    openLoading: async () => null,
    showLoaded: async () => false,
    updateModal: async () => false,
    redrawModal: async () => false,
  };
  if (press === null) throw new Error("no press");
  const answer = await newText.buttons?.[templateFieldActions.choose]?.(press, tools);
  await dispatcher.destroy();
  return answer?.redraws !== undefined;
}

it("a text stays as it is, with its template, where the menu says that it could not look templates up", async () => {
  expect(await isDrawnAnew("11111111-1111-4111-8111-111111111111")).toBe(true);
  expect(await isDrawnAnew("threadline.not_looked_up")).toBe(false);
});
