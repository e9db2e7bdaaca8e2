import { describe, expect, it } from "vitest";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import type { FetchOutcome } from "../../../src/bridge/contracts/carrier-media.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben, maria } from "../front-desk.ts";
import { createWorld, minute, second, type World, words } from "../world.ts";

const jpeg = Buffer.from("\xff\xd8\xff\xe0picture", "latin1");
const amr = Buffer.from("#!AMR\nvoice", "latin1");
const fetched = (bytes: Buffer): FetchOutcome => ({ kind: "fetched", bytes, contentType: null });
const later: FetchOutcome = { kind: "later", afterMs: null, reason: "busy" };
const media = (...types: string[]) =>
  types.map((contentType, index) => ({ url: `https://carrier.example/${index}`, contentType }));

/** A text that comes with these, and its thread once all that is due was done. */
async function sent(
  world: World,
  answers: readonly (FetchOutcome | (() => Promise<FetchOutcome>))[],
  types = answers.map(() => "image/jpeg"),
  body = "Look",
): Promise<SlackTs> {
  for (const [index, answer] of answers.entries())
    world.carrier.files.set(`https://carrier.example/${index}`, answer);
  await world.text(maria, body, { media: media(...types) });
  await world.runAll();
  const { thread } = await world.openEpisode(maria);
  if (thread === null) throw new Error("no thread");
  return thread;
}

/** What stands in a thread, files with it, in order. */
function shown(world: World, thread: SlackTs): string[] {
  return world.desk.posted
    .filter((one) => one.thread === thread)
    .map(({ ts, post }) => {
      const share = world.desk.shared.find((one) => one.ts === ts);
      if (share !== undefined) return `files: ${share.files.map(({ name }) => name).join(", ")}`;
      if (post?.kind === "texts") return post.texts.map(({ body }) => body).join(" / ");
      return post?.kind === "line" ? `app: ${words(post.sentence)}` : "";
    });
}

const stored = (world: World) =>
  world.ctx.store.read(async (tx) => {
    const message = await tx.messages.findByCarrierId("twilio", "IN1" as never);
    const files = message === null ? [] : await tx.files.ofMessage(message.id);
    const bytes = await Promise.all(files.map(({ id }) => tx.files.bytesOf(id)));
    return { message, files, bytes };
  });

