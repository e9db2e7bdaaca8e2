/** A connection that is lost at any moment: what was decided is written once, and told as it is. */
import { once } from "node:events";
import pg from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Store } from "../../../src/bridge/contracts/store/store.ts";
import { isRecord } from "../../../src/lib/json.ts";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase, postgres } from "../../store/database.ts";
import { temporaryStore } from "../../store/temporary.ts";
import { ask } from "../command-line/bare-database.ts";
import { type Relay, startRelay } from "../relay.ts";

interface Site {
  readonly store: Store;
  readonly relay: Relay;
  /** By a connection that nobody cuts. */
  readonly beside: Store;
  /** The same without the relay. */
  readonly database: string;
}

async function site(): Promise<Site> {
  const { database, drop } = await newSingleDatabase();
  const relay = await startRelay(database);
  const open = (where: string) => openStore({ database: where, keys: [], tables: "update" });
  const [store, beside] = [await open(relay.database), await open(database)];
  onTestFinished(async () => {
    relay.refuse(false);
    await Promise.all([store.close(), beside.close()]);
    await drop();
  });
  return { store, relay, beside, database };
}

/** Each time it is decided shows. */
async function addTo(store: Store, key: string): Promise<number> {
  return await store.transaction(async (tx) => {
    const next = Number((await tx.settings.read(key)) ?? 0) + 1;
    await tx.settings.write(key, String(next));
    return next;
  });
}

/** Its server ends no transaction of its, however long it says nothing. */
function waitedForLong(client: pg.Client): pg.Client {
  const query = client.query.bind(client) as (...asked: unknown[]) => unknown;
  const longer = (text: string) =>
    text.replace(/(idle_in_transaction_session_timeout', ')5s/, (_all, before: string) => `${before}1h`);
  const said = (what: unknown) =>
    isRecord(what) && typeof what.text === "string" ? { ...what, text: longer(what.text) } : what;
  client.query = ((what: unknown, ...more: unknown[]) => query(said(what), ...more)) as typeof client.query;
  return client;
}

const readSum = (store: Store, key: string) => store.read((tx) => tx.settings.read(key));

