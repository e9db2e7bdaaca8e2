/** Several instances that decide at the same time: it is as if one had decided after the other. */
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Store, Tx } from "../../../src/bridge/contracts/store/store.ts";
import type { ConversationId, E164, EpisodeId, SlackChannelId } from "../../../src/domain/ids.ts";
import { openStore } from "../../../src/store/index.ts";
import { maria } from "../../bridge/front-desk.ts";
import { until } from "../../journeys/until.ts";
import { newSingleDatabase } from "../../store/database.ts";

const channel = "C1" as SlackChannelId;
const line = { kind: "line", number: "+15550100001" as E164 } as const;

async function site(instances = 2) {
  const { database, drop } = await newSingleDatabase();
  const stores = await Promise.all(
    Array.from({ length: instances }, () => openStore({ database, keys: [], tables: "update" })),
  );
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await drop();
  });
  const [one, other] = stores as [Store, Store];
  return { one, other, stores, database };
}

const job = (payload: string, lane = "lane", key?: string) => ({
  kind: "send",
  callee: "carrier" as const,
  pace: null,
  priority: 1,
  loss: "never" as const,
  payload,
  lane,
  dueAt: 0,
  ...(key === undefined ? {} : { key }),
});

async function addTo(tx: Tx, key: string, met = async () => {}): Promise<number> {
  const next = Number((await tx.settings.read(key)) ?? 0) + 1;
  await met();
  await tx.settings.write(key, String(next));
  return next;
}

/** Decides only once as many others have come as far: all of them have read before any has written. */
function gate(count: number) {
  let came = 0;
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    came += 1;
    if (came >= count) open();
    await all;
  };
}

describe("two instances that decide at the same time", () => {
  it("on what both have read: one decides anew, and nothing of either is lost", async () => {
    const { one, other } = await site();
    const met = gate(2);
    let decided = 0;
    const add = (store: Store) =>
      store.transaction(async (tx) => {
        decided += 1;
        return await addTo(tx, "sum", met);
      });
    expect((await Promise.all([add(one), add(other)])).sort()).toEqual([1, 2]);
    expect(decided).toBeGreaterThan(2);
    expect(one.counts.anew + other.counts.anew).toBe(decided - 2);
    expect(await one.read((tx) => tx.settings.read("sum"))).toBe("2");
  });

  it("each on what the other has read, too: neither goes by what is not so any more", async () => {
    const { one, other } = await site();
    const met = gate(2);
    const takeUnlessTaken = (store: Store, mine: string, theirs: string) =>
      store.transaction(async (tx) => {
        const isTaken = (await tx.settings.read(theirs)) !== null;
        await met();
        if (!isTaken) await tx.settings.write(mine, "taken");
        return !isTaken;
      });
    const took = await Promise.all([takeUnlessTaken(one, "a", "b"), takeUnlessTaken(other, "b", "a")]);
    expect(took.filter(Boolean)).toHaveLength(1);
  });

  it("take in the same event: one of them stores it, for the other it is a repeat", async () => {
    const { one, other } = await site();
    for (let event = 0; event < 20; event += 1) {
      const keep = (store: Store) =>
        store.transaction((tx) => tx.inbox.keep({ key: `Ev${event}`, lane: "x", body: "{}", at: 1 }));
      const kept = await Promise.all([keep(one), keep(other)]);
      expect(kept.filter((id) => id !== null)).toHaveLength(1);
    }
  });

  it("open a conversation with the same person: there is one, and one open stretch of it", async () => {
    const { one, other } = await site();
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    const met = gate(2);
    const open = (store: Store) =>
      store.transaction(async (tx) => {
        const [standing] = await tx.episodes.openIn(channel, 1, null);
        await met();
        if (standing !== undefined) return standing.id;
        const { id: conversationId } = await tx.conversations.open(maria, line, newId, 1);
        const id = newId() as EpisodeId;
        await tx.episodes.insert({ id, conversationId, number: 1, channel, openedAt: 1 });
        return id;
      });
    const [first, second] = await Promise.all([open(one), open(other)]);
    expect(first).toBe(second);
  });

  it("erase a contact while they begin anew: what came meanwhile is erased with them", async () => {
    const { one, other } = await site();
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    const begin = (number: number) => async (tx: Tx) => {
      const { id: conversationId } = await tx.conversations.open(maria, line, newId, 1);
      const id = newId() as EpisodeId;
      await tx.episodes.insert({ id, conversationId, number, channel, openedAt: 1, state: "resolved" });
    };
    await one.transaction(begin(1));
    let tries = 0;
    const erased = one.transaction(async (tx) => {
      const rows = await tx.contacts.rowsOf(maria);
      tries += 1;
      if (tries === 1) await other.transaction(begin(2));
      await tx.contacts.erase(rows);
      return rows.length;
    });
    // The contact, their conversation and both stretches of it.
    expect(await erased).toBe(4);
    expect(await one.read((tx) => tx.contacts.rowsOf(maria))).toEqual([]);
  });

  it("claim the same job: one of them has it", async () => {
    const { one, other } = await site();
    for (let turn = 0; turn < 20; turn += 1) {
      await one.transaction((tx) => tx.outbox.enqueue(job(`${turn}`, `lane ${turn}`), 0));
      const newest = (await one.read((tx) => tx.outbox.due(10, 99))).slice(-1);
      const claim = (store: Store) => store.transaction((tx) => tx.outbox.claim(newest, 1));
      expect((await Promise.all([claim(one), claim(other)])).sort()).toEqual([false, true]);
      await one.transaction((tx) => tx.outbox.finish(newest, 1));
    }
  });

  it("ask for the same work: it is there once", async () => {
    const { one, other } = await site();
    const ask = (store: Store) => store.transaction((tx) => tx.outbox.enqueue(job("x", "lane", "once"), 0));
    await Promise.all([ask(one), ask(other), ask(one), ask(other)]);
    const due = await one.read((tx) => tx.outbox.due(10, 99));
    expect(due).toMatchObject([{ key: "once", version: 4 }]);
  });

  it("put work into the same lane: only one stands first, and all of it in an order", async () => {
    const { one, other } = await site();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).transaction((tx) => tx.outbox.enqueue(job(`${index}`), 0)),
      ),
    );
    const [first, ...more] = await one.read((tx) => tx.outbox.due(10, 99));
    expect(more).toEqual([]);
    const behind = first === undefined ? [] : await one.read((tx) => tx.outbox.behind(first, 99));
    expect(behind).toHaveLength(39);
    const ids = [first, ...behind].map((one) => one?.id ?? 0);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });
});

