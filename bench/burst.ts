/** With Slack's own limits: a burst of texts from many phones into one channel, and when the last of them can be read. */
import { fileURLToPath } from "node:url";
import { freePort } from "../src/lib/free-port.ts";
import { prepare, type RoundOptions } from "./compare.ts";
import { createLoad } from "./load.ts";
import { phoneOf } from "./phones.ts";
import { type Kind, startSubject } from "./subject.ts";
import { startWorld } from "./world-process.ts";

export interface Burst {
  readonly kind: Kind;
  /** Seconds of Slack's clock until half, and until all, could be read in a thread or on a card. */
  readonly half: number;
  readonly last: number;
  readonly posts: number;
  readonly updates: number;
}

const texts = 500;
const phones = 50;
/** How much faster all clocks run: the limits' minutes need not take minutes. */
export const clockSpeed = 10;
const fastClock = fileURLToPath(new URL("../dist/bench/fast-clock.js", import.meta.url));

export async function liveBurst(options: Pick<RoundOptions, "kind" | "folder" | "seeded">): Promise<Burst> {
  const execArgv = ["--import", fastClock];
  const env = { CLOCK_SPEED: String(clockSpeed) };
  const world = await startWorld({ limits: "slack", reports: true }, execArgv, env);
  const senders = Array.from({ length: phones }, (_, index) => phoneOf(9_000_000 + index));
  const known = { ...options, stored: 0, active: [] };
  const subject = await startSubject({
    kind: options.kind,
    port: await freePort(),
    cwd: options.folder,
    env: { ...world.environment, ...(await prepare(known, [])), SLACK_POSTS_PER_SECOND: "1", ...env },
    execArgv,
  });
  await world.point(subject.url);
  const load = createLoad({ world, url: subject.url, threads: senders.map((phone) => [phone, ""]) });
  const timing = await load.texts(texts, { inFlight: texts });
  const { slackCalls } = await world.count();
  await load.close();
  await subject.stop();
  await world.stop();
  const seconds = (ms: number) => (ms / 1000) * clockSpeed;
  return {
    kind: options.kind,
    half: seconds(timing.p50),
    last: timing.seconds * clockSpeed,
    posts: slackCalls["chat.postMessage"] ?? 0,
    updates: slackCalls["chat.update"] ?? 0,
  };
}
