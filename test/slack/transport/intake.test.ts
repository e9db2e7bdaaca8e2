import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBridge } from "../../../src/bridge/bridge.ts";
import { createIntake } from "../../../src/slack/transport/intake.ts";
import { createGround, type Ground } from "../house.ts";

let ground: Ground;
beforeEach(async () => {
  ground = await createGround();
});
afterEach(() => ground.remove());

let serial = 0;
/** A reply in a thread, as Slack delivers it. */
function reply(text: string, thread = "5.0") {
  serial += 1;
  const event = {
    type: "message",
    channel: "C1",
    user: "U1",
    text,
    ts: `${9 + serial}.0`,
    thread_ts: thread,
  };
  return { type: "event_callback", event_id: `Ev${serial}`, event };
}

/** An intake that writes down which texts it was given; `listener` may fail or wait. @param reach before the bridge is had. */
function setUp(listener: (text: string) => Promise<void> = async () => {}, reach = () => {}) {
  const handled: string[] = [];
  const givenUp: string[] = [];
  const bridge = createBridge(ground.context());
  const intake = createIntake({
    bridge: () => {
      reach();
      return bridge;
    },
    log: bridge.log,
    process: async ({ body, ack }) => {
      if (body.type === "view_submission") await ack("the listener's answer");
      const text = String(body.event?.text ?? body.text ?? body.type);
      await listener(text);
      handled.push(text);
    },
    keptBack: () => {},
    missed: bridge.connection.lose,
    givenUp: async (body) => void givenUp.push(String(body.event?.text)),
    ignores: (body) => body.event?.text === "our own echo",
    isRepeatable: (body) => String(body.event?.text).startsWith("plain"),
  });
  const pending = async () => (await bridge.pendingDeliveries()).length;
  return { intake, bridge, handled, givenUp, pending };
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("a delivery", () => {
  it("is on disk when it is acknowledged, and before it is handled", async () => {
    const { opened, open } = gate();
    const { intake, handled, pending } = setUp(() => opened);
    const atAck: number[] = [];
    await intake.take({ body: reply("one"), ack: async () => void atAck.push(await pending()) });
    expect(atAck).toEqual([1]);
    expect(handled).toEqual([]);
    open();
    await intake.idle();
    expect(handled).toEqual(["one"]);
    expect(await pending()).toBe(0);
  });

  it("that is a plain reply is handled before it is acknowledged, in its lane's order, and stored only as what it is", async () => {
    const { open, opened } = gate();
    const { intake, handled, pending } = setUp(async (text) => {
      if (text === "first") await opened;
    });
    const acks: string[] = [];
    await intake.take({ body: reply("first"), ack: async () => {} });
    const taken = intake.take({ body: reply("plain"), ack: async () => void acks.push(handled.join()) });
    await intake.take({ body: reply("third"), ack: async () => {} });
    open();
    await taken;
    expect(acks).toEqual(["first,plain"]);
    await intake.idle();
    expect(handled).toEqual(["first", "plain", "third"]);
    expect(await pending()).toBe(0);
  });

  it("that is a plain reply and can't be handled soon is stored and acknowledged, behind whatever hangs before it", async () => {
    const { open, opened } = gate();
    const { intake, handled, pending } = setUp(async (text) => {
      if (text === "hangs") await opened;
    });
    await intake.take({ body: reply("hangs"), ack: async () => {} });
    const atAck: number[] = [];
    await intake.take({ body: reply("plain"), ack: async () => void atAck.push(await pending()) });
    expect(atAck).toEqual([2]);
    expect(handled).toEqual([]);
    open();
    await intake.idle();
    expect(new Set(handled)).toEqual(new Set(["hangs", "plain"]));
    expect(await pending()).toBe(0);
  });

  it("that is a plain reply and fails is stored before it is acknowledged, and comes again", async () => {
    let failures = 2;
    const { intake, handled, pending } = setUp(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error("the listener broke");
    });
    const atAck: number[] = [];
    await intake.take({ body: reply("plain"), ack: async () => void atAck.push(await pending()) });
    expect(atAck).toEqual([1]);
    await intake.idle();
    ground.clock.offset += 5_000;
    await intake.replay();
    await intake.idle();
    expect(handled).toEqual(["plain"]);
  });

  it("is not acknowledged when the database does not take it, and counts as missed", async () => {
    const { intake, bridge, handled } = setUp();
    await ground.store.close();
    const acks: string[] = [];
    const taken = intake.take({ body: reply("one"), ack: async () => void acks.push("ack") });
    await expect(taken).rejects.toThrow();
    expect(acks).toEqual([]);
    expect(handled).toEqual([]);
    expect(bridge.connection.lostSince).not.toBeNull();
  });

  it("that comes again is acknowledged and not handled again", async () => {
    const { intake, handled } = setUp();
    const acks: string[] = [];
    const event = { body: reply("one"), ack: async () => void acks.push("ack") };
    await intake.take(event);
    await intake.idle();
    await Promise.all([intake.take(event), intake.take(event)]);
    await intake.idle();
    expect(handled).toEqual(["one"]);
    expect(acks).toHaveLength(3);
  });

  it("is handled although its acknowledgement does not get through", async () => {
    const { intake, handled } = setUp();
    await intake.take({ body: reply("one"), ack: () => Promise.reject(new Error("socket closed")) });
    await intake.idle();
    expect(handled).toEqual(["one"]);
  });

  it("that fails comes again when it is due, and not sooner", async () => {
    let failures = 1;
    const { intake, handled, pending } = setUp(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error("the listener broke");
    });
    await intake.take({ body: reply("one"), ack: async () => {} });
    await intake.idle();
    await intake.replay();
    await intake.idle();
    expect(handled).toEqual([]);
    ground.clock.offset += 5_000;
    expect(await pending()).toBe(1);
    await intake.replay();
    await intake.idle();
    expect(handled).toEqual(["one"]);
  });

  it("that always fails is given up, once and with a word to whoever it is from, and others go on", async () => {
    const { intake, handled, givenUp, pending } = setUp(async (text) => {
      if (text === "poison") throw new Error("the listener broke");
    });
    await intake.take({ body: reply("poison"), ack: async () => {} });
    for (let round = 0; round < 12; round += 1) {
      await intake.idle();
      ground.clock.offset += 600_000;
      await intake.replay();
    }
    await intake.take({ body: reply("healthy"), ack: async () => {} });
    await intake.idle();
    expect(handled).toEqual(["healthy"]);
    expect(givenUp).toEqual(["poison"]);
    expect(await pending()).toBe(0);
    expect(ground.counted.get("deliveries_dead")).toBe(1);
  });

  it("that was acknowledged before a crash is handled after the restart, in its order", async () => {
    const crashed = setUp(() => new Promise(() => {}));
    for (const text of ["one", "two", "three"]) {
      await crashed.intake.take({ body: reply(text), ack: async () => {} });
    }
    const restarted = setUp();
    await restarted.intake.replay();
    await restarted.intake.idle();
    expect(restarted.handled).toEqual(["one", "two", "three"]);
    expect(await restarted.pending()).toBe(0);
  });

  it("that takes long is said to be under way, so that no other instance takes it up, and no longer than that", async () => {
    const { opened, open } = gate();
    const { intake, bridge } = setUp(() => opened);
    const said: number[] = [];
    Object.assign(bridge, { stillHandling: async (ids: readonly number[]) => void said.push(ids.length) });
    await intake.take({ body: reply("one"), ack: async () => {} });
    await intake.replay();
    open();
    await intake.idle();
    await intake.replay();
    expect(said).toEqual([1, 0]);
  });

  it("is not handled twice by a replay while it is under way", async () => {
    const { opened, open } = gate();
    const { intake, handled } = setUp(() => opened);
    await intake.take({ body: reply("one"), ack: async () => {} });
    await intake.replay();
    open();
    await intake.idle();
    await intake.replay();
    await intake.idle();
    expect(handled).toEqual(["one"]);
  });
});

