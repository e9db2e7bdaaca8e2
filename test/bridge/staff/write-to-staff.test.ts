import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { catchUpMissed } from "../../../src/bridge/connection/catch-up-desk.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import type { StaffWords } from "../../../src/bridge/contracts/desk.ts";
import type { StaffMessage } from "../../../src/bridge/contracts/store/staff.ts";
import { noteDeactivated } from "../../../src/bridge/directory/identify-member.ts";
import { takeStaffDeletion, takeStaffWords } from "../../../src/bridge/staff/take-staff-words.ts";
import { writeToMember, writeToStaff } from "../../../src/bridge/staff/write-to-staff.ts";
import type { SlackChannelId, SlackTs, SlackUserId, Username } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { pairOf } from "../../../src/domain/staff.ts";
import { once } from "../../store/beneath.ts";
import { ana, ben, cy, eve, maria, office, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const group = `G${ana}-${ben}` as SlackChannelId;
let acts = 0;
const write = (to: string, body = "Can you take line 2?", user: SlackUserId = ana, act = `act ${++acts}`) =>
  writeToStaff(world.ctx, { user, to, body, act });
const refusal = async (to: string, body?: string, user?: SlackUserId) => {
  const written = await write(to, body, user);
  return written.kind === "refused" ? `${written.field}: ${written.sentence.join("")}` : "written";
};

async function kept(): Promise<StaffMessage[]> {
  return await world.ctx.store.read(async (tx) => {
    const conversation = await tx.staff.between(pairOf("ana" as Username, "ben" as Username));
    return conversation === null ? [] : await tx.staff.messagesOf(conversation.id);
  });
}
const bodies = async () => (await kept()).map(({ author, body }) => `${author}: ${body}`);

/** Somebody writes in the group direct message, and it is told. */
function words(text: string, author: SlackUserId = ben, place: Partial<Place> = {}): StaffWords {
  return { place: { channel: group, ts: world.newTs(), ...place }, author, text, edited: null };
}
async function said(text: string, author: SlackUserId = ben): Promise<StaffWords> {
  const one = words(text, author);
  world.desk.words.push(one);
  await takeStaffWords(world.ctx, one);
  return one;
}
function change(one: StaffWords, text: string): StaffWords {
  const next = { ...one, text, edited: world.newTs() };
  world.desk.words.splice(world.desk.words.indexOf(one), 1, next);
  return next;
}

describe("writing to a colleague", () => {
  it.each(["102", "ben", "BEN", "@ben", " 102 "])(
    "named %s posts in the group direct message of both with the app, from username to username",
    async (to) => {
      const written = await write(to);
      expect(written).toMatchObject({ kind: "written", colleague: "ben" });
      expect(written.sentence.join("")).toContain("from ana to ben");
      await world.runAll();
      const post = {
        user: ana,
        name: null,
        body: "Can you take line 2?",
        remark: ["ana to ben"],
        acts: null,
      };
      expect(world.desk.staff).toMatchObject([{ channel: group, post }]);
      expect(await kept()).toMatchObject([{ author: "ana", ts: world.desk.posted[0]?.ts, deletedAt: null }]);
    },
  );

  it("goes into the same place whoever of the two writes, and opens it once", async () => {
    await write("102");
    await write("101", "Yes", ben);
    await world.runAll();
    await write("102", "Thanks");
    await world.runAll();
    expect(world.desk.calls.filter((call) => call === "openGroup")).toHaveLength(1);
    expect(world.desk.staff.map(({ channel, post }) => `${channel} ${post.remark}: ${post.body}`)).toEqual([
      `${group} ana to ben: Can you take line 2?`,
      `${group} ben to ana: Yes`,
      `${group} ana to ben: Thanks`,
    ]);
  });

  it("goes to who has the username now, and not where whoever had it before can read it", async () => {
    await write("102");
    await world.runAll();
    const next = "U0NEXT" as SlackUserId;
    const members = office.members.map((one) =>
      one.username === "ben" ? { ...one, slack: { kind: "id" as const, id: next } } : one,
    );
    await world.apply({ ...office, members });
    await write("102", "Welcome");
    await write("101", "Thank you", next);
    await world.runAll();
    const there = `G${ana}-${next}`;
    expect(world.desk.staff.map(({ channel, post }) => [channel, post.body])).toEqual([
      [group, "Can you take line 2?"],
      [there, "Welcome"],
      [there, "Thank you"],
    ]);
    await takeStaffWords(world.ctx, words("What is this about?", ben));
    expect((await kept()).map(({ author }) => author)).toEqual(["ana", "ana", "ben"]);
  });

  it("is done once, though it is told twice", async () => {
    const first = await write("102", "Hi", ana, "view:V1");
    expect(await write("102", "Hi", ana, "view:V1")).toEqual(first);
    await world.runAll();
    expect(world.desk.staff).toHaveLength(1);
  });

  it("is posted once, though the answer to the post was lost, and survives a restart", async () => {
    world.desk.fail("postAtTop", "unreachable", { certain: false, afterwards: true });
    await write("102");
    await world.runAll();
    await world.restart();
    await world.pass(minute);
    expect(world.desk.staff).toHaveLength(1);
    expect(await kept()).toMatchObject([{ ts: world.desk.posted[0]?.ts }]);
  });

  it.each([
    [
      "999",
      "recipients: Nobody of the team has the extension or username “999”. Look it up in the directory, or ask whoever runs Threadline.",
    ],
    [
      "200",
      "recipients: Nobody of the team has the extension or username “200”. Look it up in the directory, or ask whoever runs Threadline.",
    ],
    ["101", "recipients: That is you. Name a colleague, by extension or username."],
    [
      "fay",
      "recipients: Slack does not know fay, so nothing can be delivered to them. Ask whoever runs Threadline to correct their entry in the directory.",
    ],
  ])("to %s is refused in words", async (to, sentence) => {
    expect(await refusal(to)).toBe(sentence);
    await world.runAll();
    expect(world.desk.staff).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it("to who was deactivated is refused in words", async () => {
    await noteDeactivated(world.ctx, ben);
    expect(await refusal("102")).toBe(
      "recipients: ben was deactivated in Slack, so nothing written there reaches them.",
    );
  });

  it("is for members alone, and needs words that can be posted", async () => {
    expect(await refusal("102", "Hi", stranger)).toContain("You are not in Threadline's directory");
    expect(await refusal("102", " \n\u200b")).toBe(
      "text: There is nothing in it to write. Type a few words.",
    );
    expect(await refusal("102", "x".repeat(3_001))).toContain("text: This has 3,001 characters");
    expect(await refusal("102", "x".repeat(3_000))).toBe("written");
  });

  it.each([
    ["missing_scope", "the scope mpim:write is missing"],
    ["nobody", "Slack does not know both of you any more"],
  ] as const)(
    "where Slack refuses the place (%s) tells whoever wrote, with their words",
    async (kind, why) => {
      world.desk.fail("openGroup", kind);
      await write("102");
      await write("102", "And line 3?");
      await world.pass(minute);
      expect(world.desk.staff).toEqual([]);
      expect(await kept()).toEqual([]);
      const told = world.desk.told.filter(({ to }) => to === ana).map(({ sentence }) => sentence.join(""));
      expect(told).toHaveLength(2);
      expect(told[0]).toContain("What you wrote to ben was not delivered: “Can you take line 2?”.");
      expect(told[0]).toContain(why);
      expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
    },
  );

  it("tells whoever wrote where Slack does not let it be posted, or looked for", async () => {
    world.desk.fail("postAtTop", "missing_scope");
    await write("102");
    await world.runAll();
    const last = () => world.desk.told.at(-1)?.sentence.join("");
    expect(last()).toContain("What you wrote to ben was not delivered: “Can you take line 2?”.");
    world.desk.fail("postAtTop", "unreachable", { certain: false, afterwards: true });
    world.desk.blind = true;
    await write("102", "And line 3?");
    await world.pass(minute);
    expect(last()).toContain("What you wrote to ben may not have been delivered: “And line 3?”.");
    expect(last()).toContain("mpim:history");
    expect(await kept()).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });

  it("is decided with more in one transaction: undone with it, written once for each act", async () => {
    const member = async (act: string, isUndone: boolean) =>
      await world.ctx.store.transaction(async (tx) => {
        const people = await tx.directories.people();
        const [author] = people.directory.members;
        if (author === undefined) throw new Error("nobody is there");
        const written = await writeToMember(world.ctx, tx, { people, author, to: "102", body: "Hi", act });
        if (isUndone) throw new Error("something else went wrong");
        return written.kind;
      });
    await expect(member("list 1", true)).rejects.toThrow("something else");
    expect(await kept()).toEqual([]);
    expect([await member("list 1", false), await member("list 1", false)]).toEqual(["written", "written"]);
    await world.runAll();
    expect(world.desk.staff).toHaveLength(1);
  });

  it("waits for Slack while it is down", async () => {
    world.desk.fail("openGroup", "unreachable");
    world.desk.fail("postAtTop", "unreachable");
    await write("102");
    await world.pass(hour);
    expect(world.desk.staff).toHaveLength(1);
  });

  it("is sealed where there is a key, and read as it was", async () => {
    world = await createWorld({ keys: [randomBytes(32)] });
    await write("102", "The code is swordfish");
    await world.runAll();
    expect(await bodies()).toEqual(["ana: The code is swordfish"]);
    await world.ctx.store.sweep("shared");
    const lies = await once(world.database, (below) => below.bytes());
    expect(lies.includes("swordfish")).toBe(false);
  });
});

describe("what two of the team write in their group direct message", () => {
  beforeEach(async () => {
    await write("102");
    await world.runAll();
  });

  it("is kept once, with edits and deletions, and answered by nothing", async () => {
    const posts = world.desk.posted.length;
    const answer = await said("On it");
    await takeStaffWords(world.ctx, answer);
    await takeStaffWords(world.ctx, change(answer, "On it now"));
    await takeStaffWords(world.ctx, answer);
    const gone = await said("Wrong window");
    await takeStaffDeletion(world.ctx, gone.place);
    await takeStaffWords(world.ctx, gone);
    await world.pass(hour);
    expect(await bodies()).toEqual(["ana: Can you take line 2?", "ben: On it now", "ben: "]);
    expect((await kept())[2]?.deletedAt).not.toBeNull();
    expect(world.desk.posted).toHaveLength(posts);
    expect(world.desk.told).toEqual([]);
  });

  it("is that of the two alone: nobody else's words are kept", async () => {
    await said("I should not be here", eve);
    await said("Nor I", stranger);
    await takeStaffWords(world.ctx, words("Elsewhere", ben, { channel: `G${cy}` as SlackChannelId }));
    expect(await bodies()).toEqual(["ana: Can you take line 2?"]);
  });

  it("is fetched after a gap, with what was edited and deleted in it", async () => {
    const [answer, gone] = [await said("On it"), await said("Wrong window")];
    world.ctx.connection.lose();
    world.skip(5 * minute);
    change(answer, "On it now");
    world.desk.words.splice(world.desk.words.indexOf(gone), 1);
    world.desk.words.push(words("Done"));
    await regainConnection(world.ctx);
    expect(await bodies()).toEqual(["ana: Can you take line 2?", "ben: On it now", "ben: ", "ben: Done"]);
    world.desk.words.push(words("Not told yet"));
    await catchUpMissed(world.ctx);
    expect(await bodies()).toHaveLength(4);
  });

  it("does not hold up what was missed elsewhere where it can't be fetched", async () => {
    world.ctx.connection.lose();
    const thread = await world.begin(maria);
    world.desk.missed.push(world.write(ben, thread, "Yes, until 6"));
    world.desk.words.push({ ...words("Done"), place: { channel: group, ts: "nonsense" as SlackTs } });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6"]);
  });
});
