/** Whatever both sides do, and however the carrier's news comes here, they end the same, and nothing is sent twice. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { OutgoingSms, SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import type { CarrierThreadEvent, ThreadOutcome } from "../../../src/bridge/contracts/carrier-threads.ts";
import type { CarrierMessageId, CarrierThreadId, LoginName } from "../../../src/domain/ids.ts";
import { sendingLogin } from "../../../src/domain/whose-login.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, cy, frontLine } from "../front-desk.ts";
import { minute } from "../world.ts";
import { anas, bens, createInboxWorld, type InboxWorld, inboxOffice, who } from "./inbox-world.ts";

const runs = Number(process.env.BOTH_SIDES_RUNS ?? thinned(6));

const pressed = ["take", "release", "resolve", "reopen", "reply"] as const;
const anyAct = fc.oneof(
  fc.constant({ kind: "text" } as const),
  fc.record({ kind: fc.constant("assign there" as const), to: fc.constantFrom(anas, bens, null) }),
  fc.record({ kind: fc.constant("resolve there" as const), by: fc.constantFrom(anas, bens) }),
  fc.record({ kind: fc.constantFrom(...pressed), user: fc.constantFrom(ana, ben, cy) }),
  fc.record({ kind: fc.constantFrom(...pressed), user: fc.constantFrom(ana, ben, cy) }),
  // Any of those that wait, and maybe once more later.
  fc.record({ kind: fc.constant("news" as const), which: fc.nat(9), again: fc.boolean() }),
  fc.constantFrom({ kind: "work" } as const, { kind: "restart" } as const),
  fc.record({ kind: fc.constant("lose" as const), isDone: fc.boolean() }),
);
type Act = typeof anyAct extends fc.Arbitrary<infer One> ? One : never;

interface Theirs {
  readonly thread: CarrierThreadId;
  state: "open" | "resolved";
  assignee: LoginName | null;
}

/** The carrier's own side: of two numbers one open thread at most, answered by its assignee alone; and what it has still to tell. */
function createTheirs(world: InboxWorld) {
  const threads: Theirs[] = [];
  const news: Partial<CarrierThreadEvent>[] = [];
  const losses: boolean[] = [];
  const accepted: { readonly id: string; readonly body: string }[] = [];
  let ticks = 0;
  const open = () => threads.find(({ state }) => state === "open");

  function tell({ thread, state, assignee }: Theirs, by: LoginName | null): void {
    ticks += 1;
    const reason = state === "open" ? null : ("person" as const);
    const at = new Date(world.now() + ticks);
    news.push({ thread, state, reason, assignee: assignee && who(assignee), by: by && who(by), at });
  }
  function begin(assignee: LoginName | null): Theirs {
    const begun: Theirs = { thread: `t${threads.length}` as CarrierThreadId, state: "open", assignee };
    threads.push(begun);
    tell(begun, assignee);
    return begun;
  }
  function change(thread: string | undefined, by: LoginName, to: Partial<Theirs>): ThreadOutcome {
    const one = threads.find((each) => each.thread === thread);
    if (one?.state !== "open") return { kind: "over" };
    Object.assign(one, to);
    tell(one, by);
    return { kind: "done" };
  }
  function send({ login, messageId, body }: OutgoingSms): SendOutcome {
    const one = open() ?? begin(login ?? null);
    if (one.assignee !== login) {
      const failure = { code: "MSG-427", sentence: "Somebody else has it.", scope: "content" } as const;
      return { kind: "rejected", failure, isHeldByAnother: true };
    }
    accepted.push({ id: messageId, body });
    const carrierMessageId = `X${world.carrier.sent.length}` as CarrierMessageId;
    return { kind: "accepted", carrierMessageId, state: "accepted", thread: one.thread };
  }
  world.carrier.does = {
    send,
    ask: (ask) => {
      const by = ask.by as LoginName;
      const isLost = losses.shift();
      if (isLost === false) return { kind: "unknown", reason: "it was not done" };
      const outcome =
        ask.kind === "assign"
          ? change(ask.thread, by, { assignee: ask.to as LoginName | null })
          : change(ask.thread, by, { state: "resolved", assignee: null });
      return isLost === true ? { kind: "unknown", reason: "its answer was lost" } : outcome;
    },
  };
  return { threads, news, losses, accepted, open, change, text: () => (open() ?? begin(null)).thread };
}
type TheirSide = ReturnType<typeof createTheirs>;

