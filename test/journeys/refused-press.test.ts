import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
const { ana, ben, cy } = scene;

beforeEach(async () => {
  world = await createWorld();
  card = await world.opened();
});
afterEach(() => world.stop());

const control = () => world.sandbox.slack.control;
const modals = (user: string) =>
  control()
    .views(user)
    .map(({ view }) => JSON.stringify(view.blocks));
const ephemerals = (user: string) => control().ephemerals(user);

describe("a press that is refused on a card, which stands in the channel and in its thread", () => {
  it.each(["Take", "Resolve"])("of %s opens a modal that names the customer", async (button) => {
    await world.press(cy, card, button);
    const [said] = await until("the modal", () => modals(cy).length > 0 && modals(cy));
    expect(said).toContain("Maria Lopez (…9001): ");
    expect(said).toContain("not in Threadline's directory");
    expect(said).toContain("whoever runs Threadline");
    await world.settle();
    expect(ephemerals(cy)).toEqual([]);
  });

  it("is answered at the channel's end, by name, where no modal can be opened any more", async () => {
    control().misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await world.press(cy, card, "Take");
    const [said] = await until("told", () => ephemerals(cy).length > 0 && ephemerals(cy));
    expect(said).toMatchObject({ threadTs: null, text: expect.stringContaining("Maria Lopez (…9001): ") });
  });

  it("of Take, because somebody else took it, says so over the card, and where the question is asked", async () => {
    control().misbehave({ match: { method: "chat.update" }, kind: "fail", status: 500, times: 0 });
    await world.press(ana, card, "Take");
    await until("hers", () => world.lines(card).length === 1);
    await world.press(ben, card, "Take");
    const [said] = await until("the modal", () => modals(ben).length > 0 && modals(ben));
    expect(said).toContain("Maria Lopez (…9001): Ana Reyes has it by now. Take it over?");
    expect(said).toContain("in the thread");
    const [asked] = await until("asked", () => ephemerals(ben).length > 0 && ephemerals(ben));
    expect(asked).toMatchObject({ threadTs: card.ts });
    expect(world.offered(ben)).toEqual(["Take"]);
  });

  it("because somebody else was faster names them and the customer", async () => {
    await world.press(ana, card, "Take");
    await until("hers", () => world.lines(card).length === 1);
    await world.press(ben, card, "Release");
    const [said] = await until("the modal", () => modals(ben).length > 0 && modals(ben));
    expect(said).toMatch(/Maria Lopez \(…9001\): Only Ana Reyes, who has it, or a manager can release it/);
  });
});

describe("a press that is refused in a thread", () => {
  it("is answered there, and names the customer", async () => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "fail", code: 30008 } });
    world.reply(ben, card, "Yes");
    await world.chooseInThread(cy, card, "Try again");
    const [said] = await until("told", () => ephemerals(cy).length > 0 && ephemerals(cy));
    expect(said).toMatchObject({ threadTs: card.ts, text: expect.stringContaining("Maria Lopez (…9001): ") });
    expect(modals(cy)).toEqual([]);
  });

  it("by the shortcut Don't send is answered there, and names the customer", async () => {
    const ts = world.reply(ben, card, "Yes");
    await until("its mark", () => world.marks(ts).includes("white_check_mark"));
    await world.shortcut(cy, ts, "reply.dont_send");
    const [said] = await until("told", () => ephemerals(cy).length > 0 && ephemerals(cy));
    expect(said).toMatchObject({ threadTs: card.ts, text: expect.stringContaining("Maria Lopez (…9001): ") });
  });
});
