import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import type { FetchOutcome, MediaLimits } from "../../../src/bridge/contracts/carrier-media.ts";
import type { DeskReply } from "../../../src/bridge/contracts/desk.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { closeAddresses } from "../../../src/bridge/files/close-addresses.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import { explainReply } from "../../../src/bridge/replies/explain-reply.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import { readTranscript } from "../../../src/bridge/transcripts/read-transcript.ts";
import type { AttachedFile } from "../../../src/domain/attached-file.ts";
import { groupAddress } from "../../../src/domain/group-address.ts";
import type { DeskFileId, FileId, MessageId, SlackTs } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ana, ben, maria, noel } from "../front-desk.ts";
import { keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, type WorldOptions, words } from "../world.ts";

const limits: MediaLimits = {
  files: 3,
  bytes: 60_000,
  types: ["image/*", "text/plain", "application/pdf"],
  byAddress: false,
};

const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
  .png()
  .toBuffer();
/** Nothing makes it small but showing less of it. */
const noise = createHash("shake256", { outputLength: 300 * 300 * 3 })
  .update("noise")
  .digest();
const large = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
  .png()
  .toBuffer();
const pdf = Buffer.from("%PDF-1.7 menu");

const fetched = (bytes: Buffer): FetchOutcome => ({ kind: "fetched", bytes, contentType: null });
const busy: SendOutcome = {
  kind: "rejected",
  failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 5_000 },
};
const later: FetchOutcome = { kind: "later", afterMs: null, reason: "busy" };

let ids = 0;

/** A file that hangs on a message, and what the desk hands out for it. */
function hung(
  world: World,
  name: string,
  contentType: string,
  answer: FetchOutcome | (() => Promise<FetchOutcome>),
  change: Partial<AttachedFile> = {},
): AttachedFile {
  ids += 1;
  const id = `FILE${ids}` as DeskFileId;
  const isThere = typeof answer !== "function" && answer.kind === "fetched";
  const size = isThere ? answer.bytes.length : 100;
  world.desk.attached.set(id, answer);
  return { id, name, contentType, size, url: `https://files.slack.com/${id}`, lack: null, ...change };
}

const picture = (world: World, answer: Parameters<typeof hung>[3] = fetched(small)) =>
  hung(world, "shop.png", "image/png", answer);

const withFiles = (...attached: AttachedFile[]): Partial<DeskReply> => ({ files: attached.length, attached });

const createMediaWorld = (options: WorldOptions = {}) => createWorld({ media: limits, ...options });

const kept = async (world: World, place: Place) => {
  const message = await world.messageOf(place);
  return await world.ctx.store.read(async (tx) => {
    const files = message === null ? [] : await tx.files.ofMessage(message.id);
    const bytes = await Promise.all(files.map(({ id }) => tx.files.bytesOf(id)));
    return files.map(({ state }, at) => [state, bytes[at] !== null] as const);
  });
};

/** What was handed over, read as its carrier reads it. */
function handed(world: World): [string, [string, string, number][]][] {
  return world.carrier.sent.map(({ body, media = [] }) => [
    body,
    media.map(({ name, contentType, size }) => [name, contentType, size]),
  ]);
}

/** The bytes, which are here only until it has left. */
function readWhenSent(world: World): Buffer[] {
  const read: Buffer[] = [];
  world.carrier.answers.push(async () => {
    for (const file of world.carrier.sent.at(-1)?.media ?? []) read.push(await file.read());
    return { kind: "accepted", carrierMessageId: "SM1" as never, state: "accepted" };
  });
  return read;
}

const told = (world: World) => world.desk.told.map(({ sentence }) => words(sentence));
const choices = (world: World) => world.desk.told.at(-1)?.offer?.choices ?? [];

