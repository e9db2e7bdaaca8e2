/**
 * The front desk's line is in the carrier's own shared inbox. Ana and Ben have logins of their own there; Cy and Fay answer by the line's,
 * which the carrier calls "Front desk".
 */
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import type { CarrierThreadEvent, ThreadNoteEvent } from "../../../src/bridge/contracts/carrier-threads.ts";
import type { KeptThread } from "../../../src/bridge/contracts/store/carrier-threads.ts";
import type { Episode } from "../../../src/bridge/contracts/store/episodes.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { CarrierMessageId, CarrierThreadId, E164, LoginName, SlackTs } from "../../../src/domain/ids.ts";
import { frontLine, maria, office } from "../front-desk.ts";
import { createWorld, type World, type WorldOptions } from "../world.ts";

export const [anas, bens, desks] = ["ana-own", "ben-own", "front-desk"] as [LoginName, LoginName, LoginName];
export const first = "thread-1" as CarrierThreadId;
export const second = "thread-2" as CarrierThreadId;

const ownLogins: Readonly<Record<string, LoginName>> = { ana: anas, ben: bens };
export const names: Readonly<Record<string, string>> = {
  [anas]: "Ana",
  [bens]: "Ben",
  [desks]: "Front desk",
};

export const inboxOffice: Directory = {
  ...office,
  logins: [anas, bens, desks].map((name) => ({ name, carrier: "twilio" })),
  lines: office.lines.map((line) => (line.number === frontLine ? { ...line, login: desks } : line)),
  members: office.members.map((member) => {
    const login = ownLogins[member.username];
    return login === undefined ? member : { ...member, login };
  }),
};

export interface InboxWorld extends World {
  /** A customer's text, as it is heard: in this thread. */
  hear(body: string, thread?: CarrierThreadId): Promise<void>;
  /** The carrier tells how a thread stands. */
  told(how?: Partial<CarrierThreadEvent>): Promise<void>;
  noted(note: Partial<ThreadNoteEvent>): Promise<void>;
  kept(thread?: CarrierThreadId): Promise<KeptThread>;
  /** The newest stretch of Maria's conversation. */
  episode(): Promise<Episode>;
  /** A text of hers in the first thread, and the thread at the desk. */
  open(): Promise<SlackTs>;
  events(): Promise<string[]>;
}

export function who(login: LoginName): { readonly login: LoginName; readonly name: string } {
  return { login, name: names[login] ?? login };
}

export async function createInboxWorld(options: WorldOptions = {}): Promise<InboxWorld> {
  const world = await createWorld({ directory: inboxOffice, threads: true, hold: 0, ...options });
  let texts = 0;
  const pair = { line: frontLine as E164, contact: maria };
  const inbox = {
    hear: async (body: string, thread = first) => {
      texts += 1;
      await takeIn(world.ctx, "twilio", {
        kind: "text",
        carrierMessageId: `T${texts}` as CarrierMessageId,
        from: maria,
        to: frontLine as E164,
        body,
        media: [],
        receivedAt: new Date(world.now()),
        thread,
      });
    },
    told: async (how: Partial<CarrierThreadEvent> = {}) => {
      const plain = {
        state: "open",
        reason: null,
        assignee: null,
        by: null,
        at: new Date(world.now()),
      } as const;
      await takeIn(world.ctx, "twilio", { kind: "thread", thread: first, ...pair, ...plain, ...how });
    },
    noted: async (note: Partial<ThreadNoteEvent>) => {
      const plain = { id: "note-1", author: who(anas), text: "She pays cash.", at: new Date(world.now()) };
      await takeIn(world.ctx, "twilio", { kind: "thread_note", thread: first, ...pair, ...plain, ...note });
    },
    kept: async (thread = first) => {
      const kept = await world.ctx.store.read((tx) => tx.carrierThreads.get("twilio", thread));
      if (kept === null) throw new Error("there is no such thread");
      return kept;
    },
    episode: async () => {
      const found = await world.ctx.store.read((tx) =>
        tx.episodes.newestBetween(maria, { kind: "line", number: frontLine as E164 }),
      );
      if (found?.newest == null) throw new Error("there is no conversation");
      return found.newest;
    },
    open: async () => {
      await inbox.hear("Hi, are you open today?");
      await world.runAll();
      const { thread } = await inbox.episode();
      if (thread === null) throw new Error("it has no thread");
      return thread;
    },
    events: async () => {
      const { id } = await inbox.episode();
      const events = await world.ctx.store.read((tx) => tx.episodeEvents.of(id));
      return events.map(({ kind, by, to }) =>
        [kind, to && `to ${to}`, by && `by ${by}`].filter(Boolean).join(" "),
      );
    },
  };
  // The world's context changes when it starts again.
  return Object.setPrototypeOf(inbox, world) as InboxWorld;
}
