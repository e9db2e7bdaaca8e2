/** A shared conversation's one record in the CRM: whole, in place, and as our rows have it, whatever follows. */
import { describe, expect, it, onTestFinished } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { loggedOf } from "./record-words.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;

const { ana, ben } = scene;
const minute = 60_000;
const hour = 60 * minute;

async function start(crm = ""): Promise<void> {
  world = await createWorld({ crm: "hubspot", directory: `${sceneDirectory}crm: { ${crm} }\n` });
  onTestFinished(() => world.stop());
}

const control = () => {
  const { crm } = world.sandbox;
  if (crm === null) throw new Error("there is no CRM");
  return crm.control;
};
/** As the CRM has her. */
const maria = () =>
  control()
    .contacts()
    .find(({ name }) => name === "Maria Lopez");
const records = () => control().records();

/** The only record there is says these words, each once and in this order, and all that our rows say. */
async function says(...words: string[]): Promise<void> {
  await until(`the record says ${words.at(-1)}`, async () => {
    await world.pass(5_000);
    return records().some(({ body }) => body.includes(words.at(-1) ?? ""));
  });
  await world.settle();
  const [logged, ...others] = await loggedOf(world.folder, records());
  expect(others).toEqual([]);
  expect(logged?.stands).toBe(logged?.told);
  const stands = logged?.stands ?? "";
  expect(words.map((one) => stands.split(one).length - 1)).toEqual(words.map(() => 1));
  const places = words.map((one) => stands.indexOf(one));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(records().map(({ contact }) => contact)).toEqual([maria()?.id]);
}

async function resolve(root: MessageView): Promise<void> {
  await world.press(ana, root, "Resolve");
  await until("resolved", () => shown(world.card() ?? root).includes("Resolved by"));
}

/** Whatever can come twice does: from Slack and from the carrier. */
function doubled(): void {
  const { slack, twilio } = world.sandbox;
  slack.control.misbehave({ match: { event: "*" }, kind: "duplicate", newEventId: true, times: 0 });
  twilio.control.misbehave({ match: "inbound", kind: "duplicate", times: 1_000 });
}

describe.each([
  ["", () => {}],
  [", where everything is delivered twice,", doubled],
])("a resolved conversation%s", (_, trouble) => {
  it("has one record, which a late failure and each new Resolve change in place", async () => {
    await start();
    trouble();
    const { twilio } = world.sandbox;
    const root = await world.opened("Are you open today?");
    twilio.control.misbehave({ match: "status", kind: "hold", times: 20 });
    twilio.control.setOutcome({ outcome: { kind: "fail", code: 30005 } });
    const reply = world.reply(ben, root, "Until six.");
    await until("handed to the carrier", () => world.marks(reply).includes("arrow_upper_right"));
    await world.pass(6_000);
    expect(records()).toEqual([]);
    await resolve(root);
    await says("Are you open today?", "Until six.", "Ana Reyes resolved");
    const [made] = records();

    twilio.control.clearMisbehaviour();
    trouble();
    await until("marked", () => world.marks(reply).includes("warning"));
    await says("Are you open today?", "Until six.", "not delivered", "Ana Reyes resolved");

    await world.press(ana, world.card() ?? root, "Reopen");
    await until("open", () => !shown(world.card() ?? root).includes("Resolved by"));
    await world.text("And on Sunday?");
    await until("the text", () => world.texts(root).includes("And on Sunday?"));
    await resolve(root);
    await says("Until six.", "reopened", "And on Sunday?");
    expect(records().map(({ id }) => id)).toEqual([made?.id]);
  });
});

describe("an open conversation", () => {
  it("is logged from its first message where its rules say so, and grows at most once a minute", async () => {
    await start("log_shared: from_first_message");
    const root = await world.opened("Are you open today?");
    await says("Are you open today?");
    world.reply(ben, root, "Until six.");
    await until("sent", () => world.received().length === 1);
    await world.pass(5_000);
    await world.quiet();
    expect(records()).toMatchObject([{ writes: 1 }]);
    await world.pass(minute);
    await says("Are you open today?", "Until six.");
    expect(shown(world.card() ?? root)).not.toContain("Resolved by");
  });

  it("is logged as it stands once it was silent for so many hours, and stays open", async () => {
    await start("log_open_after_hours: 72");
    const root = await world.opened("Are you open today?");
    await world.pass(71 * hour);
    await world.quiet();
    expect(records()).toEqual([]);
    await world.pass(2 * hour);
    await says("Are you open today?");
    expect(shown(world.card() ?? root)).not.toContain("Resolved by");
  });
});