describe("a connection that is lost", () => {
  it.each(["before", "after", "hung"] as const)(
    "%s the commit: the decision is written once",
    async (how) => {
      const { store, relay, beside } = await site();
      const cut = relay.cutAt("commit", how);
      expect(await addTo(store, "sum")).toBe(1);
      await cut;
      expect(await readSum(beside, "sum")).toBe("1");
      expect(await addTo(store, "sum")).toBe(2);
      expect(await readSum(beside, "sum")).toBe("2");
    },
  );

  it.each(["before", "after", "hung"] as const)("%s what is written: it is decided anew", async (how) => {
    const { store, relay, beside } = await site();
    await addTo(store, "sum");
    const cut = relay.cutAt("sum", how);
    expect(await addTo(store, "sum")).toBe(2);
    await cut;
    expect(await readSum(beside, "sum")).toBe("2");
  });

  it.each(["before", "after", "hung"] as const)("%s the beginning: it is decided anew", async (how) => {
    const { store, relay, beside } = await site();
    const cut = relay.cutAt("begin", how);
    expect(await addTo(store, "sum")).toBe(1);
    await cut;
    expect(await readSum(beside, "sum")).toBe("1");
  });

  it("in a transaction that nobody else would end: whoever goes on ends it", async () => {
    const { database, drop } = await newSingleDatabase();
    const relay = await startRelay(database);
    const clients: pg.Client[] = [];
    const createClient = (config: pg.ClientConfig) => {
      const client = new pg.Client(config);
      clients.push(client);
      return waitedForLong(client);
    };
    const store = await openStore({
      database: relay.database,
      keys: [],
      tables: "update",
      createClient,
    });
    onTestFinished(async () => {
      await store.close();
      await drop();
    });
    const set = "select current_setting('idle_in_transaction_session_timeout') as value";
    expect((await clients[0]?.query(set))?.rows).toEqual([{ value: "1h" }]);
    const cut = relay.cutAt("sum", "hung");
    expect(await addTo(store, "sum")).toBe(1);
    await cut;
  });

  it("over a commit of many: each is written, and told so", async () => {
    const { store, relay, beside } = await site();
    const cut = relay.cutAt("commit", "after");
    const told = await Promise.all(Array.from({ length: 40 }, () => addTo(store, "sum")));
    await cut;
    expect(told).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await readSum(beside, "sum")).toBe("40");
  });

  it.each([
    ["before", null],
    ["after", "1"],
  ] as const)(
    "%s the commit, for more than a minute: it is asked about for so long, then it is said that nobody knows",
    async (how, written) => {
      const { store, relay, beside } = await site();
      let now = performance.now();
      vi.spyOn(performance, "now").mockImplementation(() => now);
      const cut = relay.cutAt("commit", how).then(() => relay.refuse(true));
      const asked = relay.refused(1);
      let told: unknown = null;
      const decided = addTo(store, "sum").then(
        () => expect.unreachable("nobody can know"),
        (error: unknown) => {
          told = error;
        },
      );
      await cut;
      await asked;
      now += 59_999;
      await Promise.race([decided, relay.refused(3)]);
      expect(told).toBe(null);
      now += 2;
      await Promise.race([decided, relay.refused(3)]);
      expect(told).toMatchObject({ code: "database", message: expect.stringContaining("is not known") });
      relay.refuse(false);
      expect(await readSum(beside, "sum")).toBe(written);
      expect(await addTo(store, "sum")).toBe(Number(written) + 1);
    },
  );

  it("for good: every decision fails, none hangs, and nothing is written", async () => {
    const { store, relay, beside } = await site();
    relay.refuse(true);
    relay.cut();
    const ends = await Promise.allSettled([addTo(store, "sum"), addTo(store, "sum")]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await readSum(beside, "sum")).toBe(null);
    relay.refuse(false);
    expect(await addTo(store, "sum")).toBe(1);
  });

  it("for one to a server that can only be read: nothing goes on there, and the next one is had", async () => {
    const { store, relay, beside, database } = await site();
    await addTo(store, "sum");
    const name = /\/(\w+)\?/.exec(database)?.[1] ?? "";
    const set = (what: string) => ask(postgres() ?? "", `alter database ${name} ${what}`);
    await set("set default_transaction_read_only = on");
    relay.cut();
    await expect(addTo(store, "sum")).rejects.toThrow();
    await expect(readSum(store, "sum")).rejects.toThrow("can only be read");
    await set("reset default_transaction_read_only");
    expect(await addTo(store, "sum")).toBe(2);
    expect(await readSum(store, "sum")).toBe("2");
    expect(await readSum(beside, "sum")).toBe("2");
  });

  it("while something is read: it is read on the next one", async () => {
    const { store, relay } = await site();
    await addTo(store, "sum");
    const cut = relay.cutAt("sum", "after");
    expect(
      await Promise.all([readSum(store, "sum"), readSum(store, "sum"), readSum(store, "other")]),
    ).toEqual(["1", "1", null]);
    await cut;
    relay.cut();
    expect(await readSum(store, "sum")).toBe("1");
  });

  it("while much is read: it is ended once", async () => {
    const { database, drop } = await newSingleDatabase();
    const ended: pg.Client[] = [];
    const made: pg.Client[] = [];
    const createClient = (config: pg.ClientConfig) => {
      const client = new pg.Client(config);
      const end = client.end.bind(client) as () => Promise<void>;
      client.end = async () => {
        ended.push(client);
        await end();
      };
      made.push(client);
      return client;
    };
    const store = await openStore({ database, keys: [], tables: "update", createClient });
    const beside = new pg.Client({ connectionString: database });
    await beside.connect();
    onTestFinished(async () => {
      await Promise.all([store.close(), beside.end()]);
      await drop();
    });
    await addTo(store, "sum");
    await readSum(store, "sum");
    const reading = made.at(-1) ?? new pg.Client();
    const lost = once(reading, "error");
    const read = Array.from({ length: 3 }, () =>
      store.read(async (tx) => {
        await lost;
        return await tx.settings.read("sum");
      }),
    );
    await beside.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    expect(await Promise.all(read)).toEqual(["1", "1", "1"]);
    expect(ended.filter((client) => client === reading)).toHaveLength(1);
  });

  it("again and again, at random moments: each decision is written once", async () => {
    const { store, relay, beside } = await site();
    const words = ["commit", "begin", "sum", "savepoint"];
    const ways = ["before", "after", "hung"] as const;
    let told = 0;
    for (let turn = 0; turn < 24; turn += 1) {
      const cut = relay.cutAt(words[turn % words.length] ?? "", ways[turn % ways.length] ?? "before");
      const made = await Promise.all([addTo(store, "sum"), addTo(store, "sum")]);
      await cut;
      told = Math.max(told, ...made);
    }
    expect(told).toBe(48);
    expect(await readSum(beside, "sum")).toBe("48");
  });
});

describe("closing", () => {
  it("waits for what is under way", async () => {
    const store = await temporaryStore();
    const work = [addTo(store, "sum"), readSum(store, "sum"), addTo(store, "sum")];
    await store.close();
    expect(await Promise.allSettled(work)).toMatchObject(work.map(() => ({ status: "fulfilled" })));
  });

  it("is for good: what is asked for afterwards is refused", async () => {
    const store = await temporaryStore();
    await store.close();
    await expect(addTo(store, "sum")).rejects.toThrow("The database was closed.");
    await expect(readSum(store, "sum")).rejects.toThrow("The database was closed.");
  });
});
