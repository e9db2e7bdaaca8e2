import { connect, createServer, type Socket } from "node:net";
import type pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { giveSigns } from "../../../src/store/postgres/signs.ts";
import { until } from "../../journeys/until.ts";

/** Milliseconds. */
const patience = 200;

interface Signs {
  readonly lost: AbortController;
  /** How often it was asked. */
  asked(): number;
}

/** @param query answers what is asked by way of the connection. */
function signs(query: () => Promise<unknown>): Signs {
  const lost = new AbortController();
  onTestFinished(() => lost.abort());
  let asked = 0;
  const client = {
    query: () => {
      asked += 1;
      return query();
    },
  };
  giveSigns(client as unknown as pg.Client, patience, lost);
  return { lost, asked: () => asked };
}

/** Both ends of one that stands. */
async function connection(): Promise<readonly [near: Socket, far: Socket]> {
  const server = createServer();
  const arrived = new Promise<Socket>((resolve) => server.once("connection", resolve));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const near = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  const far = await arrived;
  onTestFinished(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return [near, far];
}

/** Nothing else happens in this process meanwhile. */
function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe("signs of life", () => {
  it("are given again and again while they are answered", async () => {
    const { lost, asked } = signs(async () => {});
    await until("more signs than the patience of those who wait has room for", () => asked() > 12);
    expect(lost.signal.aborted).toBe(false);
  });

  it("that are not answered end the lead, and no more are given", async () => {
    const { lost, asked } = signs(() => new Promise(() => {}));
    await until("the lead lost", () => lost.signal.aborted);
    expect(asked()).toBe(1);
  });

  it("that fail end the lead", async () => {
    const { lost } = signs(() => Promise.reject(new Error("Connection terminated")));
    await until("the lead lost", () => lost.signal.aborted);
  });

  it("whose answer came while this process stood still are answered: the lead stands", async () => {
    const [near, far] = await connection();
    const { lost, asked } = signs(() => {
      setImmediate(() => {
        far.write("answered");
        if (asked() === 1) standStill(patience * 2);
      });
      return new Promise((resolve) => near.once("data", resolve));
    });
    await until("the next sign", () => asked() > 1 || lost.signal.aborted);
    expect(lost.signal.aborted).toBe(false);
  });
});
