/** A real Chromium for the page's tests: an installed one, else Debian's package where that may be installed, else a sentence. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserServer, chromium } from "playwright-core";

/** First those that draw no window for anybody, which takes a quarter less of a processor. */
const NAMES = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
/** Debian's, in the same order: older releases have only the second. */
const PACKAGES = ["chromium-headless-shell", "chromium"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A window keeps its process wherever it goes: each test's page has an address of its own.
  "--renderer-process-limit=1",
];

/** The path of a browser on this machine; null when there is none. */
export function findBrowser(): string | null {
  const given = process.env.CHROME_PATH;
  if (given !== undefined && given !== "") return given;
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE];
  return candidates.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Finds a browser, or installs one. @throws a sentence that says how to get one. */
export function needBrowser(): string {
  const found = findBrowser();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) install();
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Error(
    "The page's tests need Chrome or Chromium: install one (Debian: apt-get install chromium) or set CHROME_PATH to it.",
  );
}

function install(): void {
  console.log("No Chrome or Chromium found: installing Debian's package, once.");
  aptGet("update");
  // Whether there is one now, who called sees.
  PACKAGES.find((name) => aptGet("install", "-y", "--no-install-recommends", name));
}

function aptGet(...what: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["-qq", ...what], { env, stdio: "ignore" }).status === 0;
}

const options = () => ({ executablePath: needBrowser(), headless: true, args: FLAGS });

export function launch(): Promise<Browser> {
  return chromium.launch(options());
}

/** One that several processes can use. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ ...options(), host: "127.0.0.1" });
}
