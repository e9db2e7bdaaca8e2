import { describe, expect, it } from "vitest";
import type { WriteOutcome } from "../../../src/bridge/contracts/crm.ts";
import type { LogReference, SlackTs } from "../../../src/domain/ids.ts";
import { ana, ben, front, maria } from "../front-desk.ts";
import { hour, minute, words } from "../world.ts";
import { type LogWorld, logWorld } from "./log-world.ts";

/** Two texts of an open conversation, and what Ben is told of their log. */
async function begun(everyNumberKnown = false): Promise<{ world: LogWorld; thread: SlackTs }> {
  const world = await logWorld();
  Object.assign(world.crm.capabilities, { everyNumberKnown });
  const thread = await world.begin(maria, "One");
  await world.text(maria, "Two");
  await world.runAll();
  return { world, thread };
}

const told = ({ desk }: LogWorld) =>
  desk.told.flatMap(({ to, sentence }) => (to === ben ? words(sentence) : []));
const logging = ({ desk }: LogWorld) => desk.cards.at(-1)?.card.logging;
const unseen: WriteOutcome = { kind: "written", reference: "own" as LogReference, url: null };

async function selects({ world, thread }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  const form = await world.bridge.askToSelect({ user: ben, place: { channel: front, ts: thread }, thread });
  if ("refusal" in form) throw new Error(form.refusal);
  const { episode, from, to } = form;
  await world.bridge.submitSelected({ user: ben, episode, from, to, note: "", act: "view:1" });
}

async function logs({ world }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  const { id } = await world.openEpisode(maria);
  const form = await world.bridge.askToLog({ user: ben, of: { episode: id } });
  if ("refusal" in form) throw new Error(form.refusal);
  const { target, preset, seen, filled } = form;
  const outcome = await world.bridge.submitLog({ user: ben, target, preset, seen, filled, act: "log:1" });
  expect(outcome).toEqual({ kind: "done" });
}

const chosen = "Maria Lopez (…9001): the 2 messages that you chose are";

describe("messages that somebody chose", () => {
  it("are told, once they are logged, to whoever chose them, with a link; the card says that it is these alone", async () => {
    const here = await begun();
    await selects(here);
    await here.world.live(minute);
    expect(told(here.world)).toEqual([`${chosen} logged to [Scripted CRM].`]);
    expect(logging(here.world)).toMatchObject({ state: "logged", isPart: true });
    await here.world.live(10 * minute);
    expect(told(here.world)).toHaveLength(1);
  });

  it("are no log of the conversation: its card tells of that as soon as there is one", async () => {
    const here = await begun();
    const { world } = here;
    await selects(here);
    await world.live(minute);
    const { id } = await world.openEpisode(maria);
    await world.bridge.resolveEpisode({ episode: id, user: ana });
    await world.live(minute);
    expect(logging(world)).toMatchObject({ state: "logged", isPart: false });
  });

  it("that wait for a contact are told with that, and asked on the card", async () => {
    const here = await begun();
    here.world.crm.contacts.set(maria, []);
    await selects(here);
    await here.world.live(minute);
    expect(told(here.world)).toEqual([
      `${chosen} not logged to Scripted CRM yet. Scripted CRM has no contact with this number.`,
    ]);
    expect(logging(here.world)).toMatchObject({ state: "contact", isPart: true });
  });

  it("are told as logged only once the CRM has them, however long that takes", async () => {
    const here = await begun();
    here.world.crm.silent = true;
    await selects(here);
    await here.world.live(2 * hour);
    expect(told(here.world)).toEqual([]);
    here.world.crm.silent = false;
    await here.world.live(hour);
    expect(told(here.world)).toEqual([`${chosen} logged to [Scripted CRM].`]);
  });
});

describe("a conversation that is logged by hand", () => {
  it("is told to whoever did it, where the CRM shows it to nobody and so the card tells nothing", async () => {
    const here = await begun(true);
    here.world.crm.answers.push(unseen);
    await logs(here);
    await here.world.live(minute);
    expect(logging(here.world)).toBeNull();
    expect(told(here.world)).toEqual(["Maria Lopez (…9001): the conversation is logged to Scripted CRM."]);
  });

  it.each([
    ["asks nobody, but shows it", true],
    ["knows contacts", false],
  ])("is told by the card alone, where the CRM %s", async (_, everyNumberKnown) => {
    const here = await begun(everyNumberKnown);
    await logs(here);
    await here.world.live(minute);
    expect(logging(here.world)).toMatchObject({ state: "logged", isPart: false });
    expect(told(here.world)).toEqual([]);
  });
});
