import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMedia } from "../../../src/bridge/contracts/carrier-media.ts";
import { createTelnyxCarrier } from "../../../src/carriers/telnyx/telnyx-carrier.ts";
import type { Address, E164, MessageId } from "../../../src/domain/ids.ts";
import { call } from "../twilio/twilio-world.ts";

const sms = {
  messageId: "m-1" as MessageId,
  from: "+15550100001" as E164,
  to: "+15550199001" as Address,
  body: "Yes, until 6 & a bit + tea 🌷",
};
const ID = "40385f64-5717-4562-b3fc-2c963f66afa6";
const queued = { data: { id: ID, to: [{ phone_number: sms.to, status: "queued" }], errors: [] } };
const file = (url: string | null): OutgoingMedia => ({
  name: "a.gif",
  contentType: "image/gif",
  size: 2,
  url,
  read: async () => Buffer.from("GI"),
});
const opened: Server[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function open(server: Server, scheme = "http"): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const carrierAt = (apiUrl: string, publicUrl: string | null = null) =>
  createTelnyxCarrier({
    apiKey: "KEY1",
    publicKeys: [],
    apiUrl,
    call,
    publicUrl,
    now: Date.now,
    timeoutMs: 2000,
  });

/** Sends to a server that answers everything with this. */
async function sendTo(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer: RequestListener = (_request, response) => {
    response.writeHead(status, { connection: "close", ...headers }).end(text);
  };
  return carrierAt(await open(createHttpServer(answer))).send(sms);
}

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly json: unknown;
}

async function openTelnyx(): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createHttpServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    seen.push({ method, url, headers, json: JSON.parse(body) });
    response.writeHead(200, { connection: "close" }).end(JSON.stringify(queued));
  });
  return { url: await open(server), seen };
}

const error = (code: string | number, title = "", detail = "") => ({ errors: [{ code, title, detail }] });

