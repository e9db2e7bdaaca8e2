/** A site as it is set up by the command line, on an empty database of PostgreSQL's. */
import { onTestFinished } from "vitest";
import type { App } from "../../../src/app.ts";
import type { Config } from "../../../src/config.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { createScreen, createSite, type Screen, type Site } from "../../command-line/site.ts";
import { until } from "../../journeys/until.ts";
import { bareDatabase } from "./bare-database.ts";

export interface PostgresSite {
  readonly site: Site;
  readonly url: string;
  readonly change: Record<string, string>;
  config(change?: Record<string, string>): Config;
  /** Each on a port of its own; what comes by HTTP goes to the newest. */
  start(change?: Record<string, string>): Promise<App>;
  text(body: string, from?: string): Promise<void>;
  /** A text, and what Ben answered to it. */
  talk(): Promise<void>;
  /** How often a phone got these words. */
  got(body: string): number;
  inSlack(): string;
  /** What a command says. */
  said(command: (screen: Screen) => Promise<number>): Promise<{ code: number; text: string }>;
}

export async function postgresSite(): Promise<PostgresSite> {
  const url = await bareDatabase();
  const site = await createSite();
  onTestFinished(() => site.stop());
  const change = { DATABASE_URL: url };
  const { control } = site.sandbox.slack;
  const phones = site.sandbox.twilio.control;
  const posts = () =>
    control.messages(scene.channel).map((message) => ({
      ...message,
      thread: control.thread(scene.channel, message.ts),
    }));
  const created: PostgresSite = {
    site,
    url,
    change,
    config: (more) => site.config({ ...change, ...more }),
    async start(more) {
      const port = await freePort();
      const address = `http://127.0.0.1:${port}`;
      const app = await site.startApp({ ...change, PORT: String(port), PUBLIC_URL: address, ...more });
      site.sandbox.pointAt(address);
      return app;
    },
    text: async (body, from = scene.maria) => void (await phones.text({ from, to: scene.line, body })),
    async talk() {
      await created.text("Are you open?");
      const card = await until("the text in its thread", () =>
        posts().find(
          ({ botId, thread }) => botId !== null && JSON.stringify(thread).includes("Are you open?"),
        ),
      );
      control.post({ user: scene.ben, channel: scene.channel, threadTs: card.ts, text: "Until 6" });
      await until("the answer", () => created.got("Until 6") > 0);
    },
    got: (body) =>
      phones.phone(scene.maria).messages.filter((message) => message.body === body && message.arrived).length,
    inSlack: () => JSON.stringify(posts()),
    async said(command) {
      const screen = createScreen();
      return { code: await command(screen), text: screen.text() };
    },
  };
  return created;
}
