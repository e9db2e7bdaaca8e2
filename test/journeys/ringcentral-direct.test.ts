/** A line of the office's own at RingCentral: its hints only wake the app, what came is asked for. */
import { afterEach, describe, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, customerWords, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const minute = 60_000;
const ringcentral = () => world.sandbox.ringcentral.control;
/** The app hears of what comes. */
const isHeard = () => until("a subscription", () => ringcentral().subscriptions().length > 0);

describe.each(["websocket", "webhook"] as const)("a line at RingCentral, told by %s", (receive) => {
  it("has its texts in and out, what came while nobody heard, and what was sent from elsewhere, each once", async () => {
    world = await createWorld({ carrier: "ringcentral", sharedInbox: false, receive });
    await isHeard();

    const card = await world.opened("Are you open today?");
    const reply = world.reply(scene.ben, card, "Until six");
    await until("it arrived", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Until six"]);

    await world.restart({ whileDown: async () => void (await world.text("And tomorrow?")) });
    await until("what came meanwhile", () => world.texts(card).includes("And tomorrow?"));

    await isHeard();
    ringcentral().drop(null);
    await world.text("Hello?");
    await until("its hints lost", () => ringcentral().deliveries().at(-1)?.state === "dropped");
    world.sleep(minute);
    await ringcentral().sendElsewhere({
      extension: ringCentralIds.office,
      from: scene.line,
      to: scene.maria,
      body: "From nine on",
      media: [
        {
          contentType: "image/jpeg",
          base64: Buffer.from("\xff\xd8\xff\xe0hours", "latin1").toString("base64"),
        },
      ],
    });
    await ringcentral().idle();
    ringcentral().drop(0);
    await world.passUntil(
      "both",
      () => world.thread(card).some((line) => shown(line).includes("From nine on")),
      6 * minute,
    );
    await world.settle();
    // What it came with stands right behind it.
    const behind = world.thread(card).findIndex((line) => shown(line).includes("From nine on")) + 1;
    expect(world.thread(card)[behind]?.files.map(({ title }) => title)).toEqual(["file1.jpg"]);
    const all = ["Are you open today?", "Until six", "And tomorrow?", "Hello?", "From nine on"];
    const said = world.thread(card).flatMap((line) => all.filter((words) => shown(line).includes(words)));
    expect(said).toEqual(all);
    expect(world.received()).toEqual(["Until six", "From nine on"]);
  });
});

describe("a member's own line at RingCentral", () => {
  it("has its texts in order, also where the hint of the first is lost while nobody can log in to ask for it", async () => {
    world = await createWorld({
      carrier: "ringcentral",
      sharedInbox: false,
      directLine: true,
      directory: demoDirectory,
      receive: "webhook",
    });
    await isHeard();
    await world.restart({
      whileDown: () => ringcentral().misbehave({ match: "token", kind: "fail", times: 1_000 }),
    });
    const toBen = (body: string) => world.text(body, scene.sam, { to: scene.directLine });
    ringcentral().drop(null);
    await toBen("Hi Ben");
    await until("its hints lost", () => ringcentral().deliveries().at(-1)?.state === "dropped");
    ringcentral().drop(0);
    await toBen("Are you there?");
    await ringcentral().idle();
    ringcentral().clearMisbehaviour();
    const { control } = world.sandbox.slack;
    const direct = control.directMessage(scene.ben);
    const said = () => {
      const all = control.messages(direct).flatMap(({ ts }) => control.thread(direct, ts));
      return all.flatMap((message) => customerWords(message));
    };
    await world.passUntil("both", () => said().length === 2, 5_000);
    await world.settle();
    expect(said()).toEqual(["Hi Ben", "Are you there?"]);
  });
});