describe("pictures and files that come with a text", () => {
  it("stand in the thread behind it, named by what they are, and are kept here no longer", async () => {
    const world = await createWorld();
    const thread = await sent(world, [fetched(jpeg), fetched(amr), fetched(jpeg)]);
    expect(shown(world, thread)).toEqual(["Look", "files: Picture 1.jpg, Voice message.amr, Picture 2.jpg"]);
    expect(world.desk.handed.map(({ bytes }) => bytes)).toEqual([jpeg, amr, jpeg]);
    const { message, files, bytes } = await stored(world);
    expect(message?.files).toBe(3);
    expect(files.map(({ state, trouble }) => [state, trouble])).toEqual(Array(3).fill(["done", null]));
    expect(bytes).toEqual([null, null, null]);
    expect(world.counted.get("files_fetched")).toBe(3);
  });

  it("are shown under a text without words as well", async () => {
    const world = await createWorld();
    const thread = await sent(world, [fetched(jpeg)], ["image/jpeg"], "");
    expect(shown(world, thread)).toEqual(["", "files: Picture.jpg"]);
  });

  it("go before a text that comes later, while they come within half a minute", async () => {
    const world = await createWorld();
    let let_go = (_: FetchOutcome) => {};
    const slow = new Promise<FetchOutcome>((resolve) => {
      let_go = resolve;
    });
    world.carrier.files.set("https://carrier.example/0", () => slow);
    await world.text(maria, "Look", { media: media("image/jpeg") });
    await world.text(maria, "And?");
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    const fetching = due.find(({ kind }) => kind === "fetch");
    expect(fetching?.callee).toBe("media");
    let_go(fetched(jpeg));
    await world.runAll();
    const thread = (await world.openEpisode(maria)).thread as SlackTs;
    expect(shown(world, thread)).toEqual(["Look", "files: Picture.jpg", "And?"]);
  });

  it("are asked for less and less often where their carrier wants to be asked at once", async () => {
    const world = await createWorld();
    let asked = 0;
    const busy = async (): Promise<FetchOutcome> => {
      asked += 1;
      if (asked > 100) return { kind: "refused", why: "gone" };
      return { kind: "later", afterMs: 0, reason: "HTTP 503" };
    };
    await sent(world, [busy]);
    await world.pass(10 * minute);
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(15);
  });

  it("hold up later texts no longer than that: it is said, and the file comes when it comes", async () => {
    const world = await createWorld();
    let answer: FetchOutcome = later;
    const thread = await sent(world, [async () => answer]);
    await world.text(maria, "And?");
    await world.pass(29 * second);
    expect(shown(world, thread)).toEqual(["Look"]);
    await world.pass(2 * second);
    expect(shown(world, thread)).toEqual([
      "Look",
      "And?",
      "app: Picture could not be fetched from the phone company yet. It comes here as soon as it can be had.",
    ]);
    answer = fetched(jpeg);
    await world.pass(2 * minute);
    expect(shown(world, thread).slice(2)).toEqual([
      "app: Picture could not be fetched from the phone company yet. It comes here as soon as it can be had. It has come.",
      "files: Picture.jpg",
    ]);
    expect(words(world.desk.shared[0]?.words ?? null)).toBe("This came with the text of (time)");
  });

  it("are fetched again when somebody wants it", async () => {
    const world = await createWorld();
    const thread = await sent(world, [{ kind: "refused", why: "forbidden" }]);
    expect(shown(world, thread)[1]).toMatch(/^app: Picture was not handed over by the phone company/);
    world.carrier.files.set("https://carrier.example/0", fetched(jpeg));
    expect(words((await world.choose("fetch_again", ben)).sentence)).toMatch(/^Trying again/);
    await world.runAll();
    expect(shown(world, thread).at(-1)).toBe("files: Picture.jpg");
    expect(world.carrier.fetched).toHaveLength(2);
  });

  it("that fail again are said again", async () => {
    const world = await createWorld();
    const thread = await sent(world, [{ kind: "refused", why: "gone" }]);
    await world.choose("fetch_again", ben);
    await world.runAll();
    expect(shown(world, thread).filter((line) => line.includes("is not kept by"))).toHaveLength(2);
    expect(world.desk.shared).toEqual([]);
  });

  it.each<[string, FetchOutcome, RegExp, boolean]>([
    [
      "a zip that is called a picture",
      fetched(Buffer.from("PK\x03\x04")),
      /Picture 1 is an archive, so it is not passed on/,
      false,
    ],
    ["a program", fetched(Buffer.from("MZ\x90")), /is a program/, false],
    ["a web page", fetched(Buffer.from("<html>")), /is a web page/, false],
    ["nothing", fetched(Buffer.alloc(0)), /is empty/, true],
    ["40 MB", { kind: "refused", why: "too_large" }, /larger than the 25 MB/, false],
    ["what lies elsewhere", { kind: "refused", why: "elsewhere" }, /not the phone company's/, false],
    ["what is gone", { kind: "refused", why: "gone" }, /not kept by the phone company any more/, true],
  ])("say so where it is %s", async (_, outcome, sentence, again) => {
    const world = await createWorld();
    const thread = await sent(world, [outcome, fetched(jpeg)]);
    const [text, files, line = ""] = shown(world, thread);
    expect([text, files]).toEqual(["Look", "files: Picture 2.jpg"]);
    expect(line).toMatch(sentence);
    expect(world.desk.offers.some(({ choices }) => choices.includes("fetch_again"))).toBe(again);
    expect(world.counted.get("files_failed")).toBe(1);
  });

  it("are given up after six hours, which is said once", async () => {
    const world = await createWorld();
    const thread = await sent(world, [later]);
    await world.pass(7 * 60 * minute);
    const lines = shown(world, thread).filter((line) => line.startsWith("app:"));
    expect(lines.map((line) => line.slice(0, 60))).toHaveLength(2);
    expect(lines[1]).toBe("app: Picture could not be fetched from the phone company.");
  });

  it("of which the answer was lost are looked for, and not shown twice", async () => {
    const world = await createWorld();
    world.desk.fail("shareFiles", "unreachable", { certain: false, afterwards: true });
    const thread = await sent(world, [fetched(jpeg)]);
    await world.pass(minute);
    expect(shown(world, thread)).toEqual(["Look", "files: Picture.jpg"]);
    expect(world.desk.handed).toHaveLength(1);
  });

  it("of which the share never came are shared again, by the same id", async () => {
    const world = await createWorld();
    world.desk.fail("shareFiles", "unreachable", { certain: false });
    const thread = await sent(world, [fetched(jpeg)]);
    expect(shown(world, thread)).toEqual(["Look"]);
    await world.pass(9 * second);
    expect(shown(world, thread)).toEqual(["Look"]);
    await world.pass(20 * second);
    expect(shown(world, thread)).toEqual(["Look", "files: Picture.jpg"]);
    expect(world.desk.handed).toHaveLength(1);
  });

  it("survive the end of the process between fetching and showing", async () => {
    const world = await createWorld();
    world.desk.fail("uploadFile", "unreachable", { certain: false });
    const thread = await sent(world, [fetched(jpeg)]);
    expect((await stored(world)).bytes).toEqual([jpeg]);
    await world.restart();
    await world.pass(minute);
    expect(shown(world, thread)).toEqual(["Look", "files: Picture.jpg"]);
    expect(world.carrier.fetched).toHaveLength(1);
  });

  it.each([
    ["missing_scope", /the scope files:write is missing/],
    ["refused", /was not taken by Slack/],
  ] as const)("do not stand in the way of texts where Slack says %s", async (kind, sentence) => {
    const world = await createWorld();
    world.desk.fail("uploadFile", kind);
    const thread = await sent(world, [fetched(jpeg)]);
    await world.text(maria, "And?");
    await world.runAll();
    expect(shown(world, thread)[1]).toMatch(sentence);
    expect(shown(world, thread)[2]).toBe("And?");
    expect((await stored(world)).bytes).toEqual([null]);
    await world.choose("fetch_again", ben);
    await world.runAll();
    expect(shown(world, thread).at(-1)).toBe("files: Picture.jpg");
  });

  it("are handed over anew where the desk has forgotten them", async () => {
    const world = await createWorld();
    world.desk.fail("shareFiles", "unreachable", { certain: true });
    const thread = await sent(world, [fetched(jpeg)]);
    world.desk.fail("shareFiles", "refused");
    await world.pass(minute);
    expect(shown(world, thread)).toEqual(["Look", "files: Picture.jpg"]);
    expect(world.desk.handed).toHaveLength(2);
  });

  it("are more than a message holds: then they come in several", async () => {
    const world = await createWorld();
    const thread = await sent(world, Array(12).fill(fetched(jpeg)));
    expect(world.desk.shared.map(({ files }) => files.length)).toEqual([10, 2]);
    expect(shown(world, thread)).toHaveLength(3);
  });

  it("of a blocked contact are not fetched", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.ctx.store.transaction(async (tx) => {
      const contact = await tx.contacts.find(maria);
      if (contact !== null) await tx.contacts.block(contact.id, "ben" as never, world.now());
    });
    world.carrier.files.set("https://carrier.example/0", fetched(jpeg));
    await world.text(maria, "Look", { media: media("image/jpeg") });
    await world.pass(minute);
    expect(world.carrier.fetched).toEqual([]);
  });

  it("are erased with their contact", async () => {
    const world = await createWorld();
    world.desk.fail("uploadFile", "unauthorized");
    await sent(world, [fetched(jpeg)]);
    const { files } = await stored(world);
    await world.ctx.store.transaction((tx) => tx.outbox.dropLane("nothing"));
    world.skip(10 * minute);
    await eraseContact({ store: world.ctx.store, now: world.now }, maria, true);
    const left = await world.ctx.store.read(async (tx) => {
      const rows = await Promise.all(files.map(({ id }) => tx.files.get(id)));
      return [...rows, ...(await Promise.all(files.map(({ id }) => tx.files.bytesOf(id))))];
    });
    expect(left).toEqual([null, null]);
    await world.pass(minute);
    expect(world.desk.shared).toEqual([]);
  });

  it("that nobody could be shown for a week are kept no longer, and that is said", async () => {
    const world = await createWorld();
    world.desk.fail("uploadFile", "unauthorized");
    const thread = await sent(world, [fetched(jpeg)]);
    world.skip(8 * 24 * 60 * minute);
    await forgetOld(world.ctx);
    expect((await stored(world)).bytes).toEqual([null]);
    await world.runAll();
    expect(shown(world, thread).at(-1)).toMatch(/could not be shown for a week/);
  });
});
