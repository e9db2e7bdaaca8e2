import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierThreads } from "../../../src/bridge/contracts/carrier-threads.ts";
import type { CarrierThreadId, LoginName } from "../../../src/domain/ids.ts";
import { ana as anaId, ben as benId, phone, shared } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, createAccount } from "./account.ts";

let account: Account;
let threads: CarrierThreads;
let id: CarrierThreadId;

beforeEach(async () => {
  account = await createAccount();
  if (account.carrier.threads === undefined) throw new Error("it has no threads");
  threads = account.carrier.threads;
  await account.control.text({ from: phone, to: shared, body: "Hi" });
  id = thread().id as CarrierThreadId;
});
afterEach(() => account.stop());

function thread() {
  const [found] = account.control.threads();
  if (found === undefined) throw new Error("there is no thread");
  return found;
}

describe("a thread", () => {
  it("is given to the user of a login, and to nobody", async () => {
    expect(await threads.assign(id, ben, ana)).toEqual({ kind: "done" });
    expect(thread().assignee).toBe(benId);
    expect(await threads.assign(id, ana, ana)).toEqual({ kind: "done" });
    expect(thread().assignee).toBe(anaId);
    expect(await threads.assign(id, null, ben)).toEqual({ kind: "done" });
    expect(thread().assignee).toBeNull();
  });

  it("is resolved, and over when it was before", async () => {
    expect(await threads.resolve(id, ben)).toEqual({ kind: "done" });
    expect(thread()).toMatchObject({ status: "Resolved", statusReason: "Manual" });
    expect(await threads.resolve(id, ben)).toEqual({ kind: "over" });
    expect(await threads.assign(id, ben, ana)).toEqual({ kind: "over" });
    expect(await threads.note(id, "too late", ana)).toEqual({ kind: "over" });
  });

  it("gets a note, in its author's name", async () => {
    const written = await threads.note(id, "she is in a hurry", ben);
    expect(written).toEqual({ kind: "done", id: thread().notes[0]?.id });
    expect(thread().notes).toMatchObject([{ author: benId, text: "she is in a hurry" }]);
  });

  it("has its author's note changed and taken away, as long as it is open", async () => {
    const written = await threads.note(id, "she is in a hurry", ben);
    if (written.kind !== "done") throw new Error("there is no note");
    const note = { id: written.id, thread: id };
    expect(await threads.changeNote(note, "she has time", ana)).toMatchObject({ kind: "refused" });
    expect(await threads.changeNote(note, "she has time", ben)).toEqual({ kind: "done" });
    expect(thread().notes).toMatchObject([{ text: "she has time" }]);
    expect(await threads.changeNote(note, null, ben)).toEqual({ kind: "done" });
    expect(thread().notes).toEqual([]);
    expect(await threads.changeNote({ id: "nowhere", thread: id }, null, ben)).toEqual({ kind: "done" });
    const other = await threads.note(id, "once more", ben);
    await threads.resolve(id, ben);
    if (other.kind !== "done") throw new Error("there is no note");
    expect(await threads.changeNote({ id: other.id, thread: id }, "too late", ben)).toEqual({ kind: "over" });
  });

  it("is over where it never was", async () => {
    expect(await threads.resolve("nowhere" as CarrierThreadId, ana)).toEqual({ kind: "over" });
  });
});

describe("what can't be done", () => {
  it("is refused with a sentence where the user may not answer that line", async () => {
    account.control.addExtension({ id: "400103001", number: "103", name: "Cleo Roy" });
    account.control.addLogin({ name: "cleo", extension: "400103001", jwt: "jwt-cleo" });
    const cleo = "cleo" as LoginName;
    const { jwts } = account.settings;
    const carrier = account.carrierWith({ jwts: { ...jwts, [cleo]: "jwt-cleo" } });
    const outcome = await carrier.threads?.assign(id, cleo, ana);
    expect(outcome).toMatchObject({ kind: "refused", sentence: expect.stringMatching(/^[A-Z].*\.$/s) });
  });

  it("may be asked again while nobody answers", async () => {
    account.control.down(true);
    await expect(threads.resolve(id, ana)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it.each(["fail", "dropAnswer"] as const)(
    "leaves it unknown whether a note was written: %s",
    async (kind) => {
      account.control.misbehave({ kind, match: "write" });
      expect((await threads.note(id, "once", ana)).kind).toBe("unknown");
      expect(thread().notes.length).toBeLessThanOrEqual(1);
    },
  );
});
