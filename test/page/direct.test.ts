/** A person alone with the app: direct messages with threads and cards, and the Home, as whoever one acts as sees them. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeApp, type FakeApp, type Json, scene } from "./fake-app.ts";
import { sideways, violations, violationsInBothThemes } from "./looks.ts";
import { actAs, message, thread } from "./page-world.ts";

let at: FakeApp;
beforeEach(async () => {
  at = await createFakeApp();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const plain = (text: string): Json => ({ type: "plain_text", text });
const words = (text: string): Json => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (id: string, text: string): Json => ({ type: "button", action_id: id, text: plain(text) });
const menu: Json = {
  type: "static_select",
  action_id: "card.more",
  placeholder: plain("More"),
  options: ["Block number", "Name this contact..."].map((label) => ({ text: plain(label), value: label })),
};
const cardBlocks = [
  words("Maria Lopez"),
  { type: "actions", elements: [button("card.done", "Call it done"), menu] },
];
const home = [
  words("*Your auto-reply* is off"),
  { type: "actions", elements: [button("home.edit", "Change")] },
];

const direct = (page: Page): Locator => page.getByRole("region", { name: "Threadline", exact: true });
const homePane = (page: Page): Locator => page.getByRole("region", { name: "Threadline Home" });
/** Behind a name stands what is unread. */
const goTo = (page: Page, name: "Threadline" | "Home") =>
  page
    .getByRole("navigation", { name: "Slack" })
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Threadline" }).getByRole("button", { name }).click();

async function cardFor(user: string): Promise<Json> {
  const card = await at.call("chat.postMessage", { channel: user, text: "Maria Lopez", blocks: cardBlocks });
  const said = { channel: card.channel, thread_ts: card.ts, text: "Are you open?", username: "Maria Lopez" };
  await at.call("chat.postMessage", said);
  return card;
}

const drawHome = (user: string, blocks: Json[] = home) =>
  at.call("views.publish", { user_id: user, view: { type: "home", blocks } });

const openings = () => at.sandbox.slack.control.deliveries("app_home_opened").map(({ body }) => body.event);

/** What the app has heard of presses and choices. */
const pressed = () => at.heard.filter(({ type }) => type === "block_actions");

/** Whoever presses something is shown a form. */
function answerWithForm(): void {
  at.answer = (payload) => {
    if (payload.type !== "block_actions") return null;
    const input: Json = {
      type: "input",
      block_id: "words",
      label: plain("What it says"),
      element: { type: "plain_text_input", action_id: "words", multiline: true },
    };
    const view = { type: "modal", title: plain("Auto-reply"), submit: plain("Save"), blocks: [input] };
    void at.call("views.open", { trigger_id: payload.trigger_id, view });
    return null;
  };
}

