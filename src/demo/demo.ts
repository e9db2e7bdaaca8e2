/**
 * `threadline demo`: the app in a sandbox, nothing set up, nothing leaving this computer. A short scene is played and told,
 * then everything stays up to be tried out, in a browser or by commands. The environment of the real app is not looked at.
 */
import { fileURLToPath } from "node:url";
import { nextSignal } from "../command-line/start.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { AppError } from "../domain/errors.ts";
import { type CarrierName, carrierNames, isCarrierName } from "../sandbox/carriers.ts";
import { type PageServer, readAppFace, type Scene, startPageServer } from "../sandbox/page-server.ts";
import { createPageScene, playScene, timeToLook } from "../sandbox/scene/play-scene.ts";
import { demoCommands } from "./commands.ts";
import { createStory, type Story } from "./story.ts";
import { type DemoWorld, manifestFile, startDemoWorld } from "./world.ts";

export interface DemoOptions {
  /** Ends after the scene; there is no page then. */
  readonly once: boolean;
  /** Where the page is served. */
  readonly host: string;
  /** Its port, and no other; null: 3000, or the next one that is free. */
  readonly port: number | null;
  /** At which carrier its lines are; null: Twilio. */
  readonly carrier: string | null;
  /** Milliseconds. */
  readonly now: () => number;
}

const firstPort = 3000;
const pageFolder = fileURLToPath(new URL("../../dist/page", import.meta.url));

interface Demo {
  readonly now: () => number;
  readonly terminal: Terminal;
  world: DemoWorld;
  story: Story;
  page: PageServer | null;
  /** Resolves when somebody has reset the sandbox on the page: the scene that was told is void then. */
  readonly reset: Promise<"reset">;
  wasReset(): void;
}

/** Resolves with the exit code. */
export async function demo(terminal: Terminal, options: DemoOptions): Promise<number> {
  const interrupted = nextSignal().then(() => "interrupted" as const);
  const running = await startDemo(terminal, readCarrier(options.carrier), options.now);
  const { story, world } = running;
  try {
    story.open();
    if (!options.once) running.page = await servePage(running, options);
    story.introduce(world.folder);
    const ended = await Promise.race([show(running, options.once), interrupted]);
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

/** @throws AppError for one that there is no stand-in of. */
function readCarrier(given: string | null): CarrierName {
  const name = given ?? "twilio";
  if (isCarrierName(name)) return name;
  throw new AppError(
    "refused",
    `The demo has no carrier "${given}": --carrier takes one of ${carrierNames.join(", ")}.`,
  );
}

async function startDemo(terminal: Terminal, carrier: CarrierName, now: () => number): Promise<Demo> {
  const world = await startDemoWorld(null, carrier, now);
  let wasReset = (_: "reset"): void => {};
  const reset = new Promise<"reset">((resolve) => {
    wasReset = resolve;
  });
  const story = createStory(world.sandbox, terminal);
  return { terminal, now, world, story, page: null, reset, wasReset: () => wasReset("reset") };
}

/**
 * Null, with the reason said, when it can't be served: the demo goes on in the terminal.
 * @throws Error when it was to be served at a port that can't be had.
 */
async function servePage(running: Demo, { host, port }: DemoOptions): Promise<PageServer | null> {
  const { say, paint } = running.terminal;
  try {
    const page = await startPageServer({
      sandbox: running.world.sandbox,
      app: readAppFace(manifestFile),
      folder: pageFolder,
      port: port ?? firstPort,
      portOnly: port !== null,
      host,
      scene: createPageScene(),
      async reset(carrier) {
        running.wasReset();
        await beginAnew(running, carrier);
        return running.world.sandbox;
      },
    });
    say();
    say(paint("bold", `Open ${page.url} in a browser: the phones, Slack, and what happens underneath.`));
    return page;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (port !== null && words.startsWith("listen "))
      throw new Error(`The page can't be served at port ${port} (${words}). Give --port another one.`);
    say();
    say(paint("yellow", `There is no page: ${words}`));
    return null;
  }
}

async function beginAnew(running: Demo, carrier: CarrierName): Promise<void> {
  const { world, story, terminal } = running;
  story.end();
  await world.stop();
  running.world = await startDemoWorld(world.ports, carrier, running.now);
  running.story = createStory(running.world.sandbox, terminal);
  const changed = carrier === world.sandbox.carrier ? "" : `, with ${running.world.sandbox.inPlay.title}`;
  terminal.say(`Reset on the page: everything begins anew${changed}, at the same addresses.`);
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
    thread = await playScene(sandbox, { begun, seen, moved, rest: timeToLook });
  };
  try {
    if (page === null) thread = await playScene(world.sandbox, { begun, seen });
    else await page.play(play);
    return { thread };
  } catch (error) {
    const trouble = `The scene stopped: ${error instanceof Error ? error.message : String(error)}`;
    if (page === null) throw new Error(trouble, { cause: error });
    return { trouble };
  }
}
