/** Lives through any sequence of things that can happen, and writes down what must be true of it afterwards. */
import fc from "fast-check";
import { chooseNotice } from "../../src/bridge/choices/choose-notice.ts";
import { beat } from "../../src/bridge/connection/heartbeat.ts";
import { regainConnection } from "../../src/bridge/connection/regain-connection.ts";
import type { SendOutcome } from "../../src/bridge/contracts/carrier.ts";
import { loseThread } from "../../src/bridge/conversations/lose-thread.ts";
import { reopenEpisode } from "../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../src/bridge/conversations/resolve-episode.ts";
import { receiveReply } from "../../src/bridge/replies/receive-reply.ts";
import { stopReply } from "../../src/bridge/replies/stop-reply.ts";
import type { CarrierMessageId, SlackTs } from "../../src/domain/ids.ts";
import type { Place } from "../../src/domain/sentence.ts";
import { ana, ben, cy, front, maria, noel, stranger } from "./front-desk.ts";
import { createWorld, hour, minute, second, type World } from "./world.ts";

const contacts = [maria, noel] as const;
const users = [ana, ben, cy, stranger] as const;
const kinds = ["plain", "plain", "plain", "note", "call", "mention", "stranger", "file"] as const;
const mishaps = ["openThread", "post", "mark", "tell", "refreshCard"] as const;

const pick = fc.nat({ max: 1000 });
export const anyAction = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("text" as const), contact: fc.nat({ max: 1 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("reply" as const),
      thread: pick,
      kind: fc.constantFrom(...kinds),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      which: pick,
      to: fc.constantFrom("plain" as const, "note" as const, "call" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("delete" as const, "cancel" as const), which: pick }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hear again" as const), which: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("press" as const), which: pick, user: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("report" as const),
      which: pick,
      state: fc.constantFrom("sent" as const, "delivered" as const, "failed" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("resolve" as const, "reopen" as const), which: pick }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose thread" as const), thread: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("carrier" as const),
      answer: fc.constantFrom(
        "rejected" as const,
        "unknown" as const,
        "crash" as const,
        "put off" as const,
        "put off, deleted meanwhile" as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("desk" as const),
      call: fc.constantFrom(...mishaps),
      afterwards: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("restart" as const, "deaf" as const, "hear" as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("pass" as const, "pass" as const, "skip" as const),
      ms: fc.constantFrom(0, second, 5 * second, 11 * second, minute, 15 * minute),
    }),
  },
);
export type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

interface Written {
  readonly place: Place;
  readonly contact: string | null;
  readonly mayLeave: boolean;
  /** Its words as they were at each time begin with this. */
  readonly prefix: string;
  /** Once it was deleted or cancelled before it left, no more of it may be handed over than had been. */
  atMost: number | null;
  /** Someone chose about it, so that it may leave again, and out of turn. */
  chosen: boolean;
}

export interface Life {
  readonly world: World;
  readonly texts: Map<string, string[]>;
  readonly written: Written[];
}

const rejected: SendOutcome = {
  kind: "rejected",
  failure: { code: "30008", sentence: "No reason was given.", scope: "passing" },
};

export async function live(actions: readonly Action[]): Promise<Life> {
  const world = await createWorld();
  const life: Life = { world, texts: new Map(contacts.map((contact) => [contact, []])), written: [] };
  await act(life, { do: "text", contact: 0 });
  await passing(world, 0);
  for (const action of actions) await act(life, action);
  await calmDown(life);
  return life;
}

/** Whatever was broken is whole again, and everybody waits until nothing more happens by itself. */
async function calmDown({ world }: Life): Promise<void> {
  world.carrier.answers.length = 0;
  await world.restart();
  await passing(world, 2 * hour);
}

/** A crash in the middle of a send closes the store under whoever worked: that process is gone. */
async function passing(world: World, ms: number): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { ctx } = world;
    try {
      return await world.pass(ms);
    } catch (error) {
      if (ctx === world.ctx) throw error;
    }
  }
}

/** One of the last few: what was just written is what people change their minds about. */
const recent = <T>(list: readonly T[], index: number): T | undefined =>
  list[list.length - 1 - (index % Math.max(1, Math.min(4, list.length)))];

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

