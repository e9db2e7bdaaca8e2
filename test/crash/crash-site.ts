/** What the crash test's app is started on: its folder, its directory, its variables; one, or several behind a load balancer. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../src/lib/free-port.ts";
import { demoDirectory, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { createAppProcess } from "./app-process.ts";
import { crashCarriers } from "./crash-carriers.ts";
import type { CrashDatabase } from "./database.ts";
import { createInstances, type Instances } from "./instances.ts";
import { startLoadBalancer } from "./load-balancer.ts";
import type { Phone } from "./phones.ts";
import { createRandom } from "./random.ts";

export interface SiteOptions {
  readonly seed: number;
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
  const carrier = crashCarriers[sandbox.carrier];
  const directoryFile = join(folder, "directory.yml");
  const placed = sandbox.directory(demoDirectory);
  const contacts = phones.map(({ number, name }) => `  - { number: "${number}", name: ${name} }\n`);
  writeFileSync(
    directoryFile,
    `${carrier.directory?.(placed) ?? placed}${contacts.join("")}crm: { log_shared: from_first_message }\n`,
  );
  await carrier.prepare?.(database);
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
    ...carrier.environment,
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