describe("a reply with files", () => {
  it("leaves with them after its hold, in order, and they are kept here no longer", async () => {
    const world = await createMediaWorld();
    const read = readWhenSent(world);
    const files = withFiles(picture(world), hung(world, "menu.pdf", "application/pdf", fetched(pdf)));
    const place = await world.reply(ben, await world.begin(), "Look", files);
    await world.runAll();
    // The hold is used for it.
    expect(world.desk.fetched).toHaveLength(2);
    expect(await kept(world, place)).toEqual([
      ["kept", true],
      ["kept", true],
    ]);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(10 * second);
    expect(handed(world)).toEqual([
      [
        "Look",
        [
          ["shop.png", "image/png", small.length],
          ["menu.pdf", "application/pdf", pdf.length],
        ],
      ],
    ]);
    expect(read).toEqual([small, pdf]);
    expect(await kept(world, place)).toEqual([
      ["done", false],
      ["done", false],
    ]);
    const message = await world.messageOf(place);
    expect(message?.files).toBe(2);
    expect(message?.media.map(({ contentType }) => contentType)).toEqual(["image/png", "application/pdf"]);
    expect(told(world)).toEqual([]);
    await world.report("Look", "delivered");
    await world.pass(minute);
    expect(world.desk.marksOn(place)).toEqual(["white_check_mark"]);
  });

  it("may say nothing else; it opens the same questions as words do", async () => {
    const world = await createMediaWorld({ hold: 0 });
    const place = await world.reply(ben, await world.begin(), "", withFiles(picture(world)));
    await world.pass(second);
    expect(handed(world)).toEqual([["", [["shop.png", "image/png", small.length]]]]);
    await world.pass(minute);
    expect(world.desk.cards.at(-1)?.card.answered).not.toBeNull();
    await world.reply(ana, place.ts, "", {
      ...withFiles(picture(world)),
      thread: (await world.openEpisode()).thread as SlackTs,
    });
    await world.runAll();
    expect(told(world).at(-1)).toContain("(a picture)");
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("is named by them on the card, in the transcript and where it is asked about", async () => {
    const world = await createMediaWorld({ hold: 0 });
    const unnamed = hung(world, "shop.png", "", fetched(small), { size: null, url: null });
    await world.reply(ben, await world.begin(), "", withFiles(unnamed));
    await world.pass(minute);
    const card = JSON.stringify(world.desk.cards.at(-1)?.card);
    expect(card).toContain("a picture");
    const { conversationId } = await world.openEpisode();
    const conversation = await world.ctx.store.read((tx) => tx.conversations.get(conversationId));
    if (conversation === null) throw new Error("no conversation");
    const lines = await readTranscript(world.ctx.store, conversation, "told");
    expect(JSON.stringify(lines)).toContain("image/png");
  });

  it("is named in what the CRM is told, with its words and without", async () => {
    const world = await createMediaWorld({ hold: 0 });
    const thread = await world.begin();
    await world.reply(
      ben,
      thread,
      "The menu",
      withFiles(hung(world, "menu.pdf", "application/pdf", fetched(pdf))),
    );
    await world.reply(ben, thread, "", withFiles(picture(world)));
    await world.pass(minute);
    await world.bridge.resolveEpisode({ episode: (await world.openEpisode()).id, user: ben });
    await world.bridge.noteUnlogged();
    await world.pass(minute);
    const told = [...world.crm.logs.values()].map(({ body }) => body).join("\n");
    expect(told).toMatch(/The menu\n\[a PDF document\]/);
    expect(told).toContain("[a picture]");
  });

  it("does not let a later text go before it, and keeps no other conversation waiting", async () => {
    const world = await createMediaWorld({ hold: 0 });
    const thread = await world.begin();
    const other = await world.begin("+15550199002" as typeof maria);
    let letGo = (_: FetchOutcome) => {};
    const slow = new Promise<FetchOutcome>((resolve) => {
      letGo = resolve;
    });
    await world.reply(ben, thread, "Look", withFiles(picture(world, () => slow)));
    await world.reply(ben, thread, "And?");
    await world.reply(ben, other, "Yes");
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    expect(due.find(({ kind }) => kind === "attach")?.callee).toBe("media");
    for (const job of due) if (job.kind !== "attach") await runJob(world.ctx, job);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    letGo(fetched(small));
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["Yes", "Look", "And?"]);
  });

  it("tells its author, once and quietly, that a picture was made smaller", async () => {
    const world = await createMediaWorld();
    await world.reply(
      ben,
      await world.begin(),
      "Look",
      withFiles(picture(world, fetched(large)), picture(world)),
    );
    await world.pass(minute);
    const [[, files = []] = []] = handed(world);
    expect(large.length).toBeGreaterThan(limits.bytes);
    expect(files.reduce((all, [, , size]) => all + size, 0)).toBeLessThanOrEqual(limits.bytes);
    expect(files[0]?.slice(0, 2)).toEqual(["shop.jpg", "image/jpeg"]);
    expect(told(world)).toEqual(["shop.png was made smaller, so that it fits into a text."]);
  });

  it("keeps what nobody can see to tell nothing of where it was taken, and what is too large for no picture", async () => {
    const world = await createMediaWorld({ media: { ...limits, otherBytes: 10 } });
    const thread = await world.begin();
    const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic51.5N 0.1W", "latin1");
    const from = (name: string, type: string, bytes: Buffer) =>
      withFiles(hung(world, name, type, fetched(bytes), { size: 5 }));
    await world.reply(ben, thread, "Look", from("knee.heic", "image/heic", heic));
    await world.pass(minute);
    await world.reply(ben, thread, "And this", from("menu.pdf", "application/pdf", pdf));
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(told(world)).toMatchObject([
      expect.stringContaining(
        "knee.heic is of a kind that can't be sent to phones. Send it in another form.",
      ),
      expect.stringContaining("menu.pdf is too large. What is no picture can have"),
    ]);
  });

  it("leaves once, though its event comes twice", async () => {
    const world = await createMediaWorld();
    const reply = world.write(ben, await world.begin(), "Look", withFiles(picture(world)));
    await receiveReply(world.ctx, { reply, how: "event" });
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Look"]);
    expect(world.desk.fetched).toHaveLength(1);
  });

  it("leaves without what was taken off it by an edit, and with what was added", async () => {
    const world = await createMediaWorld();
    const [one, two, three] = [
      picture(world),
      picture(world),
      hung(world, "menu.pdf", "application/pdf", fetched(pdf)),
    ];
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(one, two));
    await world.runAll();
    await world.edit(place, "Look", withFiles(two, three));
    await world.pass(minute);
    expect(handed(world)).toEqual([
      [
        "Look",
        [
          ["shop.png", "image/png", small.length],
          ["menu.pdf", "application/pdf", pdf.length],
        ],
      ],
    ]);
    await world.report("Look", "delivered");
    await world.edit(place, "Look", withFiles(two));
    await world.runAll();
    expect(told(world).at(-1)).toContain("Your edit can't reach the phone");
    const thread = world.thread((await world.episodes())[0]?.thread as SlackTs);
    expect(thread.at(-1)).toBe(
      "app: Maria Lopez (…9001) received: “Look”, with a picture and a PDF document. ben [edited the message] after it had left.",
    );
  });

  it("shrinks what was made to fit alone, where an edit adds another picture", async () => {
    const world = await createMediaWorld();
    const [one, two] = [picture(world, fetched(large)), picture(world, fetched(large))];
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(one));
    await world.runAll();
    expect(await kept(world, place)).toEqual([["kept", true]]);
    await world.edit(place, "Look", withFiles(one, two));
    await world.pass(minute);
    const [[, files] = ["", []]] = handed(world);
    expect(files).toHaveLength(2);
    expect(files.reduce((all, [, , size]) => all + size, 0)).toBeLessThanOrEqual(limits.bytes);
    expect(told(world)).toEqual(["shop.png and shop.png were made smaller, so that they fit into a text."]);
  });

  it("makes room for a picture that an edit adds while another one is fetched", async () => {
    const world = await createMediaWorld();
    const two = picture(world, fetched(large));
    let edits = 1;
    const answer = async () => {
      if (edits-- > 0) await world.edit(place, "Look", withFiles(one, two));
      return fetched(large);
    };
    const one = hung(world, "shop.png", "image/png", answer, { size: large.length });
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(one));
    await world.pass(minute);
    const [[, files] = ["", []]] = handed(world);
    expect(files).toHaveLength(2);
    expect(files.reduce((all, [, , size]) => all + size, 0)).toBeLessThanOrEqual(limits.bytes);
  });

  it.each<[string, (one: AttachedFile, two: AttachedFile) => AttachedFile[], string[]]>([
    ["taken off it", (one) => [one], ["shop.png"]],
    ["all taken off it", () => [], []],
    ["added", (one, two) => [two, one], ["menu.pdf", "shop.png"]],
  ])(
    "leaves as it stands by then, where files were %s while a carrier was asked that puts it off",
    async (_, change, names) => {
      const world = await createMediaWorld();
      const [one, two] = [picture(world), hung(world, "menu.pdf", "application/pdf", fetched(pdf))];
      const before = names.includes("menu.pdf") ? [one] : [one, two];
      const place = await world.reply(ben, await world.begin(), "Look", withFiles(...before));
      world.carrier.answers.push(async () => {
        await world.edit(place, "Look", withFiles(...change(one, two)));
        return busy;
      });
      await world.pass(hour);
      expect(handed(world).map(([, files]) => files.map(([name]) => name))).toEqual([
        before.map(({ name }) => name),
        names,
      ]);
      expect(told(world).at(-1)).toBe("Your edit counts after all: the text had not left yet.");
    },
  );

  it("leaves without its files still, where its author chose that and its carrier puts it off", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.pass(minute);
    world.carrier.answers.push(busy);
    await world.choose("send_text_only", ben);
    await world.pass(minute);
    expect(handed(world)).toEqual([
      ["Look", []],
      ["Look", []],
    ]);
  });

  it.each([
    ["deleted", (world: World, place: Place) => world.delete(place)],
    ["edited into words alone", (world: World, place: Place) => world.edit(place, "Look", withFiles())],
    ["edited into what may not leave", (world: World, place: Place) => world.edit(place, "// Look")],
  ])("that is %s in time drops them", async (_, act) => {
    const world = await createMediaWorld();
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.runAll();
    const message = await world.messageOf(place);
    await act(world, place);
    await world.pass(minute);
    const rows = await world.ctx.store.read((tx) => tx.files.ofMessage(message?.id as never));
    expect(rows.every(({ state }) => state === "done")).toBe(true);
    expect(world.carrier.sent.flatMap(({ media = [] }) => media)).toEqual([]);
  });

  it("holds no file that was deleted while nobody heard it", async () => {
    const world = await createMediaWorld();
    const [one, two] = [picture(world), picture(world)];
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(one, two));
    await world.runAll();
    world.ctx.connection.lose();
    const standing = world.desk.standing.get(keyOf(place));
    if (standing === undefined) throw new Error("no message");
    world.desk.standing.set(keyOf(place), {
      ...standing,
      ...withFiles(one, { ...two, lack: "deleted", url: null }),
    });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(told(world)).toEqual([expect.stringContaining("shop.png is not in Slack any more")]);
  });

  it("holds none that was deleted while nobody heard it, after another one was while somebody did", async () => {
    const world = await createMediaWorld();
    const [one, two] = [picture(world), picture(world)];
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(one, two));
    await world.runAll();
    // The event of a deletion is its stamp; the message bears none.
    await world.edit(place, "Look", withFiles(one));
    const standing = world.desk.standing.get(keyOf(place));
    if (standing === undefined) throw new Error("no message");
    world.ctx.connection.lose();
    world.desk.standing.set(keyOf(place), { ...standing, ...withFiles(), edited: null });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(handed(world)).toEqual([["Look", []]]);
  });

  it("waits for a day for its author's word, and no longer; then its files are dropped", async () => {
    const world = await createMediaWorld();
    const thread = await world.begin();
    await takeEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana, seenAssignee: null });
    const place = await world.reply(ben, thread, "", withFiles(picture(world)));
    await world.pass(minute);
    expect(told(world).at(-1)).toContain("(a picture)");
    expect(world.desk.fetched).toEqual([]);
    world.skip(25 * hour);
    await expireWaiting(world.ctx);
    await world.runAll();
    expect(await kept(world, place)).toEqual([["done", false]]);
    expect(told(world).at(-1)).toContain("was not sent: “(a picture)”");
  });

  it("goes with its contact when that is erased", async () => {
    const world = await createMediaWorld();
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.runAll();
    const message = await world.messageOf(place);
    await eraseContact({ store: world.ctx.store, now: world.now }, maria, true);
    expect(await world.ctx.store.read((tx) => tx.files.ofMessage(message?.id as never))).toEqual([]);
  });
});

