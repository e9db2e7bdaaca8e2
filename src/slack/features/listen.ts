/** Brings what Slack tells us to the feature whose id it carries; whoever presses what no feature knows is answered, too. */
import type { App } from "@slack/bolt";
import type { Bridge } from "../../bridge/bridge.ts";
import { isRecord } from "../../lib/json.ts";
import { type Press, readPress } from "../transport/read-press.ts";
import type { Answer, Feature, PressHandler, Tools } from "./feature.ts";
import { stale } from "./stale.ts";

/** `tools` are asked for only once something happens. */
export function listen(
  app: Pick<App, "event" | "action" | "shortcut">,
  features: readonly Feature[],
  tools: () => Tools,
): void {
  for (const { events = {} } of features) {
    for (const [type, handle] of Object.entries(events)) {
      app.event(type, async ({ event }) => {
        if (isRecord(event)) await handle(event, tools());
      });
    }
  }
  const buttons = new Map(features.flatMap(({ buttons = {} }) => Object.entries(buttons)));
  app.action(any, async ({ body, ack }) => {
    await ack();
    await handlePress(body, ({ id }) => buttons.get(id) ?? buttons.get(id.replace(lastWord, "*")), tools());
  });
  const shortcuts = new Map(features.flatMap(({ shortcuts = {} }) => Object.entries(shortcuts)));
  app.shortcut(any, async ({ body, ack }) => {
    await ack();
    await handlePress(body, ({ id }) => shortcuts.get(id)?.use, tools());
  });
}

const any = /[\s\S]*/;
const lastWord = /[^.]*$/;

async function handlePress(
  body: unknown,
  find: (press: Press) => PressHandler | undefined,
  tools: Tools,
): Promise<void> {
  const press = readPress(body);
  if (press === null) return;
  const handle = find(press);
  const answered = handle === undefined ? stale : await handle(press, tools);
  const { modal } = answered;
  if (modal === undefined) return answer(tools.bridge, press, answered);
  const stands = press.triggerId !== null && (await tools.openModal(press.triggerId, modal));
  if (!stands) await answer(tools.bridge, press, tooSlow);
}

const tooSlow: Answer = {
  sentence: [
    "This could not be opened within the three seconds that Slack gives for it. Please choose it again.",
  ],
};

async function answer(bridge: Bridge, press: Press, { sentence, replace = false }: Answer): Promise<void> {
  if (sentence === null) return;
  const { user, place, responseUrl } = press;
  if (responseUrl !== null) return bridge.enqueueAnswer({ responseUrl, sentence, user, replace });
  await bridge.tellWhoActed({ user, sentence, about: place === null ? null : { place, thread: null } });
}
