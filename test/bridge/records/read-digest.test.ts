import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import { completeDigest, readDigest } from "../../../src/bridge/records/read-digest.ts";
import { type Recorded, wantRecord } from "../../../src/bridge/records/want-record.ts";
import { renderDigest, splitDigest } from "../../../src/domain/digest/render-digest.ts";
import type { Digest } from "../../../src/domain/digest.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type {
  Address,
  EpisodeId,
  MessageId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../src/domain/ids.ts";
import { readBack } from "../../domain/digest/read-back.ts";
import { thinned } from "../../store/thin-out.ts";
import {
  ana,
  ben,
  benLine,
  benWith,
  cy,
  front,
  frontLine,
  maria,
  office,
  officeWithDirect,
} from "../front-desk.ts";
import { opens, putTemplate, submit } from "../templates/filling.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const withNames: Directory = {
  ...office,
  members: office.members.map((one) => {
    const name = { ana: "Ana Silva", ben: "Ben Ito" }[one.username as string];
    return name === undefined ? one : { ...one, name };
  }),
};

type Which =
  | { readonly kind: "selected"; readonly messages: readonly MessageId[] }
  | { readonly kind: "episode" }
  | { readonly kind: "day"; readonly day: string };

async function recordOf(world: World, which: Which, id?: EpisodeId): Promise<LogRecord> {
  const episode = id ?? (await world.episodes(maria)).at(-1)?.id;
  return await world.ctx.store.transaction(async (tx) => {
    const found = await tx.episodes.get(episode ?? null);
    if (found === null) throw new Error("no conversation");
    const what = { conversation: found.conversationId, episode: found.id, ...which } as Recorded;
    const record = await wantRecord(world.ctx, tx, what, { asked: true });
    if (record === null) throw new Error("nothing may be logged of it");
    return record;
  });
}

async function digestOf(world: World, record: LogRecord): Promise<Digest> {
  const read = await world.ctx.store.read((tx) => readDigest(tx, record));
  return (await completeDigest(world.ctx, read)).digest;
}

/** What is said in it, without the time of each. */
const said = (digest: Digest) =>
  renderDigest(digest, "text")
    .body.split("\n")
    .slice(renderDigest({ ...digest, entries: [] }, "text").body.split("\n").length)
    .filter((line) => line !== "" && !/^[A-Z][a-z]+day, /.test(line))
    .map((line) => line.replace(/^\d+:\d\d [AP]M(?: E[DS]T)?, /, "- "));

const day = (digest: Digest) => digest.entries.map(({ at }) => at);
const minutes = (count: number) => count * minute;

