/** Templates, as members send and keep them in a browser. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sideways, violations } from "./looks.ts";
import {
  actAs,
  asInTheDemo,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  phones,
  scene,
  text,
  thread,
} from "./page-world.ts";

const templates = `
- { scope: company, key: hours, name: Opening hours, text: "Hi {{contact.first_name}}, we are open until 6." }
- { scope: company, key: appointment, name: Appointment, text: "See you on {{?day}} at {{?hour}}, {{agent.first_name}}" }
- { scope: "group:200", key: parking, name: Parking, text: It is behind the house. }
- { scope: "personal:ben", key: mine, name: Call back, text: I call you back. }
- { scope: "personal:ana", key: ana, name: Of Ana alone, text: "Yours, Ana" }
`;

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld({ ...asInTheDemo, templates, env: { QUIET_HOURS: "off" } });
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const dialog = (page: Page, name: string): Locator => page.getByRole("dialog", { name, exact: true });
const picker = (page: Page) => dialog(page, "Send a template");
const filled = (page: Page) => dialog(page, "Text from template");
const words = (page: Page) => filled(page).getByRole("textbox", { name: "Text" });
const ownMessage = (pane: Locator) => message(pane, "Only visible to you");

async function command(page: Page, typed: string): Promise<void> {
  const box = channel(page).getByRole("textbox");
  await box.fill(typed);
  await box.press("Enter");
}

/** From the picker to the filled-in text. */
async function pick(page: Page, typed: string, name: string): Promise<void> {
  await picker(page).getByRole("combobox", { name: "Which template?" }).fill(typed);
  await picker(page).getByRole("option", { name }).click();
  await picker(page).getByRole("button", { name: "Next" }).click();
  await filled(page).waitFor();
}

async function send(page: Page): Promise<void> {
  await filled(page).getByRole("button", { name: "Send" }).click();
  await filled(page).waitFor({ state: "detached" });
}

/** What stands in the thread is its sender's, says whence, and arrived. */
async function standsInThread(page: Page, text: string, author: string, template: string): Promise<void> {
  const posted = message(thread(page), text).filter({ hasNotText: "Only visible to you" }).last();
  await posted.getByText("APP", { exact: true }).waitFor();
  expect(await posted.locator(".message-author").textContent()).toBe(author);
  await posted.getByText(`from template ${template}`).waitFor();
  await marked(posted, "white_check_mark");
}

