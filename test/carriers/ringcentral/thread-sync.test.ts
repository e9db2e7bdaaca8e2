import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../../src/lib/call.ts";
import { ana as anaId, ben as benId, phone, shared } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, brief, createAccount, hour, minute, sharedLine } from "./account.ts";

let account: Account;

beforeEach(async () => {
  account = await createAccount();
  await account.news(ana);
  await account.pass(hour);
});
afterEach(() => account.stop());

const say = (body: string) => account.control.text({ from: phone, to: shared, body });
const threadId = () => account.control.threads().at(-1)?.id ?? "";
const tell = async (login = ana) => (await account.news(login)).map(brief);
/** What was told is behind us: RingCentral repeats the last seconds. */
const begin = async () => {
  await account.pass(minute);
  await account.news(ana);
};

describe("the shared inbox", () => {
  it("tells a text, and the thread that it begins, by numbers that only the thread has", async () => {
    const id = await say("Hi");
    const told = await account.news(ana);
    expect(told).toMatchObject([
      {
        kind: "thread",
        state: "open",
        line: shared,
        contact: phone,
        assignee: null,
        by: null,
        thread: threadId(),
      },
      { kind: "text", carrierMessageId: id, body: "Hi", from: phone, to: shared, thread: threadId() },
    ]);
  });

  it("tells also what a sync that begins anew left out as older", async () => {
    const call: Call = async (url, request) => {
      const answer = await account.settings.call(url, request);
      const isFull = /message-threads\/(entries\/)?sync\?/.test(url) && url.includes("syncType=FSync");
      if (!isFull || answer.text === null) return answer;
      const body = JSON.parse(answer.text) as { records: unknown[]; syncInfo: object };
      const syncInfo = { ...body.syncInfo, olderRecordsExist: body.records.length > 1 };
      return { ...answer, text: JSON.stringify({ records: body.records.slice(0, 1), syncInfo }) };
    };
    await account.restart({ call });
    await begin();
    await say("One");
    await say("Two");
    await account.pass(minute);
    await account.control.note(threadId(), "She is in a hurry", benId);
    await account.control.resolve(threadId(), benId);
    await account.pass(minute);
    await say("Three");
    account.control.expireSyncTokens();
    const told = await tell();
    expect(told.filter((one) => /^(text|note)/.test(one))).toEqual([
      "text One",
      "text Two",
      "note She is in a hurry by Ben Ito",
      "text Three",
    ]);
  });

  it("tells who gave it to whom, and who resolved it", async () => {
    await say("Hi");
    await begin();
    await account.control.assign(threadId(), benId, anaId);
    await account.pass(minute);
    await account.control.assign(threadId(), null, benId);
    await account.pass(minute);
    await account.control.resolve(threadId(), benId);
    const told = await account.news(ana);
    expect(told.map(brief)).toEqual([
      "open, Ben Ito has it, by Ana Reyes",
      "open, nobody has it, by Ben Ito",
      "resolved person, nobody has it, by Ben Ito",
    ]);
    expect(told[0]).toMatchObject({ assignee: { login: ben }, by: { login: ana } });
  });

  it("tells how a thread stands after a sync that begins anew, also where another instance told otherwise meanwhile", async () => {
    await say("Hi");
    await begin();
    await account.control.assign(threadId(), benId, anaId);
    const other = account.carrierWith();
    const from = { login: ana, lines: [sharedLine], cursor: account.cursorOf(ana), unsettledSince: null };
    const told = await other.catchUp?.(from);
    await other.stop?.();
    expect(told?.events.map(brief)).toEqual(["open, Ben Ito has it, by Ana Reyes"]);
    await account.pass(minute);
    await account.control.assign(threadId(), null, benId);
    account.control.expireSyncTokens();
    const news = await account.news(ana, { cursor: told?.next ?? null });
    expect(news.map(brief)).toContain("open, nobody has it, by nobody");
  });

  it("tells that nobody wrote for 72 hours", async () => {
    await say("Hi");
    await begin();
    await account.control.autoresolve();
    expect(await tell()).toEqual(["resolved silence, nobody has it, by nobody"]);
  });

  it("tells texts in a thread that somebody else has, of which no event tells", async () => {
    await say("Hi");
    await begin();
    await account.control.assign(threadId(), benId, benId);
    await begin();
    await say("Are you there?");
    expect(await tell()).toEqual(["text Are you there?"]);
  });

  it("tells what was written in another app, by whom", async () => {
    await account.control.sendElsewhere({ extension: benId, from: shared, to: phone, body: "Hello" });
    await account.control.idle();
    const told = await account.news(ana);
    expect(told.map(brief)).toContain("elsewhere Hello delivered");
    expect(told.find(({ kind }) => kind === "elsewhere")).toMatchObject({
      from: shared,
      to: phone,
      author: "Ben Ito",
      login: ben,
      thread: threadId(),
    });
  });

  it("tells who has a thread that somebody began in another app, and then what they wrote", async () => {
    await begin();
    await account.control.sendElsewhere({ extension: benId, from: shared, to: phone, body: "Hello" });
    await account.control.idle();
    expect(await tell()).toEqual(["open, Ben Ito has it, by Ben Ito", "elsewhere Hello delivered"]);
  });

  it("tells notes, and who wrote them", async () => {
    await say("Hi");
    await begin();
    await account.control.note(threadId(), "she is in a hurry", benId);
    expect(await account.news(ana)).toMatchObject([
      {
        kind: "thread_note",
        text: "she is in a hurry",
        author: { login: ben, name: "Ben Ito" },
        thread: threadId(),
      },
    ]);
  });

  it("tells that a thread was deleted, though no event does", async () => {
    await say("Hi");
    await begin();
    account.control.deleteThread(threadId());
    const [gone] = await account.news(ana);
    expect(gone).toMatchObject({ kind: "thread", state: "deleted" });
  });

  it("asks once a look while nothing happens", async () => {
    await begin();
    const before = account.control.calls().length;
    expect(await tell()).toEqual([]);
    const asked = account.control.calls().slice(before);
    expect(asked.filter(({ path }) => path.includes("message-threads"))).toHaveLength(1);
  });

  it("is not asked where the account has none, and the store is", async () => {
    account.control.setMessageThreads(false);
    await say("Hi");
    await tell();
    expect(account.control.calls().some(({ path }) => path.includes("message-threads"))).toBe(false);
  });

  it("tells nothing of lines that are another login's", async () => {
    await account.news(ben);
    await say("Hi");
    expect(await tell(ben)).toEqual([]);
  });
});