describe("a reply with files to a group", () => {
  const others = [noel];
  const withGroup = async (groupTexts?: number, answer: Parameters<typeof picture>[1] = fetched(small)) => {
    const world = await createMediaWorld({ hold: 0 });
    if (groupTexts !== undefined) Object.assign(world.carrier.carrier.capabilities, { groupTexts });
    await world.text(maria, "Hi all", { others });
    await world.runAll();
    const { thread } = await world.openEpisode(groupAddress([maria, noel]));
    await world.reply(ben, thread as SlackTs, "", withFiles(picture(world, answer)));
    await world.pass(minute);
    return world;
  };
  const reached = ({ carrier }: World) =>
    carrier.sent.map(({ to, others: more = [], media = [] }) => [[to, ...more], media.length]);

  it("takes them to all where the line can", async () => {
    expect(reached(await withGroup(10))).toEqual([[[maria, noel], 1]]);
  });

  it("takes them to each alone where its author chooses that", async () => {
    const world = await withGroup();
    expect(reached(world)).toEqual([]);
    expect(told(world).at(-1)).toContain("(a picture)");
    await world.choose("send_each", ben);
    await world.pass(minute);
    expect(reached(world)).toEqual([
      [[maria], 1],
      [[noel], 1],
    ]);
  });

  it("keeps them with each, shown in posts of ours, where the carrier puts it off, and says of none that it was changed", async () => {
    const world = await withGroup();
    // Their posts stand by the second time; then it is as after a gap in which something may have been done to them.
    world.carrier.answers.push(busy, busy);
    world.carrier.answers.push(
      ...[1, 2].map(() => async () => {
        await world.ctx.store.transaction(async (tx) => {
          for (const { id } of await tx.messages.inState(["sending"]))
            await tx.messages.update(id, { reread: true });
        });
        return busy;
      }),
    );
    await world.choose("send_each", ben);
    await world.pass(minute);
    expect(reached(world)).toEqual([
      [[maria], 1],
      [[noel], 1],
      [[maria], 1],
      [[noel], 1],
      [[maria], 1],
      [[noel], 1],
    ]);
    for (const { messageId } of world.carrier.sent.slice(4)) {
      const message = await world.ctx.store.read((tx) => tx.messages.get(messageId));
      expect(message).toMatchObject({ state: "accepted", files: 1 });
      const place = { channel: message?.replyChannel, ts: message?.replyTs } as Place;
      const { sentence } = await explainReply(world.ctx, { place, user: ben });
      expect(words(sentence)).not.toContain("edited");
    }
  });

  it("keeps them with each while its author is asked", async () => {
    let answer: FetchOutcome = { kind: "refused", why: "forbidden" };
    const world = await withGroup(undefined, async () => answer);
    await world.choose("send_each", ben);
    await world.pass(minute);
    expect(told(world).filter((line) => line.includes("let Threadline read shop.png"))).toHaveLength(2);
    answer = fetched(small);
    await world.choose("send_with_files", ben);
    await world.pass(minute);
    expect(reached(world)).toEqual([[[noel], 1]]);
  });
});

