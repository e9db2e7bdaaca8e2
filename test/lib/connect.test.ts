import { afterEach, describe, expect, it } from "vitest";
import { type AddressInfo, WebSocketServer } from "ws";
import { createConnect } from "../../src/lib/connect.ts";
import { createDispatcher } from "../../src/lib/outgoing.ts";
import { startRefusingProxy } from "./refusing-proxy.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function connectThrough(httpsProxy: string | null) {
  const dispatcher = createDispatcher({ httpsProxy, noProxy: "" });
  ends.push(() => dispatcher.destroy());
  return createConnect(dispatcher);
}

async function echoing() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.on("listening", resolve));
  server.on("connection", (socket) => {
    socket.on("message", (data) => (String(data) === "bye" ? socket.terminate() : socket.send(String(data))));
    socket.send("hello");
  });
  ends.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a connection", () => {
  it("hears and says, until the other side ends it", async () => {
    const url = await echoing();
    const heard: string[] = [];
    await new Promise<void>((closed) => {
      const connection = connectThrough(null)(url, {
        closed,
        message(text) {
          heard.push(text);
          connection.send(text === "hello" ? "and you" : "bye");
        },
      });
    });
    expect(heard).toEqual(["hello", "and you"]);
  });

  it.each(["ws://127.0.0.1:1", "no address"])("is closed where it never comes about: %s", async (url) => {
    await new Promise<void>((closed) => {
      connectThrough(null)(url, { closed, message: () => {} }).send("lost");
    });
  });

  it("goes through the site's proxy to a secure address", async () => {
    const proxy = await startRefusingProxy();
    ends.push(proxy.stop);
    await new Promise<void>((closed) => {
      connectThrough(proxy.url)("wss://sockets.example.com/ws", { closed, message: () => {} });
    });
    expect(proxy.asked).toEqual(["sockets.example.com:443"]);
  });
});
