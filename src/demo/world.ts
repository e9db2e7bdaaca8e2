/** The app in its outside world, on a temporary database: what the demo starts, resets and takes away. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "../app.ts";
import { loadSite, type Site } from "../command-line/load-site.ts";
import { importTemplatesFile } from "../command-line/templates.ts";
import type { Terminal } from "../command-line/terminal.ts";
import type { Config } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { freePort } from "../lib/free-port.ts";
import { createLog } from "../log.ts";
import type { CarrierName } from "../sandbox/carriers.ts";
import { demoDirectory, demoTemplates, type Sandbox, startSandbox } from "../sandbox/sandbox.ts";

export interface DemoWorld {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Where the app listens. */
  readonly address: string;
  readonly ports: DemoPorts;
  stop(): Promise<void>;
}

/** Of the servers, so that a fresh world answers where the old one did. */
export interface DemoPorts {
  readonly app: number;
  readonly slack: number;
  /** Of each carrier that was in play. */
  readonly carriers: Readonly<Partial<Record<CarrierName, number>>>;
  readonly crm: number;
}

/** What the demo's app is installed from. */
export const manifestFile = fileURLToPath(new URL("../../manifest.yml", import.meta.url));
/** Nobody else gets at the demo's app. */
const host = "127.0.0.1";
/** Long enough to see a reply wait, short enough not to be waited for. Seconds. */
const hold = 3;
/** How long each step of a text takes on the stand-in's side. Milliseconds. */
const deliveryDelay = 500;

/** `ports`: those of a world that has ended; others otherwise. */
export async function startDemoWorld(
  ports: DemoPorts | null,
  carrier: CarrierName,
  now: () => number,
): Promise<DemoWorld> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-demo-"));
  const sandbox = await startSandbox({
    mode: "socket",
    manifestFile,
    directLine: true,
    slack: { port: ports?.slack ?? 0 },
    carrier,
    // The scene has in half a minute what an office has in hours.
    carriers: { port: ports?.carriers[carrier] ?? 0, deliveryDelayMs: deliveryDelay, limits: "off" },
    crm: "hubspot",
    crmOptions: { port: ports?.crm ?? 0 },
  });
  const end = async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = ports?.app ?? (await freePort());
    const address = `http://${host}:${port}`;
    sandbox.pointAt(address);
    const { config, carriers } = await siteFor(sandbox, folder, port);
    const app = createApp(config, { host, log: createLog("silent"), carriers });
    await app.start();
    await importDemoTemplates(config, folder, now).catch(async (error: unknown) => {
      await app.stop();
      throw error;
    });
    return {
      sandbox,
      folder,
      address,
      ports: {
        app: port,
        slack: portOf(sandbox.slack.url),
        carriers: { ...ports?.carriers, [carrier]: portOf(sandbox.inPlay.url) },
        crm: portOf(sandbox.crm?.url ?? sandbox.slack.url),
      },
      stop: async () => {
        await app.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** As somebody who runs Threadline takes them over from a file. */
async function importDemoTemplates(config: Config, folder: string, now: () => number): Promise<void> {
  const file = join(folder, "templates.yml");
  writeFileSync(file, demoTemplates);
  await importTemplatesFile(config, { file, dryRun: false }, silent, now);
}

const silent: Terminal = { say: () => {}, paint: (_, words) => words };

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function siteFor(sandbox: Sandbox, folder: string, port: number): Promise<Site> {
  const directoryFile = join(folder, "directory.yml");
  writeFileSync(directoryFile, sandbox.directory(demoDirectory));
  const loaded = await loadSite({
    ...sandbox.environment,
    DATABASE_URL: `file:${join(folder, "threadline.db")}`,
    DIRECTORY_FILE: directoryFile,
    PORT: String(port),
    PUBLIC_URL: `http://${host}:${port}`,
    HOLD_SECONDS: String(hold),
    REMIND_MINUTES: "2",
  });
  if (!loaded.ok) throw new AppError("config", loaded.problems.join("\n"));
  return loaded.config;
}
