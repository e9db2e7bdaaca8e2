/** The app, its outside world and the page's server, with a browser that looks at it. */
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { type PageServer, readAppFace, type Scene, startPageServer } from "../../src/sandbox/page-server.ts";
import { demoDirectory, demoTemplates } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, type World, type WorldOptions } from "../journeys/world.ts";
import { openWindows, type Windows } from "./open-windows.ts";
import { pageFolder } from "./page-folder.ts";

export { scene };

export interface PageWorld extends Omit<Windows, "close"> {
  readonly world: World;
  readonly server: PageServer;
  stop(): Promise<void>;
}

export interface PageWorldOptions extends WorldOptions {
  readonly scene?: Scene;
}

/** With a line that leads to Ben alone, templates, and a CRM. */
export const asInTheDemo: WorldOptions = {
  directory: demoDirectory,
  templates: demoTemplates,
  directLine: true,
  crm: "hubspot",
};

export const manifest = fileURLToPath(new URL("../../manifest.yml", import.meta.url));

export async function createPageWorld(options: PageWorldOptions = {}): Promise<PageWorld> {
  const { scene: played, ...others } = options;
  // A machine that draws a page as well may take longer than Slack would wait.
  const rest = { ...others, slack: { answerWithinMs: 30_000, ...others.slack } };
  let world = await createWorld(rest);
  const server = await startPageServer({
    sandbox: world.sandbox,
    app: readAppFace(manifest),
    folder: pageFolder,
    port: 0,
    ...(played === undefined ? {} : { scene: played }),
    async reset(carrier) {
      await world.stop();
      world = await createWorld({ ...rest, carrier });
      return world.sandbox;
    },
  });
  const windows = await openWindows(server.url);
  return {
    get world() {
      return world;
    },
    server,
    ...windows,
    async stop() {
      await windows.close();
      await server.stop();
      await world.stop();
    },
  };
}

/** The panes of a window, as a person finds them. */
export const phones = (page: Page): Locator => page.getByRole("region", { name: "Phones" });
export const channel = (page: Page): Locator => page.getByRole("region", { name: "#front-desk" });
export const thread = (page: Page): Locator => page.getByRole("region", { name: "Thread", exact: true });
export const strip = (page: Page): Locator => page.getByRole("region", { name: "What happens underneath" });
/** Messages with these words, the newest last. */
export const message = (pane: Locator, words: string): Locator =>
  pane.getByRole("article").filter({ hasText: words });

/** Where one types a text on the phone that is open. */
export const phoneComposer = (page: Page, name = ""): Locator =>
  phones(page).getByRole("textbox", { name: `Text from ${name}` });

/** From now on, that phone texts that line. */
export async function chooseLine(page: Page, phone: string, line: string): Promise<void> {
  await phones(page).getByRole("button", { name: phone }).click();
  await phones(page).getByRole("combobox").selectOption({ label: line });
}

/** Texts the line that is chosen, the front desk at first, from the phone that is open. */
export async function text(page: Page, body: string): Promise<void> {
  await phoneComposer(page).fill(body);
  await phoneComposer(page).press("Enter");
}

export async function actAs(page: Page, name: string): Promise<void> {
  await page.getByRole("group", { name: "Act in Slack as" }).getByRole("button", { name }).click();
}

/** Opens the thread under the newest card. */
export async function openThread(page: Page): Promise<void> {
  await channel(page)
    .getByRole("button", { name: /\d+ repl(y|ies)/ })
    .last()
    .click();
  await thread(page).waitFor();
}

export async function reply(page: Page, words: string): Promise<Locator> {
  const box = thread(page).getByRole("textbox");
  await box.fill(words);
  await box.press("Enter");
  // A failure names the words it is about, and may stand there before we look.
  const written = message(thread(page), words).filter({ hasNotText: "was not delivered" }).last();
  const ts = await written.getAttribute("data-ts");
  return thread(page).locator(`article[data-ts="${ts}"]`);
}

/** Waits for a mark on a message. */
export async function marked(written: Locator, name: string): Promise<void> {
  await written.locator(`[data-reaction="${name}"]`).waitFor();
}

/** Whether all of it can be seen within what scrolls. */
export async function isInSight(element: Locator, within: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([element.boundingBox(), within.boundingBox()]);
  if (inner === null || outer === null) return false;
  const isWithin = (from: number, length: number, outerFrom: number, outerLength: number) =>
    from >= outerFrom && from + length <= outerFrom + outerLength;
  return (
    isWithin(inner.y, inner.height, outer.y, outer.height) &&
    isWithin(inner.x, inner.width, outer.x, outer.width)
  );
}
