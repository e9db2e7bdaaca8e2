/** Notes stand in the thread at the desk and in the carrier's, once each, and reach no phone. */
import { describe, expect, it } from "vitest";
import { CarrierError } from "../../../src/domain/errors.ts";
import { ben, cy } from "../front-desk.ts";
import { hour, minute, words } from "../world.ts";
import { anas, bens, createInboxWorld, desks, first, type InboxWorld, who } from "./inbox-world.ts";

const mirrored = { mirrorNotes: true };
const written = ({ carrier }: InboxWorld) => carrier.asks.filter(({ kind }) => kind === "note");
const shown = (world: InboxWorld, thread: Parameters<InboxWorld["thread"]>[0]) =>
  world.thread(thread).filter((line) => /Note/.test(line));
const told = (world: InboxWorld) => world.desk.told.map(({ sentence }) => words(sentence));

describe("a note at the desk", () => {
  it("is written there by its author's own login, once", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    await world.reply(ben, thread, "note: She pays cash.");
    await world.pass(hour);
    expect(written(world)).toEqual([{ kind: "note", thread: first, text: "She pays cash.", by: bens }]);
    await world.noted({ id: "N1", text: "She pays cash.", author: who(bens) });
    await world.pass(hour);
    expect(shown(world, thread)).toEqual([]);
    expect(world.carrier.sent).toEqual([]);
  });

  it("names its author where one login writes for many", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    await world.reply(cy, thread, "note: She pays cash.");
    await world.pass(minute);
    expect(written(world)).toEqual([{ kind: "note", thread: first, text: "cy: She pays cash.", by: desks }]);
  });

  it("stays here where that is not wanted, it was deleted in time, or there is no thread there", async () => {
    const unwanted = await createInboxWorld();
    await unwanted.reply(ben, await unwanted.open(), "note: She pays cash.");
    await unwanted.pass(minute);
    expect(written(unwanted)).toEqual([]);
    const world = await createInboxWorld({ ...mirrored, hold: 10_000 });
    const thread = await world.open();
    await world.delete(await world.reply(ben, thread, "note: She pays cash."));
    await world.reply(ben, thread, "note: Over there it is over.");
    await world.told({ state: "deleted" });
    await world.pass(minute);
    expect(written(world)).toEqual([]);
  });

  it("is looked for where its answer was lost, and known again by its words", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    world.carrier.threadAnswers.push({ kind: "unknown", reason: "no answer" });
    await world.reply(ben, thread, "note: She pays cash.");
    await world.pass(minute);
    await world.restart();
    await world.noted({ text: "She pays  cash.", author: who(bens) });
    await world.pass(hour);
    expect(written(world)).toHaveLength(1);
    expect(shown(world, thread)).toEqual([]);
    expect(told(world)).toEqual([]);
  });

  it("is told of to its author where nobody finds it, and not written again", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    world.carrier.threadAnswers.push({ kind: "unknown", reason: "no answer" });
    await world.reply(ben, thread, "note: She pays cash.");
    await world.pass(hour);
    expect(written(world)).toHaveLength(1);
    expect(told(world)).toEqual([
      "It is not known whether this note stands in RingCentral as well: its answer was lost.",
    ]);
  });

  it("is written again where it certainly was not, and refused in words", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    const later = { kind: "CMN-301", retryable: true, certain: true } as const;
    world.carrier.threadAnswers.push(async () => {
      throw new CarrierError("Later.", later);
    });
    world.carrier.threadAnswers.push({ kind: "refused", code: "CMN-408", sentence: "Ben may not do that." });
    await world.reply(ben, thread, "note: She pays cash.");
    await world.pass(hour);
    expect(written(world)).toHaveLength(2);
    expect(told(world)).toEqual(["RingCentral did not take this note: Ben may not do that."]);
  });
});