describe("direct messages with the app", () => {
  it("are each person's own, with a thread under a card, and take what is written there", async () => {
    const { page } = at;
    await cardFor(scene.ben);
    await goTo(page, "Threadline");
    const card = message(direct(page), "Maria Lopez");
    await card.getByRole("button", { name: "Call it done" }).waitFor();
    await card.getByRole("button", { name: "1 reply" }).click();
    await message(thread(page), "Are you open?").waitFor();
    expect(await thread(page).getByRole("heading", { name: "Thread" }).locator("..").textContent()).toContain(
      "Threadline",
    );
    await thread(page).getByText("Also send as direct message").waitFor();
    await thread(page).getByRole("textbox", { name: "Reply" }).fill("Yes, until 6.");
    await page.keyboard.press("Enter");
    await message(thread(page), "Yes, until 6.").waitFor();
    await direct(page).getByRole("textbox", { name: "Message Threadline" }).fill("Hello?");
    await page.keyboard.press("Enter");
    await message(direct(page), "Hello?").waitFor();
    const { control } = at.sandbox.slack;
    expect(control.messages(control.directMessage(scene.ben)).map(({ text }) => text)).toEqual([
      "Maria Lopez",
      "Hello?",
    ]);
    await actAs(page, "Ana Reyes");
    await goTo(page, "Threadline");
    await direct(page).getByText("Threadline has not written to you yet.").waitFor();
    expect(await direct(page).getByRole("article").count()).toBe(0);
  });

  it("can begin with what the person writes, before the app has said anything", async () => {
    const { page } = at;
    await goTo(page, "Threadline");
    await direct(page).getByRole("textbox", { name: "Message Threadline" }).fill("Is anybody there?");
    await page.keyboard.press("Enter");
    await message(direct(page), "Is anybody there?").waitFor();
    await expect.poll(openings).toMatchObject([{ user: scene.ben, tab: "messages" }]);
  });

  it("count in the sidebar and beside the person until they are read", async () => {
    const { page } = at;
    await cardFor(scene.ana);
    const person = page.getByRole("group", { name: "Act in Slack as" }).getByRole("button", { name: /Ana/ });
    await person.getByText("mention").waitFor();
    await actAs(page, "Ana Reyes");
    const item = page
      .getByRole("navigation", { name: "Slack" })
      .getByRole("button", { name: /^Threadline \d/ });
    await item.click();
    await expect.poll(() => item.count()).toBe(0);
  });

  it("have cards whose buttons and menus act", async () => {
    const { page } = at;
    await cardFor(scene.ben);
    await goTo(page, "Threadline");
    const card = message(direct(page), "Maria Lopez");
    await card.getByRole("button", { name: "Call it done" }).click();
    await expect.poll(pressed).toHaveLength(1);
    answerWithForm();
    for (const [index, option] of ["Block number", "Name this contact..."].entries()) {
      await card.getByRole("combobox", { name: "More" }).selectOption(option);
      await page.getByRole("dialog", { name: "Auto-reply" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(pressed()).toHaveLength(index + 2);
    }
    const [done, chosen] = at.heard.map(({ actions }) => (actions as Json[] | undefined)?.[0]);
    expect(done).toMatchObject({ action_id: "card.done" });
    expect(chosen).toMatchObject({ action_id: "card.more", selected_option: { value: "Block number" } });
  });
});

describe("an app without a Home, to which nobody may write", () => {
  it("shows what it tells somebody, and that is all", async () => {
    const other = await createFakeApp({ hasHome: false, readOnlyMessages: true });
    const { page } = other;
    await goTo(page, "Threadline");
    await direct(page).getByText("Sending messages to this app has been turned off.").waitFor();
    const card = await other.call("chat.postMessage", { channel: scene.ben, text: "card" });
    await other.call("chat.postMessage", { channel: scene.ben, text: "said", thread_ts: card.ts });
    await message(direct(page), "card").getByRole("button", { name: "1 reply" }).click();
    await thread(page).getByText("Sending messages to this app has been turned off.").waitFor();
    expect(await page.getByRole("textbox", { name: /Message Threadline|Reply/ }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Home" }).count()).toBe(0);
    expect(other.complaints).toEqual([]);
    await other.stop();
  });
});

describe("the app's Home", () => {
  it("is each person's own, is told when it is opened, and opens forms", async () => {
    const { page } = at;
    await drawHome(scene.ben);
    await drawHome(scene.ana, [words("Ana's own")]);
    await goTo(page, "Home");
    await homePane(page).getByText("Your auto-reply").waitFor();
    answerWithForm();
    await homePane(page).getByRole("button", { name: "Change" }).click();
    const form = page.getByRole("dialog", { name: "Auto-reply" });
    await form.getByLabel("What it says").fill("I am away until Monday.");
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    const submitted = at.heard.find(({ type }) => type === "view_submission") as { view: Json } | undefined;
    expect(submitted?.view.state).toMatchObject({
      values: { words: { words: { value: "I am away until Monday." } } },
    });
    await drawHome(scene.ben, [words("Your auto-reply is on")]);
    await homePane(page).getByText("Your auto-reply is on").waitFor();
    await actAs(page, "Ana Reyes");
    await goTo(page, "Home");
    await homePane(page).getByText("Ana's own").waitFor();
    await expect.poll(openings).toMatchObject([
      { user: scene.ben, tab: "home" },
      { user: scene.ana, tab: "home" },
    ]);
  });

  it("stands beside the messages, one click away, and says which of the two is open", async () => {
    const { page } = at;
    await drawHome(scene.ben);
    await cardFor(scene.ben);
    await goTo(page, "Home");
    await tab(page, "Messages");
    await message(direct(page), "Maria Lopez").waitFor();
    const open = page.getByRole("navigation", { name: "Threadline" }).locator("[aria-current=page]");
    expect(await open.textContent()).toBe("Messages");
    await tab(page, "Home");
    await homePane(page).getByText("Your auto-reply").waitFor();
    expect(await open.textContent()).toBe("Home");
  });
});

describe.each([
  ["a wide window", { width: 1280, height: 800 }],
  ["a phone's window", { width: 390, height: 844 }],
] as const)("a person alone with the app, in %s", (_, viewport) => {
  it("fits and has no accessibility violation, in both themes", async () => {
    const unbroken = `${"longword".repeat(12)} https://example.com/${"path/".repeat(20)}`;
    await drawHome(scene.ben, [...home, words(unbroken)]);
    const card = await cardFor(scene.ben);
    await at.call("chat.postMessage", { channel: card.channel, thread_ts: card.ts, text: unbroken });
    const page = await at.newWindow({ viewport });
    const fits = async () => {
      expect(await sideways(page)).toEqual([]);
      expect(await violationsInBothThemes(page)).toEqual([]);
    };
    await fits();
    await goTo(page, "Home");
    await homePane(page).getByText("Your auto-reply").waitFor();
    await fits();
    answerWithForm();
    await homePane(page).getByRole("button", { name: "Change" }).click();
    await page.getByRole("dialog", { name: "Auto-reply" }).waitFor();
    await fits();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await tab(page, "Messages");
    await message(direct(page), "Maria Lopez").getByRole("button", { name: "2 replies" }).click();
    await message(thread(page), "Are you open?").waitFor();
    await fits();
    await thread(page).getByRole("textbox").fill("Yes, until 6.");
    await thread(page).getByRole("button", { name: "Send" }).click();
    await message(thread(page), "Yes, until 6.").waitFor();
    await thread(page).getByRole("button", { name: "Close thread" }).click();
    await message(direct(page), "Maria Lopez").getByRole("button", { name: "Call it done" }).click();
    await expect.poll(pressed).toHaveLength(2);
  });
});

describe("a phone's window", () => {
  it("shows the phones or Slack, and what is chosen stays over a reload", async () => {
    const page = await at.newWindow({ viewport: { width: 390, height: 844 } });
    const phones = page.getByRole("region", { name: "Phones" });
    const slack = page.getByRole("region", { name: "Slack", exact: true });
    const side = (name: string) =>
      page.getByRole("group", { name: "What is shown" }).getByRole("button", { name, exact: true });
    const shown = async () => [await phones.isVisible(), await slack.isVisible()];
    await expect.poll(shown).toEqual([false, true]);
    await side("Phones").click();
    await expect.poll(shown).toEqual([true, false]);
    expect(await sideways(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await phones.waitFor();
    expect(await side("Phones").getAttribute("aria-pressed")).toBe("true");
    await phones.getByRole("textbox").fill("Hi, are you open today?");
    await page.keyboard.press("Enter");
    await phones.getByText("Hi, are you open today?").waitFor();
    await side("Slack").click();
    await expect.poll(shown).toEqual([false, true]);
  });
});
