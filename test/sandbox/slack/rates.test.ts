import { describe, expect, it } from "vitest";
import { ANA, clientOf, FRONT, SECRET, startStandIn } from "./stand-in-world.ts";

/** A clock that stands still until it is moved. */
function clock(): { now: () => number; pass: (ms: number) => void } {
  let at = 1_800_000_000_000;
  return {
    now: () => at,
    pass: (ms) => {
      at += ms;
    },
  };
}

async function retryAfter(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    return (error as { retryAfter: number }).retryAfter;
  }
}

describe("Slack's rates", () => {
  it("let a burst of four into a channel, then one a second", async () => {
    const time = clock();
    const standIn = await startStandIn({ limits: "slack", now: time.now });
    const client = clientOf(standIn);
    const post = (channel: string) => retryAfter(client.chat.postMessage({ channel, text: "x" }));
    const burst = [
      await post(FRONT),
      await post(FRONT),
      await post(FRONT),
      await post(FRONT),
      await post(FRONT),
    ];
    expect(burst).toEqual([0, 0, 0, 0, 1]);
    expect(await post(SECRET)).toBe(0);
    time.pass(1_000);
    expect([await post(FRONT), await post(FRONT)]).toEqual([0, 1]);
    expect(standIn.control.messages(FRONT)).toHaveLength(5);
  });

  it("let 50 updates a minute through, over all channels", async () => {
    const time = clock();
    const standIn = await startStandIn({ limits: "slack", now: time.now });
    const client = clientOf(standIn);
    const { ts = "" } = await client.chat.postMessage({ channel: FRONT, text: "x" });
    const update = (text: string) => retryAfter(client.chat.update({ channel: FRONT, ts, text }));
    for (let i = 0; i < 50; i += 1) expect(await update(`${i}`)).toBe(0);
    expect(await update("one more")).toBe(60);
    time.pass(59_000);
    expect(await update("one more")).toBe(1);
    time.pass(1_001);
    expect(await update("one more")).toBe(0);
  });

  it("let 20 reactions a minute be removed", async () => {
    const time = clock();
    const standIn = await startStandIn({ limits: "slack", now: time.now });
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    const client = clientOf(standIn);
    const remove = () => client.reactions.remove({ channel: FRONT, timestamp: ts, name: "eyes" });
    for (let i = 0; i < 20; i += 1) await expect(remove()).rejects.toThrow("no_reaction");
    expect(await retryAfter(remove())).toBe(60);
  });

  it("do not hold when they are switched off, also while it runs", async () => {
    const time = clock();
    const standIn = await startStandIn({ limits: "slack", now: time.now });
    const client = clientOf(standIn);
    standIn.control.configure({ limits: "off" });
    for (let i = 0; i < 70; i += 1) await client.chat.postMessage({ channel: FRONT, text: `${i}` });
    expect(standIn.control.messages(FRONT)).toHaveLength(70);
  });
});