describe("files that can't leave", () => {
  it.each<[string, (world: World) => AttachedFile[], RegExp, boolean]>([
    [
      "of a kind that is not taken",
      (world) => [hung(world, "a.docx", "application/msword", fetched(pdf))],
      /a\.docx is of a kind/,
      false,
    ],
    [
      "too many",
      (world) => [1, 2, 3, 4].map(() => picture(world)),
      /4 files hang on it, and a text takes 3/,
      false,
    ],
    [
      "deleted there",
      (world) => [hung(world, "a.png", "image/png", later, { lack: "deleted" })],
      /a\.png is not in Slack any more/,
      true,
    ],
  ])("%s, are said before they are fetched", async (_, files, sentence, again) => {
    const world = await createMediaWorld();
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(...files(world)));
    await world.pass(second);
    expect(told(world)).toEqual([expect.stringMatching(sentence)]);
    expect(choices(world)).toEqual([...(again ? ["send_with_files"] : []), "send_text_only", "discard"]);
    expect(world.desk.fetched).toEqual([]);
    await world.choose("send_text_only", ben);
    await world.pass(minute);
    expect(handed(world)).toEqual([["Look", []]]);
    expect((await world.messageOf(place))?.files).toBe(0);
  });

  it("are refused where there are no words beside them, and on a line that takes none", async () => {
    const world = await createMediaWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "", withFiles(hung(world, "a.docx", "application/msword", fetched(pdf))));
    await world.pass(minute);
    expect(told(world)).toEqual([
      expect.stringContaining("a.docx is of a kind that can't be sent to phones"),
    ]);
    expect(choices(world)).toEqual([]);
    expect(world.carrier.sent).toEqual([]);
  });

  it("that an older version counted, and kept no list of, are no files that can be read", async () => {
    const world = await createMediaWorld();
    await world.reply(ben, await world.begin(), "Look", { files: 1 });
    await world.runAll();
    expect(told(world)).toEqual([expect.stringContaining("Slack did not say what hangs on it")]);
  });

  it.each<[string, FetchOutcome, RegExp, boolean]>([
    [
      "a zip that is called a picture",
      fetched(Buffer.from("PK\x03\x04")),
      /shop\.png is not what the name says/,
      false,
    ],
    [
      "a picture that can't be drawn",
      fetched(Buffer.from("\x89PNG\r\n\x1a\nno", "latin1")),
      /a picture that can't be read/,
      false,
    ],
    [
      "a picture as iPhones keep them",
      fetched(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")),
      /shop\.png is of a kind that can't be sent to phones\. Send it in another form/,
      false,
    ],
    ["nothing", fetched(Buffer.alloc(0)), /shop\.png is empty/, false],
    ["gone", { kind: "refused", why: "gone" }, /shop\.png is not in Slack any more/, true],
    ["not handed out", { kind: "refused", why: "forbidden" }, /does not let Threadline read shop\.png/, true],
    ["at another host", { kind: "refused", why: "elsewhere" }, /shop\.png is kept outside of Slack/, false],
  ])(
    "are said when they turn out to be %s; nothing leaves without a word",
    async (_, answer, sentence, again) => {
      const world = await createMediaWorld();
      const place = await world.reply(
        ben,
        await world.begin(),
        "Look",
        withFiles(picture(world, answer), picture(world)),
      );
      await world.pass(minute);
      expect(world.carrier.sent).toEqual([]);
      expect(told(world)).toEqual([expect.stringMatching(sentence)]);
      expect(choices(world)).toEqual([...(again ? ["send_with_files"] : []), "send_text_only", "discard"]);
      expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
      await world.choose("discard", ben);
      await world.runAll();
      expect((await kept(world, place)).every(([, has]) => !has)).toBe(true);
    },
  );

  it("are not called disguised, where they are what their name says and may do harm", async () => {
    const world = await createMediaWorld();
    const drawing = hung(world, "logo.svg", "image/svg+xml", fetched(Buffer.from("<svg xmlns='x'></svg>")));
    await world.reply(ben, await world.begin(), "Look", withFiles(drawing));
    await world.pass(minute);
    expect(told(world)).toEqual([
      "This did not leave: logo.svg is of a kind that can't be sent to phones. Send it in another form.",
    ]);
    expect(world.carrier.sent).toEqual([]);
  });

  it("are tried for two minutes, and again when their author wants it", async () => {
    const world = await createMediaWorld();
    let answer: FetchOutcome = later;
    const file = picture(world, async () => answer);
    await world.reply(ben, await world.begin(), "", withFiles(file));
    await world.pass(3 * minute);
    expect(told(world)).toEqual(["This did not leave: shop.png could not be fetched from Slack."]);
    expect(choices(world)).toEqual(["send_with_files", "discard"]);
    expect(world.desk.fetched.length).toBeLessThan(20);
    answer = fetched(small);
    expect(words((await world.choose("send_with_files", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(handed(world)).toEqual([["", [["shop.png", "image/png", small.length]]]]);
  });
});

describe("the files of a text that did not arrive", () => {
  const failing = {
    kind: "rejected",
    failure: { code: "1", sentence: "It is off.", scope: "passing" },
  } as const;

  it("leave again with another try, fetched anew", async () => {
    const world = await createMediaWorld({ hold: 0 });
    world.carrier.answers.push(failing);
    const place = await world.reply(ben, await world.begin(), "", withFiles(picture(world)));
    await world.pass(minute);
    expect(await kept(world, place)).toEqual([["done", false]]);
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.desk.fetched).toHaveLength(2);
    expect(handed(world).map(([, files]) => files.length)).toEqual([1, 1]);
    expect((await world.messageOf(place))?.state).toBe("accepted");
  });

  it("stay behind when their author wants the words alone to leave", async () => {
    const world = await createMediaWorld({ hold: 0 });
    world.carrier.answers.push(failing);
    await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.pass(minute);
    await world.choose("try_text_only", ben);
    await world.pass(minute);
    expect(handed(world).map(([body, files]) => [body, files.length])).toEqual([
      ["Look", 1],
      ["Look", 0],
    ]);
  });

  it("are kept while nobody knows whether it left, named to whoever looks, and leave again from here", async () => {
    const world = await createMediaWorld({ hold: 0 });
    world.carrier.answers.push({ kind: "unknown", reason: "lost" });
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.pass(10 * minute);
    expect(world.carrier.sought[0]?.media).toHaveLength(1);
    expect(await kept(world, place)).toEqual([["kept", true]]);
    expect(world.carrier.sent).toHaveLength(1);
    const first = (await world.messageOf(place))?.id;
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.desk.fetched).toHaveLength(1);
    expect(handed(world).map(([, files]) => files.length)).toEqual([1, 1]);
    expect(await kept(world, place)).toEqual([["done", false]]);
    const before = await world.ctx.store.read((tx) => tx.files.ofMessage(first as MessageId));
    const bytes = await world.ctx.store.read((tx) => tx.files.bytesOf(before[0]?.id as FileId));
    expect([before.map(({ state }) => state), bytes]).toEqual([["done"], null]);
  });

  it("leave once though the process ends while they are fetched, and never by themselves when it ends while they leave", async () => {
    const world = await createMediaWorld({ hold: 0 });
    const thread = await world.begin();
    await world.reply(ben, thread, "Look", withFiles(picture(world)));
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Look"]);
    world.carrier.answers.push(() => new Promise(() => {}));
    const place = await world.reply(ben, thread, "And this", withFiles(picture(world)));
    for (const kind of ["attach", "send"]) {
      const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
      const job = due.find((one) => one.kind === kind);
      if (job === undefined) throw new Error(`no ${kind} is due`);
      const running = runJob(world.ctx, job);
      if (kind === "attach") await running;
      else while (world.carrier.sent.length < 2) await new Promise(setImmediate);
    }
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Look", "And this"]);
    expect((await world.messageOf(place))?.state).toBe("unknown");
    expect(await kept(world, place)).toEqual([["kept", true]]);
  });

  it("never leave by themselves from a restored older copy, whether it knows of them or finds them", async () => {
    const world = await createMediaWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "due", withFiles(picture(world)));
    const left = world.write(ben, thread, "left", {
      ...withFiles(picture(world)),
      marks: ["white_check_mark"],
    });
    await receiveReply(world.ctx, { reply: left, how: "found" });
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "outage", files: 1 });
    expect(world.carrier.sought[0]).toMatchObject({ body: "left", media: [{ name: "shop.png" }] });
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(handed(world)).toEqual([["left", [["shop.png", "image/png", small.length]]]]);
  });

  it("are erased only once a carrier that fetches them by itself has sent the text", async () => {
    const world = await createMediaWorld({
      hold: 0,
      media: { ...limits, byAddress: true },
      publicUrl: "https://sms.example.com",
    });
    const place = await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
    await world.pass(minute);
    expect(world.carrier.sent[0]?.media?.[0]?.url).toMatch(
      /^https:\/\/sms\.example\.com\/media\/.{24,}\.png$/,
    );
    expect(await kept(world, place)).toEqual([["kept", true]]);
    await world.report("Look", "sent");
    expect(await kept(world, place)).toEqual([["done", false]]);
  });

  it.each([
    [true, "kept"],
    [false, "done"],
  ] as const)(
    "are left where they may still be fetched (%s), when nobody knows whether it left and its author leaves it at that",
    async (byAddress, state) => {
      const world = await createMediaWorld({
        hold: 0,
        media: { ...limits, byAddress },
        publicUrl: "https://sms.example.com",
      });
      world.carrier.answers.push({ kind: "unknown", reason: "lost" });
      const place = await world.reply(ben, await world.begin(), "Look", withFiles(picture(world)));
      await world.pass(10 * minute);
      await world.choose("discard", ben);
      await world.runAll();
      expect(await kept(world, place)).toEqual([[state, state === "kept"]]);
      await world.pass(13 * hour);
      await closeAddresses(world.ctx);
      expect(await kept(world, place)).toEqual([["done", false]]);
    },
  );
});
