/** Brings presses and shortcuts to the feature whose id they carry; whoever presses what no feature knows is answered, too. */
import type { App } from "@slack/bolt";
import type { Sentence } from "../../domain/sentence.ts";
import { type Press, readPress } from "../transport/read-press.ts";
import { drawWords } from "../views/words.ts";
import type { Answer, Feature, PressHandler, Tools } from "./feature.ts";
import { stale } from "./stale.ts";

/** `tools` are asked for only once something happens. */
export function listen(
  app: Pick<App, "action" | "shortcut">,
  features: readonly Feature[],
  tools: () => Tools,
): void {
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
  if (modal === undefined) return answer(tools, press, answered);
  const stands = press.triggerId !== null && (await tools.openModal(press.triggerId, modal));
  if (!stands) await answer(tools, { ...press, triggerId: null }, tooSlow);
}

const tooSlow: Answer = {
  sentence: [
    "This could not be opened within the three seconds that Slack gives for it. Please choose it again.",
  ],
};

/** Where they pressed; in a modal where that is not known, because they would not see it. */
async function answer(tools: Tools, press: Press, answered: Answer): Promise<void> {
  if (answered.sentence === null) return;
  const { bridge } = tools;
  const { about, replace = false } = answered;
  const contact = about === undefined ? null : await bridge.contactOf(about);
  const sentence = contact === null ? answered.sentence : [`${contact}: `, ...answered.sentence];
  const { user, place, thread, responseUrl } = press;
  if (await opensInModal(tools, press, sentence)) return;
  if (responseUrl !== null) return bridge.enqueueAnswer({ responseUrl, sentence, user, replace });
  await bridge.tellWhoActed({ user, sentence, about: place === null ? null : { place, thread } });
}

async function opensInModal(tools: Tools, press: Press, sentence: Sentence): Promise<boolean> {
  const { isPrivate, thread, triggerId } = press;
  const team = tools.self.known();
  if (isPrivate || thread !== null || triggerId === null || team === null) return false;
  return await tools.openModal(triggerId, drawWords(sentence, team.url));
}
