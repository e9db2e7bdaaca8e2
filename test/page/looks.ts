/** How a window looks to who measures it: what sticks out of it, and what accessibility checks say. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Everything that can be scrolled sideways, the window included: its class, and how much is out of sight. */
export const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("*")]
    .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map((one) => one.tagName + " " + one.className + ": " + (one.scrollWidth - one.clientWidth))`);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

export async function violations(page: Page): Promise<string[]> {
  // As a script of the debugger's: the page's own policy lets nothing foreign in.
  const isThere = await page.evaluate("'axe' in window");
  if (isThere === false) await page.evaluate(axe.source);
  // Of what is right it would tell as much, which nobody reads.
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
  )) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** Of one state of the page, in the light theme and then in the dark one, which stays. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}