describe("what a record of a shared conversation says", () => {
  it("is all of it: words, notes, who had it, who resolved and reopened it, and what did not arrive", async () => {
    const world = await createWorld({ directory: withNames });
    const thread = await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    await world.bridge.assignEpisode({
      episode,
      user: ana,
      to: "ben" as Username,
      seenAssignee: null,
      act: "a",
    });
    await world.pass(minute);
    await world.reply(ben, thread, "note: She is a regular", { files: 1 });
    await world.pass(minute);
    await world.reply(ben, thread, "Yes, until 6");
    await world.pass(minute);
    await world.report("Yes, until 6", "failed");
    await world.bridge.releaseEpisode({ episode, user: ben });
    await world.pass(minute);
    await world.text(maria, "", { media: [{ url: "https://example.com/1", contentType: "image/png" }] });
    await world.pass(2 * 24 * hour);
    await world.bridge.resolveEpisode({ episode, user: ana });
    await world.pass(minute);
    await world.bridge.reopenEpisode({ episode, user: cy });
    await world.pass(minute);
    await world.bridge.resolveEpisode({ episode, user: ana });
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect(said(digest)).toEqual([
      "- Maria Lopez, (555) 019-9001",
      "> Hi, are you open today?",
      "- Ana Silva assigned it to Ben Ito.",
      "- note by Ben Ito",
      "> She is a regular",
      "[1 file]",
      "- Ben Ito, (555) 010-0001",
      "> Yes, until 6",
      "[not delivered: The phone is off.]",
      "- Ben Ito gave it up: nobody has it any more.",
      "- Maria Lopez, (555) 019-9001",
      "[a picture]",
      "- Ana Silva resolved it.",
      "- cy reopened it.",
      "- Ana Silva resolved it.",
    ]);
    expect(digest).toMatchObject({
      contact: { name: "Maria Lopez", number: "(555) 019-9001" },
      lines: [{ name: "Front desk", number: "(555) 010-0001" }],
      owner: null,
      members: ["Ana Silva", "Ben Ito", "cy"],
      zone: "America/New_York",
      day: null,
      startedAt: Date.UTC(2026, 0, 5, 12),
      endedAt: world.now(),
    });
  });

  it("of an open one has no end", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect([digest.endedAt, digest.resolvable]).toEqual([null, true]);
  });

  it("leaves out what has not left, and what never will", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Waits for its hold");
    const cancelled = await world.reply(ben, thread, "Taken back");
    await world.delete(cancelled);
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect(said(digest).filter((line) => line.startsWith(">"))).toEqual(["> Hi, are you open today?"]);
  });

  it("leaves notes out where the rules do, and says nothing of who wrote them", async () => {
    const world = await createWorld({
      directory: { ...office, crm: { logNotes: { value: false, customizable: false } } },
    });
    const thread = await world.begin(maria);
    await world.reply(cy, thread, "note: Not for the CRM");
    await world.pass(minute);
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect([said(digest).length, digest.members]).toEqual([2, []]);
  });

  it("holds no note that was deleted, and an edited one as it stands", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const gone = await world.reply(ben, thread, "note: Oops");
    const kept = await world.reply(ben, thread, "note: Before");
    await world.delete(gone);
    await world.edit(kept, "note: After");
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect(
      said(digest)
        .filter((line) => line.startsWith("> "))
        .slice(1),
    ).toEqual(["> After"]);
  });

  it("marks what left by itself, what a template said, and what left from elsewhere", async () => {
    const world = await createWorld({ directory: withNames });
    await putTemplate(world);
    const thread = await world.begin(maria);
    await submit(world, await opens(world));
    await world.pass(minute);
    const { conversationId, id: episodeId } = await world.openEpisode();
    const text = {
      conversationId,
      episodeId,
      line: frontLine,
      direction: "out" as const,
      state: "sent" as const,
      carrier: "twilio",
      writtenAt: world.now(),
      createdAt: world.now(),
    };
    await world.ctx.store.transaction(async (tx) => {
      await tx.messages.insert({
        ...text,
        id: "a" as MessageId,
        body: "We are closed.",
        origin: "automatic",
      });
      await tx.messages.insert({ ...text, id: "b" as MessageId, body: "From its page", origin: "elsewhere" });
      await tx.messages.insert({
        ...text,
        id: "c" as MessageId,
        body: "Lost",
        origin: "list",
        state: "unknown",
        author: "ben" as Username,
      });
    });
    expect(thread).not.toBeNull();
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect(said(digest).filter((line) => !line.startsWith("- Ana Silva took"))).toEqual([
      "- Maria Lopez, (555) 019-9001",
      "> Hi, are you open today?",
      "- Ana Silva, (555) 010-0001",
      "> We are open until six.",
      "[from the template “Opening hours”]",
      "- Front desk, (555) 010-0001",
      "> We are closed.",
      "[automatic answer]",
      "- Sent through another app, (555) 010-0001",
      "> From its page",
      "- Ben Ito, (555) 010-0001",
      "> Lost",
      "[sent to many]",
      "[not known whether it was sent]",
    ]);
  });

  it("has the note, the disposition and the link that were added", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const record = await recordOf(world, { kind: "episode" });
    const additions = { note: "Call back", disposition: "Sold" };
    expect(await digestOf(world, { ...record, additions })).toMatchObject({
      note: "Call back",
      disposition: "Sold",
      link: `https://example.slack.com/archives/${front}/p${thread.replace(".", "")}`,
    });
  });
});

