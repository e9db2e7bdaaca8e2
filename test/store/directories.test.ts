import { describe, expect, it } from "vitest";
import type { Tx } from "../../src/bridge/contracts/store/store.ts";
import { applyDirectory } from "../../src/bridge/directory/apply-directory.ts";
import type { SlackChannelId } from "../../src/domain/ids.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { openStore } from "../../src/store/index.ts";
import { ben, office } from "../bridge/front-desk.ts";
import { ACME, directoryWith } from "../domain/described.ts";
import { temporaryPlace, temporaryStore } from "./temporary.ts";

function parsed(text: string) {
  const found = parseDirectory(text, "directory.yml", ["twilio"]);
  if (!found.ok) throw new Error(found.problems.map(({ sentence }) => sentence).join("\n"));
  return found.directory;
}

describe("the directory in force", () => {
  it("keeps what describes a carrier, as it was written, and knows it again", async () => {
    const place = await temporaryPlace();
    const written = parsed(directoryWith(ACME));
    const first = await openStore({ ...place, keys: [], tables: "update" });
    expect(await applyDirectory(first, written, 1)).toMatchObject({ changed: true });
    await first.close();
    const again = await openStore({ ...place, keys: [], tables: "expect" });
    const kept = await again.read((tx) => tx.directories.current());
    expect(kept.httpCarriers).toEqual(written.httpCarriers);
    expect(await applyDirectory(again, parsed(directoryWith(ACME)), 2)).toMatchObject({ changed: false });
    const other = parsed(directoryWith(ACME.replace("max_text: 1000", "max_text: 999")));
    expect(await applyDirectory(again, other, 3)).toMatchObject({ changed: true });
    await again.close();
  });

  it("is what was written, and never what was read in a decision that was undone", async () => {
    const store = await temporaryStore();
    const named = (name: string) => ({ ...office, customerWord: name });
    const word = () => store.transaction(async (tx) => (await tx.directories.current()).customerWord);
    await store.transaction((tx) => tx.directories.replace(named("guest"), 1));
    const undone = store.transaction(async (tx) => {
      await tx.directories.replace(named("client"), 2);
      expect((await tx.directories.current()).customerWord).toBe("client");
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    await store.transaction((tx) => tx.directories.replace(named("patient"), 3));
    expect(await word()).toBe("patient");
  });

  it("is never what was read beside a decision that was undone", async () => {
    const store = await temporaryStore();
    await store.transaction((tx) => tx.directories.replace(office, 1));
    const seen = async (tx: Tx) => (await tx.directories.people()).directChannels.get(ben);
    const place = (channel: string, isUndone: boolean) =>
      store.transaction(async (tx) => {
        await tx.directories.placeDirect(ben, channel as SlackChannelId);
        expect(await seen(tx)).toBe(channel);
        if (isUndone) throw new Error("changed my mind");
      });
    const ends = await Promise.allSettled([place("D1", true), place("D2", true), place("D3", false)]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(await store.transaction(seen)).toBe("D3");
    expect(await store.read(seen)).toBe("D3");
  });
});