describe("a send to Telnyx", () => {
  it("is one JSON post with the API key and an address for reports that names our message", async () => {
    const { url, seen } = await openTelnyx();
    await carrierAt(`${url}/v2`).send(sms);
    expect(seen.splice(0)).toMatchObject([{ url: "/v2/messages" }]);
    const outcome = await carrierAt(`${url}/`, "https://sms.example.com/").send(sms);
    expect(outcome).toEqual({ kind: "accepted", carrierMessageId: ID, state: "accepted" });
    expect(seen).toMatchObject([
      {
        method: "POST",
        url: "/v2/messages",
        headers: { authorization: "Bearer KEY1", "content-type": "application/json" },
      },
    ]);
    expect(seen[0]?.json).toEqual({
      from: sms.from,
      to: sms.to,
      text: sms.body,
      type: "SMS",
      encoding: "auto",
      webhook_url: "https://sms.example.com/webhooks/telnyx/status?message=m-1",
    });
  });

  it("names where its pictures and files are, each, and no words where there are none", async () => {
    const { url, seen } = await openTelnyx();
    const media = [file("https://sms.example.com/media/a"), file("https://sms.example.com/media/b")];
    const carrier = carrierAt(url, "https://sms.example.com");
    for (const body of ["Look", ""])
      expect(await carrier.send({ ...sms, body, media })).toMatchObject({ kind: "accepted" });
    expect(seen.map(({ json }) => json)).toMatchObject([
      { text: "Look", type: "MMS", media_urls: media.map((one) => one.url) },
      { type: "MMS", media_urls: media.map((one) => one.url) },
    ]);
    expect(seen[1]?.json).not.toHaveProperty("text");
  });

  it("does not leave without a file that it was to take along", async () => {
    const media = [file("https://sms.example.com/media/a"), file(null)];
    expect(await carrierAt("http://127.0.0.1:9").send({ ...sms, media })).toMatchObject({
      kind: "rejected",
      failure: { code: "no_address", scope: "account", sentence: expect.stringContaining("public address") },
    });
  });

  it("takes files along only where Telnyx can fetch them, and less than 1 MB of them", () => {
    expect(carrierAt("http://127.0.0.1:9").capabilities.media).toBeNull();
    const { media } = carrierAt("http://127.0.0.1:9", "https://sms.example.com").capabilities;
    expect(media).toMatchObject({
      files: 10,
      byAddress: true,
      types: expect.arrayContaining(["image/jpeg", "image/png", "image/gif", "application/pdf"]),
    });
    expect(media?.bytes).toBeLessThan(1_000_000);
  });

  it.each([
    [403, error("40300", "Blocked due to STOP message"), "40300", "recipient"],
    [409, error(40300, "Blocked due to STOP message"), "40300", "recipient"],
    [400, error("40300", "Not allowed"), "40300-other", "account"],
    [400, error("40310", "Invalid 'to' address"), "40310", "recipient"],
    [400, error("40305", "Invalid 'from' address"), "40305", "account"],
    [400, error("40302", "Message too large"), "40302", "content"],
    [422, error("40318", "Message queue full"), "40318", "passing"],
    [401, error("10009", "Authentication failed"), "10009", "account"],
    [402, error("20100", "Insufficient funds"), "20100", "account"],
    [400, error("47999", "A reason of next year"), "47999", "passing"],
  ])("that Telnyx refuses with HTTP %i %j is rejected as %s", async (status, body, code, scope) => {
    const outcome = await sendTo(status, body);
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code, scope } });
    expect(outcome).not.toHaveProperty("failure.retryAfterMs");
  });

  it("takes no words for a code: they may hold a number, and codes are logged", async () => {
    const outcome = await sendTo(400, error("to +15550199001: Yes, until 6"));
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "http-400" } });
    expect(JSON.stringify(outcome)).not.toContain("5550199001");
  });

  it.each([
    ["Retry-After in seconds", 429, error("10011"), { "retry-after": "7" }, 7000],
    ["when there is more", 429, error("10011"), { "x-ratelimit-reset": "3" }, 3000],
    ["no time", 429, {}, {}, 2000],
    ["a time that is none", 429, {}, { "x-ratelimit-reset": "1772452800" }, 2000],
    ["the code alone", 400, error("10011"), {}, 2000],
  ])(
    "that is one too many is rejected until later: %s",
    async (_what, status, body, headers, retryAfterMs) => {
      expect(await sendTo(status, body, headers)).toMatchObject({
        kind: "rejected",
        failure: { code: "10011", scope: "passing", retryAfterMs },
      });
    },
  );

  it.each([301, 307, 403, 404, 451])(
    "that something on the way refuses with HTTP %i is rejected",
    async (status) => {
      const outcome = await sendTo(status, "<html>no</html>", { location: "http://127.0.0.1:9/" });
      expect(outcome).toMatchObject({
        kind: "rejected",
        failure: { code: `http-${status}`, scope: "account" },
      });
    },
  );

  it.each([
    [303, {}],
    [408, {}],
    [499, {}],
    [500, error("10007")],
    [502, "<html>"],
    [503, {}],
    [504, error("10008")],
    [400, error("10007", "Unexpected error")],
    [400, error("10008", "Request timeout")],
  ])("answered with HTTP %i %j is unknown", async (status, body) => {
    expect(await sendTo(status, body)).toEqual({ kind: "unknown", reason: `HTTP ${status}` });
  });

  it.each([
    ["no JSON", "ok"],
    ["a page of a proxy", "<html>Welcome to our hotel</html>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no id", { data: { to: [{ status: "queued" }] } }],
    ["an id that is none", { data: { id: "" } }],
  ])("accepted with %s is unknown", async (_what, body) => {
    expect((await sendTo(200, body)).kind).toBe("unknown");
  });

  it("accepted, but cut in the middle of the answer, is unknown", async () => {
    const url = await open(
      createTcpServer((socket) => {
        socket.once("data", () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"data":{"id":"a"');
          socket.end();
        });
      }),
    );
    expect((await carrierAt(url).send(sms)).kind).toBe("unknown");
  });

  it("cut after the request was read is unknown", async () => {
    const url = await open(
      createTcpServer((socket) => {
        socket.once("data", () => socket.resetAndDestroy());
      }),
    );
    expect((await carrierAt(url).send(sms)).kind).toBe("unknown");
  });

  it("that Telnyx lists as failed at once is rejected with the reason", async () => {
    const data = { id: ID, to: [{ status: "sending_failed" }], ...error("40010", "Not 10DLC registered") };
    expect(await sendTo(200, { data })).toMatchObject({
      kind: "rejected",
      carrierMessageId: ID,
      failure: { code: "40010", scope: "account" },
    });
  });

  it("to a server that speaks no TLS is rejected: nothing was said yet", async () => {
    const url = await open(
      createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      }),
      "https",
    );
    expect(await carrierAt(url).send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "unreachable", scope: "passing", retryAfterMs: 5000 },
    });
  });
});
