/** How many statements the database runs for a message at an easy pace: the app in this process, where each can be heard. */
import { createApp } from "../src/app.ts";
import { loadConfig } from "../src/config.ts";
import { freePort } from "../src/lib/free-port.ts";
import { createLog } from "../src/log.ts";
import { atRest, pacedRate, prepare, type RoundOptions } from "./compare.ts";
import { createLoad } from "./load.ts";
import { startWorld } from "./world-process.ts";

export interface Statements {
  /** With BEGIN and COMMIT, and the worker's looks at what is due. */
  readonly text: number;
  /** With its mark, its reports, and its share of the cards. */
  readonly reply: number;
}

const messages = 200;

export async function countStatements(
  options: Pick<RoundOptions, "stored" | "folder" | "seeded" | "active">,
): Promise<Statements> {
  const world = await startWorld({ limits: "off", reports: true }, []);
  const threads = await world.roots(options.active);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const database = await prepare({ ...options, kind: "product" }, threads);
  const loaded = loadConfig({ ...world.environment, ...database, PORT: String(port), PUBLIC_URL: url });
  if (!loaded.ok) throw new Error(loaded.problems.join(" "));
  let statements = 0;
  const app = createApp(loaded.config, {
    log: createLog("silent"),
    onStatement: () => {
      statements += 1;
    },
  });
  await app.start();
  await world.point(url);
  const load = createLoad({ world, url, threads });
  const pace = { perSecond: pacedRate };

  async function each(act: () => Promise<unknown>): Promise<number> {
    await atRest(world);
    const before = statements;
    await act();
    await atRest(world);
    return (statements - before) / messages;
  }

  await each(() => load.texts(options.active.length, pace));
  await each(() => load.replies(options.active.length, pace));
  const counted = {
    text: await each(() => load.texts(messages, pace)),
    reply: await each(() => load.replies(messages, pace)),
  };
  await load.close();
  await app.stop();
  await world.stop();
  return counted;
}
