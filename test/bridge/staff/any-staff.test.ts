/** Whatever two of the team write to each other, and however: it reaches no carrier, no contact, no ledger. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editReply } from "../../../src/bridge/replies/edit-reply.ts";
import { takeStaffDeletion, takeStaffWords } from "../../../src/bridge/staff/take-staff-words.ts";
import { writeToStaff } from "../../../src/bridge/staff/write-to-staff.ts";
import type { Address, SlackChannelId, SlackUserId } from "../../../src/domain/ids.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, cy, front, maria } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

const users = { ana, ben, cy } as const;
type Name = keyof typeof users;

const anyone = fc.constantFrom<Name>("ana", "ben", "cy");
const anyWords = fc.oneof(
  fc.constantFrom(
    "STOP",
    "start",
    "HELP",
    "+15550199001 running late",
    "note: no",
    "/sms 102 hi",
    "<!channel>",
    "Yes, until 6",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
);
const anyAct = fc.oneof(
  fc.record({ kind: fc.constant("writes" as const), from: anyone, to: anyone, words: anyWords }),
  fc.record({ kind: fc.constant("answers" as const), from: anyone, to: anyone, words: anyWords }),
  fc.record({ kind: fc.constant("replies in a thread" as const), from: anyone, to: anyone, words: anyWords }),
  fc.record({ kind: fc.constant("deletes" as const), from: anyone, to: anyone, words: anyWords }),
  fc.record({ kind: fc.constant("time goes on" as const), from: anyone, to: anyone, words: anyWords }),
  fc.record({ kind: fc.constant("restarts" as const), from: anyone, to: anyone, words: anyWords }),
);
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

const groupOf = (one: Name, other: Name): SlackChannelId =>
  `G${[one, other]
    .sort()
    .map((name) => users[name as Name])
    .join("-")}` as SlackChannelId;

async function does(world: World, { kind, from, to, words }: Act, index: number): Promise<void> {
  const channel = groupOf(from, to);
  const user: SlackUserId = users[from];
  const place = { channel, ts: world.newTs() };
  switch (kind) {
    case "writes":
      await writeToStaff(world.ctx, { user, to, body: words, act: `act ${index}` });
      return;
    case "answers":
      await takeStaffWords(world.ctx, { place, author: user, text: words, edited: null });
      return;
    case "replies in a thread": {
      // As if the desk had not said what kind of channel it is.
      const root = world.desk.posted.findLast((one) => one.channel === channel)?.ts ?? place.ts;
      const at = await world.reply(user, root, words, { ...place, underUs: true });
      await editReply(world.ctx, {
        reply: world.write(user, root, `${words}!`, { ...at, edited: world.newTs() }),
      });
      return;
    }
    case "deletes": {
      const last = world.desk.posted.findLast((one) => one.channel === channel);
      if (last !== undefined) await takeStaffDeletion(world.ctx, last);
      return;
    }
    case "time goes on":
      return await world.pass(minute);
    case "restarts":
      return await world.restart();
  }
}

describe("between two of the team", () => {
  it("whatever is written, in whichever order, nothing leaves and no customer is touched", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { minLength: 1, maxLength: 12 }), async (acts) => {
        const world = await createWorld();
        const before = await world.ctx.store.read((tx) => tx.conversations.count());
        for (const [index, act] of acts.entries()) await does(world, act, index);
        await world.pass(30 * minute);
        expect(world.carrier.sent).toEqual([]);
        expect(await world.ctx.store.read((tx) => tx.conversations.count())).toBe(before);
        expect(await world.ctx.store.read((tx) => tx.optOuts.after(0, 10))).toEqual([]);
        expect(
          await world.ctx.store.read((tx) =>
            tx.messages.inState(["waiting", "queued", "sending", "unknown"]),
          ),
        ).toEqual([]);
        expect(world.desk.posted.filter(({ channel }) => channel === front)).toEqual([]);
        const written = acts.filter(
          (act, index) => act.kind === "writes" && act.from !== act.to && index >= 0,
        );
        expect(world.desk.staff.length).toBeLessThanOrEqual(written.length);
        await world.close();
      }),
      { numRuns: thinned(25) },
    );
  });

  it("is not taken for what a customer asked, even beside their conversation", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await writeToStaff(world.ctx, { user: ana, to: "ben", body: "STOP", act: "one" });
    await world.runAll();
    const channel = groupOf("ana", "ben");
    const place = { channel, ts: world.newTs() };
    await takeStaffWords(world.ctx, { place, author: ben, text: "STOP", edited: null });
    await world.pass(30 * minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria as Address))).toEqual([]);
  });
});
