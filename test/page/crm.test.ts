/** The CRM beside Slack: its contacts, what is logged on each, and how it looks. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeApp, type FakeApp } from "./fake-app.ts";
import { sideways, violations } from "./looks.ts";
import {
  asInTheDemo,
  channel,
  createPageWorld,
  marked,
  message,
  openThread,
  type PageWorld,
  reply,
  scene,
  text,
} from "./page-world.ts";

const pane = (page: Page): Locator => page.getByRole("region", { name: "CRM" });
const records = (page: Page): Locator => pane(page).getByRole("article");

describe("the CRM's pane", () => {
  let at: FakeApp;
  beforeEach(async () => {
    at = await createFakeApp({}, { crm: "hubspot" });
  });
  afterEach(async () => {
    expect(at.complaints).toEqual([]);
    await at.stop();
  });

  const crm = () => {
    if (at.sandbox.crm === null) throw new Error("there is no CRM");
    return at.sandbox.crm;
  };
  const idOf = (name: string) =>
    crm()
      .control.contacts()
      .find((contact) => contact.name === name)?.id ?? "";

  /** As an app would, by HubSpot's API. */
  async function log(name: string, words: string, existing = ""): Promise<string> {
    const properties = {
      hs_communication_channel_type: "SMS",
      hs_communication_logged_from: "CRM",
      hs_communication_body: words,
      hs_timestamp: String(Date.now()),
    };
    const contact = {
      to: { id: idOf(name) },
      types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 81 }],
    };
    const answer = await fetch(
      `${crm().url}/crm/v3/objects/communications${existing === "" ? "" : `/${existing}`}`,
      {
        method: existing === "" ? "POST" : "PATCH",
        headers: {
          authorization: `Bearer ${crm().environment.HUBSPOT_ACCESS_TOKEN}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ properties, ...(existing === "" ? { associations: [contact] } : {}) }),
      },
    );
    return ((await answer.json()) as { id: string }).id;
  }

  it("is folded into a button that counts, and opens with the keyboard alone", async () => {
    const { page } = at;
    const button = pane(page).getByRole("button", { name: "Show the CRM: HubSpot, 0 records" });
    await button.focus();
    await page.keyboard.press("Enter");
    await pane(page).getByText("2 contacts, 0 records").waitFor();
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("Hide the CRM");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await pane(page).getByRole("heading", { name: "Sam Okafor" }).waitFor();
    await pane(page).getByText("Nothing is logged here yet.").waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await pane(page).getByRole("button", { name: "Show the CRM" }).waitFor();
  });

  it("shows what is logged as it comes and changes, and what goes", async () => {
    const { page } = at;
    await pane(page).getByRole("button", { name: "Show the CRM" }).click();
    const id = await log("Maria Lopez", "<p>Maria Lopez: <b>Hi</b></p>");
    await records(page).getByText("Maria Lopez: Hi").waitFor();
    await pane(page).getByText("2 contacts, 1 record").waitFor();
    await log("Maria Lopez", "<p>Maria Lopez: Hi</p><ul><li>Ben Ito: Yes</li></ul>", id);
    await records(page).getByText("Ben Ito: Yes").waitFor();
    await records(page).getByText("written 2 times").waitFor();
    await log("Sam Okafor", "<p>Is it ready?</p>");
    await pane(page)
      .getByRole("button", { name: /^Sam Okafor/ })
      .click();
    await records(page).getByText("Is it ready?").waitFor();
    crm().control.putContact({ name: "Nia Okoye", phone: "+44 20 7946 0958" });
    await pane(page).getByText("3 contacts, 2 records").waitFor();
    crm().control.mergeContacts(idOf("Maria Lopez"), idOf("Sam Okafor"));
    await pane(page)
      .getByRole("button", { name: /^Maria Lopez.*2 records/ })
      .click();
    await expect.poll(() => records(page).count()).toBe(2);
    crm().control.deleteRecord(id);
    await expect.poll(() => records(page).count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
  });

  it("shows a record's words and shape, and lets nothing of it run or load", async () => {
    const { page } = at;
    await pane(page).getByRole("button", { name: "Show the CRM" }).click();
    await log(
      "Maria Lopez",
      `<h2>Summary</h2><script>window.ran = 1</script><img src="/x" onerror="window.ran = 1"><p onclick="window.ran = 1" style="position:fixed">1 &lt; 2 &amp; <a href="javascript:window.ran = 1">bad</a> <a href="https://example.com/t">thread</a></p><iframe src="/"></iframe><svg><script>window.ran = 1</script></svg><form action="/"><button>Press</button></form>${"longword".repeat(60)}`,
    );
    const [record] = [records(page).first()];
    await record.getByText("1 < 2 & bad thread").waitFor();
    expect(await record.locator("script, img, iframe, svg, form, button, [style], [onclick]").count()).toBe(
      0,
    );
    expect(
      await record.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(["https://example.com/t"]);
    expect(await page.evaluate("window.ran ?? null")).toBeNull();
    expect(await sideways(page)).toEqual([]);
    const dark = await at.newWindow({ colorScheme: "dark" });
    await pane(dark).getByRole("button", { name: "Show the CRM" }).click();
    await records(dark).first().waitFor();
    expect(await violations(dark)).toEqual([]);
  });
});

describe("a conversation that is logged", () => {
  let at: PageWorld;
  beforeEach(async () => {
    at = await createPageWorld(asInTheDemo);
  });
  afterEach(async () => {
    expect(at.complaints).toEqual([]);
    await at.stop();
  });

  /** What is owed to the CRM is looked for every few seconds; here at once. */
  async function resolve(page: Page, who: string): Promise<void> {
    await channel(page).getByRole("button", { name: "Resolve" }).last().click();
    await message(channel(page), who).getByText("Resolved by").waitFor();
    await at.world.pass(0);
  }
  const logged = (page: Page, who: string) => message(channel(page), who).getByText("Logged to HubSpot");

  it("stands in the CRM once it is resolved, and its card leads there", async () => {
    const { page } = at;
    await text(page, "Hi, are you open today?");
    await openThread(page);
    await marked(await reply(page, "Yes, until 6."), "white_check_mark");
    await marked(await reply(page, "note: ask her about <March>"), "memo");
    await resolve(page, "Maria Lopez");
    await logged(page, "Maria Lopez").waitFor();
    await message(channel(page), "Maria Lopez").getByRole("link", { name: "HubSpot" }).click();
    await pane(page).getByRole("heading", { name: "Maria Lopez" }).waitFor();
    await records(page).getByText("Yes, until 6.").waitFor();
    await records(page).getByText("ask her about <March>").waitFor();
    expect(await records(page).count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
  });

  it("asks on its card whom it is about: somebody is chosen, or made", async () => {
    const { page, world } = at;
    const control = world.sandbox.crm?.control;
    control?.putContact({
      name: "Marisol Lopez",
      mobile: "+1 555 019 9001",
      company: "<b>Lopez & Daughters",
    });
    await text(page, "Hi, are you open today?");
    await message(channel(page), "Maria Lopez").waitFor();
    await resolve(page, "Maria Lopez");
    const form = page.getByRole("dialog");
    await message(channel(page), "Maria Lopez").getByRole("button", { name: "Choose contact" }).click();
    await form.getByText("<b>Lopez & Daughters").waitFor();
    expect(await violations(page)).toEqual([]);
    await form.getByRole("radio", { name: "Marisol Lopez" }).check();
    await form.getByRole("button", { name: "Choose", exact: true }).click();
    await form.waitFor({ state: "detached" });
    await logged(page, "Maria Lopez").waitFor();
    await pane(page).getByRole("button", { name: "Show the CRM" }).click();
    await pane(page)
      .getByRole("button", { name: /^Marisol Lopez.*1 record/ })
      .click();
    await records(page).getByText("Hi, are you open today?").waitFor();

    await world.text("Hi, it's Kim.", scene.unnamed);
    await message(channel(page), "Hi, it's Kim.").waitFor();
    await resolve(page, "019-9003");
    await message(channel(page), "019-9003").getByRole("button", { name: "Create contact" }).click();
    await form.getByRole("textbox", { name: "Name" }).fill("Kim Park");
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await form.waitFor({ state: "detached" });
    await logged(page, "019-9003").waitFor();
    await pane(page)
      .getByRole("button", { name: /^Kim Park.*1 record/ })
      .waitFor();
  });
});