describe("a thread that can't be read", () => {
  /** What is said of threads is changed on its way. */
  const through = (change: (text: string, url: string) => { status?: number; text?: string }) =>
    account.restart({
      call: async (url, request) => {
        const answer = await account.settings.call(url, request);
        const isOfThreads = url.includes("/message-threads/") && !url.includes("/entries/");
        return isOfThreads && answer.text !== null ? { ...answer, ...change(answer.text, url) } : answer;
      },
    });

  it("loses no text: what stands in it is told as unreadable", async () => {
    await through((text) => ({ text: text.replaceAll("guestParty", "guestParties") }));
    const id = await say("Hi");
    expect(await account.news(ana)).toEqual([{ kind: "unreadable", carrierMessageId: id }]);
    await begin();
    expect(await tell()).toEqual([]);
  });

  it("keeps no text of another one from being told where it may not be seen", async () => {
    const id = await say("Hi");
    const hidden = threadId();
    await through((text, url) => {
      if (url.includes(`/message-threads/${hidden}`)) return { status: 403, text: "{}" };
      return { text: text.replaceAll(`"id":"${hidden}"`, '"id":""') };
    });
    await account.control.text({ from: "+15550190009", to: shared, body: "Hello" });
    const told = await account.news(ana);
    expect(told.filter(({ kind }) => kind !== "thread")).toMatchObject([
      { kind: "text", body: "Hello" },
      { kind: "unreadable", carrierMessageId: id },
    ]);
    await begin();
    expect(await tell()).toEqual([]);
  });

  it("tells a text whose sender has a name longer than any number or code", async () => {
    await through((text) => ({
      text: text.replaceAll(phone, "A name longer than any network lets through"),
    }));
    await say("Hi");
    expect(await account.news(ana)).toContainEqual(
      expect.objectContaining({
        kind: "text",
        from: "A name longer than any network lets through",
        body: "Hi",
      }),
    );
  });
});

describe("after we were away", () => {
  it("tells what was said and done, also in threads that were resolved and begun meanwhile, once", async () => {
    await say("before");
    await account.pass(hour);
    await begin();
    await account.pass(hour);
    account.control.expireSyncTokens();
    await say("one");
    await account.pass(minute);
    await account.control.resolve(threadId(), benId);
    await account.pass(minute);
    await say("two");
    await account.pass(hour);
    await account.restart();
    expect(await tell()).toEqual([
      "text one",
      "resolved person, nobody has it, by nobody",
      "open, nobody has it, by nobody",
      "text two",
    ]);
    await account.pass(minute);
    await account.news(ana);
    expect(await tell()).toEqual([]);
  });

  it("tells nothing of what was said before we began", async () => {
    await account.stop();
    account = await createAccount();
    await say("long ago");
    await account.pass(hour);
    await account.news(ana);
    expect(await tell()).toEqual([]);
  });
});