describe("a note that was changed or deleted at the desk", () => {
  const changes = ({ carrier }: InboxWorld) =>
    carrier.asks.flatMap((ask) => (ask.kind === "change note" ? [[ask.note, ask.text, ask.by]] : []));
  const noted = async (user = ben) => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    const place = await world.reply(user, thread, "note: She pays cash.");
    await world.pass(minute);
    return { world, thread, place };
  };

  it("is so there as well, and is not shown again when that is told", async () => {
    const { world, thread, place } = await noted();
    await world.noted({ id: "N1", text: "She pays cash.", author: who(bens) });
    await world.edit(place, "note: She pays by card.");
    world.skip(minute);
    await world.noted({ id: "N1", text: "She pays by card.", author: who(bens) });
    await world.pass(minute);
    world.skip(minute);
    await world.noted({ id: "N1", text: "She pays by card.", author: who(bens) });
    await world.edit(place, "note: She pays on account.");
    await world.pass(minute);
    await world.delete(place);
    await world.pass(minute);
    world.skip(minute);
    await world.noted({ id: "N1", text: null, author: who(bens) });
    await world.runAll();
    expect(changes(world)).toEqual([
      ["N1", "She pays on account.", bens],
      ["N1", null, bens],
    ]);
    expect(shown(world, thread)).toEqual([]);
    expect(told(world)).toEqual([]);
  });

  it("names its author where one login writes for many, and is asked for again while nobody knows", async () => {
    const { world, place } = await noted(cy);
    world.carrier.threadAnswers.push({ kind: "unknown", reason: "no answer" });
    await world.edit(place, "note: She pays by card.");
    await world.pass(minute);
    expect(changes(world)).toEqual(Array.from({ length: 2 }, () => ["N1", "cy: She pays by card.", desks]));
  });

  it("stays as it was there where the carrier refuses, and its author is told", async () => {
    const { world, place } = await noted();
    world.carrier.threadAnswers.push({ kind: "over" }, { kind: "refused", code: "X", sentence: "No." });
    await world.edit(place, "note: She pays by card.");
    await world.pass(hour);
    await world.delete(place);
    await world.pass(hour);
    expect(told(world)).toEqual([
      "RingCentral did not take over the change of this note: the conversation is resolved there, or the note is gone.",
      "RingCentral did not delete this note: No.",
    ]);
  });

  it("is taken away once it is known to be there", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    world.carrier.threadAnswers.push({ kind: "unknown", reason: "no answer" });
    const place = await world.reply(ben, thread, "note: She pays cash.");
    await world.runAll();
    await world.delete(place);
    await world.noted({ id: "N9", author: who(bens) });
    await world.pass(hour);
    expect(changes(world)).toEqual([["N9", null, bens]]);
    expect(told(world)).toEqual([]);
  });
});

it("a note is refused in words, once, where nobody is let in until an administrator acts", async () => {
  const world = await createInboxWorld(mirrored);
  const thread = await world.open();
  world.carrier.threadAnswers.push(async () => {
    const failure = { kind: "no-credentials", retryable: false, certain: true } as const;
    throw new CarrierError("There are no credentials for ben-own.", failure);
  });
  await world.reply(ben, thread, "note: She pays cash.");
  await world.pass(hour);
  expect(written(world)).toHaveLength(1);
  expect(told(world)).toEqual(["RingCentral did not take this note: There are no credentials for ben-own."]);
});

describe("a note there", () => {
  it("is shown in the thread with its author, and told to the record", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    await world.noted({ author: { login: null, name: "Dee" } });
    await world.noted({ author: { login: null, name: "Dee" } });
    await world.runAll();
    expect(shown(world, thread)).toEqual(["app: Note in RingCentral by Dee: She pays cash."]);
    const { id } = await world.episode();
    const notes = await world.ctx.store.read((tx) => tx.records.notesOf(id));
    expect(notes.map(({ text }) => text)).toEqual(["Dee: She pays cash."]);
    expect(world.carrier.sent).toEqual([]);
    expect(written(world)).toEqual([]);
  });

  it("is shown again once it was changed or deleted, whatever is told late", async () => {
    const world = await createInboxWorld(mirrored);
    const thread = await world.open();
    const before = new Date(world.now() - minute);
    await world.noted({ author: who(anas) });
    world.skip(minute);
    await world.noted({ author: who(anas), text: "She pays by card." });
    await world.noted({ author: who(anas), text: "Older words.", at: before });
    world.skip(minute);
    await world.noted({ author: who(anas), text: null });
    await world.runAll();
    expect(shown(world, thread)).toEqual([
      "app: Note in RingCentral by Ana: She pays cash.",
      "app: Note changed in RingCentral by Ana: She pays by card.",
      "app: Note deleted in RingCentral by Ana.",
    ]);
  });

  it("is not shown where that is not wanted", async () => {
    const world = await createInboxWorld();
    const thread = await world.open();
    await world.noted({});
    await world.runAll();
    expect(shown(world, thread)).toEqual([]);
  });
});
