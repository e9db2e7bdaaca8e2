import { request as ask } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Bridge } from "../../src/bridge/bridge.ts";
import { eraseContact } from "../../src/bridge/contacts/erase-contact.ts";
import type { StoredFile } from "../../src/bridge/contracts/store/files.ts";
import { addressHolds, addressOf, giveAddresses } from "../../src/bridge/files/public-address.ts";
import type { FileId } from "../../src/domain/ids.ts";
import { createHttpServer } from "../../src/http/http-server.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { createGate } from "../../src/lib/gate.ts";
import { ben, maria } from "../bridge/front-desk.ts";
import { createWorld, hour, minute, type World } from "../bridge/world.ts";

const pictures = Buffer.from("\xff\xd8\xff\xe0a picture", "latin1");
const publicUrl = "https://sms.example.com";
const limits = { files: 10, bytes: 5_000_000, types: ["image/*"], byAddress: true };
const fetching = { capabilities: { maxText: 1600, media: limits, textsPerSecond: 1, answers: () => false } };

interface Served {
  readonly world: World;
  /** Gives a file of a text that leaves its address; resolves with its path. */
  address(how?: Partial<StoredFile> & { bytes?: Buffer }): Promise<string>;
  get(path: string, method?: string): Promise<Answer>;
  readonly port: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The bridge of a world behind real HTTP. */
async function serve(over: (bridge: Bridge) => Bridge = (bridge) => bridge): Promise<Served> {
  const world = await createWorld({ publicUrl });
  const thread = await world.begin(maria);
  const place = await world.reply(ben, thread, "Here it is.");
  const message = (await world.messageOf(place)) ?? expect.fail("no text");
  const http = createHttpServer({
    bridge: () => over(world.bridge),
    log: world.ctx.log,
    carriers: new Map(),
    mayTakeTexts: async () => true,
    slack: null,
    isProbe: ({ headers }) => headers["x-own-probe"] === "ours",
    metrics: createMetrics(),
    readiness: async () => ({ ready: true, checks: [] }),
  });
  const port = await http.listen(0, null, "127.0.0.1");
  onTestFinished(() => http.close(0));
  let made = 0;
  return {
    world,
    port,
    address: async ({ bytes = pictures, ...how } = {}) => {
      made += 1;
      const file: StoredFile = {
        id: `f${made}` as FileId,
        messageId: message.id,
        position: made,
        contentType: "image/jpeg",
        name: "Jane Doe knee.jpeg",
        size: bytes.length,
        source: null,
        state: "kept",
        trouble: null,
        createdAt: world.now(),
        ...how,
      };
      const [addressed] = await world.ctx.store.transaction(async (tx) => {
        await tx.files.insert([file]);
        await tx.files.putBytes(file.id, bytes);
        return await giveAddresses(world.ctx, tx, fetching, [file]);
      });
      const url = (addressed && addressOf(world.ctx, addressed)) ?? expect.fail("no address");
      expect(url.startsWith(`${publicUrl}/media/`)).toBe(true);
      return url.slice(publicUrl.length);
    },
    get: (path, method = "GET") =>
      new Promise((resolve, reject) => {
        const asked = ask({ host: "127.0.0.1", port, path, method }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers as Record<string, string>,
              body: Buffer.concat(chunks),
            }),
          );
        });
        asked.on("error", reject).end();
      }),
  };
}

