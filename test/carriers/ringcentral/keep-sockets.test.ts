import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { createGate } from "../../../src/lib/gate.ts";
import { until } from "../../journeys/until.ts";
import {
  ana as anaId,
  ben as benId,
  direct,
  phone,
  shared,
} from "../../sandbox/ringcentral/stand-in-world.ts";
import { type Account, ana, ben, createAccount, directLine, hour, minute, sharedLine } from "./account.ts";

type Json = Readonly<Record<string, unknown>>;
const filtersOf = ({ eventFilters }: Json) => (eventFilters as string[]) ?? [];
const inboxOf = (body: Json) => filtersOf(body).filter((filter) => filter.includes("/message-threads/"));
const withoutInbox = (body: Json) =>
  filtersOf(body).filter((filter) => !filter.includes("/message-threads/"));

let account: Account;
let taken: CarrierEvent[];

beforeEach(async () => {
  account = await createAccount();
  taken = [];
});
afterEach(() => account.stop());

const take = async (event: CarrierEvent) => void taken.push(event);
const attend = () => account.attend(take);
const looks = () => taken.splice(0).map((event) => ("login" in event ? event.login : event.kind));
const opened = () => account.control.calls().filter(({ path }) => path.endsWith("/wstoken")).length;
const sockets = () => account.control.state().sockets;
const say = (body: string) => account.control.text({ from: phone, to: direct, body });
/** Both stand, and what is owed for that is taken. */
const stand = async () => {
  await attend();
  looks();
};