async function act(life: Life, action: Action): Promise<void> {
  const { world } = life;
  switch (action.do) {
    case "text": {
      const contact = contacts[action.contact] ?? maria;
      const bodies = life.texts.get(contact) ?? [];
      bodies.push(`t${bodies.length}`);
      await world.text(contact, `t${bodies.length - 1}`);
      return;
    }
    case "reply":
      return await write(life, action);
    case "edit": {
      const which = recent(life.written, action.which);
      if (which === undefined || !world.desk.standing.has(`${front}/${which.place.ts}`)) return;
      const words = `${which.prefix}${world.newTs()}`;
      return await world.edit(which.place, typedAs(action.to, words));
    }
    case "delete":
    case "cancel":
      return await takeBack(life, action);
    case "hear again": {
      const which = at(life.written, action.which);
      const reply = which && world.desk.standing.get(`${front}/${which.place.ts}`);
      if (reply) await receiveReply(world.ctx, { reply, how: action.which % 2 === 0 ? "event" : "found" });
      return;
    }
    case "press":
      return await press(life, action);
    case "report": {
      const sent = at(world.carrier.sent, action.which);
      if (sent !== undefined) await world.report(sent.body, action.state);
      return;
    }
    case "resolve":
    case "reopen": {
      const episode = at(await world.episodes(), action.which);
      const verb = action.do === "resolve" ? resolveEpisode : reopenEpisode;
      if (episode !== undefined) await verb(world.ctx, { episode: episode.id, user: ana });
      return;
    }
    case "lose thread": {
      const root = at(roots(world), action.thread);
      if (root !== undefined) await loseThread(world.ctx, { place: { channel: front, ts: root.ts } });
      return;
    }
    case "carrier":
      world.carrier.answers.push(answers(life)[action.answer]);
      return;
    case "desk":
      world.desk.fail(action.call, "unreachable", { certain: false, afterwards: action.afterwards });
      return;
    case "restart":
      return await world.restart();
    case "deaf":
      return world.ctx.connection.lose();
    case "hear":
      return await regainConnection(world.ctx);
    case "pass":
      await beat(world.ctx);
      return await passing(world, action.ms);
    case "skip":
      return world.skip(action.ms);
  }
}

const busy: SendOutcome = {
  kind: "rejected",
  failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: 30 * second },
};

function answers(life: Life) {
  const { world } = life;
  const lost = { kind: "unknown", reason: "the answer was lost" } as const;
  return {
    rejected,
    unknown: lost,
    // What its carrier did not take was not handed over.
    "put off": async (): Promise<SendOutcome> => {
      world.carrier.sent.pop();
      return busy;
    },
    "put off, deleted meanwhile": async (): Promise<SendOutcome> => {
      const sms = world.carrier.sent.pop();
      const which = life.written.find(({ prefix }) => sms?.body.startsWith(prefix));
      if (which !== undefined) await deleteIt(life, which);
      return busy;
    },
    crash: async (): Promise<SendOutcome> => {
      await world.restart();
      return {
        kind: "accepted",
        carrierMessageId: "lost with the process" as CarrierMessageId,
        state: "sent",
      };
    },
  };
}

function roots(world: World) {
  return world.desk.posted.filter(({ card }) => card !== null);
}

function typedAs(kind: string, words: string): string {
  if (kind === "call") return `!${words}`;
  return kind === "note" ? `note: ${words}` : words;
}

async function write(life: Life, action: Action & { do: "reply" }): Promise<void> {
  const { world, written } = life;
  const root = at(roots(world), action.thread);
  if (root === undefined) return;
  const prefix = `r${written.length}.`;
  const text = typedAs(action.kind, prefix);
  const user = action.kind === "stranger" ? stranger : ben;
  const how = { mentions: action.kind === "mention", files: action.kind === "file" ? 1 : 0 };
  const place = await world.reply(user, root.ts as SlackTs, text, how);
  written.push({
    place,
    contact: root.card?.contact.address ?? null,
    mayLeave: !["note", "call", "stranger"].includes(action.kind),
    prefix,
    atMost: null,
    chosen: false,
  });
}

export function handedOver({ world }: Life, { prefix }: Written): number {
  return world.carrier.bodies().filter((body) => body.startsWith(prefix)).length;
}

async function takeBack(life: Life, action: Action & { do: "delete" | "cancel" }): Promise<void> {
  const which = recent(life.written, action.which);
  if (which === undefined) return;
  if (action.do === "delete") return await deleteIt(life, which);
  await stopReply(life.world.ctx, { place: which.place, user: ben });
}

/** While we are deaf nobody tells us of it. */
async function deleteIt(life: Life, which: Written): Promise<void> {
  const { world } = life;
  if (world.ctx.connection.lostSince === null) await world.delete(which.place);
  else world.desk.standing.delete(`${front}/${which.place.ts}`);
  which.atMost ??= handedOver(life, which);
}

async function press(life: Life, action: Action & { do: "press" }): Promise<void> {
  const { world, written } = life;
  const offer = at(world.desk.offers, action.which);
  const choice = offer && at(offer.choices, action.user);
  if (offer === undefined || choice === undefined) return;
  await chooseNotice(world.ctx, {
    notice: offer.notice,
    choice,
    user: users[action.user % users.length] ?? ana,
  });
  const notice = await world.ctx.store.read((tx) => tx.notices.get(offer.notice));
  const about = written.find(({ place }) => place.ts === notice?.replyTs);
  if (about !== undefined) about.chosen = true;
}
