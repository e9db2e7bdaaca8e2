/**
 * Pictures of the sandbox page's main states, in `screenshots/`, to be looked at; with `--readme` also the one that the
 * README shows, `docs/sandbox.png`. It runs the app and its outside world as the demo does, and drives them.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import type { Browser, Locator, Page } from "playwright-core";
import { startDemoWorld } from "../src/demo/world.ts";
import { readAppFace, startPageServer } from "../src/sandbox/page-server.ts";
import { type Sandbox, scene } from "../src/sandbox/sandbox.ts";
import { createPageScene } from "../src/sandbox/scene/play-scene.ts";
import { launch } from "../test/page/browser.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "screenshots");
const size = { width: 1280, height: 800 };
const mostBytes = 300_000;

interface Studio {
  readonly sandbox: Sandbox;
  readonly page: Page;
  readonly shoot: (name: string) => Promise<void>;
}

type Look = "light" | "dark";

/** A fresh world with a window on it. */
async function studio(browser: Browser, look: Look, shots: (at: Studio) => Promise<void>): Promise<void> {
  const world = await startDemoWorld(null, "twilio", Date.now);
  world.sandbox.slack.control.configure({ limits: "off" });
  const server = await startPageServer({
    sandbox: world.sandbox,
    app: readAppFace(join(root, "manifest.yml")),
    folder: join(root, "dist/page"),
    port: 0,
    scene: createPageScene(),
  });
  const context = await browser.newContext({ viewport: size, colorScheme: look });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole("region", { name: "#front-desk" }).waitFor();
  const shoot = async (name: string) => {
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    console.log(`screenshots/${name}.png`);
  };
  try {
    await shots({ sandbox: world.sandbox, page, shoot });
  } finally {
    await context.close();
    await server.stop();
    await world.stop();
  }
}

const front = (page: Page) => page.getByRole("region", { name: "#front-desk" });
const inThread = (page: Page) => page.getByRole("region", { name: "Thread", exact: true });

async function text(sandbox: Sandbox, from: string, body: string): Promise<void> {
  await sandbox.twilio.control.text({ from, to: scene.line, body });
}

async function act(page: Page, name: string): Promise<void> {
  await page.getByRole("group", { name: "Act in Slack as" }).getByRole("button", { name }).click();
}

async function openNewest(page: Page): Promise<void> {
  await front(page)
    .getByRole("button", { name: /\d+ repl/ })
    .last()
    .click();
  await inThread(page).waitFor();
}

async function answer(page: Page, words: string): Promise<void> {
  const box = inThread(page).getByRole("textbox");
  await box.fill(words);
  await box.press("Enter");
  await inThread(page).getByRole("article").filter({ hasText: words }).first().waitFor();
}

async function everyday({ sandbox, page, shoot }: Studio): Promise<void> {
  await shoot("empty");
  await page.getByRole("button", { name: "Play the scene" }).click();
  await page.locator(".step-now", { hasText: "Ben answers" }).waitFor();
  await shoot("scene-playing");
  await page.getByRole("button", { name: "Play the scene" }).waitFor({ timeout: 60_000 });
  await shoot("scene-played");
  await page.getByRole("button", { name: "Hide the steps" }).click();
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "front-desk" }).click();
  await page
    .getByRole("region", { name: "Phones" })
    .getByRole("button", { name: /^Maria/ })
    .click();
  await openNewest(page);
  await answer(page, "There is, right behind the house. Free after 5.");
  await inThread(page).locator('[data-reaction="white_check_mark"]').waitFor();
  await front(page).getByText("Answered").last().waitFor();
  await text(sandbox, scene.sam, "Hello, do you have a table for four on Friday?");
  await front(page).getByText("table for four").waitFor();
  // Away from what shows more to a pointer.
  await page.mouse.move(500, 165);
  await shoot("conversation");
}