describe("who is in a record", () => {
  it("goes by the directory's name, else by Slack's, else by the username", async () => {
    const world = await createWorld({ directory: withNames });
    world.desk.names.set(ben, "Never asked for");
    world.desk.names.set(cy, "Cy Young");
    world.desk.names.set("U0GUS" as SlackUserId, "Gus, a guest");
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "note: one");
    await world.reply(cy, thread, "note: two");
    await world.reply("U0GUS" as SlackUserId, thread, "note: three");
    const { id: episode } = await world.openEpisode();
    await world.bridge.assignEpisode({
      episode,
      user: ana,
      to: "fay" as Username,
      seenAssignee: null,
      act: "a",
    });
    const digest = await digestOf(world, await recordOf(world, { kind: "episode" }));
    expect(digest.members).toEqual(["Ben Ito", "Cy Young", "Gus, a guest", "Ana Silva", "fay"]);
    expect(digest.assignee).toBe("fay");
  });

  it("does not wait for a Slack that is down", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(cy, thread, "note: one");
    const record = await recordOf(world, { kind: "episode" });
    const read = await world.ctx.store.read((tx) => readDigest(tx, record));
    const history = { ...world.ctx.history, linkTo: async () => null };
    expect(await completeDigest(world.ctx, read)).toMatchObject({ lacks: false });
    const unasked = { ...history, nameOf: async () => ({ name: null, isOwed: true }) };
    expect(await completeDigest({ history: unasked }, read)).toMatchObject({
      digest: { members: ["cy"], link: null },
      lacks: true,
    });
    expect(await completeDigest({ history }, read)).toMatchObject({ lacks: true });
  });
});

describe("what a record of a direct day says", () => {
  const chicago = benWith({ timeZone: "America/Chicago" });
  /** Noon in New York on January 5; Ben is an hour behind. */
  const today = "2026-01-05";
  const hear = async (world: World, body: string) => {
    await world.text(maria, body, { to: benLine });
    await world.runAll();
    return (await world.episodes(maria)).at(-1);
  };

  it("is that day by its owner's clock, over all stretches of it, with its notes and events", async () => {
    const world = await createWorld({ directory: chicago });
    await hear(world, "Yesterday, by his clock");
    await world.pass(18 * hour);
    const first = await hear(world, "The day after");
    const channel = first?.channel ?? front;
    const thread = first?.thread ?? ("" as SlackTs);
    await world.reply(ben, thread, "note: hers", { channel });
    await world.pass(minute);
    await world.bridge.closeEpisode({ episode: first?.id as EpisodeId, user: ben });
    await world.pass(minute);
    await hear(world, "And once more");
    const record = await recordOf(world, { kind: "day", day: "2026-01-06" });
    const digest = await digestOf(world, record);
    expect(said(digest)).toEqual([
      "- Maria Lopez, (555) 019-9001",
      "> The day after",
      "- note by Ben Ito",
      "> hers",
      "- Maria Lopez, (555) 019-9001",
      "> And once more",
    ]);
    expect(digest).toMatchObject({
      kind: "day",
      day: "2026-01-06",
      zone: "America/Chicago",
      owner: "Ben Ito",
      lines: [{ name: "Ben direct" }],
      resolvable: false,
      endedAt: day(digest).at(-1),
    });
    const before = await digestOf(world, { ...record, localDay: today });
    expect(said(before)).toEqual(["- Maria Lopez, (555) 019-9001", "> Yesterday, by his clock"]);
  });

  it("tells them by when they were said, not by when we heard of it", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await hear(world, "Second");
    const receivedAt = new Date(world.now() - minutes(5));
    await world.text(maria, "First", { to: benLine, receivedAt });
    await world.runAll();
    const digest = await digestOf(world, await recordOf(world, { kind: "day", day: today }));
    expect(said(digest).filter((line) => line.startsWith(">"))).toEqual(["> First", "> Second"]);
    expect(digest.startedAt).toBe(receivedAt.getTime());
  });

  it("counts the texts of a blocked number, and shows none", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const episode = await hear(world, "Before");
    await world.bridge.blockContact({ episode: episode?.id as EpisodeId, user: ben, reason: "", act: "b" });
    await world.text(maria, "Secret", { to: benLine });
    const digest = await digestOf(world, await recordOf(world, { kind: "day", day: today }));
    const { body } = renderDigest(digest, "text");
    expect(body).toContain("Left out: 1 text that came while the number was blocked is left out.");
    expect(body).not.toContain("Secret");
    expect(said(digest).at(-1)).toBe("- Ben Ito resolved it.");
  });

  it("in a record of chosen texts is those alone", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await hear(world, "One");
    await hear(world, "Two");
    const episode = await hear(world, "Three");
    const all = await world.ctx.store.read((tx) => tx.messages.ofEpisode(episode?.id as EpisodeId));
    const messages = all.slice(0, 2).map(({ id }) => id);
    const digest = await digestOf(world, await recordOf(world, { kind: "selected", messages }));
    expect(said(digest).filter((line) => line.startsWith(">"))).toEqual(["> One", "> Two"]);
    expect(digest.kind).toBe("selected");
  });
});