describe("a decision that another instance meets each time", () => {
  it("is made anew while nobody else decides, and comes to an end", async () => {
    const { one, other, database } = await site();
    const beside = new pg.Client({ connectionString: database });
    await beside.connect();
    onTestFinished(() => beside.end());
    const waits = `select 1 from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock' and query like '%lock table lead%'`;
    const theirs: Promise<unknown>[] = [];
    let decided = 0;
    const sum = await one.transaction((tx) =>
      addTo(tx, "sum", async () => {
        decided += 1;
        let isOver = false;
        theirs.push(other.transaction((its) => addTo(its, "sum")).finally(() => (isOver = true)));
        await until(
          "the other one done, or held up",
          async () => isOver || (await beside.query(waits)).rows.length > 0,
        );
      }),
    );
    await Promise.all(theirs);
    expect(decided).toBe(2);
    expect(sum).toBe(2);
    expect(await one.read((tx) => tx.settings.read("sum"))).toBe("3");
  });
});

describe("many decisions of several instances", () => {
  it("all come to an end, whatever they have in common", async () => {
    const { stores } = await site(3);
    const made = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        (stores[index % 3] as Store).transaction(async (tx) => {
          await tx.outbox.enqueue(job(`${index}`, `lane ${index % 7}`), 0);
          return await addTo(tx, "sum");
        }),
      ),
    );
    expect(made.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it("fail alone: one that fails in the middle of others, and of other instances, leaves theirs", async () => {
    const { one, other } = await site();
    const add = (store: Store) => store.transaction((tx) => addTo(tx, "sum"));
    const orphan = (store: Store) =>
      store.transaction(async (tx) => {
        await addTo(tx, "sum");
        await tx.episodes.insert({
          id: "e" as EpisodeId,
          conversationId: "nobody" as ConversationId,
          number: 1,
          channel,
          openedAt: 1,
        });
      });
    const ends = await Promise.allSettled([
      add(one),
      orphan(one),
      add(one),
      add(other),
      orphan(other),
      add(other),
    ]);
    expect(ends.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(await one.read((tx) => tx.settings.read("sum"))).toBe("4");
  });
});

describe("a decision", () => {
  it("whose failure was not heard is never told as written", async () => {
    const { one } = await site();
    const unheard = one.transaction(async (tx) => {
      await tx.settings.write("key", "written");
      await tx.outbox.due(1, -1).catch(() => {});
    });
    await expect(unheard).rejects.toThrow();
    expect(await one.read((tx) => tx.settings.read("key"))).toBe(null);
  });

  it("of a frozen instance holds up the others for no longer than it is allowed to", async () => {
    const { one, database } = await site();
    const frozen = new pg.Client({ connectionString: database, idle_in_transaction_session_timeout: 100 });
    frozen.on("error", () => {});
    await frozen.connect();
    await frozen.query(
      "begin isolation level serializable; insert into settings (key, value) values ('sum', '7')",
    );
    expect(await one.transaction((tx) => addTo(tx, "sum"))).toBe(1);
    await frozen.end();
  });

  it("is not made anew where it did not meet with anybody: it fails at once", async () => {
    const { one } = await site();
    let decided = 0;
    const refused = one.transaction(async (tx) => {
      decided += 1;
      await tx.settings.write("key", "written");
      throw new Error("changed my mind");
    });
    await expect(refused).rejects.toThrow("changed my mind");
    expect(decided).toBe(1);
  });

  it("does what comes afterwards once, however often it was made, and nothing of what was undone", async () => {
    const { one, other } = await site();
    const met = gate(2);
    const done: string[] = [];
    const add = (store: Store, name: string) =>
      store.transaction(async (tx) => {
        tx.afterwards(() => void done.push(name));
        await addTo(tx, "sum", met);
      });
    const undone = one.transaction(async (tx) => {
      tx.afterwards(() => void done.push("undone"));
      throw new Error("changed my mind");
    });
    await Promise.allSettled([undone, add(one, "one"), add(other, "other")]);
    expect(done.toSorted()).toEqual(["one", "other"]);
  });
});
