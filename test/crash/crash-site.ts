/** What the crash test's app is started on: its folder, its directory, its variables; one, or several behind a load balancer. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../src/lib/free-port.ts";
import { demoDirectory, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { withOwnLogins } from "../journeys/own-logins.ts";
import { createAppProcess } from "./app-process.ts";
import type { CrashDatabase } from "./database.ts";
import { createInstances, type Instances } from "./instances.ts";
import { startLoadBalancer } from "./load-balancer.ts";
import type { Phone } from "./phones.ts";
import { createRandom } from "./random.ts";

export interface SiteOptions {
  readonly seed: number;
  /** Absent: Twilio. */
  readonly carrier?: "ringcentral" | "http";
  /** Absent: one, on a file. */
  readonly served?: { readonly instances: number; readonly patience: number };
  /** `HOLD_SECONDS` of the app. */
  readonly hold: number;
  /** Arguments of `node` that lead to the app's command line. */
  readonly command: readonly string[];
}

export interface Site {
  readonly instances: Instances;
  /** What stands before them; the instances themselves go on. */
  close(): Promise<void>;
}

/** Each instance listens on a port of its own; the outside world knows one address. */
export async function siteIn(
  folder: string,
  sandbox: Sandbox,
  phones: readonly Phone[],
  options: SiteOptions,
  database: CrashDatabase,
): Promise<Site> {
  const directoryFile = join(folder, "directory.yml");
  const contacts = phones.map(({ number, name }) => `  - { number: "${number}", name: ${name} }\n`);
  writeFileSync(
    directoryFile,
    `${directoryIn(sandbox, options)}${contacts.join("")}crm: { log_shared: from_first_message }\n`,
  );
  if (options.carrier === "ringcentral") await knowOthers(database, options.carrier);
  const count = options.served?.instances ?? 1;
  const addresses: string[] = [];
  while (addresses.length < count) addresses.push(`http://127.0.0.1:${await freePort()}`);
  const [only = ""] = addresses;
  const random = createRandom(options.seed + 4);
  const balancer = count === 1 ? null : await startLoadBalancer({ addresses, random });
  const publicUrl = balancer?.address ?? only;
  sandbox.pointAt(publicUrl);
  const env = {
    ...sandbox.environment,
    DATABASE_URL: database.url,
    DIRECTORY_FILE: directoryFile,
    PUBLIC_URL: publicUrl,
    ...(options.served && { LEAD_PATIENCE_SECONDS: String(options.served.patience) }),
    HOLD_SECONDS: String(options.hold),
    SLACK_POSTS_PER_SECOND: "0",
    REMIND_MINUTES: "0",
    QUIET_HOURS: "off",
    ...(options.carrier === undefined ? { TWILIO_TEXTS_PER_SECOND: String(perSecond) } : {}),
    LOG_LEVEL: "warn",
  };
  const each = addresses.map((address) =>
    createAppProcess({
      command: options.command,
      cwd: folder,
      env: { ...env, PORT: new URL(address).port },
      address,
    }),
  );
  return { instances: createInstances(each), close: async () => balancer?.close() };
}

function directoryIn({ directory }: Sandbox, { carrier }: SiteOptions): string {
  const placed = directory(demoDirectory).replace(/texts_per_second: \d+/, `texts_per_second: ${perSecond}`);
  return carrier === "ringcentral" ? withOwnLogins(placed) : placed;
}

/** Lists are to end with the rest: at the pace of one number they would go on for minutes. */
const perSecond = 25;

/** That people text from the carrier's own app is known, as it is after the first days of a site: else the first such text of a pause might be of an older copy. */
async function knowOthers({ prepare, database }: CrashDatabase, carrier: string): Promise<void> {
  await prepare();
  const store = await openStore({ database, keys: [], tables: "expect" });
  await store.transaction((tx) => tx.settings.writeTime(`others send:${carrier}`, Date.now()));
  await store.close();
}