describe("a file that leaves with a text, at its public address", () => {
  it("is served as exactly what it is, and does nothing where it is opened", async () => {
    const { address, get } = await serve();
    const path = await address();
    const answer = await get(path);
    expect(answer).toMatchObject({ status: 200, body: pictures });
    expect(answer.headers).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": String(pictures.length),
      "content-disposition": 'inline; filename="Jane-Doe-knee.jpg"',
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    const head = await get(path, "HEAD");
    expect({ ...head.headers, date: "" }).toEqual({ ...answer.headers, date: "" });
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    const pdf = await get(await address({ contentType: "application/pdf", bytes: Buffer.from("%PDF-") }));
    expect(pdf.headers["content-disposition"]).toBe('attachment; filename="Jane-Doe-knee.pdf"');
  });

  it("has an address that tells nothing and is long enough not to be guessed, with or without a name behind it", async () => {
    const { address, get } = await serve();
    const [one, other] = [await address(), await address()];
    expect(one).toMatch(/^\/media\/[a-z0-9-]+\/Picture\.jpg$/);
    expect(one).not.toBe(other);
    const bare = one.replace(/\/[^/]+$/, "");
    expect((await get(bare)).body).toEqual(pictures);
    expect((await get(`${bare}/other.png`)).headers["content-type"]).toBe("image/jpeg");
  });

  it("is not there, in the same words, once its time is over, it was erased, or it never was", async () => {
    const { world, address, get } = await serve();
    const unknown = await get("/media/0123456789abcdefghjkmnpqrstvwxyz");
    expect(unknown).toMatchObject({ status: 404, body: Buffer.from("There is nothing at this address.\n") });
    const same = async (path: string) => {
      const { status, headers, body } = await get(path);
      expect({ status, body, headers: { ...headers, date: "" } }).toEqual({
        ...unknown,
        headers: { ...unknown.headers, date: "" },
      });
    };
    const done = await address();
    await world.ctx.store.transaction(async (tx) => {
      await tx.files.dropBytes("f1" as FileId);
      await tx.files.update("f1" as FileId, { state: "done" });
    });
    await same(done);
    const old = await address();
    world.skip(addressHolds - 1);
    expect((await get(old)).status).toBe(200);
    world.skip(1);
    await same(old);
    const erased = await address();
    await eraseContact(world.ctx, maria, true);
    await same(erased);
    expect(await get("/media/")).toMatchObject({ status: 404 });
  });

  it("holds longer than a carrier may wait before it fetches it, and is kept here no longer than that", async () => {
    const { world, address } = await serve();
    await address();
    world.skip(10 * hour);
    await world.bridge.closeAddresses();
    const read = () => world.ctx.store.read((tx) => tx.files.bytesOf("f1" as FileId));
    expect(await read()).toEqual(pictures);
    world.skip(2 * hour + minute);
    await world.bridge.closeAddresses();
    expect(await read()).toBeNull();
    expect(await world.ctx.store.read((tx) => tx.files.get("f1" as FileId))).toMatchObject({ state: "done" });
  });

  it("has no address where its carrier is handed it, or nobody outside reaches us", async () => {
    const { world, address } = await serve();
    await address();
    const given = async (settings: { publicUrl: string | null }, byAddress: boolean) =>
      await world.ctx.store.transaction(async (tx) => {
        const file = (await tx.files.get("f1" as FileId)) ?? expect.fail("no file");
        const { address: _, ...plain } = file;
        const media = { ...limits, byAddress };
        const ctx = { ...world.ctx, settings: { ...world.ctx.settings, ...settings } };
        const carrier = { capabilities: { ...fetching.capabilities, media } };
        const [one] = await giveAddresses(ctx, tx, carrier, [plain]);
        return one && addressOf(ctx, one);
      });
    expect(await given({ publicUrl }, false)).toBeNull();
    expect(await given({ publicUrl: null }, true)).toBeNull();
    expect(await given({ publicUrl }, true)).toMatch(/^https:/);
  });

  it("is only read there, nothing that is sent there is taken, and nothing of it stands in the log", async () => {
    const { world, address, get, port } = await serve();
    const path = await address();
    const before = world.logged.length;
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect(await get(path, method)).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
    // Whoever announces a body is answered without it.
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 900000000\r\n\r\nsome`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 405 .*connection: close/is);
    await get("/media/nobody-knows-this");
    expect(world.logged.slice(before)).toEqual([]);
  });

  it("is held back while very many are on their way", async () => {
    const gate = createGate();
    const { address, get } = await serve((bridge) => ({
      ...bridge,
      readAtAddress: async (token) => {
        reading += 1;
        await gate.pass();
        return await bridge.readAtAddress(token);
      },
    }));
    let reading = 0;
    const path = await address();
    const asked = Array.from({ length: 24 }, () => get(path));
    await expect.poll(() => reading).toBe(24);
    expect(await get(path)).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    gate.open();
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ status: 200, body: pictures });
    expect(await get(path)).toMatchObject({ status: 200 });
  });

  it("lets doctor see that the path leads here", async () => {
    const { port } = await serve();
    const answer = await fetch(`http://127.0.0.1:${port}/media/probe`, {
      headers: { "x-own-probe": "ours" },
    });
    expect([answer.status, await answer.text()]).toEqual([403, "Threadline is here.\n"]);
  });
});
