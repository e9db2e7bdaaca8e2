import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { ProxyAgent } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMedia } from "../../../src/bridge/contracts/carrier-media.ts";
import { createTwilioCarrier } from "../../../src/carriers/twilio/twilio-carrier.ts";
import type { Address, E164, MessageId } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { call } from "./twilio-world.ts";

const sms = {
  messageId: "m-1" as MessageId,
  from: "+15550100001" as E164,
  to: "+15550199001" as Address,
  body: "Yes, until 6 & a bit + tea",
};
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

function carrierAt(apiUrl: string, publicUrl: string | null = null) {
  return createTwilioCarrier({
    accountSid: "AC1",
    authTokens: ["one", "two"],
    apiUrl,
    call,
    publicUrl,
    now: Date.now,
    timeoutMs: 2000,
  });
}

/** Sends to a server that answers everything with this. */
async function sendTo(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer: RequestListener = (_request, response) => {
    response.writeHead(status, { connection: "close", ...headers }).end(text);
  };
  return carrierAt(await open(createHttpServer(answer))).send(sms);
}

describe("a send to Twilio", () => {
  it("is one form post with Basic auth of the first token and a callback that names our message", async () => {
    const seen: {
      url?: string | undefined;
      method?: string | undefined;
      authorization?: string | undefined;
      form: string;
    }[] = [];
    const url = await open(
      createHttpServer(async (request, response) => {
        let form = "";
        for await (const chunk of request) form += String(chunk);
        const { url, method } = request;
        seen.push({ url, method, authorization: request.headers.authorization, form });
        response
          .writeHead(201, { connection: "close" })
          .end(JSON.stringify({ sid: "SM1", status: "queued" }));
      }),
    );
    const outcome = await carrierAt(`${url}/`, "https://sms.example.com/").send(sms);
    expect(outcome).toEqual({ kind: "accepted", carrierMessageId: "SM1", state: "accepted" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/2010-04-01/Accounts/AC1/Messages.json",
      authorization: `Basic ${Buffer.from("AC1:one").toString("base64")}`,
    });
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.form))).toEqual({
      To: sms.to,
      From: sms.from,
      Body: sms.body,
      StatusCallback: "https://sms.example.com/webhooks/twilio/status?message=m-1",
    });
  });

  it("names where its pictures and files are, each, and no words where there are none", async () => {
    const forms: URLSearchParams[] = [];
    const url = await open(
      createHttpServer(async (request, response) => {
        let form = "";
        for await (const chunk of request) form += String(chunk);
        forms.push(new URLSearchParams(form));
        response
          .writeHead(201, { connection: "close" })
          .end(JSON.stringify({ sid: "MM1", status: "queued" }));
      }),
    );
    const media = [file("https://sms.example.com/media/a"), file("https://sms.example.com/media/b")];
    const carrier = carrierAt(url, "https://sms.example.com");
    for (const body of ["Look", ""])
      expect(await carrier.send({ ...sms, body, media })).toMatchObject({ kind: "accepted" });
    expect(forms.map((form) => [form.getAll("Body"), form.getAll("MediaUrl")])).toEqual([
      [["Look"], media.map((one) => one.url)],
      [[], media.map((one) => one.url)],
    ]);
  });

  it("does not leave without a file that it was to take along", async () => {
    const media = [file("https://sms.example.com/media/a"), file(null)];
    const outcome = await carrierAt("http://127.0.0.1:9").send({ ...sms, media });
    expect(outcome).toMatchObject({
      kind: "rejected",
      failure: { code: "no_address", scope: "account", sentence: expect.stringContaining("public address") },
    });
  });

  it("says that files may be all that is in the way, where they go along", async () => {
    const refusing = async (media: OutgoingMedia[]) => {
      const answer: RequestListener = (_request, response) =>
        void response.writeHead(400, { connection: "close" }).end(JSON.stringify({ code: 21612 }));
      return await carrierAt(await open(createHttpServer(answer))).send({ ...sms, media });
    };
    expect(await refusing([file("https://sms.example.com/media/a")])).toMatchObject({
      failure: { code: "21612", sentence: expect.stringMatching(/^Pictures and files can't be sent/) },
    });
    expect(await refusing([])).toMatchObject({ failure: { sentence: expect.stringMatching(/^No route/) } });
  });

  it("takes files along only where Twilio can fetch them", () => {
    expect(carrierAt("http://127.0.0.1:9").capabilities.media).toBeNull();
    expect(carrierAt("http://127.0.0.1:9", "https://sms.example.com").capabilities.media).toMatchObject({
      files: 10,
      byAddress: true,
      types: expect.arrayContaining(["image/jpeg", "image/png", "image/gif", "application/pdf"]),
    });
  });

  it.each([
    [21610, "recipient"],
    [21211, "recipient"],
    [21606, "account"],
    [21617, "content"],
  ])("that Twilio refuses with %i is rejected", async (code, scope) => {
    const outcome = await sendTo(400, { code, message: "no", status: 400 });
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: String(code), scope } });
  });

  it.each([
    ["Retry-After in seconds", 429, { code: 20429 }, { "retry-after": "7" }, 7000],
    ["no Retry-After", 429, {}, {}, 2000],
    ["the number alone", 400, { code: 20429 }, {}, 2000],
  ])(
    "that is one too many is rejected until later: %s",
    async (_what, status, body, headers, retryAfterMs) => {
      const outcome = await sendTo(status, body, headers);
      expect(outcome).toMatchObject({
        kind: "rejected",
        failure: { code: "20429", scope: "passing", retryAfterMs },
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

  it("that the site's proxy does not let through is rejected until later", async () => {
    const proxy = await open(
      createTcpServer((socket) => {
        socket.once("data", () => socket.end("HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\n\r\n"));
      }),
    );
    const dispatcher = new ProxyAgent(proxy);
    const carrier = createTwilioCarrier({
      accountSid: "AC1",
      authTokens: ["one"],
      publicUrl: null,
      now: Date.now,
      call: createCall(dispatcher),
    });
    expect(await carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "unreachable", retryAfterMs: 5000 },
    });
    await dispatcher.destroy();
  });

  it.each([302, 303, 408, 499, 500, 502, 503, 504])("answered with HTTP %i is unknown", async (status) => {
    expect(await sendTo(status, { code: 20500 })).toEqual({ kind: "unknown", reason: `HTTP ${status}` });
  });

  it.each([
    ["no JSON", "created"],
    ["a page of a proxy", "<html>Welcome to our hotel</html>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no SID", { status: "queued" }],
    ["a SID that is none", { sid: "" }],
  ])("accepted with %s is unknown", async (_what, body) => {
    expect((await sendTo(201, body)).kind).toBe("unknown");
    expect((await sendTo(200, body)).kind).toBe("unknown");
  });

  it("accepted, but cut in the middle of the answer, is unknown", async () => {
    const url = await open(
      createTcpServer((socket) => {
        socket.once("data", () => {
          socket.write('HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{"sid":"SM1"');
          socket.end();
        });
      }),
    );
    expect((await carrierAt(url).send(sms)).kind).toBe("unknown");
  });

  it("that Twilio stores as failed at once is rejected with the reason", async () => {
    const outcome = await sendTo(201, { sid: "SM1", status: "failed", error_code: 30034 });
    expect(outcome).toMatchObject({ kind: "rejected", failure: { code: "30034", scope: "account" } });
  });

  it("cut after the request was read is unknown", async () => {
    const url = await open(
      createTcpServer((socket) => {
        socket.once("data", () => socket.resetAndDestroy());
      }),
    );
    expect((await carrierAt(url).send(sms)).kind).toBe("unknown");
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
