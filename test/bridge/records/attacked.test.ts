/** What goes on around a record while it stands in a CRM, or is on its way there. */
import { describe, expect, it } from "vitest";
import { takeSetBack } from "../../../src/bridge/connection/take-set-back.ts";
import type { WriteOutcome } from "../../../src/bridge/contracts/crm.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { moveConversation } from "../../../src/bridge/members/move-conversation.ts";
import { chooseContact } from "../../../src/bridge/records/choose-contact.ts";
import type { Line } from "../../../src/domain/directory.ts";
import type { CrmContactId, E164, LogReference, Username } from "../../../src/domain/ids.ts";
import type { Owner } from "../../../src/domain/owner.ts";
import { ben, front, maria, officeWithDirect } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { hour, minute } from "../world.ts";
import { answerDirect, beginDirect, direct, type LogWorld, logWorld, ruled, textsOf } from "./log-world.ts";

const lost: WriteOutcome = { kind: "unknown", reason: "the connection broke" };
const deal = (id: string) => ({ kind: "deal", kindName: "Deal", id, name: `Deal ${id}` });
const becomes = (world: LogWorld, name: string) => Object.assign(world.ctx.crm, { name });

async function theOne(world: LogWorld) {
  const [record, ...others] = await world.records();
  if (record === undefined) throw new Error("there is no record");
  expect(others).toEqual([]);
  return record;
}

describe("a record after another CRM was in use", () => {
  it("is found where it stands in the one from before", async () => {
    const world = await logWorld();
    await beginDirect(world, "One");
    await world.live(2 * minute);
    becomes(world, "another");
    await world.text(maria, "Two", direct);
    await world.live(2 * minute);
    becomes(world, "scripted");
    world.crm.found.push({ kind: "found", reference: "log 1" as LogReference, url: null });
    await world.text(maria, "Three", direct);
    await world.live(2 * minute);
    expect(world.crm.writes.map(({ existing, log }) => [existing, textsOf(log)])).toEqual([
      [null, ["One"]],
      [null, ["One", "Two"]],
      ["log 1", ["One", "Two", "Three"]],
    ]);
  });

  it("does not belong to what has the same number there", async () => {
    const world = await logWorld();
    world.crm.associations.push(deal("1"));
    await beginDirect(world, "One");
    await world.live(2 * minute);
    becomes(world, "another");
    world.crm.associations.splice(0, 1, deal("2"));
    await world.text(maria, "Two", direct);
    await world.live(2 * minute);
    expect(world.crm.writes.map(({ log }) => log.associations)).toEqual([{ deal: "1" }, { deal: "2" }]);
  });

  it("waits no more for what only the other one wanted to know", async () => {
    const world = await logWorld();
    world.crm.contacts.set(maria, []);
    await beginDirect(world, "One");
    await world.live(2 * minute);
    expect(await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["contact"]))).toHaveLength(1);
    becomes(world, "another");
    world.crm.contacts.delete(maria);
    await world.text(maria, "Two", direct);
    await world.live(2 * minute);
    expect(Object.values(world.inCrm())).toEqual([["One", "Two"]]);
  });

  it("is logged on whom somebody chooses there", async () => {
    const world = await logWorld();
    world.crm.contacts.set(maria, []);
    await beginDirect(world, "One");
    await world.live(2 * minute);
    becomes(world, "another");
    const [held] = await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["contact"]));
    if (held === undefined) throw new Error("it does not wait");
    const contact = "jo" as CrmContactId;
    const choosing = { record: held.id, user: ben, seen: null, eachTime: true };
    expect(await chooseContact(world.ctx, { ...choosing, contact, label: "Jo" })).toBeNull();
    await world.live(2 * minute);
    expect(world.crm.writes.map(({ log }) => log.contact.id)).toEqual(["jo"]);
  });
});

it("a record goes to whoever has the number now without the deals of the one who is gone", async () => {
  const world = await logWorld();
  world.crm.associations.push(deal("1"));
  world.crm.answers.push(async () => {
    world.crm.contacts.set(maria, [scriptedContact("next", "Jo", { phones: [maria] })]);
    world.crm.associations.splice(0, 1, deal("2"));
    return { kind: "rejected", why: "contact_gone", sentence: "Gone." };
  });
  await beginDirect(world);
  await world.live(2 * minute);
  await world.text(maria, "Two", direct);
  await world.live(2 * minute);
  expect(world.crm.writes.map(({ log }) => [log.contact.id, log.associations])).toEqual([
    [`contact of ${maria}`, { deal: "1" }],
    ["next", { deal: "2" }],
    ["next", { deal: "2" }],
  ]);
});

describe("a text that begins to leave again on the next day", () => {
  const busy = { code: "429", sentence: "Busy.", scope: "passing", retryAfterMs: 10 * minute } as const;

  it("is told there alone", async () => {
    const world = await logWorld();
    const thread = await beginDirect(world, "Morning");
    await world.live(16 * hour + 55 * minute);
    world.carrier.answers.push({ kind: "rejected", failure: busy });
    await answerDirect(world, thread, "Good night");
    await world.live(hour);
    expect(world.inCrm()).toEqual({ "day:2026-01-05": ["Morning"], "day:2026-01-06": ["Good night"] });
  });

  it("is told there alone when it was all of its day", async () => {
    const world = await logWorld();
    const thread = await beginDirect(world, "Morning");
    await world.live(40 * hour + 55 * minute);
    world.carrier.answers.push(async () => {
      // It is told while it is being handed over.
      const { kind } = { kind: "rejected" } as const;
      await world.bridge.noteUnlogged();
      for (const job of await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 9)))
        if (job.callee === "crm") await runJob(world.ctx, job);
      return { kind, failure: busy };
    });
    await answerDirect(world, thread, "Good night");
    await world.live(hour);
    expect(world.crm.writes.map(({ log }) => [log.digest.day, textsOf(log)])).toEqual([
      ["2026-01-05", ["Morning"]],
      ["2026-01-06", ["Good night"]],
      ["2026-01-06", []],
      ["2026-01-07", ["Good night"]],
    ]);
    expect(world.crm.writes[2]?.log.body).toContain("did not leave, or did on another day");
  });
});

