/** A picture that comes with a text, seen on the phone that sent it and in Slack's thread. */
import type { Locator } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
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

const isDrawn = (image: Locator) =>
  image.evaluate((element) => "naturalWidth" in element && element.naturalWidth === 1);

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
