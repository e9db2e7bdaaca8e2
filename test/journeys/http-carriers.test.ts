/** Which described carrier a line is at: by its name, by `http` where there is one alone, and each by its own name where there are two. */
import { afterEach, expect, it, onTestFinished } from "vitest";
import { createHttpStandIn } from "../../src/sandbox/http/http-stand-in.ts";
import { demoDirectory, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World | null = null;
afterEach(async () => {
  await world?.stop();
  world = null;
});

it("a line may say http for the only one, and be at the same one as before", async () => {
  const here = await createWorld({ carrier: "http" });
  world = here;
  const card = await here.opened();
  await here.writeDirectory(
    here.sandbox.directory(sceneDirectory).replaceAll("carrier: acme", "carrier: http"),
  );
  const reply = here.reply(scene.ben, card, "Yes, until 6");
  await until("delivered", () => here.marks(reply).includes("white_check_mark"));
  await here.text("Thanks");
  await until("the next text", () => here.texts(card).includes("Thanks"));
  expect(here.received()).toEqual(["Yes, until 6"]);
});

it("two of them stand side by side: each line's texts come and leave by its own, and neither signs for the other", async () => {
  const zenith = await createHttpStandIn({
    name: "zenith",
    limits: "off",
    deliveryDelayMs: 5,
    retryDelayMs: 5,
  });
  onTestFinished(zenith.stop);
  const here = await createWorld({ carrier: "http", directLine: true, env: zenith.environment });
  world = here;
  zenith.control.addLine({ number: scene.directLine, name: "Ben's number" });
  zenith.setCallbacks({
    inbound: `${here.address}/webhooks/zenith/inbound`,
    status: `${here.address}/webhooks/zenith/status`,
  });
  const { control } = here.sandbox.http;
  const directory = here.sandbox
    .directory(
      demoDirectory.replace("name: Ben's number, carrier: twilio", "name: Ben's number, carrier: zenith"),
    )
    .replace("http_carriers:\n", `http_carriers:\n${zenith.description}`)
    .replace("auto_reply: { on: true", "auto_reply: { on: false");
  await here.writeDirectory(directory);

  const ben = here.person(scene.ben);
  const shared = await here.opened("Are you open today?");
  await zenith.control.text({ from: scene.sam, to: scene.directLine, body: "Hi Ben" });
  const own = await until("the card in Ben's messages", () => ben.directCard("Sam Okafor"));
  await until("the text under it", () => ben.directTexts(own).includes("Hi Ben"));
  const first = here.reply(scene.ana, shared, "Until six");
  const second = ben.repliesInDirect(own, "Hi Sam");
  await until("both arrived", () =>
    [here.marks(first), ben.marksInDirect(second)].every((marks) => marks.includes("white_check_mark")),
  );
  const sent = (of: typeof control) =>
    of
      .messages()
      .flatMap(({ direction, from, body }) => (direction === "inbound" ? [] : [`${from}: ${body}`]));
  expect(sent(control)).toEqual([`${scene.line}: Until six`]);
  expect(sent(zenith.control)).toEqual([`${scene.directLine}: Hi Sam`]);

  const { url, body, headers } = zenith.control.deliveries()[0] ?? expect.fail("nothing was told");
  const elsewhere = url.replace("zenith", "acme");
  const renamed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace("zenith", "acme"), value]),
  );
  expect((await fetch(elsewhere, { method: "POST", body, headers: renamed })).status).toBe(403);

  zenith.control.down(true);
  const doubtful = ben.repliesInDirect(own, "At six?");
  await until("it is doubtful", () => ben.marksInDirect(doubtful).includes("question"));
  const goes = here.reply(scene.ana, shared, "And from nine on");
  await until("it arrived", () => here.marks(goes).includes("white_check_mark"));
});
