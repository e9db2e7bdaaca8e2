import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storeDelivery } from "../../src/bridge/connection/deliveries.ts";
import { explainReply } from "../../src/bridge/replies/explain-reply.ts";
import { openStore } from "../../src/store/index.ts";
import { createSealer } from "../../src/store/seal.ts";
import { ben, maria, noel } from "../bridge/front-desk.ts";
import { createWorld, minute } from "../bridge/world.ts";
import { once } from "./beneath.ts";
import type { Place } from "./database.ts";
import { temporaryPlace } from "./temporary.ts";

const [one, two] = [randomBytes(32), randomBytes(32)];

const bytesOf = (database: string) => once(database, (below) => below.bytes());

async function written(place: Place, keys: readonly Buffer[], key: string): Promise<void> {
  const store = await openStore({ ...place, keys, tables: "update" });
  await store.transaction((tx) => tx.inbox.keep({ key, lane: "x", body: "words", at: 1 }));
  await store.close();
}

const reopened = (place: Place, keys: readonly Buffer[]) =>
  openStore({ ...place, keys, tables: "update" }).then((store) => store.close());

describe("a sealed value", () => {
  it("is what it was, once opened", () => {
    const sealer = createSealer([one]);
    const control = fc.string({ unit: fc.constantFrom("\0", "\u0001", "a", '"') });
    const any = fc.oneof(fc.string({ unit: "binary" }), control);
    fc.assert(fc.property(any, (text) => sealer.open(sealer.seal(text)) === text));
    const plain = createSealer([]);
    fc.assert(
      fc.property(any, (text) => {
        const value = plain.seal(text);
        return plain.open(value) === text && !value.includes("\0");
      }),
    );
  });

  it("names its key, so that all of several keys open it and the first one writes", () => {
    const old = createSealer([one]).seal("hello");
    const rotated = createSealer([two, one]);
    expect(rotated.open(old)).toBe("hello");
    expect(() => createSealer([one]).open(rotated.seal("hello"))).toThrow("sealed with another key");
  });

  it("is different each time", () => {
    const sealer = createSealer([one]);
    expect(sealer.seal("hello")).not.toBe(sealer.seal("hello"));
  });

  it("that was tampered with is refused", () => {
    const value = createSealer([one]).seal("hello");
    const last = value.at(-3) === "A" ? "B" : "A";
    const changed = value.slice(0, -3) + last + value.slice(-2);
    expect(() => createSealer([one]).open(changed)).toThrow("sealed with another key");
  });

  it("without a key is readable, and still opened once there is one", () => {
    const plain = createSealer([]).seal("hello");
    expect(createSealer([one]).open(plain)).toBe("hello");
    expect(createSealer([]).sealing).toBe(false);
  });
});

describe("a sealed database", () => {
  it("holds no words that a person wrote, nor does its log", async () => {
    const world = await createWorld({ keys: [one] });
    const thread = await world.begin(maria, "marzipan one");
    await world.text(noel, "marzipan two", { to: "+15550100009" as never });
    const failure = { code: "1", sentence: "No.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    const place = await world.reply(ben, thread, "marzipan three");
    await world.reply(ben, thread, "note: marzipan four");
    await world.reply(ben, thread, "marzipan five", { files: 1 });
    await world.pass(minute);
    await explainReply(world.ctx, { place, user: ben });
    await world.text(maria, "marzipan six");
    await storeDelivery(world.ctx, { key: "Ev1", lane: "C1", body: '{"text":"marzipan seven"}' });
    expect(world.ctx.store.sealing).toBe(true);
    expect((await bytesOf(world.database)).includes("marzipan")).toBe(false);
  });

  it("without a key does hold them: the search finds what is there", async () => {
    const world = await createWorld();
    await world.begin(maria, "marzipan");
    expect((await bytesOf(world.database)).includes("marzipan")).toBe(true);
  });

  it("is refused with another key, with none, and damaged by neither", async () => {
    const place = await temporaryPlace();
    await written(place, [one], "a");
    for (const keys of [[two], []]) {
      await expect(reopened(place, keys)).rejects.toThrow(
        "Put the key it was written with into ENCRYPTION_KEY",
      );
    }
    await expect(reopened(place, [])).rejects.toThrow("ENCRYPTION_KEY is not set");
    await reopened(place, [one]);
  });

  it("can change its key while the old one is listed, and is refused when one that it still needs is gone", async () => {
    const place = await temporaryPlace();
    await written(place, [one], "a");
    await written(place, [two, one], "b");
    await expect(reopened(place, [two])).rejects.toThrow("sealed with another key");
    await reopened(place, [two, one]);
  });

  it("lets go of a key that nothing needs any more", async () => {
    const place = await temporaryPlace();
    await written(place, [one], "a");
    const store = await openStore({ ...place, keys: [two, one], tables: "update" });
    await store.transaction((tx) => tx.inbox.settle(1));
    await store.close();
    await reopened(place, [two]);
    await expect(reopened(place, [one])).resolves.toBeUndefined();
  });
});