it("from any history, a record gives back each text that left or came, once, in order, in every form and however it is split", async () => {
  const world = await createWorld({ directory: officeWithDirect });
  const states = [
    "waiting",
    "queued",
    "sending",
    "accepted",
    "sent",
    "delivered",
    "failed",
    "cancelled",
    "unknown",
  ] as const;
  const anyText = fc.record({
    words: fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    state: fc.constantFrom("received" as const, ...states),
    minute: fc.nat({ max: 600 }),
    isBlocked: fc.boolean(),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { maxLength: 40 }), async (history) => {
      runs += 1;
      const ids = [...history.keys()].map((index) => `${runs}-${String(index).padStart(3, "0")}`);
      const record = await world.ctx.store.transaction(async (tx) => {
        const address = `+1555018${1000 + runs}` as Address;
        const owner = { kind: "line", number: frontLine } as const;
        const conversation = await tx.conversations.open(address, owner, world.ctx.newId, 1);
        const episodeId = `e${runs}` as EpisodeId;
        const opens = {
          id: episodeId,
          conversationId: conversation.id,
          number: 1,
          channel: front,
          openedAt: 1,
        };
        await tx.episodes.insert(opens);
        for (const [index, { words, state, minute: at, isBlocked }] of history.entries())
          await tx.messages.insert({
            id: ids[index] as MessageId,
            conversationId: conversation.id,
            episodeId: isBlocked && state === "received" ? null : episodeId,
            line: frontLine,
            direction: state === "received" ? "in" : "out",
            state,
            body: `${ids[index]} ${words}`,
            carrier: "twilio",
            writtenAt: world.now() + at * minute,
            createdAt: index,
          });
        const what = { kind: "episode", conversation: conversation.id, episode: episodeId } as const;
        const made = await wantRecord(world.ctx, tx, what, { asked: true });
        if (made === null) throw new Error("nothing may be logged of it");
        return made;
      });
      const digest = await digestOf(world, record);
      const expected = [...history.entries()]
        .filter(([, { state, isBlocked }]) => {
          if (state === "received") return !isBlocked;
          return state !== "waiting" && state !== "queued" && state !== "cancelled";
        })
        .sort(([one, { minute: sooner }], [other, { minute: later }]) => sooner - later || one - other)
        .map(([index]) => ids[index]);
      for (const form of ["text", "html", "markdown"] as const) {
        const bodies = splitDigest(digest, form, 4_000).map(({ body }) => body);
        const read = readBack(bodies, form).map(({ lines }) => lines[0]?.split(" ")[0]);
        expect(read).toEqual(expected);
      }
    }),
    { numRuns: thinned(40) },
  );
});

it("a record costs as many questions however long its conversation and its day are", async () => {
  let heard = 0;
  const world = await createWorld({ directory: officeWithDirect, onStatement: () => (heard += 1) });
  const counts: number[] = [];
  for (const texts of [1, 40]) {
    for (let index = 0; index < texts; index += 1) await world.text(maria, `Text ${index}`, { to: benLine });
    await world.runAll();
    const record = await recordOf(world, { kind: "day", day: "2026-01-05" });
    heard = 0;
    const digest = await world.ctx.store.read((tx) => readDigest(tx, record));
    counts.push(heard);
    expect(digest.entries.length).toBeGreaterThanOrEqual(texts);
  }
  expect(counts[1]).toBe(counts[0]);
  expect(counts[0]).toBeLessThanOrEqual(9);
});
