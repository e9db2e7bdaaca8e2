import { createServer, type Server } from "node:http";
import type { Dispatcher } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { createCall } from "../../src/lib/call.ts";
import { createDispatcher, createFetch, type OutgoingOptions } from "../../src/lib/outgoing.ts";
import { type RefusingProxy, startRefusingProxy } from "./refusing-proxy.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function startProxy(): Promise<RefusingProxy> {
  const proxy = await startRefusingProxy();
  closing.push(proxy.stop);
  return proxy;
}

const ways = {
  "our own caller": (dispatcher: Dispatcher) => {
    const call = createCall(dispatcher);
    return async (url: string) => (await call(url, { method: "GET", timeoutMs: 10_000 })).text;
  },
  fetch: (dispatcher: Dispatcher) => {
    const fetch = createFetch(dispatcher);
    return async (url: string) => await (await fetch(url)).text();
  },
};

describe.each(Object.entries(ways))("outgoing calls by %s", (_, reading) => {
  function readerWith(options: OutgoingOptions) {
    const dispatcher = createDispatcher(options);
    closing.push(() => dispatcher.destroy());
    return reading(dispatcher);
  }

  it("go straight where there is no proxy, and keep their connection", async () => {
    const sockets = new Set<number | undefined>();
    const server = createServer((request, response) => {
      sockets.add(request.socket.remotePort);
      response.end("hello");
    });
    const port = await listen(server);
    const read = readerWith({ httpsProxy: null, noProxy: "" });
    for (let count = 0; count < 20; count++) {
      expect(await read(`http://127.0.0.1:${port}/`)).toBe("hello");
    }
    expect(sockets.size).toBeLessThanOrEqual(3);
  });

  it("go through the proxy for https", async () => {
    const proxy = await startProxy();
    const read = readerWith({ httpsProxy: proxy.url, noProxy: "" });
    await expect(read("https://api.example.test/x")).rejects.toThrow();
    expect(proxy.asked).toEqual(["api.example.test:443"]);
  });

  it("go straight to the hosts that NO_PROXY names", async () => {
    const proxy = await startProxy();
    const server = createServer();
    const port = await listen(server);
    const read = readerWith({ httpsProxy: proxy.url, noProxy: "localhost,127.0.0.1" });
    await expect(read(`https://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(proxy.asked).toEqual([]);
  });

  it("go straight for plain http, which is for stand-ins", async () => {
    const proxy = await startProxy();
    const port = await listen(createServer((_, response) => response.end("stand-in")));
    const read = readerWith({ httpsProxy: proxy.url, noProxy: "" });
    expect(await read(`http://127.0.0.1:${port}/`)).toBe("stand-in");
  });
});
