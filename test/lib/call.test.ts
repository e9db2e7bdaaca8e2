import { createServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Answer,
  createCall,
  headerOf,
  NoAnswer,
  type OutgoingRequest,
  retryAfterOf,
} from "../../src/lib/call.ts";
import { freePort } from "../../src/lib/free-port.ts";
import { unknownCertificate } from "./unknown-certificate.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (listener: RequestListener) => `http://${await open(createServer(listener))}/`;

/** A server that does this once it has read something. */
const afterReading = async (act: (socket: Socket, read: Buffer) => void, scheme = "http") =>
  `${scheme}://${await open(
    createTcpServer((socket) => {
      socket.once("data", (read) => act(socket, read));
    }),
  )}/`;

const silent = async (scheme = "http") => afterReading(() => undefined, scheme);

function via(dispatcher: Dispatcher) {
  closing.push(() => dispatcher.destroy());
  return createCall(dispatcher);
}

const ask = (url: string, change: Partial<OutgoingRequest> = {}): Promise<Answer> =>
  via(new Agent())(url, { method: "POST", body: "hello", timeoutMs: 10_000, ...change });

async function silenceOf(asked: Promise<Answer>): Promise<NoAnswer> {
  const outcome = await asked.catch((thrown: unknown) => thrown);
  if (!(outcome instanceof NoAnswer)) throw new Error(`expected silence, got ${JSON.stringify(outcome)}`);
  return outcome;
}