describe("a template", () => {
  it("is picked, changed and sent by the slash command", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    await command(page, "/sms-template");
    await picker(page).waitFor();
    const conversation = picker(page).getByRole("list", { name: "Chosen: For which conversation?" });
    await conversation.getByText("Maria Lopez").waitFor();
    await picker(page).getByRole("combobox", { name: "Which template?" }).focus();
    const group = (name: string) => picker(page).getByRole("group", { name }).getByRole("option");
    await group("Personal").waitFor();
    expect(await group("Personal").count()).toBe(1);
    expect(await group("Front desk").count()).toBe(1);
    expect(await group("Company").count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await pick(page, "open", "Opening hours");
    expect(await words(page).inputValue()).toBe("Hi Maria, we are open until 6.");
    expect(await violations(page)).toEqual([]);
    await words(page).fill("Hi Maria, we are open until 7.");
    await filled(page).getByRole("button", { name: "Check" }).click();
    await filled(page).getByText("1 segment").waitFor();
    await send(page);
    await phones(page).getByText("Hi Maria, we are open until 7.").waitFor();
    await standsInThread(page, "we are open until 7.", "Ben Ito", "Opening hours");
  });

  it("is filled in from its card, says what is missing, and leaves when it is there", async () => {
    const { page } = at;
    await text(page, "Hi, can I come by?");
    await openThread(page);
    await channel(page).getByRole("button", { name: "Template", exact: true }).click();
    await picker(page).waitFor();
    await pick(page, "app", "Appointment");
    await filled(page).getByLabel("Day").fill("Tuesday");
    await filled(page).getByRole("button", { name: "Send" }).click();
    await filled(page).getByRole("alert").first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(at.world.received(scene.maria)).toEqual([]);
    await filled(page).getByLabel("Hour").fill("3");
    await send(page);
    await phones(page).getByText("See you on Tuesday at 3, Ben").waitFor();
    await standsInThread(page, "See you on Tuesday at 3, Ben", "Ben Ito", "Appointment");
  });

  it("is called by its key in a thread: it leaves on Send now, is changed on Edit, and gone on Discard", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    const box = thread(page).getByRole("textbox");
    const call = async (typed: string) => {
      await box.fill(typed);
      await box.press("Enter");
    };
    const asked = () => ownMessage(thread(page)).last();
    await call("!hours");
    await asked().getByText("Hi Maria, we are open until 6.").waitFor();
    await marked(message(thread(page), "!hours").first(), "memo");
    expect(await violations(page)).toEqual([]);
    await asked().getByRole("button", { name: "Send now" }).click();
    await phones(page).getByText("Hi Maria, we are open until 6.").waitFor();
    await standsInThread(page, "we are open until 6.", "Ben Ito", "Opening hours");
    await call("!parking");
    await asked().getByText("It is behind the house.").waitFor();
    await asked().getByRole("button", { name: "Edit" }).click();
    await filled(page).waitFor();
    await words(page).fill("It is in front of the house.");
    await send(page);
    await phones(page).getByText("It is in front of the house.").waitFor();
    await call("!mine");
    await asked().getByText("I call you back.").waitFor();
    await asked().getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => asked().getByRole("button", { name: "Discard" }).count()).toBe(0);
    await call("!parkin");
    await asked().getByRole("button", { name: "!parking" }).waitFor();
    expect(at.world.received(scene.maria)).toEqual([
      "Hi Maria, we are open until 6.",
      "It is in front of the house.",
    ]);
  });

  it("is sent from the menu of a message of its thread, and by the shortcut, in a window as narrow as a phone's, too", async () => {
    await text(at.page, "Hi, are you open today?");
    await openThread(at.page);
    const asked = message(thread(at.page), "Hi, are you open today?").last();
    await asked.hover();
    await asked.getByRole("button", { name: "More actions" }).click();
    await at.page.getByRole("menuitem", { name: /Reply with template/ }).click();
    await pick(at.page, "hours", "Opening hours");
    await send(at.page);
    await phones(at.page).getByText("Hi Maria, we are open until 6.").waitFor();
    const page = await at.newWindow({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    await actAs(page, "Ana Reyes");
    await channel(page).getByRole("button", { name: "Shortcuts" }).click();
    await page.getByRole("menuitem", { name: /Send a template/ }).click();
    await picker(page).waitFor();
    await picker(page).getByRole("combobox", { name: "Which template?" }).focus();
    await picker(page).getByRole("option", { name: "Of Ana alone" }).waitFor();
    expect(await picker(page).getByRole("option", { name: "Call back" }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await pick(page, "app", "Appointment");
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
  });

  it("is picked and sent with the keyboard alone", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    await channel(page).getByRole("button", { name: "Template", exact: true }).focus();
    await page.keyboard.press("Enter");
    await picker(page).waitFor();
    const which = picker(page).getByRole("combobox", { name: "Which template?" });
    for (let presses = 0; presses < 20 && !(await hasFocus(which)); presses += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.type("park");
    await picker(page).getByRole("option", { name: "Parking", selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await picker(page).getByRole("list", { name: "Chosen: Which template?" }).getByText("Parking").waitFor();
    await page.keyboard.press("Control+Enter");
    await filled(page).waitFor();
    const field = words(page);
    for (let presses = 0; presses < 20 && !(await hasFocus(field)); presses += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Ben");
    await page.keyboard.press("Control+Enter");
    await filled(page).waitFor({ state: "detached" });
    await phones(page).getByText("It is behind the house. Ben").waitFor();
    await expect
      .poll(() => hasFocus(channel(page).getByRole("button", { name: "Template", exact: true })))
      .toBe(true);
  });
});

const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((one) => one === one.ownerDocument.activeElement);

const home = (page: Page): Locator => page.getByRole("region", { name: "Threadline Home" });

async function openHome(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
  await home(page).waitFor();
}

describe("a draft", () => {
  it("is kept from the form, opened from its card's menu, and sent from the Home", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    await command(page, "/sms-template hours");
    await filled(page).waitFor();
    await words(page).fill("Hi Maria, we are open until 8.");
    await filled(page).getByRole("button", { name: "Keep as draft" }).click();
    await page.getByRole("dialog").getByText("It is kept as a draft, and nothing was sent.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const card = channel(page).getByRole("article").first();
    await card.getByRole("combobox", { name: "More" }).selectOption("Drafts...");
    await filled(page).waitFor();
    expect(await words(page).inputValue()).toBe("Hi Maria, we are open until 8.");
    await words(page).fill("Hi Maria, we are open until 9.");
    await filled(page).getByRole("button", { name: "Keep as draft" }).click();
    await page.getByRole("dialog").getByText("It is kept as a draft, and nothing was sent.").waitFor();
    await page.keyboard.press("Escape");
    await openHome(page);
    await home(page).getByText("Drafts").first().waitFor();
    await home(page).getByText("we are open until 9").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(at.world.received(scene.maria)).toEqual([]);
    await home(page).getByRole("button", { name: "Send now" }).click();
    await phones(page).getByText("Hi Maria, we are open until 9.").waitFor();
    await home(page).getByText("we are open until 9").waitFor({ state: "detached" });
    expect(at.world.received(scene.maria)).toEqual(["Hi Maria, we are open until 9."]);
  });
});

describe("the templates", () => {
  it("are managed on top of their list, which stands there as it is by then", async () => {
    const { page } = at;
    await actAs(page, "Ana Reyes");
    await openHome(page);
    await home(page).getByRole("button", { name: "Manage templates" }).click();
    const list = dialog(page, "Templates");
    await list.getByText("Opening hours").waitFor();
    expect(await list.getByText("Call back").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    const row = list.locator(".block-section").filter({ hasText: "!hours" });
    await row.getByRole("button", { name: "More options" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    const edit = dialog(page, "Edit template");
    const wording = edit.getByRole("textbox", { name: "Text" });
    expect(await wording.inputValue()).toBe("Hi {{contact.first_name}}, we are open until 6.");
    await wording.fill("Hi {{contact.frist_name}}, we are open until 7.");
    await edit.getByRole("button", { name: "Save" }).click();
    await edit.getByRole("alert").getByText("contact.first_name").waitFor();
    expect(await violations(page)).toEqual([]);
    await wording.fill("Hi {{contact.first_name|there}}, we are open until 7.");
    await edit.getByRole("button", { name: "Preview" }).click();
    await edit.getByText(/^Hi \S+, we are open until 7\.$/).waitFor();
    await edit.getByRole("button", { name: "Save" }).click();
    await edit.waitFor({ state: "detached" });
    await row.getByText("we are open until 7").waitFor();
    await row.getByRole("button", { name: "More options" }).click();
    await page.getByRole("menuitem", { name: "Versions" }).click();
    await dialog(page, "Versions").getByText("we are open until 6").waitFor();
    expect(await violations(page)).toEqual([]);
    const versions = dialog(page, "Versions");
    await versions.getByRole("button", { name: "Bring back" }).first().click();
    const asked = page.getByRole("dialog", { name: "Bring it back?" });
    await asked.getByRole("button", { name: "Bring back" }).click();
    await versions.getByText(/Version 3/).waitFor();
    await versions.getByRole("button", { name: "Back", exact: true }).click();
    await row.getByText("we are open until 6").waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
  });

  it("stand in New text, filled in for whom it goes to", async () => {
    const { page } = at;
    await channel(page).getByRole("button", { name: "Shortcuts" }).click();
    await page.getByRole("menuitem", { name: /New text/ }).click();
    const form = dialog(page, "New text");
    await form.getByRole("combobox", { name: "To" }).fill("mari");
    await form.getByRole("option", { name: /Maria Lopez/ }).click();
    await form.getByLabel("From").selectOption({ label: "Front desk, (555) 010-0001" });
    await form.getByRole("combobox", { name: /Template/ }).fill("hours");
    await form.getByRole("option", { name: /Opening hours/ }).click();
    const typed = form.getByRole("textbox", { name: "Text" });
    await expect.poll(() => typed.inputValue()).toBe("Hi {{contact.first_name}}, we are open until 6.");
    expect(await violations(page)).toEqual([]);
    await form.getByRole("button", { name: "Check" }).click();
    await form.getByText("Hi Maria, we are open until 6.").waitFor();
    await form.getByRole("button", { name: "Send" }).click();
    await form.waitFor({ state: "detached" });
    await phones(page).getByText("Hi Maria, we are open until 6.").waitFor();
  });
});
