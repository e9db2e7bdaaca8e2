/** What the crash test's app is started on: its folder, its directory, its variables. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../src/lib/free-port.ts";
import { demoDirectory, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { withOwnLogins } from "../journeys/own-logins.ts";
import { putEmptyDatabase } from "../store/empty-database.ts";
import { type AppProcess, createAppProcess } from "./app-process.ts";
import type { Phone } from "./phones.ts";

export interface SiteOptions {
  /** Absent: Twilio. */
  readonly carrier?: "ringcentral" | "http";
  /** `HOLD_SECONDS` of the app. */
  readonly hold: number;
  /** Arguments of `node` that lead to the app's command line. */
  readonly command: readonly string[];
}

export const databaseIn = (folder: string) => join(folder, "threadline.db");

/** The app, in a folder of its own. */
export async function appIn(
  folder: string,
  sandbox: Sandbox,
  phones: readonly Phone[],
  options: SiteOptions,
): Promise<AppProcess> {
  const directoryFile = join(folder, "directory.yml");
  const contacts = phones.map(({ number, name }) => `  - { number: "${number}", name: ${name} }\n`);
  writeFileSync(
    directoryFile,
    `${directoryIn(sandbox, options)}${contacts.join("")}crm: { log_shared: from_first_message }\n`,
  );
  if (options.carrier === "ringcentral") await knowOthers(databaseIn(folder), options.carrier);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  sandbox.pointAt(address);
  const env = {
    ...sandbox.environment,
    DATABASE_URL: `file:${databaseIn(folder)}`,
    DIRECTORY_FILE: directoryFile,
    PORT: String(port),
    PUBLIC_URL: address,
    HOLD_SECONDS: String(options.hold),
    SLACK_POSTS_PER_SECOND: "0",
    REMIND_MINUTES: "0",
    QUIET_HOURS: "off",
    ...(options.carrier === undefined ? { TWILIO_TEXTS_PER_SECOND: String(perSecond) } : {}),
    LOG_LEVEL: "warn",
  };
  return createAppProcess({ command: options.command, cwd: folder, env, address });
}

function directoryIn({ directory }: Sandbox, { carrier }: SiteOptions): string {
  const placed = directory(demoDirectory).replace(/texts_per_second: \d+/, `texts_per_second: ${perSecond}`);
  return carrier === "ringcentral" ? withOwnLogins(placed) : placed;
}

/** Lists are to end with the rest: at the pace of one number they would go on for minutes. */
const perSecond = 25;

/** That people text from the carrier's own app is known, as it is after the first days of a site: else the first such text of a pause might be of an older copy. */
async function knowOthers(file: string, carrier: string): Promise<void> {
  await putEmptyDatabase(file);
  const store = await openStore({ database: file, keys: [], tables: "expect" });
  await store.transaction((tx) => tx.settings.writeTime(`others send:${carrier}`, Date.now()));
  await store.close();
}
