/** Everything an app may draw: blocks, elements, views with their errors, and what the page does not know. */
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeApp, type FakeApp, type Json, scene } from "./fake-app.ts";
import { violations } from "./looks.ts";
import { channel, isInSight, message, thread } from "./page-world.ts";

let at: FakeApp;
beforeEach(async () => {
  at = await createFakeApp();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

const plain = (text: string): Json => ({ type: "plain_text", text });
const mrkdwn = (text: string): Json => ({ type: "mrkdwn", text });
const option = (value: string): Json => ({ text: plain(`Option ${value}`), value });
const post = (blocks: Json[], text = "drawn"): Promise<Json> =>
  at.call("chat.postMessage", { channel: scene.channel, text, blocks });
const input = (id: string, element: Json, more: Json = {}): Json => ({
  type: "input",
  block_id: id,
  label: plain(`Label ${id}`),
  element: { action_id: id, ...element },
  ...more,
});

describe("a message's blocks", () => {
  it("are drawn with their words, and their texts can't become markup of the page", async () => {
    await post([
      { type: "header", text: plain("A header") },
      {
        type: "section",
        text: mrkdwn("*bold* _italic_ ~gone~ `code` <https://example.com/a|a link> &lt;b&gt; <@U0BEN>"),
        fields: [mrkdwn("*Field*"), plain("plain *stars* stay")],
      },
      { type: "divider" },
      { type: "context", elements: [mrkdwn("small <!date^0^{date_num}|then>"), plain("words")] },
      { type: "image", image_url: "https://example.com/x.png", alt_text: "a picture of x" },
    ]);
    const card = message(channel(at.page), "A header");
    await card.getByRole("heading", { name: "A header" }).waitFor();
    expect(await card.locator("b").allTextContents()).toEqual(["bold", "Field"]);
    expect(await card.locator("i, s, code").allTextContents()).toEqual(["italic", "gone", "code"]);
    expect(await card.getByRole("link", { name: "a link" }).getAttribute("href")).toBe(
      "https://example.com/a",
    );
    expect(await card.textContent()).toContain("<b>");
    expect(await card.textContent()).toContain("plain *stars* stay");
    expect(await card.locator(".mention").textContent()).toBe("@Ben Ito");
    expect(await card.locator("time").last().textContent()).toMatch(/^19(70-01-01|69-12-31)$/);
    await card.getByRole("img", { name: "a picture of x" }).waitFor();
  });

  it("of rich text are drawn with lists, quotes, preformatted text and every inline element", async () => {
    const section = (...elements: Json[]) => ({ type: "rich_text_section", elements });
    const words = (text: string, style: Json = {}) => ({ type: "text", text, style });
    await post([
      {
        type: "rich_text",
        elements: [
          section(
            words("strong", { bold: true }),
            { type: "emoji", name: "wave", unicode: "1f44b" },
            { type: "user", user_id: scene.ben },
            { type: "channel", channel_id: scene.channel },
            { type: "broadcast", range: "here" },
            { type: "link", url: "https://example.com/b", text: "there" },
            { type: "date", timestamp: 0, format: "{date_num}", fallback: "then" },
          ),
          {
            type: "rich_text_list",
            style: "ordered",
            elements: [section(words("first")), section(words("second"))],
          },
          { type: "rich_text_quote", elements: [words("quoted")] },
          { type: "rich_text_preformatted", elements: [words("pre  formatted")] },
        ],
      },
    ]);
    const card = message(channel(at.page), "strong");
    await card.waitFor();
    expect(await card.locator("b").textContent()).toBe("strong");
    expect(await card.locator(".emoji").textContent()).toBe("👋");
    expect(await card.locator(".mention").allTextContents()).toEqual(["@Ben Ito", "#front-desk", "@here"]);
    expect(await card.locator("ol li").allTextContents()).toEqual(["first", "second"]);
    expect(await card.locator("blockquote").textContent()).toBe("quoted");
    expect(await card.locator("pre").textContent()).toBe("pre  formatted");
  });

  it("that the page does not know become a box that nobody overlooks", async () => {
    at.sandbox.slack.control.messageAsBot({
      channel: scene.channel,
      text: "odd",
      blocks: [{ type: "hologram", block_id: "h" }],
    });
    await channel(at.page).getByRole("alert").getByText("This page can't draw: the block hologram").waitFor();
  });

  it("keep the question and the menu that somebody opened on them when they are drawn anew", async () => {
    const words = {
      title: plain("Sure?"),
      text: mrkdwn("Really"),
      confirm: plain("Do it"),
      deny: plain("No"),
    };
    const drawn = (state: string) => [
      { type: "section", text: mrkdwn(`State ${state}`) },
      {
        type: "actions",
        elements: [
          { type: "button", action_id: "go", text: plain("Go"), value: state, confirm: words },
          { type: "overflow", action_id: "more", options: [option("a")] },
        ],
      },
    ];
    const { ts } = await post(drawn("one"));
    const redraw = async (state: string) => {
      await at.call("chat.update", { channel: scene.channel, ts, text: "drawn", blocks: drawn(state) });
      await message(channel(at.page), `State ${state}`).waitFor();
    };
    await message(channel(at.page), "State one").getByRole("button", { name: "Go" }).click();
    const question = at.page.getByRole("dialog", { name: "Sure?" });
    await question.waitFor();
    await redraw("two");
    await question.getByRole("button", { name: "Do it" }).click();
    await expect.poll(() => at.heard.at(-1)?.actions).toMatchObject([{ action_id: "go", value: "two" }]);
    await message(channel(at.page), "State two").getByRole("button", { name: "More options" }).click();
    await redraw("three");
    await at.page.getByRole("menuitem", { name: "Option a" }).click();
    await expect.poll(() => at.heard.at(-1)?.actions).toMatchObject([{ action_id: "more" }]);
  });

  it("with elements tell the app what was pressed and chosen, after their question", async () => {
    const confirm = {
      title: plain("Sure?"),
      text: mrkdwn("*Really*"),
      confirm: plain("Do it"),
      deny: plain("No"),
    };
    await post([
      {
        type: "section",
        block_id: "s",
        text: mrkdwn("Choose"),
        accessory: { type: "overflow", action_id: "more", options: [option("a"), option("b")] },
      },
      {
        type: "actions",
        block_id: "acts",
        elements: [
          { type: "button", action_id: "go", text: plain("Go"), value: "1", confirm },
          {
            type: "static_select",
            action_id: "pick",
            placeholder: plain("Pick one"),
            options: [option("x"), option("y")],
          },
          { type: "users_select", action_id: "who", placeholder: plain("Who") },
          { type: "datepicker", action_id: "day", placeholder: plain("Which day") },
        ],
      },
    ]);
    const card = message(channel(at.page), "Choose");
    const last = async () => {
      const actions = at.heard.at(-1)?.actions as Json[] | undefined;
      return actions?.[0];
    };
    await card.getByRole("button", { name: "Go" }).click();
    await at.page.getByRole("dialog", { name: "Sure?" }).getByRole("button", { name: "No" }).click();
    await card.getByRole("button", { name: "More options" }).click();
    await at.page.getByRole("menuitem", { name: "Option b" }).click();
    await expect.poll(last).toMatchObject({ action_id: "more", selected_option: { value: "b" } });
    expect(at.heard).toHaveLength(1);
    await card.getByRole("button", { name: "Go" }).click();
    await at.page.getByRole("dialog").getByRole("button", { name: "Do it" }).click();
    await expect.poll(last).toMatchObject({ action_id: "go", value: "1" });
    await card.getByLabel("Pick one").selectOption("y");
    await expect.poll(last).toMatchObject({ action_id: "pick", selected_option: { value: "y" } });
    await card.getByLabel("Who").selectOption({ label: "Ana Reyes" });
    await expect.poll(last).toMatchObject({ action_id: "who", selected_user: scene.ana });
    await card.getByLabel("Which day").fill("2026-03-04");
    await expect.poll(last).toMatchObject({ action_id: "day", selected_date: "2026-03-04" });
  });
});

describe("a view", () => {
  const open = async (view: Json): Promise<void> => {
    at.answer = (payload) => {
      if (payload.type !== "shortcut") return null;
      void at.call("views.open", { trigger_id: payload.trigger_id, view });
      return null;
    };
    await channel(at.page).getByRole("button", { name: "Shortcuts" }).click();
    await at.page.getByRole("menuitem", { name: /New text/ }).click();
    await at.page.getByRole("dialog").waitFor();
  };
  const modal = (blocks: Json[], title = "New text"): Json => ({
    type: "modal",
    callback_id: "text.new",
    title: plain(title),
    submit: plain("Send"),
    close: plain("Never mind"),
    blocks,
  });
  const view = async () =>
    await expect
      .poll(() => at.sandbox.slack.control.views(scene.ben)[0])
      .toBeDefined()
      .then(() => at.sandbox.slack.control.views(scene.ben)[0] as { id: string });
  const values = () => (at.heard.at(-1)?.view as Json | undefined)?.state as { values: Record<string, Json> };

  it("takes every kind of input", async () => {
    await open(
      modal([
        input("words", { type: "plain_text_input" }),
        input("long", { type: "plain_text_input", multiline: true }),
        input("mail", { type: "email_text_input" }),
        input("web", { type: "url_text_input" }),
        input("count", { type: "number_input", is_decimal_allowed: false }),
        input("day", { type: "datepicker" }),
        input("time", { type: "timepicker" }),
        input("moment", { type: "datetimepicker" }),
        input("pick", { type: "static_select", options: [option("x"), option("y")] }),
        input("radio", { type: "radio_buttons", options: [option("r"), option("s")] }),
        input("boxes", { type: "checkboxes", options: [option("p"), option("q")] }),
        input("several", { type: "multi_static_select", options: [option("m"), option("n")] }),
        input("people", { type: "multi_users_select" }),
        input("place", { type: "conversations_select" }, { optional: true, hint: plain("A hint") }),
      ]),
    );
    const dialog = at.page.getByRole("dialog", { name: "New text" });
    const field = (id: string) => dialog.getByLabel(`Label ${id}`, { exact: true });
    await field("words").fill("some words");
    await field("long").fill("two\nlines");
    await field("mail").fill("a@example.com");
    await field("web").fill("https://example.com/");
    await field("count").fill("3");
    await field("day").fill("2026-03-04");
    await field("time").fill("14:30");
    await field("moment").fill("2026-03-04T14:30");
    await field("pick").selectOption("y");
    await field("radio").getByLabel("Option s").check();
    await field("boxes").getByLabel("Option p").check();
    await field("boxes").getByLabel("Option q").check();
    await field("several").getByLabel("Option n").check();
    await field("people").getByLabel("Ben Ito").check();
    await dialog.getByText("A hint").waitFor();
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(values().values).toMatchObject({
      words: { words: { value: "some words" } },
      long: { long: { value: "two\nlines" } },
      mail: { mail: { value: "a@example.com" } },
      count: { count: { value: "3" } },
      day: { day: { selected_date: "2026-03-04" } },
      time: { time: { selected_time: "14:30" } },
      moment: { moment: { selected_date_time: Math.floor(new Date("2026-03-04T14:30").getTime() / 1000) } },
      pick: { pick: { selected_option: { value: "y" } } },
      radio: { radio: { selected_option: { value: "s" } } },
      boxes: { boxes: { selected_options: [{ value: "p" }, { value: "q" }] } },
      several: { several: { selected_options: [{ value: "n" }] } },
      people: { people: { selected_users: [scene.ben] } },
    });
  });

  it("asks the app for its own options while one types, and keeps what is chosen in chips", async () => {
    const select = {
      type: "multi_external_select",
      min_query_length: 1,
      placeholder: plain("Names, numbers"),
    };
    const start = { ...select, initial_options: [{ text: plain("Sam Okafor"), value: "c3" }] };
    await open(modal([input("who", start), input("one", { type: "external_select" }, { optional: true })]));
    const names = ["Maria Lopez", "Mario Rossi"];
    const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
    at.answer = (payload) =>
      payload.type === "block_suggestion"
        ? { option_groups: [{ label: plain("Contacts"), options: names.map(option) }] }
        : null;
    const dialog = at.page.getByRole("dialog");
    const field = dialog.getByRole("combobox", { name: "Label who" });
    const chips = dialog.getByRole("list", { name: "Chosen: Label who" }).getByRole("listitem");
    expect(await chips.allTextContents()).toEqual(["Sam Okafor"]);
    await field.fill("mari");
    await dialog.getByRole("option", { name: "Mario Rossi" }).waitFor();
    await dialog.getByText("Contacts").waitFor();
    expect(await violations(at.page)).toEqual([]);
    await field.press("ArrowDown");
    await field.press("Enter");
    await expect.poll(() => chips.allTextContents()).toEqual(["Sam Okafor", "Mario Rossi"]);
    await field.fill("maria");
    await dialog.getByRole("option", { name: "Maria Lopez" }).waitFor();
    expect(await dialog.getByRole("option", { name: "Mario Rossi" }).count()).toBe(0);
    await dialog.getByRole("option", { name: "Maria Lopez" }).click();
    await dialog.getByRole("button", { name: "Remove Sam Okafor" }).click();
    await expect.poll(() => chips.allTextContents()).toEqual(["Mario Rossi", "Maria Lopez"]);
    const one = dialog.getByRole("combobox", { name: "Label one (optional)" });
    await one.fill("ma");
    await dialog.getByText("Type 1 more character.").waitFor();
    await one.press("Escape");
    await dialog.getByText("Type 1 more character.").waitFor({ state: "detached" });
    await at.page.reload();
    await expect.poll(() => chips.allTextContents()).toEqual(["Mario Rossi", "Maria Lopez"]);
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(values().values).toMatchObject({
      who: { who: { selected_options: [option("Mario Rossi"), option("Maria Lopez")] } },
      one: { one: { selected_option: null } },
    });
  });

  it("shows what the arrows stand on in a menu of a hundred in groups, and says its group", async () => {
    await open(modal([input("which", { type: "external_select", min_query_length: 0 })]));
    const groups = ["Personal", "Front desk", "Company"];
    at.answer = () => ({
      option_groups: groups.map((label, group) => ({
        label: plain(label),
        options: Array.from({ length: 33 }, (_, index) => option(`${group}-${index}`)),
      })),
    });
    const dialog = at.page.getByRole("dialog");
    const field = dialog.getByRole("combobox");
    await field.focus();
    const company = dialog.getByRole("group", { name: "Company" });
    await company.getByRole("option").last().waitFor();
    expect(await violations(at.page)).toEqual([]);
    await field.press("ArrowUp");
    const last = dialog.getByRole("option", { name: "Option 2-32", selected: true });
    await last.waitFor();
    await expect.poll(() => isInSight(last, dialog.getByRole("listbox").locator(".."))).toBe(true);
    await field.press("Enter");
    await dialog.getByRole("list").getByText("Option 2-32").waitFor();
  });

  it("says when the app offers nothing", async () => {
    await open(modal([input("who", { type: "external_select", min_query_length: 0 })]));
    at.answer = () => ({ options: [] });
    const field = at.page.getByRole("dialog").getByRole("combobox");
    await field.fill("nobody");
    await at.page.getByRole("dialog").getByText("No results").waitFor();
  });

  it("tells the app of what is typed on Enter, or with each character where it asks for that", async () => {
    const dispatch = { dispatch_action: true };
    const each = { dispatch_action_config: { trigger_actions_on: ["on_character_entered"] } };
    await open(
      modal([
        input("enter", { type: "plain_text_input" }, dispatch),
        input("each", { type: "plain_text_input", ...each }, dispatch),
      ]),
    );
    const dialog = at.page.getByRole("dialog");
    const told = () =>
      at.heard
        .filter(({ type }) => type === "block_actions")
        .map(({ actions }) => (actions as { value: string }[])[0]?.value);
    await dialog.getByLabel("Label enter").pressSequentially("ab");
    await dialog.getByLabel("Label enter").press("Enter");
    await expect.poll(told).toEqual(["ab"]);
    await dialog.getByLabel("Label each").pressSequentially("xy");
    await expect.poll(told).toEqual(["ab", "x", "xy"]);
    await dialog.waitFor();
  });

  it("tells the app with a press of all that was typed before it", async () => {
    const check = {
      type: "actions",
      elements: [{ type: "button", action_id: "check", text: plain("Check") }],
    };
    await open(modal([input("words", { type: "plain_text_input", multiline: true }), check]));
    const dialog = at.page.getByRole("dialog");
    const words = "Running late, and typing as fast as one can";
    await dialog.getByRole("textbox").pressSequentially(words);
    await dialog.getByRole("button", { name: "Check" }).click();
    await expect.poll(() => at.heard.at(-1)?.type).toBe("block_actions");
    expect(values().values).toMatchObject({ words: { words: { value: words } } });
  });

  it("drawn anew under another block id begins with the words that the app gives it", async () => {
    const field = (id: string, words: string) =>
      input(id, { action_id: "text", type: "plain_text_input", initial_value: words });
    await open(modal([field("text", "It’s late")]));
    const dialog = at.page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("It’s very late");
    const { id } = await view();
    await at.call("views.update", { view_id: id, view: modal([field("text", "other words")]) });
    await at.call("views.update", { view_id: id, view: modal([field("text", "other words")], "Same") });
    await at.page.getByRole("dialog", { name: "Same" }).waitFor();
    expect(await dialog.getByRole("textbox").inputValue()).toBe("It’s very late");
    await at.call("views.update", { view_id: id, view: modal([field("text:2", "It's late")]) });
    await expect.poll(() => dialog.getByRole("textbox").inputValue()).toBe("It's late");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(values().values).toEqual({ "text:2": { text: { type: "plain_text_input", value: "It's late" } } });
  });

  it("shows errors in their place and keeps what was typed; Back leaves a stacked view", async () => {
    await open(modal([input("words", { type: "plain_text_input", initial_value: "abc" })]));
    const dialog = at.page.getByRole("dialog");
    at.answer = () => ({ response_action: "errors", errors: { words: "Longer, please." } });
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByRole("alert").getByText("Longer, please.").waitFor();
    const field = dialog.getByLabel("Label words");
    expect(await field.inputValue()).toBe("abc");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const send = dialog.getByRole("button", { name: "Send" });
    expect(await send.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    at.answer = () => ({ response_action: "push", view: modal([{ type: "divider" }], "Second step") });
    await field.fill("abcdef");
    await dialog.getByRole("button", { name: "Send" }).click();
    await at.page.getByRole("dialog", { name: "Second step" }).waitFor();
    await at.page.getByRole("button", { name: "Back" }).click();
    await at.page.getByRole("dialog", { name: "New text" }).waitFor();
    expect(await dialog.getByLabel("Label words").inputValue()).toBe("abcdef");
    await at.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  it("begins at its top where another takes its place", async () => {
    const tall = (id: string): Json => ({
      ...modal(
        Array.from({ length: 40 }, (_, index) => ({ type: "section", text: plain(`Line ${index + 1}`) })),
      ),
      callback_id: id,
    });
    await open(tall("first"));
    const dialog = at.page.getByRole("dialog");
    const first = dialog.getByText("Line 1", { exact: true });
    const last = dialog.getByText("Line 40", { exact: true });
    await last.scrollIntoViewIfNeeded();
    expect(await isInSight(first, dialog)).toBe(false);
    at.answer = () => ({ response_action: "update", view: tall("second") });
    await dialog.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => isInSight(first, dialog)).toBe(true);
  });

  it("keeps empty what was emptied, under a second form and after a reload", async () => {
    const one = { type: "external_select", min_query_length: 0 };
    const maria = { text: plain("Maria Lopez"), value: "m" };
    await open(
      modal([
        input("words", { type: "plain_text_input", initial_value: "abc" }, { optional: true }),
        input("who", { ...one, initial_option: maria }, { optional: true }),
        input("moment", { type: "datetimepicker", initial_date_time: 1_800_000_000 }, { optional: true }),
        input("pick", { type: "static_select", options: [option("x")], initial_option: option("x") }),
      ]),
    );
    const dialog = at.page.getByRole("dialog");
    const field = (id: string) => dialog.getByLabel(`Label ${id}`, { exact: id === "pick" });
    await field("words").fill("");
    await dialog.getByRole("button", { name: "Remove Maria Lopez" }).click();
    await field("moment").fill("");
    await field("pick").selectOption("");
    const emptied = async () => {
      expect(await field("words").inputValue()).toBe("");
      expect(await dialog.getByText("Maria Lopez").count()).toBe(0);
      expect(await field("moment").inputValue()).toBe("");
      expect(await field("pick").inputValue()).toBe("");
    };
    await emptied();
    await expect
      .poll(() => JSON.stringify(at.sandbox.slack.control.views(scene.ben)[0]?.view.state))
      .not.toMatch(/abc|Maria|1800000000|"x"/);
    at.answer = () => null;
    const { triggerId } = await at.sandbox.slack.control.globalShortcut({
      user: scene.ben,
      callbackId: "text.new",
    });
    await at.call("views.push", { trigger_id: triggerId, view: modal([{ type: "divider" }], "Second") });
    await at.page.getByRole("dialog", { name: "Second" }).waitFor();
    await at.page.getByRole("button", { name: "Back" }).click();
    await at.page.getByRole("dialog", { name: "New text" }).waitFor();
    await emptied();
    await at.page.reload();
    await dialog.waitFor();
    await emptied();
  });

  it("shows in a row of actions what is chosen there, when it is drawn anew, too", async () => {
    const select = { type: "static_select", action_id: "scope", options: [option("x"), option("y")] };
    const found = { type: "external_select", action_id: "found", min_query_length: 0 };
    const more = {
      type: "overflow",
      action_id: "more",
      options: [option("edit"), option("move"), option("versions"), option("copy"), option("delete")],
    };
    const form = (title: string) =>
      modal(
        [
          {
            type: "actions",
            block_id: "row",
            elements: [
              { ...select, placeholder: plain("Which") },
              { ...found, placeholder: plain("Find") },
            ],
          },
          { type: "section", block_id: "first", text: plain("Opening hours"), accessory: more },
        ],
        title,
      );
    await open(form("New text"));
    const dialog = at.page.getByRole("dialog");
    await dialog.getByLabel("Which").selectOption("y");
    at.answer = (payload) =>
      payload.type === "block_suggestion"
        ? { option_groups: [{ label: plain("Yours"), options: [option("hours")] }] }
        : null;
    await dialog.getByRole("combobox", { name: "Find" }).focus();
    await dialog.getByRole("option", { name: "Option hours" }).click();
    await dialog.getByRole("list", { name: "Chosen: Find" }).getByText("Option hours").waitFor();
    const { id } = await view();
    await at.call("views.update", { view_id: id, view: form("Drawn anew") });
    await at.page.getByRole("dialog", { name: "Drawn anew" }).waitFor();
    expect(await dialog.getByLabel("Which").inputValue()).toBe("y");
    await dialog.getByRole("list", { name: "Chosen: Find" }).getByText("Option hours").waitFor();
    const opener = dialog.getByRole("button", { name: "More options" });
    await opener.focus();
    await at.page.keyboard.press("Enter");
    const items = at.page.getByRole("menuitem");
    expect(await items.count()).toBe(5);
    expect(await violations(at.page)).toEqual([]);
    await at.page.keyboard.press("ArrowDown");
    await at.page.keyboard.press("Enter");
    await expect
      .poll(() => (at.heard.at(-1)?.actions as Json[] | undefined)?.[0])
      .toMatchObject({ type: "overflow", block_id: "first", selected_option: { value: "move" } });
    await dialog.waitFor();
    expect(await opener.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  });

  it("refuses what Slack's client refuses, and says when the app does not answer", async () => {
    await open(modal([input("words", { type: "plain_text_input" })]));
    const dialog = at.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("Please complete this required field.").waitFor();
    at.answer = () => ({ response_action: "errors", errors: { nowhere: "?" } });
    await dialog.getByLabel("Label words").fill("x");
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.getByText("We had some trouble connecting to Threadline").waitFor();
  });

  it("of the Home tab is drawn, and what is typed survives a reload of a form", async () => {
    await at.call("views.publish", {
      user_id: scene.ben,
      view: { type: "home", blocks: [{ type: "section", text: mrkdwn("*Your day*") }] },
    });
    await at.page.getByRole("navigation", { name: "Slack" }).getByRole("button", { name: "Home" }).click();
    await at.page.getByText("Your day").waitFor();
    await at.page.getByRole("navigation").getByRole("button", { name: "front-desk" }).click();
    await open(modal([input("words", { type: "plain_text_input" })]));
    await at.page.getByRole("dialog").getByLabel("Label words").fill("half a sent");
    await expect
      .poll(() => JSON.stringify(at.sandbox.slack.control.views(scene.ben)))
      .toContain("half a sent");
    await at.page.reload();
    expect(await at.page.getByRole("dialog").getByLabel("Label words").inputValue()).toBe("half a sent");
  });
});

describe("a slash command", () => {
  it("is hinted at while one types, and its answer is seen by one person only", async () => {
    at.answer = () => ({ text: "Sent to *nobody*." });
    const box = channel(at.page).getByRole("textbox");
    await box.fill("/s");
    await at.page.getByRole("option", { name: /\/sms \[number and words\]/ }).waitFor();
    await box.press("Tab");
    expect(await box.inputValue()).toBe("/sms ");
    await box.pressSequentially("+15550199001 hello");
    await box.press("Enter");
    await message(channel(at.page), "Only visible to you").getByText("Sent to nobody.").waitFor();
    expect(at.heard.at(-1)).toMatchObject({
      command: "/sms",
      text: "+15550199001 hello",
      user_id: scene.ben,
    });
  });

  it("runs when it stands there whole, although a longer one begins as it does", async () => {
    const box = channel(at.page).getByRole("textbox");
    await box.fill("/sms");
    await at.page.getByRole("option", { name: /\/sms-template \[key or words\]/ }).waitFor();
    await box.press("Enter");
    await expect.poll(() => at.heard.at(-1)?.command).toBe("/sms");
    await box.fill("/sms");
    await box.press("ArrowDown");
    await box.press("Enter");
    expect(await box.inputValue()).toBe("/sms-template ");
    await box.pressSequentially("hours");
    await box.press("Enter");
    await expect.poll(() => at.heard.at(-1)).toMatchObject({ command: "/sms-template", text: "hours" });
  });

  it("is refused in a thread, in Slack's words", async () => {
    const { ts } = await post([{ type: "section", text: mrkdwn("A card") }]);
    at.sandbox.slack.control.post({
      user: scene.ana,
      channel: scene.channel,
      threadTs: String(ts),
      text: "hm",
    });
    await channel(at.page).getByRole("button", { name: "1 reply" }).click();
    const box = thread(at.page).getByRole("textbox");
    await box.fill("/sms hello");
    await box.press("Enter");
    await thread(at.page).getByText("/sms is not supported in threads. Sorry!").waitFor();
    expect(at.heard).toEqual([]);
  });

  it("names whom one mentions by their username", async () => {
    const box = channel(at.page).getByRole("textbox");
    await box.fill("/sms @Ana Reyes can you take line 2?");
    await box.press("Enter");
    await expect.poll(() => at.heard.at(-1)?.text).toBe("@ana can you take line 2?");
  });
});

describe("a file", () => {
  it("is attached, shown by name, and reaches the app with its message", async () => {
    const composer = channel(at.page);
    await composer
      .locator("input[type=file]")
      .setInputFiles({ name: "prices.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
    await composer.getByRole("textbox").fill("see here");
    await composer.getByRole("textbox").press("Enter");
    const posted = message(channel(at.page), "see here");
    await posted.getByText("prices.pdf").waitFor();
    const [first] = at.sandbox.slack.control.messages(scene.channel);
    expect(first?.files[0]).toMatchObject({ name: "prices.pdf", mimetype: "application/pdf" });
  });

  it("of the app's stands in a direct conversation with its title, and can be saved", async () => {
    const direct = at.sandbox.slack.control.directMessage(scene.ben);
    const { upload_url, file_id } = await at.call("files.getUploadURLExternal", {
      filename: "maria.csv",
      length: 9,
    });
    await fetch(String(upload_url), { method: "POST", body: "when,what" });
    await at.call("files.completeUploadExternal", {
      channel_id: direct,
      files: [{ id: file_id, title: "Transcript of Maria Lopez" }],
      initial_comment: "As you asked",
    });
    await at.page
      .getByRole("navigation", { name: "Slack" })
      .getByRole("button", { name: "Threadline" })
      .click();
    const link = at.page.getByRole("link", { name: /Transcript of Maria Lopez/ });
    const [download] = await Promise.all([at.page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toBe("maria.csv");
    expect(await text(await download.createReadStream())).toBe("when,what");
  });
});

describe("group direct messages", () => {
  it("stand among the direct messages by the names of the others, and show a member's words as posted for them", async () => {
    const opened = await at.call("conversations.open", { users: `${scene.ana},${scene.ben}` });
    const group = String((opened.channel as Json).id);
    const { user } = await at.call("users.info", { user: scene.ana });
    const picture = ((user as Json).profile as Json).image_72;
    await at.call("chat.postMessage", {
      channel: group,
      text: "Can you take line 2?",
      username: "Ana Reyes (ana)",
      icon_url: picture,
    });
    const nav = at.page.getByRole("navigation", { name: "Slack" });
    await nav.getByRole("button", { name: /^Ana Reyes/ }).click();
    const pane = at.page.getByRole("region", { name: "Ana Reyes", exact: true });
    const asked = message(pane, "Can you take line 2?");
    await asked.getByText("APP", { exact: true }).waitFor();
    expect(await asked.locator(".avatar").textContent()).toBe("AR");
    await pane.getByRole("textbox", { name: "Message Ana Reyes" }).fill("Gladly");
    await pane.getByRole("textbox").press("Enter");
    await message(pane, "Gladly").waitFor();
    expect(at.sandbox.slack.control.messages(group).at(-1)).toMatchObject({
      text: "Gladly",
      user: scene.ben,
    });
    expect(await violations(at.page)).toEqual([]);
  });
});
