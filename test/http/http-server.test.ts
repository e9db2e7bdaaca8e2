import { once } from "node:events";
import { connect } from "node:net";
import { Agent, fetch } from "undici";
import { expect, it } from "vitest";
import { createHttpServer } from "../../src/http/http-server.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import type { Readiness } from "../../src/http/readiness.ts";
import { createGate } from "../../src/lib/gate.ts";
import { createLog } from "../../src/log.ts";

/** Longer than any test may take. Milliseconds. */
const patience = 3_600_000;

/** @param readiness what `/readyz` waits for. */
const serving = (readiness: () => Promise<Readiness>, log = createLog("silent")) =>
  createHttpServer({
    bridge: () => expect.fail("nothing is asked of it"),
    log,
    carriers: new Map(),
    mayTakeTexts: async () => true,
    slack: null,
    isProbe: () => false,
    metrics: createMetrics(),
    readiness,
  });

it("is closed as soon as what is under way is answered, although connections are kept, or nothing is asked on them", async () => {
  const asked = createGate();
  const answered = createGate();
  const server = serving(async () => {
    asked.open();
    await answered.pass();
    return { ready: true, checks: [] };
  });
  const port = await server.listen(0, null, "127.0.0.1");
  const address = `http://127.0.0.1:${port}`;
  const silent = connect(port, "127.0.0.1");
  await once(silent, "connect");
  const agent = new Agent({ keepAliveTimeout: patience });
  expect((await fetch(`${address}/healthz`, { dispatcher: agent })).status).toBe(200);
  const ready = fetch(`${address}/readyz`, { dispatcher: agent });
  await asked.pass();

  let isClosed = false;
  const closed = server.close(patience).then(() => {
    isClosed = true;
  });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(isClosed).toBe(false);
  answered.open();
  expect(await (await ready).json()).toEqual({ ready: true, checks: [] });
  await closed;
  await once(silent.resume(), "close");
  await agent.destroy();
});

it("is closed by a time at last, whoever is not answered", async () => {
  const asked = createGate();
  const server = serving(async () => {
    asked.open();
    return await new Promise(() => {});
  });
  const port = await server.listen(0, null, "127.0.0.1");
  const unanswered = expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
  await asked.pass();
  await server.close(10);
  await unanswered;
});

it("says that requests fail once a minute, however many there are", async () => {
  const logged: string[] = [];
  const log = createLog("debug", { write: (line) => void logged.push(line) });
  const server = serving(() => Promise.reject(new Error("no disk")), log);
  const port = await server.listen(0, null, "127.0.0.1");
  for (let request = 1; request <= 3; request += 1)
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(500);
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? "")).toMatchObject({ msg: "a request failed", unsaid: 0 });
  await server.close(10);
});

it("says of another failure that it happened, also within that minute", async () => {
  const logged: string[] = [];
  const log = createLog("debug", { write: (line) => void logged.push(line) });
  const failures = [() => new Error("no disk"), () => new TypeError("no such thing")];
  const server = serving(() => Promise.reject(failures.shift()?.()), log);
  const port = await server.listen(0, null, "127.0.0.1");
  while (failures.length > 0) await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(logged.map((line) => JSON.parse(line).err.name)).toEqual(["Error", "TypeError"]);
  await server.close(10);
});