/** A picture that a phone could have taken, but for what is on it. */
function drawnPicture(width: number, height: number): string {
  const canvas = new Uint8Array((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isHill = y > height * 0.6 - Math.sin(x / 30) * 18;
      canvas.set(
        isHill ? [70, 130 - y / 4, 80] : [120 + y / 2, 180 + y / 4, 235],
        y * (width * 3 + 1) + 1 + x * 3,
      );
    }
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    ...[chunk("IHDR", head), chunk("IDAT", deflateSync(canvas)), chunk("IEND", Buffer.alloc(0))],
  ]).toString("base64");
}

async function pictures({ sandbox, page, shoot }: Studio): Promise<void> {
  const { line, maria } = scene;
  const media = [
    { contentType: "image/png", base64: drawnPicture(320, 240) },
    { contentType: "image/png", base64: Buffer.from("PK\x03\x04").toString("base64") },
  ];
  await sandbox.twilio.control.text({ from: maria, to: line, body: "Is this the right door?", media });
  await front(page).getByText("right door").waitFor();
  await openNewest(page);
  await inThread(page).getByRole("img", { name: "Picture 1.png" }).waitFor();
  await inThread(page).getByText("is an archive").waitFor();
  await shoot("pictures");
}

async function people({ sandbox, page, shoot }: Studio): Promise<void> {
  await text(sandbox, scene.maria, "Hi, are you open today?");
  await front(page).getByText("are you open").waitFor();
  await openNewest(page);
  await answer(page, "note: @Ana Reyes she is the one who called");
  await answer(page, "Yes, until 6.");
  await inThread(page).locator('[data-reaction="white_check_mark"]').waitFor();
  await act(page, "Cy Park");
  await openNewest(page);
  await answer(page, "Hello from Cy");
  await inThread(page).getByText("Only visible to you").waitFor();
  await shoot("only-visible-to-you");
  await inThread(page).getByRole("textbox").fill("/close");
  await inThread(page).getByRole("textbox").press("Enter");
  await shoot("refused-command");
  await act(page, "Ana Reyes");
  await shoot("ana");
  await front(page).getByRole("button", { name: "Take" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot("confirm");
  await page.keyboard.press("Escape");
  await openNewest(page);
  const note = inThread(page).getByRole("article").filter({ hasText: "she is the one" }).first();
  await note.hover();
  await note.getByRole("button", { name: "More actions" }).click();
  await shoot("message-menu");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation").getByRole("button", { name: "Threads" }).click();
  await shoot("threads");
  await page.getByRole("navigation").getByRole("button", { name: "Threadline" }).click();
  await shoot("direct");
}

async function direct({ sandbox, page, shoot }: Studio): Promise<void> {
  await sandbox.twilio.control.text({
    from: scene.sam,
    to: scene.directLine,
    body: "Can we move our call to 3?",
  });
  await page
    .getByRole("navigation", { name: "Slack" })
    .getByRole("button", { name: /^Threadline/ })
    .click();
  const messages = page.getByRole("region", { name: "Threadline", exact: true });
  await messages.getByRole("button", { name: /\d+ repl/ }).click();
  await answer(page, "3 is fine.");
  await inThread(page).locator('[data-reaction="white_check_mark"]').waitFor();
  await shoot("direct-line");
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
  await shoot("home");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-home");
  await page
    .getByRole("navigation", { name: "Slack" })
    .getByRole("button", { name: /^Threadline/ })
    .click();
  await messages.getByRole("button", { name: /\d+ repl/ }).click();
  await shoot("phone-direct-line");
}

/** A form for a new text, as it is filled in. */
async function newText(page: Page): Promise<Locator> {
  await front(page).getByRole("button", { name: "Shortcuts" }).click();
  await page.getByRole("menuitem", { name: /New text/ }).click();
  const form = page.getByRole("dialog", { name: "New text" });
  await form.waitFor();
  return form;
}

async function choose(form: Locator, typed: string, name: RegExp): Promise<void> {
  await form.getByRole("combobox", { name: "To" }).fill(typed);
  await form.getByRole("option", { name }).first().click();
}

async function begun({ sandbox, page, shoot }: Studio): Promise<void> {
  await text(sandbox, scene.maria, "Hi, are you open today?");
  await front(page).getByText("are you open").waitFor();
  await openNewest(page);
  const form = await newText(page);
  await form.getByRole("combobox", { name: "To" }).fill("o");
  await form.getByRole("option").first().waitFor();
  await shoot("new-text-search");
  await choose(form, "mari", /Maria Lopez/);
  await form.getByLabel("From").selectOption({ label: "Front desk, (555) 010-0001" });
  await form.getByRole("textbox", { name: "Text" }).fill(`It’s ready. ${"Come by any time. ".repeat(6)}`);
  await form.getByRole("button", { name: "Check" }).click();
  await form.getByText("curly apostrophe").waitFor();
  await shoot("new-text");
  const at = new Date(Date.now() + 24 * 3_600_000);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 11);
  await form.getByLabel("When").fill(`${local}15:30`);
  await form.getByRole("button", { name: "Send" }).click();
  await form.waitFor({ state: "detached" });
  await inThread(page).getByRole("button", { name: "Send now" }).waitFor();
  await shoot("scheduled-text");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-scheduled-text");
}

async function several({ page, shoot }: Studio): Promise<void> {
  await act(page, "Ana Reyes");
  const form = await newText(page);
  await choose(form, "mari", /Maria Lopez/);
  await choose(form, "sam", /Sam Okafor/);
  await choose(form, "(555) 019-9003", /019-9003/);
  await choose(form, "ben", /Ben Ito/);
  await form.getByRole("textbox", { name: "Text" }).fill("We are closed on Friday.");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText("people get it").waitFor();
  await shoot("list-asked");
  await form.getByRole("button", { name: "Send" }).click();
  const nav = page.getByRole("navigation", { name: "Slack" });
  await nav.getByRole("button", { name: /^Threadline/ }).click();
  const progress = page.getByRole("region", { name: "Threadline", exact: true }).getByRole("article").last();
  await progress.getByText("Text to 4").waitFor();
  await shoot("list-held");
  await progress.getByText("It left for").waitFor();
  await shoot("list");
  await nav.getByRole("button", { name: "front-desk" }).click();
  const box = front(page).getByRole("textbox");
  await box.fill("/sms @Ben Ito can you take line 2?");
  await box.press("Enter");
  await front(page).getByText("Only visible to you").waitFor();
  await nav.getByRole("button", { name: /^Ben Ito/ }).click();
  await act(page, "Ben Ito");
  await nav.getByRole("button", { name: /^Ana Reyes/ }).click();
  const group = page.getByRole("region", { name: "Ana Reyes", exact: true });
  await group.getByRole("textbox").fill("On it");
  await group.getByRole("textbox").press("Enter");
  await group.getByRole("article").filter({ hasText: "On it" }).waitFor();
  await shoot("staff");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-staff");
}

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });

async function command(page: Page, typed: string): Promise<void> {
  const box = front(page).getByRole("textbox");
  await box.fill(typed);
  await box.press("Enter");
}

/** Up to the filled-in text. */
async function pickTemplate(page: Page, typed: string, name: RegExp): Promise<Locator> {
  const picker = dialog(page, "Send a template");
  await picker.getByRole("combobox", { name: "Which template?" }).fill(typed);
  await picker.getByRole("option", { name }).click();
  await picker.getByRole("button", { name: "Next" }).click();
  const filled = dialog(page, "Text from template");
  await filled.waitFor();
  return filled;
}

async function templates({ sandbox, page, shoot }: Studio): Promise<void> {
  await text(sandbox, scene.maria, "Hi, can I come by this week?");
  await text(sandbox, scene.sam, "Hello, do you have a table for four on Friday?");
  await front(page).getByText("table for four").waitFor();
  await front(page)
    .getByRole("article")
    .filter({ hasText: "come by this week" })
    .getByRole("button", { name: /\d+ repl/ })
    .click();
  await inThread(page).waitFor();
  await command(page, "/sms-template");
  const picker = dialog(page, "Send a template");
  await picker.waitFor();
  await shoot("template-pick");
  await picker.getByRole("combobox", { name: "For which conversation?" }).fill("mar");
  await picker.getByRole("option", { name: /Maria/ }).click();
  await picker.getByRole("combobox", { name: "Which template?" }).focus();
  await picker.getByRole("option").first().waitFor();
  await shoot("template-pick-search");
  let filled = await pickTemplate(page, "app", /Appointment/);
  await filled.getByLabel("Day").fill("Tuesday");
  await filled.getByRole("button", { name: "Check" }).click();
  await filled.getByText("segment").waitFor();
  await shoot("template-fill");
  await page.setViewportSize({ width: 1280, height: 1100 });
  await filled.getByRole("button", { name: "Send" }).click();
  await filled.getByRole("alert").first().waitFor();
  await shoot("template-fill-gap");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-template-fill");
  await page.setViewportSize(size);
  await filled.getByRole("button", { name: "Keep as draft" }).click();
  await page.getByText("Home").last().waitFor();
  await shoot("template-kept");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await inThread(page).getByRole("textbox").fill("!hours");
  await inThread(page).getByRole("textbox").press("Enter");
  const asked = inThread(page).getByRole("article").filter({ hasText: "Only visible to you" });
  await asked.getByRole("button", { name: "Send now" }).waitFor();
  await shoot("template-called");
  await asked.getByRole("button", { name: "Send now" }).click();
  await inThread(page).getByText("from template").waitFor();
  await inThread(page).locator('[data-reaction="white_check_mark"]').waitFor();
  await inThread(page).getByRole("textbox").fill("!hors");
  await inThread(page).getByRole("textbox").press("Enter");
  await inThread(page).getByText("No template of yours").waitFor();
  await shoot("template-sent");
  await page.keyboard.press("Escape");
  await front(page)
    .getByRole("article")
    .filter({ hasText: "table for four" })
    .getByRole("button", { name: "Template" })
    .click();
  await picker.waitFor();
  filled = await pickTemplate(page, "park", /Parking/);
  await filled.getByRole("button", { name: "Keep as draft" }).click();
  await page.getByText("Home").last().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
  await page.getByRole("region", { name: "Threadline Home" }).getByText("Drafts").first().waitFor();
  await shoot("home-drafts");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-home-drafts");
  await page.setViewportSize({ width: 1280, height: 1200 });
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "front-desk" }).click();
  const form = await newText(page);
  await choose(form, "mari", /Maria Lopez/);
  await form.getByRole("combobox", { name: /Template/ }).fill("app");
  await form.getByRole("option", { name: /Appointment/ }).click();
  await form.getByLabel("Day").waitFor();
  await shoot("new-text-template");
}

