import { describe, expect, it } from "vitest";
import { effectOf } from "../../../src/bridge/choices/registry.ts";
import { type Held, type HeldReason, heldNotice } from "../../../src/bridge/messages/held-notice.ts";
import type { NoticeKind } from "../../../src/bridge/notices/notice-kind.ts";
import type { MessageId, NoticeId, Username } from "../../../src/domain/ids.ts";
import { definedNotices } from "../defined.ts";
import { ben } from "../front-desk.ts";
import { createWorld, type World, words } from "../world.ts";

/** Complete, or it does not compile. */
const reasons: Readonly<Record<HeldReason, true>> = {
  mention: true,
  word: true,
  link: true,
  gap: true,
  not_member: true,
  line_gone: true,
  no_outbound_line: true,
  line_not_theirs: true,
  cannot_receive: true,
  group: true,
  blocked: true,
  empty: true,
  files_only: true,
  content_only: true,
  too_long: true,
  resolved: true,
  former: true,
  late: true,
  outage: true,
  overtaken: true,
  colleague: true,
  underway: true,
  first: true,
  files: true,
  content: true,
  opted_out: true,
  review: true,
  quiet: true,
};

const yesNo = [true, false] as const;

/** Whatever may be so when a text is held. */
const everyHeld: readonly Held[] = (Object.keys(reasons) as HeldReason[]).flatMap((reason) =>
  (["writing", "leaving"] as const).flatMap((moment) =>
    yesNo.flatMap((maybeByEmail) =>
      [null, { username: "ben" as Username, name: "Ben" }].flatMap((holder) =>
        [null, "elsewhere"].map((goesOn) => ({
          reason,
          moment,
          maybeByEmail,
          holder,
          goesOn,
          customer: "customer",
          only: "only members of Front desk",
          isDirect: maybeByEmail,
          body: "Yes",
          contact: "Maria",
          group: holder === null ? null : { people: 3, last: maybeByEmail ? "Maria" : null },
          length: 1_601,
          most: 1_600,
          current: "the current thread",
          movedTo: holder === null ? null : "Front desk",
          beside: goesOn === null ? null : { message: "m" as MessageId, name: "Ana", body: "Until six" },
          isColleagues: holder !== null,
          isHolders: maybeByEmail,
          overtakenBy: maybeByEmail ? ["your"] : null,
          quiet: { next: 9, nextHour: "8:00", hour: maybeByEmail ? "22:10" : null, strict: holder === null },
          optedOut: maybeByEmail ? ["Maria opted out."] : null,
          files: maybeByEmail
            ? null
            : { trouble: "unavailable" as const, names: ["a.pdf"], count: 1, most: null },
          review: maybeByEmail ? { words: "“stop it”", place: "their thread", who: "somebody" } : null,
        })),
      ),
    ),
  ),
);

/** What a kind may be given; those that are not held offer the same whatever it is. */
const payloadsOf = (kind: NoticeKind<unknown>): readonly unknown[] =>
  kind.name === heldNotice.name
    ? everyHeld
    : yesNo.flatMap((isRetry) =>
        [ben, null].map((author) => ({
          author,
          body: "Yes",
          isRetry,
          hasFiles: isRetry,
          why: "The phone is off.",
          from: "cy",
          name: "Cy",
          contact: "Maria",
          lines: isRetry ? ["Ben direct"] : [],
          open: 2,
          files: ["f"],
          names: ["Picture.jpg"],
          trouble: isRetry ? "gone" : "archive",
          sentence: ["So it is."],
          called: [],
          words: "stop it",
          draft: "d",
          text: "Until six",
          gaps: isRetry ? [{ name: "?day", label: "Day", why: null }] : [],
          typed: "huors",
          near: isRetry ? ["a", "b", "c"].map((key) => ({ id: key, key, name: key })) : [],
        })),
      );

/** Slack's own limit. */
const longestLabel = 75;

const offeredBy = (kind: NoticeKind<unknown>): string[] => [
  ...new Set(payloadsOf(kind).flatMap((payload) => kind.offers(payload))),
];

describe("every kind of notice that is defined", () => {
  it("has a name of its own", async () => {
    const names = (await definedNotices()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has a label and an effect for each choice that it can offer, and offers each that it has somewhere", async () => {
    for (const kind of await definedNotices()) {
      expect(offeredBy(kind).sort(), kind.name).toEqual(Object.keys(kind.labels).sort());
      for (const choice of Object.keys(kind.labels))
        expect(effectOf(kind.name, choice), `${kind.name}: ${choice}`).toBeTypeOf("function");
    }
  });

  it("has labels that can be told apart and fit on a button", async () => {
    for (const { name, labels } of await definedNotices()) {
      const read = Object.values(labels);
      expect(new Set(read).size, name).toBe(read.length);
      for (const label of read) expect(label, name).toMatch(new RegExp(`^\\S.{0,${longestLabel - 2}}\\S$`));
    }
  });

  it("has no effect for a choice that it does not have", async () => {
    const kinds = await definedNotices();
    const choices = new Set([...kinds.flatMap(({ labels }) => Object.keys(labels)), "toString", ""]);
    for (const { name, labels } of kinds)
      for (const choice of choices)
        if (!Object.hasOwn(labels, choice)) expect(effectOf(name, choice), `${name}: ${choice}`).toBeNull();
  });

  it("says something, and offers a choice once, whatever it is about", async () => {
    for (const kind of await definedNotices())
      for (const payload of payloadsOf(kind)) {
        const offers = kind.offers(payload);
        expect(words(kind.sentence(payload)).trim(), kind.name).not.toBe("");
        expect(new Set(offers).size, kind.name).toBe(offers.length);
      }
  });

  it("of a held text can always be discarded where it waits", () => {
    const asks: readonly HeldReason[] = [
      "resolved",
      "former",
      "colleague",
      "underway",
      "first",
      "late",
      "overtaken",
      "outage",
      "files",
      "content",
      "review",
      "quiet",
      "group",
    ];
    for (const held of everyHeld)
      expect(heldNotice.offers(held).includes("discard"), held.reason).toBe(asks.includes(held.reason));
  });
});

describe("a choice that this version does not know", () => {
  async function offer(world: World, kind: string, choice: string): Promise<void> {
    await world.begin();
    const episodeId = (await world.openEpisode()).id;
    await world.ctx.store.transaction((tx) =>
      tx.notices.insert({
        id: "n-1" as NoticeId,
        kind,
        payload: null,
        audience: "private",
        user: ben,
        episodeId,
        messageId: null,
        replyChannel: null,
        replyTs: null,
        sentence: ["Sing?"],
        choices: [{ choice, label: "Sing" }],
        causedAt: world.now(),
        outlives: false,
        owed: false,
        createdAt: world.now(),
      }),
    );
  }

  it.each([
    ["of a kind that it does not know", "song", "sing"],
    ["of a kind that it knows", "held", "sing"],
    ["by a name that every object has", "held", "constructor"],
  ])("%s is refused in words, and stays open", async (_, kind, choice) => {
    const world = await createWorld();
    await offer(world, kind, choice);
    const press = { notice: "n-1" as NoticeId, choice, user: ben };
    const decision = await world.bridge.chooseNotice(press);
    expect(decision.decided).toBe(false);
    expect(words(decision.sentence)).toBe("This choice is not offered any more.");
    const notice = await world.ctx.store.read((tx) => tx.notices.get("n-1" as NoticeId));
    expect(notice?.state).toBe("open");
  });
});
