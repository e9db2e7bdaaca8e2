/**
 * `threadline demo`: the app in a sandbox, nothing set up, nothing leaving this computer. A short scene is played and told,
 * then everything stays up to be tried out, in a browser or by commands. The environment of the real app is not looked at.
 */
import { fileURLToPath } from "node:url";
import { nextSignal } from "../command-line/start.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { AppError } from "../domain/errors.ts";
import { type PageServer, readAppFace, type Scene, startPageServer } from "../sandbox/page-server.ts";
import { createPageScene, playScene, timeToLook } from "../sandbox/play-scene.ts";
import { demoCommands } from "./commands.ts";
import { createStory, type Story } from "./story.ts";
import { type DemoWorld, manifestFile, startDemoWorld } from "./world.ts";

export interface DemoOptions {
  /** Ends after the scene; there is no page then. */
  readonly once: boolean;
  /** Where the page is served. */
  readonly host: string;
}

/** The page's, or the next one that is free. */
const firstPort = 3000;
const pageFolder = fileURLToPath(new URL("../../dist/page", import.meta.url));

interface Demo {
  readonly terminal: Terminal;
  world: DemoWorld;
  story: Story;
  page: PageServer | null;
  /** Resolves when somebody has reset the sandbox on the page: the scene that was told is void then. */
  readonly reset: Promise<"reset">;
}

/** Resolves with the exit code. */
export async function demo(terminal: Terminal, { once, host }: DemoOptions): Promise<number> {
  const interrupted = nextSignal().then(() => "interrupted" as const);
  const running = await startDemo(terminal, once ? null : host);
  try {
    const ended = await Promise.race([show(running, once), interrupted]);
    if (ended === "stays") await interrupted;
    return 0;
  } catch (error) {
    throw error instanceof Error ? new AppError("unavailable", error.message, { cause: error }) : error;
  } finally {
    running.story.end();
    await running.page?.stop();
    await running.world.stop();
    terminal.say("The demo has ended; nothing of it is left.");
  }
}

/** `host`: null for no page. */
async function startDemo(terminal: Terminal, host: string | null): Promise<Demo> {
  const world = await startDemoWorld(null);
  let wasReset = (_: "reset"): void => {};
  const reset = new Promise<"reset">((resolve) => {
    wasReset = resolve;
  });
  const running: Demo = { terminal, world, story: createStory(world.sandbox, terminal), page: null, reset };
  running.story.open(world);
  if (host !== null) running.page = await servePage(running, host, () => wasReset("reset"));
  return running;
}

/** Null, with the reason said, when it can't be served: the demo goes on in the terminal. */
async function servePage(running: Demo, host: string, wasReset: () => void): Promise<PageServer | null> {
  const { say, paint } = running.terminal;
  try {
    const page = await startPageServer({
      sandbox: running.world.sandbox,
      app: readAppFace(manifestFile),
      folder: pageFolder,
      port: firstPort,
      host,
      scene: createPageScene(),
      async reset() {
        wasReset();
        await beginAnew(running);
        return running.world.sandbox;
      },
    });
    say();
    say(`   ${paint("bold", `The page: ${page.url}`)}  phones, Slack and what happens underneath`);
    return page;
  } catch (error) {
    say();
    say(paint("yellow", `There is no page: ${error instanceof Error ? error.message : String(error)}`));
    return null;
  }
}

async function beginAnew(running: Demo): Promise<void> {
  const { world, story, terminal } = running;
  story.end();
  await world.stop();
  running.world = await startDemoWorld(world.ports);
  running.story = createStory(running.world.sandbox, terminal);
  terminal.say("Reset on the page: everything begins anew, at the same addresses.");
  running.story.goOn();
}

/** Tells the scene, on the page too where there is one: then one that stops does not end the demo. */
async function show(running: Demo, once: boolean): Promise<"over" | "stays"> {
  const told = await Promise.race([tellScene(running), running.reset]);
  if (told === "reset") return "stays";
  if (once) return "over";
  if ("trouble" in told) {
    const { say, paint } = running.terminal;
    say();
    say(paint("yellow", `${told.trouble} Reset on the page, and play it again there.`));
    running.story.goOn();
    return "stays";
  }
  running.story.invite(demoCommands(running.world, told.thread), running.page?.url ?? null);
  return "stays";
}

/** With the open thread that it ends with. @throws Error where there is no page to play it again on. */
async function tellScene({ world, story, page }: Demo): Promise<{ thread: string } | { trouble: string }> {
  let thread = "";
  const { begun, seen } = story;
  const play: Scene["play"] = async (sandbox, moved) => {
    thread = (await playScene(sandbox, { begun, seen, moved, rest: timeToLook })).ts;
  };
  try {
    if (page === null) thread = (await playScene(world.sandbox, { begun, seen })).ts;
    else await page.play(play);
    return { thread };
  } catch (error) {
    const trouble = `The scene stopped: ${error instanceof Error ? error.message : String(error)}`;
    if (page === null) throw new Error(trouble, { cause: error });
    return { trouble };
  }
}
