/** Pictures that come with a text and that leave with a reply, seen on the phone and in Slack's thread. */
import type { Locator } from "playwright-core";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sideways } from "./looks.ts";
import { createPageWorld, openThread, type PageWorld, phones, scene, thread } from "./page-world.ts";

let at: PageWorld;
beforeEach(async () => {
  at = await createPageWorld();
});
afterEach(async () => {
  expect(at.complaints).toEqual([]);
  await at.stop();
});

/** One dot. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const isDrawn = (image: Locator, width = 1) =>
  image.evaluate((element, wide) => "naturalWidth" in element && element.naturalWidth === wide, width);

const drawing = () =>
  sharp({ create: { width: 320, height: 200, channels: 3, background: "#2a9d8f" } })
    .png()
    .toBuffer();

it("a picture is shown on the phone and in the thread; what is no picture is named", async () => {
  const { page } = at;
  const media = [
    { contentType: "image/png", base64: png },
    { contentType: "text/x-vcard", base64: Buffer.from("BEGIN:VCARD\r\nEND:VCARD").toString("base64") },
  ];
  await at.world.text("Look", scene.maria, { media });
  const sent = phones(page).getByRole("img", { name: "Sent, 1 of 2" });
  await expect.poll(() => isDrawn(sent)).toBe(true);
  await phones(page).getByText("text/x-vcard").waitFor();
  await openThread(page);
  const shown = thread(page).getByRole("img", { name: "Picture.png" });
  await expect.poll(() => isDrawn(shown)).toBe(true);
  await thread(page)
    .getByRole("link", { name: /Contact card\.vcf/ })
    .waitFor();
});

it("a picture leaves from the phone's own composer, with words and without, and is shown in the thread", async () => {
  const { page } = at;
  const side = phones(page);
  const attach = async () => {
    const file = { name: "knee.png", mimeType: "image/png", buffer: await drawing() };
    await side.locator("input[type=file]").setInputFiles(file);
    await side.getByText("knee.png").waitFor();
  };
  await attach();
  await side.getByRole("textbox", { name: /^Text from/ }).fill("My knee");
  await side.getByRole("button", { name: "Send text", exact: true }).click();
  await expect.poll(() => isDrawn(side.getByRole("img", { name: "Sent, 1 of 1" }).first(), 320)).toBe(true);
  await side.getByText("My knee").waitFor();
  await expect.poll(() => side.getByText("knee.png").count()).toBe(0);
  await openThread(page);
  await expect.poll(() => isDrawn(thread(page).getByRole("img", { name: "Picture.png" }), 320)).toBe(true);
  await attach();
  await side.getByRole("button", { name: "Remove attached files" }).click();
  await expect.poll(() => side.getByText("knee.png").count()).toBe(0);
  await attach();
  await side.getByRole("textbox", { name: /^Text from/ }).press("Enter");
  await expect.poll(() => side.getByRole("img", { name: "Sent, 1 of 1" }).count()).toBe(2);
  await expect.poll(() => thread(page).getByRole("img", { name: "Picture.png" }).count()).toBe(2);
  expect(await sideways(page)).toEqual([]);
});

it("a file that is too large for the sandbox is said, and nothing leaves", async () => {
  const side = phones(at.page);
  const film = { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(9_500_000) };
  await side.locator("input[type=file]").setInputFiles(film);
  await side.getByText("film.mp4").waitFor();
  await side.getByRole("button", { name: "Send text", exact: true }).click();
  await side.getByRole("alert").getByText("too large for the sandbox: 8 MB at most").waitFor();
  await side.getByText("film.mp4").waitFor();
  await side.getByRole("button", { name: "Remove attached files" }).click();
  await side.getByRole("textbox", { name: /^Text from/ }).fill("Without the film");
  await side.getByRole("button", { name: "Send text", exact: true }).click();
  await side.getByRole("log").getByText("Without the film").waitFor();
  expect(await side.getByRole("alert").count()).toBe(0);
});

it("the newest picture is in sight on the phone, also after a reload", async () => {
  const { page } = at;
  const tall = await sharp({ create: { width: 300, height: 600, channels: 3, background: "#c45" } })
    .png()
    .toBuffer();
  const media = [{ contentType: "image/png", base64: tall.toString("base64") }];
  for (const words of ["First", "Second", "Last"]) await at.world.text(words, scene.maria, { media });
  const last = phones(page).getByRole("img", { name: "Sent, 1 of 1" }).last();
  const texts = phones(page).getByRole("log");
  const isAtEnd = () =>
    texts.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  const areDrawn = () =>
    phones(page)
      .getByRole("img", { name: "Sent, 1 of 1" })
      .evaluateAll((all) => all.filter((one) => "complete" in one && one.complete === true).length);
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect.poll(areDrawn).toBe(3);
    await expect.poll(() => isDrawn(last, 300)).toBe(true);
    await expect.poll(isAtEnd).toBeLessThan(2);
  }
});

it.each(["twilio", "ringcentral"] as const)(
  "a picture that an agent attaches to a reply is shown on the phone, by %s",
  async (carrier) => {
    if (carrier === "ringcentral") await at.stop();
    if (carrier === "ringcentral") at = await createPageWorld({ carrier });
    const { page } = at;
    await at.world.text("Where are you?", scene.maria);
    await openThread(page);
    const reply = thread(page);
    await reply.locator("input[type=file]").setInputFiles({
      name: "map.png",
      mimeType: "image/png",
      buffer: await drawing(),
    });
    await reply.getByText("map.png").waitFor();
    await reply.getByRole("textbox", { name: /^Reply/ }).fill("Here we are.");
    await reply.getByRole("button", { name: "Send", exact: true }).click();
    await expect.poll(() => isDrawn(reply.getByRole("img", { name: "map.png" }), 320)).toBe(true);
    const got = phones(page).getByRole("img", { name: "Sent, 1 of 1" });
    await expect.poll(() => isDrawn(got, 320)).toBe(true);
    await phones(page).getByText("Here we are.").waitFor();
    expect(await sideways(page)).toEqual([]);
  },
);
