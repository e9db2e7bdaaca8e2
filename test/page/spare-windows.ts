/**
 * Windows that go from one test to the next, since opening and closing one costs the browser more than most of what is looked at
 * in it. Whoever takes one finds it as new: nowhere, with an empty memory, nothing under its pointer, and the look asked for.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { inject } from "vitest";

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

const spare: Page[] = [];

export async function takeWindow(asked: Partial<Look>): Promise<Page> {
  const { viewport, colorScheme, reducedMotion } = { ...usual, ...asked };
  const page = spare.pop() ?? (await openWindow());
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion });
  return page;
}

async function openWindow(): Promise<Page> {
  browser ??= chromium.connect(inject("browser"));
  // Each with a memory of its own.
  const context = await (await browser).newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  return page;
}

export async function giveWindow(page: Page): Promise<void> {
  // It leaves by itself, which keeps its process; from outside it would get another one.
  await page.evaluate("sessionStorage.clear(); localStorage.clear(); location.replace('about:blank')");
  await page.waitForURL("about:blank");
  for (const event of ["pageerror", "console", "dialog"] as const) page.removeAllListeners(event);
  await page.mouse.move(0, 0);
  spare.push(page);
}
