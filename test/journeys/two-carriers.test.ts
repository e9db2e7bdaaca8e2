/** The front desk's line is Twilio's and Ben's own RingCentral's, in one directory: neither knows of the other, or waits for it. */
import { afterEach, expect, it } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const directory = `logins:
  - { name: ben, carrier: ringcentral }
${demoDirectory.replace("name: Ben's number, carrier: twilio", "name: Ben's number, carrier: ringcentral, login: ben").replace("auto_reply: { on: true", "auto_reply: { on: false")}`;

it("each reply leaves by its own carrier, and what one of them can't take holds up nothing of the other", async () => {
  world = await createWorld({ directLine: true, directCarrier: "ringcentral", directory });
  const { twilio, ringcentral } = world.sandbox;
  await until("a subscription", () => ringcentral.control.subscriptions().length > 0);
  const ben = world.person(scene.ben);
  const sam = (body: string) => ringcentral.control.text({ from: scene.sam, to: scene.directLine, body });
  const gotten = (stand: typeof twilio | typeof ringcentral, number: string) =>
    stand.control
      .phone(number)
      .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived)
      .map(({ from, body }) => `${from}: ${body}`);

  const shared = await world.opened("Are you open today?");
  await sam("Hi Ben");
  const own = await until("the card in Ben's messages", () => ben.directCard("Sam Okafor"));
  await until("the text under it", () => ben.directTexts(own).includes("Hi Ben"));
  const first = world.reply(scene.ana, shared, "Until six");
  const second = ben.repliesInDirect(own, "Hi Sam");
  await until("both arrived", () =>
    [world.marks(first), ben.marksInDirect(second)].every((marks) => marks.includes("white_check_mark")),
  );

  ringcentral.control.misbehave({ match: "send", kind: "hold" });
  const held = ben.repliesInDirect(own, "I call you back");
  await until("it is held", () => ringcentral.control.state().held === 1);
  const goes = world.reply(scene.ana, shared, "And from nine on");
  await until("it arrived", () => world.marks(goes).includes("white_check_mark"));
  ringcentral.control.release();
  await until("what was held", () => ben.marksInDirect(held).includes("white_check_mark"));

  ringcentral.control.down(true);
  const doubtful = ben.repliesInDirect(own, "At six?");
  await until("it is doubtful", () => ben.marksInDirect(doubtful).includes("question"));
  await world.text("Thanks");
  await until("the next text", () => world.texts(shared).includes("Thanks"));
  const arrives = world.reply(scene.ana, shared, "See you");
  await until("it arrived", () => world.marks(arrives).includes("white_check_mark"));
  ringcentral.control.down(false);
  await world.passUntil("a connection again", () => ringcentral.control.state().sockets > 0);

  twilio.control.down(true);
  const lost = world.reply(scene.ana, shared, "Bye");
  await until("it is doubtful", () => world.marks(lost).includes("question"));
  await sam("Fine");
  await until("Sam's next text", () => ben.directTexts(own).includes("Fine"));
  const leaves = ben.repliesInDirect(own, "Later, then");
  await until("it arrived", () => ben.marksInDirect(leaves).includes("white_check_mark"));
  twilio.control.down(false);

  const [line, directLine] = [scene.line, scene.directLine];
  expect(gotten(twilio, scene.maria)).toEqual(
    ["Until six", "And from nine on", "See you"].map((body) => `${line}: ${body}`),
  );
  expect(gotten(ringcentral, scene.sam)).toEqual(
    ["Hi Sam", "I call you back", "Later, then"].map((body) => `${directLine}: ${body}`),
  );
  expect([...gotten(twilio, scene.sam), ...gotten(ringcentral, scene.maria)]).toEqual([]);
});