async function act(world: InboxWorld, theirs: TheirSide, one: Act): Promise<void> {
  switch (one.kind) {
    case "text":
      return await world.hear("Hi", theirs.text());
    case "assign there":
      theirs.change(theirs.open()?.thread, anas, { assignee: one.to });
      return;
    case "resolve there":
      theirs.change(theirs.open()?.thread, one.by, { state: "resolved", assignee: null });
      return;
    case "news": {
      const at = one.which % Math.max(1, theirs.news.length);
      const event = theirs.news[at];
      if (!one.again) theirs.news.splice(at, 1);
      if (event !== undefined) await world.told(event);
      return;
    }
    case "work":
      return await world.runAll();
    case "restart":
      return await world.restart();
    case "lose":
      theirs.losses.push(one.isDone);
      return;
    default:
      return await press(world, one);
  }
}

async function press(
  world: InboxWorld,
  { kind, user }: Extract<Act, { readonly user: unknown }>,
): Promise<void> {
  const { id: episode, assignee, thread, state } = await world.episode();
  const { bridge } = world;
  if (kind === "take") await bridge.takeEpisode({ episode, user, seenAssignee: assignee });
  if (kind === "release") await bridge.releaseEpisode({ episode, user });
  if (kind === "resolve") await bridge.resolveEpisode({ episode, user });
  if (kind === "reopen") await bridge.reopenEpisode({ episode, user });
  if (kind === "reply" && thread !== null && state === "open")
    await world.reply(user, thread, `Reply ${world.newTs()}`);
}

/** All that is owed is done, and all that was told is heard. */
async function settle(world: InboxWorld, theirs: TheirSide): Promise<void> {
  for (let round = 0; round === 0 || theirs.news.length > 0; round += 1) {
    if (round > 20) throw new Error("both sides go in circles");
    for (const event of theirs.news.splice(0).reverse()) await world.told(event);
    await world.pass(10 * minute);
  }
}

/** That the first thread is over there is heard only once somebody took what goes on in the second. */
const oldOneUnheard: Act[] = [
  { kind: "news", which: 0, again: false },
  { kind: "resolve there", by: anas },
  { kind: "text" },
  { kind: "take", user: ana },
  { kind: "assign there", to: anas },
  { kind: "assign there", to: null },
  { kind: "lose", isDone: false },
  { kind: "news", which: 0, again: false },
];

/** What was told of the one before is heard only while a text of ours has begun another one. */
const newOneBegun: Act[] = [
  { kind: "assign there", to: anas },
  { kind: "reply", user: cy },
  { kind: "text" },
  { kind: "resolve there", by: anas },
  { kind: "work" },
  { kind: "news", which: 1, again: false },
  { kind: "work" },
];

/** A text of ours begins one by the line's login, when nobody has its conversation any more. */
const begunByTheLine: Act[] = [
  { kind: "reply", user: ana },
  { kind: "resolve there", by: anas },
  { kind: "release", user: ana },
  { kind: "work" },
  { kind: "news", which: 0, again: false },
  { kind: "text" },
];

it("both sides end the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 5, maxLength: 30 }), async (acts) => {
      const world = await createInboxWorld({ resolveBy: "anyone" });
      const theirs = createTheirs(world);
      await world.hear("Hi", theirs.text());
      await world.runAll();
      for (const one of acts) await act(world, theirs, one);
      await settle(world, theirs);

      const ids = theirs.accepted.map(({ id }) => id);
      expect(new Set(ids).size, "no text leaves twice").toBe(ids.length);
      const written = theirs.accepted.map(({ body }) => body.replace(/^.*Reply /s, ""));
      expect(written, "they leave in their order").toEqual([...written].sort());
      for (const { thread, state, assignee } of theirs.threads) {
        const kept = await world.kept(thread);
        expect(kept.state, `how ${thread} stands`).toBe(state);
        if (state === "open") expect(kept.assignee, `who has ${thread}`).toBe(assignee);
      }
      const episode = await world.episode();
      const open = theirs.open();
      if (open !== undefined) {
        const line = inboxOffice.lines.find(({ number }) => number === frontLine);
        if (line === undefined) throw new Error("there is no such line");
        const holder = episode.assignee && sendingLogin(inboxOffice, line, episode.assignee, true);
        expect(episode.state, "open there").toBe("open");
        expect(holder, "who has it").toBe(open.assignee);
      } else if (!acts.some(({ kind }) => kind === "reopen")) {
        expect(episode.state, "over there").toBe("resolved");
      }
      await world.close();
    }),
    { numRuns: runs, examples: [[oldOneUnheard], [newOneBegun], [begunByTheLine]] },
  );
});
