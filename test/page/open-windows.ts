/** Windows on a page: what they complain about is kept, and who closes them leaves them as new to whoever is next. */
import type { Page } from "playwright-core";
import { giveWindow, type Look, takeWindow } from "./spare-windows.ts";

export interface Windows {
  readonly page: Page;
  /** Another window, with a memory of its own; what it complains about counts as well. */
  newWindow(look?: Partial<Look>): Promise<Page>;
  /** Everything the windows complained about: errors, refused loads. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A first window on the page, and the way to more. */
export async function openWindows(url: string): Promise<Windows> {
  const complaints: string[] = [];
  const open: Page[] = [];
  const newWindow: Windows["newWindow"] = async (look = {}) => {
    const page = await takeWindow(look);
    open.push(page);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await page.goto(url);
    await page.getByRole("heading", { name: "Threadline sandbox" }).waitFor();
    // What there is to see comes behind it.
    await page
      .getByRole("region", { name: "Slack", exact: true })
      .or(page.getByRole("region", { name: "Phones" }))
      .filter({ visible: true })
      .first()
      .waitFor();
    return page;
  };
  return {
    page: await newWindow(),
    newWindow,
    complaints,
    async close() {
      await Promise.all(open.map(giveWindow));
    },
  };
}
