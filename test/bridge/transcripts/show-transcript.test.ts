import { describe, expect, it } from "vitest";
import { showTranscript, type TranscriptOf } from "../../../src/bridge/transcripts/show-transcript.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  cy,
  dan,
  eve,
  front,
  maria,
  office,
  officeWith,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

const ask = async (world: World, user: SlackUserId, of: TranscriptOf): Promise<string> => {
  const { sentence } = await showTranscript(world.ctx, { user, of });
  return (sentence ?? []).join("");
};
const sentTo = (world: World) => world.desk.files.map(({ to }) => to);
const comes = "The transcript comes to your direct messages with Threadline, as text and as a table.";

async function shared(directory: Directory = office) {
  const world = await createWorld({ directory });
  const thread = await world.begin(maria);
  const reply = await world.reply(ben, thread, "Yes, until 6");
  await world.pass(minute);
  return { world, of: { message: { channel: front, ts: reply.ts }, thread } };
}

describe("a transcript", () => {
  it("of a shared conversation is for its group and for managers", async () => {
    const { world, of } = await shared();
    for (const user of [ana, ben, cy, eve]) expect(await ask(world, user, of)).toBe(comes);
    expect(await ask(world, dan, of)).toBe(
      "Only members of Front desk and managers can see this transcript.",
    );
    expect(await ask(world, stranger, of)).toContain("You are not in Threadline's directory");
    await world.runAll();
    expect(sentTo(world).sort()).toEqual([ana, ben, cy, eve].sort());
  });

  it("of a direct conversation is for its member alone, managers not among them", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    const root = world.desk.posted[0];
    if (root === undefined) throw new Error("no card stands");
    const of = { message: { channel: root.channel, ts: root.ts }, thread: null };
    expect(await ask(world, ana, of)).toBe("Only Ben Ito can see this transcript.");
    expect(await ask(world, ben, of)).toBe(comes);
    await world.runAll();
    expect(world.desk.files[0]?.files[0]?.content).toContain("Of Ben Ito");
  });

  it("of what nobody answers any more is for managers", async () => {
    const { world, of } = await shared();
    const { episode } = (await world.ctx.store.read((tx) => tx.episodes.atThread(front, of.thread))) ?? {};
    if (episode === undefined) throw new Error("no conversation");
    await world.ctx.store.transaction((tx) =>
      tx.directories.replace({ ...office, lines: [], groups: [] }, world.now()),
    );
    const asked = { episode: episode.id };
    expect(await ask(world, ben, asked)).toBe("Only managers can see this transcript.");
    expect(await ask(world, ana, asked)).toBe(comes);
  });

  it("asked for twice before it is sent comes once, and says from which time it is", async () => {
    const { world, of } = await shared();
    await ask(world, ben, of);
    await ask(world, ben, of);
    await world.runAll();
    expect(world.desk.files).toHaveLength(1);
    const [{ sentence, files } = { sentence: [], files: [] }] = world.desk.files;
    expect(sentence).toEqual(["Transcript: Maria Lopez (…9001), Front desk"]);
    expect(files.map(({ name }) => name)).toEqual([
      "transcript-15550199001.txt",
      "transcript-15550199001.csv",
    ]);
    expect(files[0]?.content).toContain("Times are those of America/New_York.");
  });

  it("does not come to who was taken out of the group before it was sent", async () => {
    const { world, of } = await shared();
    expect(await ask(world, cy, of)).toBe(comes);
    await world.apply(officeWith({ members: office.groups[0]?.members.filter((one) => one !== "cy") ?? [] }));
    await world.runAll();
    expect(world.desk.files).toEqual([]);
    expect(world.desk.told.at(-1)).toMatchObject({
      to: cy,
      sentence: ["Only members of Front desk and managers can see this transcript."],
    });
  });

  it.each([
    ["missing_scope", "since the scope files:write is missing"],
    ["refused", "Slack does not take it"],
    ["nobody", "Slack does not take it"],
  ] as const)("that Slack refuses (%s) is said to whoever asked", async (kind, why) => {
    const { world, of } = await shared();
    world.desk.fail("sendFiles", kind);
    await ask(world, ben, of);
    await world.pass(minute);
    expect(world.desk.files).toEqual([]);
    expect(world.desk.told.at(-1)?.sentence.join("")).toContain(why);
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });

  it("comes again where Slack could not be reached", async () => {
    const { world, of } = await shared();
    world.desk.fail("sendFiles", "unreachable");
    await ask(world, ben, of);
    await world.pass(minute);
    expect(sentTo(world)).toEqual([ben]);
  });
});
