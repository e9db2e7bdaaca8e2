import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/bridge/contracts/store/store.ts";
import type { SlackStandIn } from "../../src/sandbox/slack/types/stand-in.ts";
import { createGround, type Ground, type House, startHouse } from "./house.ts";
import { ben, card, eventually, front, startStandIn } from "./stand-in.ts";

let standIn: SlackStandIn;
let ground: Ground;
let house: House;

const closed = () =>
  ground.store.read(async (tx) => (await tx.channels.closed()).map(({ channel }) => channel));

/** The database takes everything but the next deliveries. */
function refuseDeliveries(times: number): void {
  const { transaction } = ground.store;
  let left = times;
  const keep = async (): Promise<never> => {
    left -= 1;
    throw new Error("disk full");
  };
  const refusing: Store["transaction"] = (work) =>
    transaction((tx) => work(left > 0 ? { ...tx, inbox: { ...tx.inbox, keep } } : tx));
  Object.assign(ground.store, { transaction: refusing });
}

async function begin(mode: "http" | "socket"): Promise<void> {
  standIn = await startStandIn({ mode, retryDelaysMs: [0, 20, 50] });
  ground = await createGround();
  house = await startHouse(standIn, mode, ground);
  if (mode === "socket") await eventually(() => expect(standIn.control.sockets()).toBe(1));
  // The socket stands a moment before our side knows.
  await eventually(() =>
    expect([house.slack.trouble(), house.bridge.connection.lostSince]).toEqual([null, null]),
  );
  await standIn.control.idle();
}
async function end(): Promise<void> {
  await house.stop();
  await standIn.stop();
  await ground.remove();
}

