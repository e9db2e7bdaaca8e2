/**
 * Windows that go from one test to the next, since opening and closing one costs the browser more than most of what is looked at
 * in it. Whoever gets one finds it as new: nowhere, with an empty memory and nothing under its pointer.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { inject } from "vitest";

/** What a window is asked for; it never changes its theme or its motion, and is given back in its size. */
export interface Look {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
  readonly reducedMotion: "reduce" | "no-preference";
}

const usual: Look = {
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
  reducedMotion: "no-preference",
};

/** One for all tests; this process's way to it ends with the process. */
let browser: Promise<Browser> | null = null;

const looks = new Map<Page, Look>();
const spare: Page[] = [];

export async function takeWindow(asked: Partial<Look> = {}): Promise<Page> {
  const look = { ...usual, ...asked };
  const found = spare.findIndex((page) => isAlike(looks.get(page), look));
  const [page = await openWindow(look)] = found === -1 ? [] : spare.splice(found, 1);
  return page;
}

async function openWindow(look: Look): Promise<Page> {
  browser ??= chromium.connect(inject("browser"));
  const context = await (await browser).newContext(look);
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  looks.set(page, look);
  return page;
}

const isAlike = (one: Look | undefined, other: Look): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export async function giveWindow(page: Page): Promise<void> {
  const look = looks.get(page);
  if (look === undefined) throw new Error("This is no window of ours.");
  // It leaves by itself, which keeps its process; from outside it would get another one.
  await page.evaluate("sessionStorage.clear(); localStorage.clear(); location.replace('about:blank')");
  await page.waitForURL("about:blank");
  for (const event of ["pageerror", "console", "dialog"] as const) page.removeAllListeners(event);
  await page.mouse.move(0, 0);
  await page.setViewportSize(look.viewport);
  spare.push(page);
}