describe("a call", () => {
  it("says what it was given to say, and brings the answer whole", async () => {
    const url = await serve(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const { method, url: path, headers } = request;
      response.writeHead(201, { "x-list": ["a", "b"] }).end(JSON.stringify({ method, path, body, headers }));
    });
    const answer = await ask(`${url}a/b?c=d#e`, { headers: { "x-mine": "yes" }, body: "Grüße" });
    expect(answer.status).toBe(201);
    expect(headerOf(answer, "x-list")).toBe("a, b");
    expect(headerOf(answer, "x-other")).toBeNull();
    expect(JSON.parse(answer.text ?? "")).toMatchObject({
      method: "POST",
      path: "/a/b?c=d",
      body: "Grüße",
      headers: { "x-mine": "yes", "content-length": "7", connection: "keep-alive" },
    });
  });

  it("reads characters that arrive in two pieces", async () => {
    const [first, second] = [Buffer.from("ü").subarray(0, 1), Buffer.from("ü").subarray(1)];
    const url = await serve((_request, response) => {
      response.write(first, () => response.end(second));
    });
    expect((await ask(url)).text).toBe("ü");
  });

  it("follows no redirect", async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect((await ask(url)).status).toBe(307);
    expect(asked).toEqual(["/"]);
  });

  it("keeps its connection for the next", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const call = via(new Agent());
    for (let count = 0; count < 20; count += 1) await call(url, { method: "GET", timeoutMs: 10_000 });
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it("waits for the answer behind an early hint", async () => {
    const url = await afterReading((socket) => {
      socket.end("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    expect(await ask(url)).toMatchObject({ status: 200, text: "ok" });
  });
});

describe("an answer that broke off", () => {
  it("in its middle has a status and no text", async () => {
    const url = await afterReading((socket) => {
      socket.end('HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{"sid":"SM1"');
    });
    expect(await ask(url)).toMatchObject({ status: 201, text: null });
  });

  it("because its end did not come in time has a status and no text", async () => {
    const url = await afterReading((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{");
    });
    expect(await ask(url, { timeoutMs: 200 })).toMatchObject({ status: 200, text: null });
  });

  it("because it never stops coming has a status and no text", async () => {
    const url = await afterReading((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
      const more = () => socket.write(Buffer.alloc(2 ** 20), (error) => void (error || more()));
      more();
    });
    expect(await ask(url)).toMatchObject({ status: 200, text: null });
  });

  it("leaves the next call whole", async () => {
    let count = 0;
    const url = await serve((_request, response) => {
      count += 1;
      if (count === 1) response.writeHead(200, { "content-length": 500 }).write("{");
      else response.end("whole");
    });
    const call = via(new Agent());
    expect((await call(url, { method: "POST", timeoutMs: 200 })).text).toBeNull();
    expect((await call(url, { method: "POST", timeoutMs: 10_000 })).text).toBe("whole");
  });
});

describe("a call without an answer", () => {
  it.each([
    ["nobody listens", async () => ask(`http://127.0.0.1:${await freePort()}/`), "ECONNREFUSED"],
    ["the address is none", async () => ask("http://"), "ERR_INVALID_URL"],
    ["the address is of another kind", async () => ask("file:///etc/hosts"), "ERR_INVALID_URL"],
    ["the host has no name", async () => ask("http://nobody.invalid/"), /^(ENOTFOUND|EAI_AGAIN)$/],
    [
      "nobody vouches for the certificate",
      async () => ask(`https://${await open(createHttpsServer(unknownCertificate))}/`),
      "DEPTH_ZERO_SELF_SIGNED_CERT",
    ],
    [
      "the handshake is cut",
      async () => ask(await afterReading((socket) => socket.end(), "https")),
      "ECONNRESET",
    ],
    [
      "no TLS is spoken",
      async () => ask(await afterReading((socket) => socket.end("HTTP/1.1 400 No\r\n\r\n"), "https")),
      /SSL/,
    ],
    ["the handshake takes too long", async () => ask(await silent("https"), { timeoutMs: 200 }), "timeout"],
    [
      "the proxy refuses",
      async () => {
        const proxy = await afterReading((socket) => socket.end("HTTP/1.1 407 Who are you\r\n\r\n"));
        return via(new ProxyAgent(proxy))("https://api.example.test/", { method: "POST", timeoutMs: 10_000 });
      },
      "UND_ERR_ABORTED",
    ],
    [
      "the proxy is silent",
      async () => {
        const call = via(new ProxyAgent(await silent()));
        return call("https://api.example.test/", { method: "POST", timeoutMs: 200 });
      },
      "timeout",
    ],
    [
      "we are closing",
      async () => {
        const dispatcher = new Agent();
        await dispatcher.destroy();
        return createCall(dispatcher)("http://127.0.0.1:9/", { method: "POST", timeoutMs: 10_000 });
      },
      "UND_ERR_DESTROYED",
    ],
  ])("sent nothing when %s", async (_why, asked, code) => {
    const silence = await silenceOf(asked());
    expect(silence.sent).toBe(false);
    expect(silence.code).toMatch(code);
  });

  it.each([
    [
      "the connection is reset",
      async () => ask(await afterReading((socket) => socket.resetAndDestroy())),
      "ECONNRESET",
    ],
    [
      "the connection is closed",
      async () => ask(await afterReading((socket) => socket.end())),
      "UND_ERR_SOCKET",
    ],
    [
      "the answer is no HTTP",
      async () => ask(await afterReading((socket) => socket.end("what?\r\n\r\n"))),
      "HTTPParserError",
    ],
    ["nobody answers in time", async () => ask(await silent(), { timeoutMs: 200 }), "timeout"],
    [
      "we hang up",
      async () => {
        const dispatcher = new Agent();
        const url = await afterReading(() => void dispatcher.destroy());
        return createCall(dispatcher)(url, { method: "POST", timeoutMs: 10_000 });
      },
      "UND_ERR_DESTROYED",
    ],
  ])("may have said what it had to say when %s", async (_why, asked, code) => {
    const silence = await silenceOf(asked());
    expect(silence.sent).toBe(true);
    expect(silence.code).toMatch(code);
  });

  it("is not repeated, over a new connection or a kept one", async () => {
    const read: string[] = [];
    const url = `http://${await open(
      createTcpServer((socket) => {
        socket.on("data", (data) => {
          read.push(String(data).split(" ")[1] ?? "");
          if (String(data).includes("/kept")) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
          else socket.resetAndDestroy();
        });
      }),
    )}`;
    const call = via(new Agent());
    const post = (path: string) => call(url + path, { method: "POST", body: "x", timeoutMs: 10_000 });
    await silenceOf(post("/1"));
    expect((await post("/kept")).status).toBe(200);
    await silenceOf(post("/2"));
    expect((await post("/kept")).status).toBe(200);
    expect(read).toEqual(["/1", "/kept", "/2", "/kept"]);
  });

  it("is never made once it was given up, though its connection comes", async () => {
    let letThrough = (): void => undefined;
    const opening = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const read: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (_request, socket) => {
      void opening.then(() => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
      socket.on("data", (data) => {
        read.push(String(data).split(" ")[1] ?? "");
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      });
    });
    const call = via(new ProxyAgent({ uri: `http://${await open(proxy)}`, connections: 1 }));
    const silence = await silenceOf(call("http://api.example.test/late", { method: "POST", timeoutMs: 200 }));
    expect(silence).toMatchObject({ sent: false, code: "timeout" });
    const next = call("http://api.example.test/next", { method: "POST", timeoutMs: 10_000 });
    letThrough();
    expect((await next).status).toBe(200);
    expect(read).toEqual(["/next"]);
  });

  it("is told by its code alone", async () => {
    const url = await afterReading((socket) => socket.end("secret words\r\n\r\n"));
    const silence = await silenceOf(ask(`${url}secret`, { body: "secret" }));
    expect(silence.cause).toBeUndefined();
    expect(`${silence.stack}${JSON.stringify(silence)}`).not.toContain("secret");
  });
});

it.each([
  ["1.0005", 1_001],
  ["0.0001", 1],
  ["3", 3_000],
  ["-1", 0],
  ["Infinity", null],
  ["soon", null],
])("Retry-After: %s means %s ms, whole ones: they become a moment in the database", (header, ms) => {
  expect(retryAfterOf({ headers: { "retry-after": header } }, 0.5)).toBe(ms);
});
