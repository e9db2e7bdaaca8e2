import type { LookupAddress } from "node:dns";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPrivateAddress } from "../../src/lib/private-address.ts";
import { createSafeFetch, type SafeRequest } from "../../src/lib/safe-fetch.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server of its own, and what it was asked. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const get = createSafeFetch({ proxy: null });
const usual = (...trusted: string[]): SafeRequest => ({
  headers: { authorization: "Basic secret" },
  trusted,
  mostBytes: 1_000,
  timeoutMs: 5_000,
});

describe("fetching from an address that somebody else wrote", () => {
  it("brings the bytes as they are", async () => {
    const { origin } = await serve((_, response) => response.end(Buffer.from([0, 255, 128])));
    const answer = await get(`${origin}/a`, usual(origin));
    expect(answer).toMatchObject({ kind: "answer", status: 200, bytes: Buffer.from([0, 255, 128]) });
  });

  it("takes no credentials along where it is led", async () => {
    const there = await serve((_, response) => response.end("there"));
    const here = await serve((_, response) =>
      response.writeHead(307, { location: `${there.origin}/signed` }).end(),
    );
    const answer = await get(`${here.origin}/a`, usual(here.origin, there.origin));
    expect(answer).toMatchObject({ kind: "answer", status: 200, isElsewhere: true });
    expect(here.asked.map(({ headers }) => headers.authorization)).toEqual(["Basic secret"]);
    expect(there.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("takes none along within the same host either", async () => {
    const here = await serve((request, response) =>
      request.url === "/a" ? response.writeHead(302, { location: "/b" }).end() : response.end("b"),
    );
    await get(`${here.origin}/a`, usual(here.origin));
    expect(here.asked.map(({ headers }) => headers.authorization)).toEqual(["Basic secret", undefined]);
  });

  it("is not led to this host, nor to its network", async () => {
    const inside = await serve((_, response) => response.end("secret"));
    for (const location of [
      inside.origin,
      inside.origin.replace("http:", "https:"),
      "https://[::1]/",
      "https://10.1.2.3/",
    ]) {
      const here = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await get(here.origin, usual(here.origin))).toEqual({ kind: "refused", why: "elsewhere" });
    }
    expect(inside.asked).toEqual([]);
  });

  it.each<[string, LookupAddress[]]>([
    ["this host", [{ address: "127.0.0.1", family: 4 }]],
    [
      "this host, beside a public one",
      [
        { address: "93.184.216.34", family: 4 },
        { address: "::1", family: 6 },
      ],
    ],
    ["a cloud's own service", [{ address: "169.254.169.254", family: 4 }]],
  ])("asks no name that leads to %s", async (_, addresses) => {
    const looked: string[] = [];
    const guarded = createSafeFetch({
      proxy: null,
      lookup: (host, _options, found) => {
        looked.push(host);
        found(null, addresses);
      },
    });
    expect(await guarded("https://pictures.example/a", usual())).toEqual({
      kind: "refused",
      why: "elsewhere",
    });
    expect(looked).toEqual(["pictures.example"]);
  });

  it.each([
    "http://example.com/a",
    "ftp://example.com/a",
    "file:///etc/passwd",
    "no address",
    "https://me:you@example.com/",
  ])("does not ask %s", async (url) =>
    expect(await get(url, usual())).toEqual({ kind: "refused", why: "elsewhere" }),
  );

  it("stops where too much is announced, and where too much comes", async () => {
    const told = await serve((_, response) =>
      response.writeHead(200, { "content-length": 40_000_000 }).write("x"),
    );
    expect(await get(told.origin, usual(told.origin))).toEqual({ kind: "refused", why: "too_large" });
    const untold = await serve((_, response) => response.end(Buffer.alloc(2_000)));
    expect(await get(untold.origin, usual(untold.origin))).toEqual({ kind: "refused", why: "too_large" });
    const just = await serve((_, response) => response.end(Buffer.alloc(1_000)));
    expect(await get(just.origin, usual(just.origin))).toMatchObject({ kind: "answer", status: 200 });
  });

  it("waits no longer than it may, also for a body that never ends", async () => {
    const silent = await serve(() => {});
    const brief = { ...usual(silent.origin), timeoutMs: 50 };
    expect(await get(silent.origin, brief)).toEqual({ kind: "silence", reason: "no answer in time" });
    const slow = await serve((_, response) => response.writeHead(200).write("begin"));
    expect(await get(slow.origin, { ...brief, trusted: [slow.origin] })).toEqual({
      kind: "silence",
      reason: "no answer in time",
    });
  });

  it("says what cut it off", async () => {
    const cut = await serve((request) => request.socket.destroy());
    expect(await get(cut.origin, usual(cut.origin))).toMatchObject({ kind: "silence" });
  });

  it("does not go round in circles", async () => {
    const round = await serve((_, response) => response.writeHead(302, { location: "/" }).end());
    expect(await get(round.origin, usual(round.origin))).toEqual({ kind: "refused", why: "elsewhere" });
  });

  it("brings the status of a refusal", async () => {
    const gone = await serve((_, response) => response.writeHead(404, { "x-a": "b" }).end("a page"));
    const answer = await get(gone.origin, usual(gone.origin));
    expect(answer).toMatchObject({ kind: "answer", status: 404, isElsewhere: false, bytes: Buffer.alloc(0) });
  });
});

describe("an address that is not of the public Internet", () => {
  it.each([
    ...["127.0.0.1", "0.0.0.0", "10.0.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254"],
    ...["224.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1", "fe80::1%eth0", "fd00::1", "ff02::1"],
    ...["::ffff:127.0.0.1", "::ffff:a00:1", "[::1]", "64:ff9b::7f00:1", "2002:7f00:1::", "example", ""],
  ])("is %s", (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(["93.184.216.34", "8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "is not %s",
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});
