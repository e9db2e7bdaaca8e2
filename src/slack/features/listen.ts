/**
 * Brings presses, shortcuts and slash commands to the feature whose id they carry; whoever presses what no feature knows is answered,
 * too.
 */
import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { Sentence } from "../../domain/sentence.ts";
import { type Press, readPress } from "../transport/read-press.ts";
import { drawWords } from "../views/words.ts";
import type { Answer, Feature, PressHandler, Tools } from "./feature.ts";
import { stale } from "./stale.ts";

/** `tools` are asked for only once something happens. */
export function listen(
  app: Pick<App, "action" | "shortcut" | "command">,
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
  const commands = new Map(features.flatMap(({ commands = {} }) => Object.entries(commands)));
  app.command(any, async ({ body, ack }) => {
    await ack();
    await handlePress(body, ({ id }) => commands.get(id) ?? unknownCommand, tools());
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
  const opened = await opens(tools, press, answered);
  if (opened === "nothing") return answer(tools, press, answered);
  if (opened === "late") await answer(tools, { ...press, triggerId: null }, tooSlow(press, answered));
  if (opened === "empty") await answer(tools, { ...press, triggerId: null }, { sentence: notLoaded });
  if (opened === "as before") await answer(tools, { ...press, triggerId: null }, { sentence: notRedrawn });
}

function tooSlow({ channel }: Press, { again, about }: Answer): Answer {
  const late = "This could not be opened within the three seconds that Slack gives for it.";
  const whose = about === undefined ? {} : { about };
  if (again !== undefined) return { sentence: [`${late} Nothing was done.`], again, ...whose };
  const how = channel === null ? "choose it again" : "type it again: nothing was done";
  return { sentence: [`${late} Please ${how}.`], ...whose };
}

/** `nothing` is to be opened; it came too `late`; it stands, and stays `empty`; what they pressed in is `as before`. */
type Opened = "stands" | "nothing" | "late" | "empty" | "as before";

async function opens(tools: Tools, press: Press, answered: Answer): Promise<Opened> {
  const { triggerId } = press;
  if (answered.redraws !== undefined) return await redraws(tools, press, answered.redraws);
  const { modal, pushes, loads } = answered;
  if (modal === undefined && pushes === undefined && loads === undefined) return "nothing";
  if (triggerId === null) return "late";
  if (pushes !== undefined) return (await tools.pushModal(triggerId, pushes)) ? "stands" : "late";
  if (modal !== undefined) return (await tools.openModal(triggerId, modal)) ? "stands" : "late";
  const viewId = await tools.openLoading(triggerId);
  if (viewId === null) return "late";
  if (await tools.showLoaded(viewId, await loaded(tools, loads))) return "stands";
  // It may be what is shown that Slack does not take.
  return (await tools.showLoaded(viewId, drawWords(notLoaded, ""))) ? "stands" : "empty";
}

/** What is typed in it stays: the words stand on top. */
async function redraws(tools: Tools, { view, triggerId }: Press, drawn: ModalView): Promise<Opened> {
  if (view === null || (await tools.redrawModal(view.id, view.hash, drawn))) return "stands";
  const isSaid = triggerId !== null && (await tools.pushModal(triggerId, drawWords(notRedrawn, "")));
  return isSaid ? "stands" : "as before";
}

/** What can't be loaded is not loaded again: the trigger is used up, and whoever waits is looking at it. */
async function loaded(tools: Tools, loads: Answer["loads"]): Promise<ModalView> {
  try {
    return (await loads?.()) ?? drawWords(notLoaded, "");
  } catch (error) {
    tools.bridge.log.error({ err: error }, "Slack: what a modal shows could not be looked up");
    return drawWords(notLoaded, "");
  }
}

const notLoaded: Sentence = [
  "That did not work: something went wrong in Threadline. Nothing was done. Please try again.",
];

const notRedrawn: Sentence = [
  "That did not work: Slack did not show what came of it. What you typed still stands, and nothing was sent. Please try again.",
];

const unknownCommand: PressHandler = async ({ id }) => ({
  sentence: [`Threadline knows no ${id}: it may be from another version. Nothing was done.`],
});

/** Where they pressed; in a modal where that is not known, because they would not see it. */
async function answer(tools: Tools, press: Press, answered: Answer): Promise<void> {
  if (answered.sentence === null) return;
  const { bridge } = tools;
  const { about, replace = false, again } = answered;
  const contact = about === undefined ? null : await bridge.contactOf(about);
  const sentence = contact === null ? answered.sentence : [`${contact}: `, ...answered.sentence];
  const { user, place, thread, responseUrl } = press;
  const button = again === undefined ? {} : { again };
  if (await opensInModal(tools, press, sentence)) return;
  if (responseUrl !== null) return bridge.enqueueAnswer({ responseUrl, sentence, user, replace, ...button });
  await bridge.tellWhoActed({ user, sentence, about: place === null ? null : { place, thread }, ...button });
}

async function opensInModal(tools: Tools, press: Press, sentence: Sentence): Promise<boolean> {
  const { isPrivate, thread, triggerId, channel } = press;
  const team = tools.self.known();
  if (isPrivate || thread !== null || channel !== null || triggerId === null || team === null) return false;
  return await tools.openModal(triggerId, drawWords(sentence, team.url));
}