describe.each(["http", "socket"] as const)("over %s", (mode) => {
  beforeEach(() => begin(mode));
  afterEach(end);

  it("an event reaches its verb", async () => {
    standIn.control.archive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([front]));
    standIn.control.unarchive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([]));
  });

  it("the app's removal from a channel closes it, and an invitation opens it", async () => {
    standIn.control.remove({ channel: front, user: standIn.botUserId });
    await eventually(async () => expect(await closed()).toEqual([front]));
    standIn.control.invite({ channel: front, user: standIn.botUserId });
    await eventually(async () => expect(await closed()).toEqual([]));
  });

  it("an event that comes twice is stored once", async () => {
    standIn.control.misbehave({ kind: "duplicate", match: { event: "group_archive" }, copies: 2 });
    standIn.control.archive({ channel: front });
    await standIn.control.idle();
    expect(ground.counted.get("deliveries_repeated")).toBe(2);
    expect(standIn.control.deliveries("group_archive").every(({ state }) => state === "delivered")).toBe(
      true,
    );
  });

  it("an event that is not stored is not acknowledged, and comes again", async () => {
    standIn.control.configure({ answerWithinMs: 2_000 });
    refuseDeliveries(2);
    standIn.control.clearLogs();
    standIn.control.archive({ channel: front });
    await standIn.control.idle();
    const attempts = standIn.control.deliveries().flatMap((delivery) => delivery.attempts);
    expect(attempts.filter(({ ok }) => !ok)).toHaveLength(2);
    expect(standIn.control.deliveries().every(({ state }) => state === "delivered")).toBe(true);
    await eventually(async () => expect(await closed()).toEqual([front]));
  });

  it("what can't be taken in is logged once in our words, however much it is", async () => {
    standIn.control.configure({ answerWithinMs: 2_000 });
    refuseDeliveries(2);
    standIn.control.archive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([front]));
    const said = ground.log.lines.filter(({ message }) => message.includes("could not be taken in"));
    expect(said.map(({ level, message }) => [level, message])).toEqual([
      ["error", "Slack: what it told could not be taken in, and is not acknowledged"],
    ]);
    expect(ground.log.lines.filter(({ fields }) => "from" in fields)).toEqual([]);
  });

  it("a press that can't be taken in is logged in our words, and not acknowledged", async () => {
    const root = await house.slack.desk.openThread(card, "k");
    // Over a socket nobody says that it failed.
    standIn.control.configure({ answerWithinMs: 500 });
    refuseDeliveries(1);
    const press = { user: ben, channel: front, ts: root, actionId: "episode.resolve" };
    expect((await standIn.control.press(press)).acked).toBe(false);
    const said = () => ground.log.lines.filter(({ level }) => level === "error");
    await eventually(() =>
      expect(said().map(({ message }) => message)).toEqual([
        "Slack: what it told could not be taken in, and is not acknowledged",
      ]),
    );
    expect(ground.log.lines.filter(({ fields }) => "from" in fields)).toEqual([]);
  });

  it("a press on a button of an earlier version is answered", async () => {
    const root = await house.slack.desk.openThread(card, "k");
    const blocks = [
      {
        type: "actions",
        elements: [
          { type: "button", text: { type: "plain_text", text: "Old" }, action_id: "old.button", value: "1" },
        ],
      },
    ];
    const { ts } = standIn.control.messageAsBot({ channel: front, text: "old", threadTs: root, blocks });
    const outcome = await standIn.control.press({ user: ben, channel: front, ts, actionId: "old.button" });
    expect(outcome).toMatchObject({ sent: true, acked: true });
    await eventually(() => expect(standIn.control.ephemerals(ben).at(-1)?.text).toContain("earlier version"));
    expect(standIn.control.ephemerals(ben).at(-1)?.threadTs).toBe(root);
  });

  const inModal = () => JSON.stringify(standIn.control.views(ben).map(({ view }) => view.blocks));

  it("a press on a card that nobody knows any more is answered in a modal, else where the card stands", async () => {
    const root = await house.slack.desk.openThread(card, "k");
    const press = { user: ben, channel: front, ts: root, actionId: "episode.resolve" };
    await standIn.control.press(press);
    await eventually(() => expect(inModal()).toContain("not known"));
    standIn.control.misbehave({ match: { method: "views.open" }, kind: "fail", error: "expired_trigger_id" });
    await standIn.control.press(press);
    await eventually(() => expect(standIn.control.ephemerals(ben).at(-1)?.text).toContain("not known"));
    expect(standIn.control.ephemerals(ben).at(-1)?.threadTs).toBeNull();
  });

  it.each([
    ["reply.why", "not a reply to a customer"],
    ["reply.dont_send", "not a reply to a customer"],
    ["reply.unheard_of", "earlier version"],
  ])("the shortcut %s is answered", async (callbackId, words) => {
    const { ts } = standIn.control.post({ user: ben, channel: front, text: "hello" });
    const outcome = await standIn.control.messageShortcut({ user: ben, channel: front, ts, callbackId });
    expect(outcome.acked).toBe(true);
    await eventually(() => expect(inModal()).toContain(words));
  });

  it("the reaction :x: on what is no text tells nobody anything", async () => {
    const { ts } = standIn.control.post({ user: ben, channel: front, text: "hello" });
    standIn.control.react({ user: ben, channel: front, ts, name: "x" });
    await standIn.control.idle();
    await eventually(async () => expect(await house.bridge.pendingDeliveries()).toEqual([]));
    expect(standIn.control.ephemerals(ben)).toEqual([]);
    expect(standIn.control.messages(standIn.control.directMessage(ben))).toEqual([]);
  });

  it("our own posts, edits and deletions come to nothing", async () => {
    const root = await house.slack.desk.openThread(card, "k");
    const line = { kind: "line", sentence: ["One"], offer: null } as const;
    const ts = await house.slack.desk.post({ channel: front, ts: root }, line, "k2");
    await house.slack.desk.rewrite({ channel: front, ts }, { ...line, sentence: ["Two"] });
    await standIn.control.idle();
    expect(ground.counted.get("replies_taken")).toBeUndefined();
    expect(ground.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("over HTTP", () => {
  beforeEach(() => begin("http"));
  afterEach(end);

  const url = () => house.eventsUrl ?? "";
  async function send(body: string, headers: Record<string, string> = {}, secret = standIn.signingSecret) {
    const stamp = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac("sha256", secret).update(`v0:${stamp}:${body}`).digest("hex")}`;
    return await fetch(url(), {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
        ...headers,
      },
    });
  }
  const event = (id: string) =>
    JSON.stringify({
      type: "event_callback",
      event_id: id,
      event: { type: "channel_archive", channel: "C9" },
    });

  it("answers the address check", async () => {
    expect(await standIn.control.verifyUrl()).toBe(true);
  });

  it("stores a signed event before it says 200", async () => {
    expect((await send(event("Ev1"))).status).toBe(200);
    expect(ground.counted.get("deliveries_stored")).toBeGreaterThan(0);
    await eventually(async () => expect(await closed()).toEqual(["C9"]));
  });

  it.each([
    ["a wrong signature", () => send(event("Ev1"), {}, "another secret"), 401],
    ["no signature", () => fetch(url(), { method: "POST", body: event("Ev1") }), 401],
    ["an old signature", () => send(event("Ev1"), { "x-slack-request-timestamp": "1600000000" }), 401],
    ["broken JSON", () => send("{"), 400],
    ["more than a megabyte", () => send(JSON.stringify({ text: "x".repeat(1_100_000) })), 413],
  ])("refuses %s, stores nothing and counts it", async (_what, request, status) => {
    const before = ground.counted.get("deliveries_stored");
    expect((await request()).status).toBe(status);
    expect(ground.counted.get("deliveries_stored")).toBe(before);
    expect(ground.counted.get("webhooks_refused")).toBe(1);
  });

  it.each([
    ["GET", "/slack/events"],
    ["POST", "/slack/other"],
  ])("knows no %s %s", async (method, path) => {
    expect((await fetch(new URL(path, url()), { method })).status).toBe(404);
  });

  it("counts the connection as lost for the minute in which Slack keeps events back", async () => {
    const minute = Math.floor(Date.now() / 60_000) * 60;
    await send(JSON.stringify({ type: "app_rate_limited", minute_rate_limited: minute }));
    await house.tick();
    expect(house.bridge.connection.lostSince).toBe(minute * 1000);
    ground.clock.offset = 130_000;
    await house.tick();
    await eventually(() => expect(house.bridge.connection.lostSince).toBeNull());
  });

  it("takes a form whose type names a charset", async () => {
    const payload = JSON.stringify({
      type: "block_actions",
      trigger_id: "1.1",
      user: { id: ben, team_id: "T1" },
      team: { id: "T1" },
      actions: [{ action_id: "old" }],
    });
    const body = `payload=${encodeURIComponent(payload)}`;
    const answer = await send(body, { "content-type": "application/x-www-form-urlencoded; charset=utf-8" });
    expect(answer.status).toBe(200);
  });
});

describe("over sockets", () => {
  beforeEach(() => begin("socket"));
  afterEach(end);

  const lostSince = () => house.bridge.connection.lostSince;

  it("is connected from the start", () => {
    expect(house.slack.trouble()).toBeNull();
    expect(lostSince()).toBeNull();
  });

  it("never loses the connection when Slack replaces a socket", async () => {
    const gaps: (number | null)[] = [];
    const watch = standIn.control.subscribe((activity) => {
      if (activity.type.startsWith("socket_")) gaps.push(standIn.control.sockets());
    });
    standIn.control.refreshSockets("warning");
    standIn.control.refreshSockets("refresh_requested");
    await eventually(() => expect(gaps.at(-1)).toBe(1));
    watch();
    expect(gaps).toEqual([2, 1]);
    expect(lostSince()).toBeNull();
    standIn.control.archive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([front]));
  });

  it("notices that the connection is lost, opens the next socket at once and regains it", async () => {
    standIn.control.refuseSockets(true);
    standIn.control.cutSockets();
    await eventually(() => expect(lostSince()).not.toBeNull());
    expect(house.slack.trouble()).toContain("no socket");
    standIn.control.refuseSockets(false);
    await eventually(() => expect(lostSince()).toBeNull());
    expect(house.slack.trouble()).toBeNull();
  });

  it("regains the connection by itself after the database refused to write down what was missed", async () => {
    const { transaction } = ground.store;
    Object.assign(ground.store, { transaction: () => Promise.reject(new Error("disk full")) });
    standIn.control.cutSockets();
    await eventually(() => expect(house.slack.trouble()).toContain("could not be written down"));
    expect(lostSince()).not.toBeNull();
    Object.assign(ground.store, { transaction });
    await house.tick();
    await eventually(() => expect(lostSince()).toBeNull());
    await eventually(() => expect(house.slack.trouble()).toBeNull());
  });

  it("outlives Slack being away for a while", async () => {
    standIn.control.down(true);
    await eventually(() => expect(lostSince()).not.toBeNull());
    standIn.control.down(false);
    await eventually(() => expect(lostSince()).toBeNull());
    standIn.control.archive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([front]));
  });
});

describe("a start without Slack", () => {
  afterEach(end);

  it("succeeds, says why it is not ready, and recovers", async () => {
    standIn = await startStandIn({ mode: "socket" });
    standIn.control.revokeToken();
    standIn.control.refuseSockets(true);
    ground = await createGround();
    house = await startHouse(standIn, "socket", ground);
    await eventually(() => expect(house.slack.trouble()).toContain("token_revoked"));
    expect(await house.slack.history.verify([front])).toContainEqual(
      expect.objectContaining({ name: "slack: token", level: "problem" }),
    );
    standIn.control.restoreToken();
    standIn.control.refuseSockets(false);
    await eventually(() => expect(house.slack.trouble()).toBeNull());
    standIn.control.archive({ channel: front });
    await eventually(async () => expect(await closed()).toEqual([front]));
  });
});
