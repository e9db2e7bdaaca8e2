import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askOnce } from "../../src/carriers/ask-once.ts";
import { createCall } from "../../src/lib/call.ts";
import { freePort } from "../../src/lib/free-port.ts";

type Response = Parameters<Parameters<typeof createServer>[1] & object>[1];

let server: Server;
let url: string;
let count: number;
let answer: (response: Response) => void;
const asking = { call: createCall(new Agent()), now: () => 1000, timeoutMs: 10_000 };

beforeEach(async () => {
  count = 0;
  server = createServer((_, response) => {
    count += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?secret=words`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("a company that is asked once", () => {
  it("answers with its status and JSON, long ids as they are, and when to come back", async () => {
    answer = (response) => response.writeHead(429, { "retry-after": "3" }).end('{"id":9007199254740993}');
    expect(await askOnce(asking, url, { method: "POST", body: "x" })).toMatchObject({
      kind: "answer",
      status: 429,
      json: { id: "9007199254740993" },
      retryAfterMs: 3000,
    });
    expect(count).toBe(1);
  });

  it.each(["", "<html>", '{"id":'])("has answered although it is no JSON: %j", async (body) => {
    answer = (response) => response.writeHead(200).end(body);
    expect(await askOnce(asking, url, { method: "GET" })).toMatchObject({
      status: 200,
      json: null,
      retryAfterMs: null,
    });
  });

  it("has answered once its status came, although the rest breaks off", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"id":1', () => response.destroy());
    };
    expect(await askOnce(asking, url, { method: "GET" })).toMatchObject({
      kind: "answer",
      status: 200,
      json: null,
    });
  });

  it("may have done it where it hangs up or is silent, and is not asked again", async () => {
    answer = (response) => response.destroy();
    const hungUp = await askOnce(asking, url, { method: "POST", body: "x" });
    expect(hungUp).toMatchObject({ kind: "silence", certain: false });
    answer = () => {};
    const silent = await askOnce({ ...asking, timeoutMs: 100 }, url, { method: "POST", body: "x" });
    expect(silent).toEqual({ kind: "silence", certain: false, reason: "no answer in time" });
    expect(count).toBe(2);
  });

  it("has certainly done nothing where nobody listens, or the address is none", async () => {
    const nobody = await askOnce(asking, `http://127.0.0.1:${await freePort()}/`, {
      method: "POST",
      body: "x",
    });
    expect(nobody).toMatchObject({ kind: "silence", certain: true });
    expect(await askOnce(asking, "no address", { method: "GET" })).toMatchObject({ certain: true });
  });

  it("is never quoted by what else is thrown", async () => {
    const call = () => Promise.reject(new TypeError(`could not fetch ${url}`));
    const silence = await askOnce({ ...asking, call }, url, { method: "GET" });
    expect(silence).toEqual({ kind: "silence", certain: false, reason: "failed" });
  });
});