describe("attending over sockets", () => {
  it("opens one for each login, subscribes to what comes to it, and looks once", async () => {
    await attend();
    expect(looks().sort()).toEqual([ana, ben]);
    expect(sockets()).toBe(2);
    const subscribed = account.control.subscriptions();
    expect(subscribed.map(({ extension, transport }) => [extension, transport])).toEqual(
      expect.arrayContaining([
        [anaId, "WebSocket"],
        [benId, "WebSocket"],
      ]),
    );
    const filters = subscribed.find(({ extension }) => extension === anaId)?.eventFilters ?? [];
    expect(filters.join(" ")).toContain(`/extension/${anaId}/message-store/instant?type=SMS`);
    expect(filters.join(" ")).toContain("/message-threads/entries/sync");
  });

  it("opens none for a login that the directory does not use, and lets go of one that it uses no more", async () => {
    const using = (...logins: (typeof ana)[]) =>
      account.carrier.attend?.({ lines: [directLine], logins, take });
    await using(ben);
    expect(looks()).toEqual([ben]);
    expect(sockets()).toBe(1);
    await using(ana);
    await until("the other's alone", () => sockets() === 1);
    expect(account.control.subscriptions().map(({ extension }) => extension)).toContain(anaId);
    expect(looks()).toEqual([ana]);
  });

  it("lets go of all where it is to tell nothing, and opens them and looks again afterwards", async () => {
    await stand();
    await account.carrier.attend?.({ lines: [], logins: [], take });
    await until("no socket", () => sockets() === 0);
    expect(looks()).toEqual([]);
    await attend();
    expect(sockets()).toBe(2);
    expect(looks().sort()).toEqual([ana, ben]);
  });

  it("does nothing while they stand", async () => {
    await stand();
    const before = account.control.calls().length;
    for (let count = 0; count < 5; count += 1) await attend();
    expect(account.control.calls()).toHaveLength(before);
    expect(looks()).toEqual([]);
  });

  it("tells whose news it is", async () => {
    await stand();
    await say("Hi");
    await until("a look", () => taken.length > 0);
    expect(new Set(looks())).toEqual(new Set([ben]));
  });

  it("keeps what could not be stored, and hands it over with the next tick", async () => {
    await stand();
    let refusals = 0;
    await account.attend(async () => {
      refusals += 1;
      throw new Error("the disk is full");
    });
    await say("Hi");
    await until("a refusal", () => refusals > 0);
    await attend();
    expect(looks()).toContain(ben);
  });

  it("lets a login whose event is being taken hold up no other's, nor its own connection", async () => {
    await stand();
    const held = createGate();
    await account.attend(async (event) => {
      if ("login" in event && event.login === ana) await held.pass();
      await take(event);
    });
    await account.control.text({ from: phone, to: shared, body: "Hi" });
    await say("Hi");
    await until("the other's", () => taken.some((event) => "login" in event && event.login === ben));
    account.control.cutSockets();
    await until("both again", async () => {
      await attend();
      return sockets() === 2;
    });
    expect(looks()).not.toContain(ana);
    held.open();
    await until("its own", () => taken.some((event) => "login" in event && event.login === ana));
  });

  it("comes back after a drop without missing what came meanwhile, and asks for nothing", async () => {
    await stand();
    account.control.cutSockets();
    await until("the drop", async () => sockets() === 0);
    await say("meanwhile");
    await until("both again", async () => {
      await attend();
      return sockets() === 2;
    });
    await until("a look", () => taken.some((event) => event.kind === "look" && event.login === ben));
    expect(opened()).toBe(4);
    expect(taken.some((event) => event.kind === "look" && event.login === ana)).toBe(false);
  });

  it.each([
    ["what it had was lost", async () => account.control.cutSockets(true)],
    [
      "it was away for too long",
      async () => {
        account.control.cutSockets();
        await account.pass(10 * minute);
      },
    ],
    ["RingCentral ended it, as each 24 hours", async () => account.control.endSockets()],
  ])("subscribes anew and looks where %s", async (_why, end) => {
    await stand();
    await end();
    await until("both again", async () => {
      await attend();
      return opened() >= 4 && sockets() === 2;
    });
    await until("a look for each", async () => {
      await attend();
      return taken.length >= 2;
    });
    expect(new Set(looks())).toEqual(new Set([ana, ben]));
  });

  it("gives up one on which nobody answers any more", async () => {
    let isDeaf = false;
    const { connect } = account.settings;
    await account.restart({
      connect: (url, { message, closed }) => {
        const hearing = { closed, message: (text: string) => (isDeaf ? undefined : message(text)) };
        if (connect === undefined) throw new Error("nothing connects");
        return connect(url, hearing);
      },
    });
    await stand();
    isDeaf = true;
    await account.pass(minute);
    await attend();
    expect(opened()).toBe(2);
    await account.pass(minute / 2);
    isDeaf = false;
    await attend();
    expect(opened()).toBe(4);
    expect(new Set(looks())).toEqual(new Set([ana, ben]));
  });

  it("opens the next one before one that has lasted 24 hours is let go", async () => {
    await stand();
    account.wait(24 * hour - 4 * minute);
    await attend();
    expect(opened()).toBe(4);
    expect(new Set(looks())).toEqual(new Set([ana, ben]));
    await until("the old ones are gone", () => sockets() === 2);
    await say("Hi");
    await until("a look", () => taken.length > 0);
  });

  it("subscribes anew on the same connection where other lines are in force", async () => {
    account.control.addExtension({ id: "400103001", number: "103", name: "Cleo Roy" });
    const cleos = "+12125550003";
    account.control.addLine({ number: cleos, extension: "400103001" });
    await stand();
    const lines = [{ number: cleos as never, login: ana }];
    await account.pass(11 * minute);
    await account.carrier.attend?.({ lines, take });
    expect(new Set(looks())).toEqual(new Set([ana, ben]));
    expect(opened()).toBe(2);
    const filters = account.control
      .subscriptions()
      .find(({ extension }) => extension === anaId)?.eventFilters;
    expect(filters?.join(" ")).toContain("/extension/400103001/message-store/instant");
  });

  it("is content with its own where the user may not hear of others", async () => {
    await account.restart();
    const lines = [
      { number: direct as never, login: ben },
      { number: shared as never, login: ben },
    ];
    await account.carrier.attend?.({ lines, take });
    expect(sockets()).toBe(2);
  });

  it.each([
    ["leaves some out", (body: Json) => ({ ...body, eventFilters: withoutInbox(body) })],
    [
      "lists some as disabled",
      (body: Json) => ({
        ...body,
        disabledFilters: inboxOf(body).map((filter) => ({ filter, reason: "x" })),
      }),
    ],
  ])("notices that only a part of it was granted where the answer %s", async (_how, change) => {
    const { connect } = account.settings;
    await account.restart({
      connect: (url, { message, closed }) => {
        const partly = (text: string) => {
          const [head, body] = JSON.parse(text) as [Json, Json | undefined];
          const isGrant = Array.isArray(body?.eventFilters) && body !== undefined;
          message(isGrant ? JSON.stringify([head, change(body)]) : text);
        };
        if (connect === undefined) throw new Error("nothing connects");
        return connect(url, { closed, message: partly });
      },
    });
    await attend();
    const news = (await account.carrier.verify([directLine, sharedLine])).filter(({ name }) =>
      name.startsWith("ringcentral: news of"),
    );
    expect(news.map(({ name, sentence }) => [name, sentence])).toEqual(
      [ana, ben].map((login) => [
        `ringcentral: news of ${login}`,
        expect.stringContaining("what happens in the shared inbox"),
      ]),
    );
  });

  it("leaves one that can't last for five minutes alone until most of that is over", async () => {
    const { connect } = account.settings;
    await account.restart({
      connect: (url, { message, closed }) => {
        const brief = (text: string) =>
          message(text.replace(/"absoluteTimeout":\d+/, '"absoluteTimeout":240'));
        if (connect === undefined) throw new Error("nothing connects");
        return connect(url, { closed, message: brief });
      },
    });
    await stand();
    account.wait(2 * minute);
    await attend();
    expect(opened()).toBe(2);
    account.wait(2 * minute);
    await attend();
    expect(opened()).toBe(4);
  });

  it("says which part of it is refused, once it has asked", async () => {
    const own = "+15550100003";
    account.control.addLine({ number: own, name: "Ana's number", extension: anaId });
    await account.restart({ jwts: { [ben]: "jwt-ben" } });
    const lines = [{ number: own as never, login: ben }];
    const lacking = async () =>
      (await account.carrier.verify(lines)).filter(({ name }) => name === "ringcentral: news of ben");
    expect(await lacking()).toEqual([]);
    await account.carrier.attend?.({ lines, take });
    expect(await lacking()).toMatchObject([
      { level: "warning", sentence: expect.stringContaining("texts to lines of other users") },
    ]);
  });

  it("tries again later, less and less often, while nobody answers", async () => {
    account.control.down(true);
    await expect(attend()).rejects.toMatchObject({ failure: { retryable: true } });
    const before = account.control.calls().length;
    await attend();
    expect(account.control.calls()).toHaveLength(before);
    account.control.down(false);
    await account.pass(minute);
    await attend();
    expect(sockets()).toBe(2);
  });

  it("asks for the shared inbox every few seconds: what others have is told by no event", async () => {
    await account.news(ana);
    await account.control.text({ from: phone, to: shared, body: "Hi" });
    await account.news(ana);
    await stand();
    await account.pass(minute);
    await attend();
    expect(looks()).toEqual([ana]);
    await attend();
    expect(looks()).toEqual([]);
  });

  it("lets go of all when it stops, and tells nothing after it", async () => {
    await stand();
    await account.carrier.stop?.();
    await until("all closed", () => sockets() === 0);
    await say("Hi");
    await attend();
    expect(taken).toEqual([]);
    expect(sockets()).toBe(0);
  });

  it("takes no harm from frames that make no sense", async () => {
    const frames: ((text: string) => void)[] = [];
    await account.restart({
      connect: (url, hearing) => {
        frames.push(hearing.message);
        return account.settings.connect?.(url, hearing) ?? { send() {}, close() {} };
      },
    });
    await stand();
    const garbage = [
      "",
      "[",
      "null",
      "[]",
      "[null]",
      "[{}]",
      '[{"messageId":{"toString":1}}]',
      '[{"messageId":[{"toString":1,"valueOf":1}],"status":"x"},{}]',
      '[{"type":"ServerNotification"},{"event":{"toString":1},"ownerId":{},"body":[]}]',
      '[{"type":"ServerNotification","wsc":{"token":{}}},"text"]',
      '[{"type":{"toString":1},"wsc":[]}]',
    ];
    for (const frame of frames) for (const text of garbage) expect(() => frame(text)).not.toThrow();
    await stand();
    await say("Hi");
    await until("it is told all the same", () => taken.some(({ kind }) => kind === "look"));
  });
});