describe("order", () => {
  it("holds within a thread, and no thread waits for another", async () => {
    const { opened, open } = gate();
    const { intake, handled } = setUp(async (text) => {
      if (text === "slow") await opened;
    });
    await intake.take({ body: reply("slow", "5.0"), ack: async () => {} });
    await intake.take({ body: reply("after slow", "5.0"), ack: async () => {} });
    await intake.take({ body: reply("elsewhere", "6.0"), ack: async () => {} });
    while (handled.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(handled).toEqual(["elsewhere"]);
    open();
    await intake.idle();
    expect(handled).toEqual(["elsewhere", "slow", "after slow"]);
  });

  it("holds for each person's commands, and nobody's wait for another's", async () => {
    const { opened, open } = gate();
    const { intake, handled } = setUp(async (text) => {
      if (text === "slow") await opened;
    });
    const command = (user_id: string, text: string) => {
      serial += 1;
      return { command: "/sms", user_id, channel_id: "C1", text, trigger_id: String(serial) };
    };
    for (const body of [command("U1", "slow"), command("U1", "after slow"), command("U2", "elsewhere")])
      await intake.take({ body, ack: async () => {} });
    while (handled.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(handled).toEqual(["elsewhere"]);
    open();
    await intake.idle();
    expect(handled).toEqual(["elsewhere", "slow", "after slow"]);
  });
});

describe("what is not stored", () => {
  it("a view submission is answered by its listener", async () => {
    const { intake, handled, pending } = setUp();
    const answers: unknown[] = [];
    await intake.take({ body: { type: "view_submission" }, ack: async (given) => void answers.push(given) });
    expect(handled).toEqual(["view_submission"]);
    expect(answers).toEqual(["the listener's answer"]);
    expect(await pending()).toBe(0);
  });

  it("what can't be acknowledged any more, since the app has ended meanwhile, ends there", async () => {
    const { intake } = setUp(
      async () => {},
      () => {
        throw new Error("Threadline is not started.");
      },
    );
    const ack = async () => {
      throw new Error("the socket is closed");
    };
    await intake.take({ body: { type: "view_submission" }, ack });
  });

  it("what nothing would be done about is only acknowledged", async () => {
    const { intake, handled, pending } = setUp();
    const acks: string[] = [];
    await intake.take({ body: reply("our own echo"), ack: async () => void acks.push("ack") });
    expect(acks).toHaveLength(1);
    expect(handled).toEqual([]);
    expect(await pending()).toBe(0);
    expect(ground.counted.get("deliveries_stored")).toBeUndefined();
  });

  it("word that deliveries are too many is acknowledged and logged", async () => {
    const { intake, handled, pending } = setUp();
    const acks: string[] = [];
    await intake.take({ body: { type: "app_rate_limited" }, ack: async () => void acks.push("ack") });
    expect(acks).toHaveLength(1);
    expect(handled).toEqual([]);
    expect(await pending()).toBe(0);
    expect(ground.log.lines.some(({ fields }) => JSON.stringify(fields).includes("app_rate_limited"))).toBe(
      true,
    );
  });
});