it("a lost answer is looked for as long as ever when the clock was set back meanwhile", async () => {
  const world = await logWorld();
  world.crm.answers.push(lost);
  await beginDirect(world);
  await world.tick();
  await takeSetBack(world.ctx, 12 * hour, () => world.skip(-12 * hour));
  await world.live(12 * minute);
  expect(await theOne(world)).toMatchObject({ hold: "uncertain" });
});

it("a contact that may have been made is waited for no longer when the clock was set back meanwhile", async () => {
  const placeholder = { value: "placeholder", customizable: false } as const;
  const world = await logWorld({ directory: ruled({ unknownContact: placeholder }) });
  world.crm.contacts.set(maria, []);
  world.crm.createAnswers.push({ kind: "unknown", reason: "lost" });
  await beginDirect(world);
  await world.tick();
  await takeSetBack(world.ctx, 12 * hour, () => world.skip(-12 * hour));
  await world.live(12 * minute);
  expect(await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["contact"]))).toHaveLength(1);
});

it("a record that looks for its contact while somebody chooses them for another one goes to them as well", async () => {
  const world = await logWorld();
  world.crm.contacts.set(maria, []);
  await beginDirect(world, "One");
  await world.tick();
  const [held] = await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["contact"]));
  if (held === undefined) throw new Error("it does not wait");
  const ask = world.crm.crm.findContacts;
  Object.assign(world.ctx.crm, {
    findContacts: async (by: Parameters<typeof ask>[0]) => {
      Object.assign(world.ctx.crm, { findContacts: ask });
      const choosing = { record: held.id, user: ben, seen: null, eachTime: false };
      const chosen = { ...choosing, contact: "jo" as CrmContactId, label: "Jo" };
      expect(await chooseContact(world.ctx, chosen)).toBeNull();
      return await ask(by);
    },
  });
  await world.text(maria, "Shared");
  await world.runAll();
  const shared = (await world.episodes(maria)).find(({ channel }) => channel === front);
  if (shared === undefined) throw new Error("it has no thread");
  const { id: episode } = shared;
  await resolveEpisode(world.ctx, { episode, user: ben });
  await world.live(2 * minute);
  expect(world.crm.writes.map(({ log }) => [log.contact.id, textsOf(log)])).toEqual([
    ["jo", ["Shared"]],
    ["jo", ["One"]],
  ]);
});

it.each([null, "association"] as const)(
  "what two members had on a day is told once when it is one's (%s)",
  async (hold) => {
    const cyLine = "+15550100005" as E164;
    const line = {
      ...officeWithDirect.lines[0],
      number: cyLine,
      name: "Cy direct",
      smsExtension: "103",
    } as Line;
    const members = officeWithDirect.members.map((one) =>
      one.username === "cy" ? { ...one, outboundLine: cyLine } : one,
    );
    const lines = [...officeWithDirect.lines, line];
    const world = await logWorld({ directory: { ...officeWithDirect, lines, members } });
    await beginDirect(world, "One");
    await world.live(2 * minute);
    const cys: Owner = { kind: "member", username: "cy" as Username };
    await world.text(maria, "To Cy", { to: cyLine });
    await world.live(2 * minute);
    for (const { id } of await world.records())
      await world.ctx.store.transaction((tx) => tx.records.update(id, { hold }));
    await world.ctx.store.transaction(async (tx) => {
      const known = await tx.episodes.newestBetween(maria, { kind: "member", username: "ben" as Username });
      if (known?.newest == null) throw new Error("there is no conversation");
      const words = { here: ["It goes on here."], there: null };
      await moveConversation(world.ctx, tx, await tx.directories.people(), known.newest, {
        owner: cys,
        words,
      });
    });
    await world.live(5 * minute);
    expect(Object.values(world.inCrm()).flat().toSorted()).toEqual(["One", "To Cy"]);
  },
);

it("nothing is kept of a number that is erased while its contact is being made", async () => {
  const placeholder = { value: "placeholder", customizable: false } as const;
  const world = await logWorld({ directory: ruled({ unknownContact: placeholder }) });
  world.crm.contacts.set(maria, []);
  const made = world.crm.crm.createContact;
  Object.assign(world.ctx.crm, {
    createContact: async (contact: Parameters<typeof made>[0]) => {
      await world.ctx.store.transaction(async (tx) => {
        await tx.contacts.erase(await tx.contacts.rowsOf(maria));
      });
      return await made(contact);
    },
  });
  await beginDirect(world);
  await world.live(2 * minute);
  expect(await world.ctx.store.read((tx) => tx.crmContacts.chosenFor("scripted", maria))).toBeNull();
  expect(world.crm.writes).toEqual([]);
});