async function managing({ page, shoot }: Studio): Promise<void> {
  await act(page, "Ana Reyes");
  await command(page, "/sms-template manage");
  const list = dialog(page, "Templates");
  await list.waitFor();
  await shoot("template-manage");
  await list.getByRole("button", { name: "More options" }).first().click();
  await shoot("template-manage-menu");
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Back" }).waitFor();
  await shoot("template-edit");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-template-edit");
}

async function homes({ sandbox, page, shoot }: Studio): Promise<void> {
  const { twilio } = sandbox;
  for (let index = 0; index < 14; index += 1) {
    const number = `+1555020${String(1000 + index)}`;
    twilio.control.addPhone({ number });
    await text(sandbox, number, `Question number ${index + 1}: when do you open?`);
  }
  await text(sandbox, scene.maria, "Hi, are you open today?");
  await front(page).getByText("are you open today").waitFor({ timeout: 60_000 });
  await front(page).getByRole("button", { name: "Take" }).last().click();
  await page
    .getByRole("dialog")
    .getByRole("button")
    .last()
    .click({ timeout: 1_000 })
    .catch(() => {});
  await act(page, "Ana Reyes");
  await front(page).getByRole("button", { name: "Take" }).first().click();
  const form = await newText(page);
  await choose(form, "sam", /Sam Okafor/);
  await form.getByRole("textbox", { name: "Text" }).fill("Your table is ready.");
  const at = new Date(Date.now() + 48 * 3_600_000);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 11);
  await form.getByLabel("When").fill(`${local}15:30`);
  await form.getByRole("button", { name: "Send" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
  const home = page.getByRole("region", { name: "Threadline Home" });
  await home.getByText("Scheduled").waitFor();
  await shoot("home-of-a-manager");
  await page.setViewportSize({ width: 1280, height: 2400 });
  await shoot("home-of-a-manager-whole");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone-home-of-a-manager");
}

/** What stands in the CRM, and what its card asks. */
async function logging({ sandbox, page, shoot }: Studio): Promise<void> {
  if (sandbox.crm === null) throw new Error("there is no CRM");
  const form = page.getByRole("dialog");
  const close = async () => {
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  };
  const resolveNewest = () => front(page).getByRole("button", { name: "Resolve" }).last().click();
  await text(sandbox, scene.maria, "Hi, are you open today?");
  await openNewest(page);
  await answer(page, "Yes, until 6.");
  await answer(page, "note: ask her about March");
  await page.getByRole("region", { name: "Phones" }).getByText("Yes, until 6.").waitFor();
  await resolveNewest();
  await front(page).getByText("Logged to").waitFor();
  await shoot("logged-card");
  await front(page).getByRole("link", { name: "HubSpot" }).click();
  await page.getByRole("region", { name: "CRM" }).getByText("Yes, until 6.").waitFor();
  await shoot("crm-pane");
  sandbox.crm.control.putContact({
    name: "Marisol Lopez",
    mobile: "+1 555 019 9002",
    company: "Lopez & Daughters <Bakery>",
    lastActivityAt: "2026-11-02T15:00:00Z",
  });
  await text(sandbox, scene.sam, "Can you call me back?");
  await front(page).getByText("Can you call me back?").waitFor();
  await resolveNewest();
  await front(page).getByRole("button", { name: "Choose contact" }).waitFor();
  await page.getByRole("button", { name: "Hide the CRM" }).click();
  await shoot("conflict-card");
  await front(page).getByRole("button", { name: "Choose contact" }).click();
  await form.getByText("Marisol Lopez").waitFor();
  await shoot("choose-contact");
  await form.getByRole("button", { name: "Create contact" }).click();
  await form.getByRole("textbox", { name: "Name" }).waitFor();
  await shoot("create-contact");
  await close();
  await page
    .getByRole("navigation", { name: "Slack" })
    .getByRole("button", { name: "Home", exact: true })
    .click();
  await page.getByRole("button", { name: "Logging settings" }).waitFor();
  await shoot("home-logging");
  await page.getByRole("button", { name: "Log", exact: true }).click();
  await form.getByText("Note").first().waitFor();
  await shoot("log-form");
  await close();
  await page.getByRole("button", { name: "Logging settings" }).click();
  await form.waitFor();
  await shoot("log-settings");
  await close();
}

async function trouble({ sandbox, page, shoot }: Studio): Promise<void> {
  await text(sandbox, scene.maria, "Hi, are you open today?");
  await front(page).getByText("are you open").waitFor();
  await openNewest(page);
  await page.getByRole("button", { name: "Carrier rejecting" }).click();
  await answer(page, "Yes, until 6.");
  await inThread(page).getByRole("button", { name: "Try again" }).waitFor();
  await shoot("carrier-rejecting");
  await page.getByRole("button", { name: "Slack down" }).click();
  await text(sandbox, scene.maria, "Hello?");
  await page
    .getByText("no answer", { exact: false })
    .first()
    .waitFor({ timeout: 3_000 })
    .catch(() => {});
  await page
    .getByRole("region", { name: "What happens underneath" })
    .getByRole("button", { name: "More" })
    .click();
  await shoot("slack-down");
  await page.locator(".strip-line", { hasText: "The carrier's webhook" }).first().click();
  await shoot("raw");
}

const longName = "Maximiliane-Theodora von und zu Hohenlohe-Waldenburg-Schillingsfürst";
const longText = `${"A very long message that goes on and on, as some people write them on a Sunday. ".repeat(14)}https://example.com/${"a".repeat(140)}`;

async function crowd({ sandbox, page, shoot }: Studio): Promise<void> {
  const { twilio } = sandbox;
  for (let index = 0; index < 40; index += 1) {
    const number = `+1555020${String(1000 + index)}`;
    twilio.control.addPhone({ number, name: index === 39 ? longName : `Customer ${index + 1}` });
    await text(sandbox, number, index === 39 ? longText : `Question number ${index + 1}: when do you open?`);
  }
  await front(page).getByText("A very long message").waitFor({ timeout: 120_000 });
  await shoot("forty-conversations");
  await page.getByRole("group", { name: "Whose phone" }).getByRole("button", { name: longName }).click();
  const newest = front(page).getByRole("article").last();
  await newest.getByRole("button", { name: /repl/ }).click({ timeout: 120_000 });
  await inThread(page).waitFor();
  await shoot("long-names");
}

async function longThread({ sandbox, page, shoot }: Studio): Promise<void> {
  await text(sandbox, scene.maria, "The first of many");
  await front(page).getByText("The first of many").waitFor();
  await openNewest(page);
  const [card] = sandbox.slack.control.messages(scene.channel);
  if (card === undefined) throw new Error("There is no card.");
  const place = { channel: scene.channel, threadTs: card.ts };
  for (let index = 0; index < 200; index += 1) {
    const user = index % 3 === 0 ? scene.ana : scene.ben;
    sandbox.slack.control.post({ user, ...place, text: `note: remark number ${index + 1}` });
  }
  await inThread(page).getByText("remark number 200").waitFor();
  await shoot("long-thread");
}

const states: Readonly<Record<string, (at: Studio) => Promise<void>>> = {
  everyday,
  people,
  pictures,
  direct,
  begun,
  several,
  templates,
  managing,
  homes,
  logging,
  trouble,
  crowd,
  longThread,
};

async function main(args: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  try {
    if (args.includes("--readme")) return await readmePicture(browser);
    const wanted = args.length === 0 ? Object.keys(states) : args;
    for (const look of ["light", "dark"] as const) {
      for (const name of wanted) {
        const shots = states[name];
        if (shots === undefined)
          throw new Error(`There is no ${name}; there are ${Object.keys(states).join(", ")}.`);
        if (look === "dark" && (shots === crowd || shots === longThread)) continue;
        await studio(browser, look, (at) => shots({ ...at, shoot: (shot) => at.shoot(`${shot}-${look}`) }));
      }
    }
  } finally {
    await browser.close();
  }
}

async function readmePicture(browser: Browser): Promise<void> {
  await studio(browser, "light", async (at) => {
    await everyday({ ...at, shoot: async () => {} });
    const path = join(root, "docs/sandbox.png");
    await at.page.waitForTimeout(300);
    await at.page.screenshot({ path });
    const { size: bytes } = statSync(path);
    if (bytes > mostBytes) throw new Error(`docs/sandbox.png has ${bytes} bytes; ${mostBytes} are the most.`);
    console.log(`docs/sandbox.png, ${bytes} bytes`);
  });
}

await main(process.argv.slice(2));
