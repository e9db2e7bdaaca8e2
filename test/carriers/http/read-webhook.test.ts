import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookKind, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { HttpCarrier, InboundReading, ReportReading } from "../../../src/domain/http-carrier.ts";
import type { Address, E164, MessageId } from "../../../src/domain/ids.ts";
import { signedJson, words } from "./dialects.ts";

const secrets = new Map([["PATH", ["secret"]]]);
const inbound: InboundReading = {
  body: "json",
  each: null,
  only: [],
  id: "/id",
  from: "/from",
  to: "/to",
  text: "/text",
  at: "/at",
  media: { at: ["/media"], url: null, type: null, fetch: "open" },
};
const reports: ReportReading = {
  body: "json",
  each: null,
  only: [],
  id: "/id",
  ourId: "/ref",
  status: "/status",
  error: "/error",
  words,
};
const plain: HttpCarrier = {
  ...signedJson.describe("https://api.example.com"),
  numbers: { kind: "e164" },
  proof: { secretPath: "PATH" },
  answer: { status: 202, contentType: "application/json", body: '{"ok":true}' },
  inbound,
  reports,
};
const text = { id: "A1", from: "+15550199001", to: "+15550100001", text: "Hi", at: "2026-03-02T12:00:00Z" };

function read(
  content: unknown,
  change: Partial<HttpCarrier> = {},
  { kind = "inbound", ...request }: Partial<WebhookRequest> & { readonly kind?: WebhookKind } = {},
) {
  const carrier = createHttpCarrier({
    description: { ...plain, ...change },
    secrets,
    publicUrl: "https://sms.example.com",
    call: () => Promise.reject(new Error("nothing is asked")),
    now: () => Date.parse("2026-03-02T12:00:00Z"),
  });
  return carrier.readWebhook(kind, {
    method: "POST",
    rawUrl: `/webhooks/acme/${kind}/secret`,
    secret: "secret",
    headers: { "content-type": "application/json" },
    body: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
    ...request,
  });
}

const withInbound = (change: Partial<InboundReading>) => ({ inbound: { ...inbound, ...change } });
const withReports = (change: Partial<ReportReading>) => ({ reports: { ...reports, ...change } });
const form = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
const status = { kind: "status" } as const;

describe("a callback", () => {
  it("is answered as the description says, once it is read", () => {
    expect(read(text).reply).toEqual({
      status: 202,
      headers: { "content-type": "application/json" },
      body: '{"ok":true}',
    });
  });

  it.each([
    [405, { method: "GET" }],
    [413, { body: Buffer.alloc(1_000_001) }],
    [403, { secret: "wrong" }],
    [415, { headers: { "content-type": "image/png" } }],
    [415, { headers: { "content-type": "text/xml" } }],
    [415, { headers: { "content-type": "multipart/form-data; boundary=x" } }],
    [400, { body: Buffer.from("{") }],
    [400, { body: Buffer.from("null") }],
    [400, { body: Buffer.from("") }],
  ])("is refused with %i and a reason: %j", (code, change) => {
    const { reply, events } = read(text, {}, change);
    expect(reply.status).toBe(code);
    expect(reply.body).toMatch(/^[A-Z].{4,}$/);
    expect(events).toEqual([]);
  });

  it("is asked for its proof before anything of it is read", () => {
    expect(read("{", {}, { secret: "wrong", headers: form }).reply.status).toBe(403);
  });

  it.each(["", "text/plain", "text/json", "application/json; charset=utf-8", "application/vnd.acme+json"])(
    "is read as JSON although it calls itself %j",
    (type) => {
      expect(read(text, {}, { headers: { "content-type": type } }).events).toHaveLength(1);
    },
  );

  it("of any shape is answered, and what comes of it is whole", () => {
    const fields = {
      id: fc.jsonValue(),
      from: fc.jsonValue(),
      to: fc.jsonValue(),
      text: fc.jsonValue(),
      media: fc.jsonValue(),
    };
    const any = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.record(fields).map((value) => JSON.stringify(value)),
      fc.string(),
    );
    const lists = { ...withInbound({ each: "/0" }), ...withReports({ each: "/0" }) };
    fc.assert(
      fc.property(any, fc.constantFrom("inbound" as const, "status" as const), (body, kind) => {
        for (const described of [{}, lists]) {
          const { reply, events } = read(body, described, { kind });
          expect([202, 400]).toContain(reply.status);
          for (const event of events)
            if (event.kind === "text") {
              expect(event.carrierMessageId).not.toBe("");
              expect([typeof event.from, typeof event.to, typeof event.body]).toEqual(
                Array(3).fill("string"),
              );
            }
        }
      }),
    );
  });

  it("nested very deep is answered, too, wherever that stands", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    for (const name of ["id", "from", "to", "text", "at", "media"])
      for (const fetch of ["open", "no"] as const) {
        const body = JSON.stringify({ ...text, [name]: "DEEP" }).replace('"DEEP"', deep);
        const media = { at: ["/media"], url: null, type: null, fetch };
        const isRead = name === "media" || name === "at";
        expect(read(body, withInbound({ media })).reply.status).toBe(isRead ? 202 : 400);
      }
  });

  it.each(["id", "from", "to", "text"])(
    "that lacks %s is refused, and told where that was looked for",
    (name) => {
      const { [name]: _, ...rest } = text as Record<string, string>;
      const { reply, events } = read(rest);
      expect([reply.status, events]).toEqual([400, []]);
      expect(reply.body).toContain(`/${name}`);
    },
  );
});

describe("a text that comes in", () => {
  it("may bring its files in fields that are counted", () => {
    const at = ["/Media0", "/Media1", "/Media2"];
    const media = { at, url: null, type: null, fetch: "open" } as const;
    const files = { Media0: "https://a.example/0", Media1: "https://a.example/1" };
    const [event] = read({ ...text, ...files }, withInbound({ media })).events;
    expect(event).toMatchObject({ media: [{ url: files.Media0 }, { url: files.Media1 }] });
  });

  it("is read where the pointers lead", () => {
    expect(read(text).events).toEqual([
      {
        kind: "text",
        carrierMessageId: "in-A1",
        from: "+15550199001",
        to: "+15550100001",
        body: "Hi",
        media: [],
        receivedAt: new Date("2026-03-02T12:00:00Z"),
      },
    ]);
  });

  it("is asked for its user name where it brings none, since many clients show it only then", () => {
    const proof = { secretPath: "PATH", basic: { username: "PATH", password: "PATH" } };
    const { reply, events } = read(text, { proof });
    expect([reply.status, events]).toEqual([401, []]);
    expect(reply.headers["www-authenticate"]).toBe('Basic realm="Threadline", charset="UTF-8"');
    const shown = (pair: string) => ({
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
      },
    });
    expect(read(text, { proof }, shown("secret:secret")).reply.status).toBe(202);
    expect(read(text, { proof }, shown("secret:wrong")).reply.status).toBe(403);
    expect(read(text, { proof }, { secret: "wrong" }).reply.status).toBe(403);
  });

  describe("in an address", () => {
    const query = new URLSearchParams({ ...text, text: "50 % off & more? +1 🌷", at: "1777887000" });
    const rawUrl = `/webhooks/acme/inbound/secret?${query}`;
    const ask = (change: Partial<HttpCarrier>, request: Partial<WebhookRequest> = {}) =>
      read("", change, { method: "GET", rawUrl, headers: {}, ...request });

    it("is read by its names, asked for by GET or posted", () => {
      for (const method of ["GET", "POST"]) {
        const { reply, events } = ask(withInbound({ body: "query" }), { method });
        expect(reply.status).toBe(202);
        expect(events).toMatchObject([
          { carrierMessageId: "in-A1", from: text.from, to: text.to, body: "50 % off & more? +1 🌷" },
        ]);
      }
    });

    it("has to prove itself like any other", () => {
      expect(ask(withInbound({ body: "query" }), { secret: "wrong" }).reply.status).toBe(403);
    });

    it("is asked for by no other method, and by GET of no other carrier", () => {
      for (const method of ["HEAD", "PUT", "DELETE"])
        expect(ask(withInbound({ body: "query" }), { method }).reply).toMatchObject({
          status: 405,
          headers: { allow: "POST, GET" },
        });
      expect(ask({}).reply).toMatchObject({ status: 405, headers: { allow: "POST" } });
    });

    it("may tell what became of a text, in the address that was given for it", () => {
      const asked = "/webhooks/acme/status/secret?message=m-2&id=7&status=sent";
      const { events } = ask(withReports({ body: "query", ourId: null }), {
        kind: "status",
        rawUrl: asked,
      } as object);
      expect(events).toMatchObject([
        { kind: "status", carrierMessageId: "7", messageId: "m-2", state: "sent" },
      ]);
    });
  });

  it("is not taken for one of ours that has the same id: what comes in and what leaves may be counted apart", () => {
    const [came] = read({ ...text, id: 8812 }).events;
    const [told] = read({ id: 8812, status: "sent" }, {}, status).events;
    expect(told).toMatchObject({ kind: "status", carrierMessageId: "8812" });
    expect(came).toMatchObject({ kind: "text", carrierMessageId: "in-8812" });
  });

  it("keeps an id of more digits than a number holds", () => {
    const [one, other] = ["9007199254740993", "9007199254740992"].map(
      (id) => read(`{"id":${id},"from":"+15550199001","to":"+15550100001","text":"Hi"}`).events[0],
    );
    expect(one).toMatchObject({ carrierMessageId: "in-9007199254740993" });
    expect(other).toMatchObject({ carrierMessageId: "in-9007199254740992" });
  });

  it("may be words that look like a number, and a number as JSON writes it", () => {
    expect(read({ ...text, text: 1234 }).events).toMatchObject([{ body: "1234" }]);
  });

  it.each([null, [], {}, "", "x".repeat(201), "a\nb"])("has no id where %j stands", (id) => {
    expect(read({ ...text, id }).reply.status).toBe(400);
  });

  it("of no time that can be read is taken without one", () => {
    expect(read({ ...text, at: "yesterday" }).events).toMatchObject([{ kind: "text", receivedAt: null }]);
  });

  it("is read of a form, by its fields", () => {
    const body = new URLSearchParams({ ...text, text: "50 % off & more = ünd 🌷" }).toString();
    const { events } = read(body, withInbound({ body: "form" }), { headers: form });
    expect(events).toMatchObject([{ carrierMessageId: "in-A1", body: "50 % off & more = ünd 🌷" }]);
  });

  it("is read of names with brackets and slashes, as forms and JSON have them", () => {
    const body = new URLSearchParams({ ...text, "sms[text]": "of a form" }).toString();
    const ofForm = withInbound({ body: "form", text: "/sms[text]" });
    expect(read(body, ofForm, { headers: form }).events).toMatchObject([{ body: "of a form" }]);
    const ofJson = withInbound({ text: "/sms~1text" });
    expect(read({ ...text, "sms/text": "of JSON" }, ofJson).events).toMatchObject([{ body: "of JSON" }]);
  });

  it("is never read of what the language adds to what was sent", () => {
    expect(read({ ...text }, withInbound({ text: "/constructor/name" })).reply.status).toBe(400);
  });

  describe("without an id", () => {
    const without = withInbound({ id: null });
    const idOf = (change: Partial<typeof text>) => {
      const [event] = read({ ...text, ...change }, without).events;
      return event?.kind === "text" ? event.carrierMessageId : null;
    };

    it("is known again by its time, numbers and words", () => {
      expect(idOf({ id: "A1" })).toBe(idOf({ id: "other" }));
      expect(idOf({ at: "2026-03-02T13:00:00+01:00" })).toBe(idOf({}));
      const others = [
        idOf({ at: "2026-03-02T12:00:01Z" }),
        idOf({ from: "+15550199002" }),
        idOf({ to: "+15550100002" }),
        idOf({ text: "hi" }),
      ];
      expect(new Set([...others, idOf({})]).size).toBe(5);
    });

    it("is told apart by a time that can't be read, too, and refused without one", () => {
      expect(idOf({ at: "batch 7" })).not.toBe(idOf({ at: "batch 8" }));
      expect(read({ ...text, at: undefined }, without).reply).toMatchObject({ status: 400 });
    });
  });
});

describe("numbers", () => {
  const ends = (numbers: HttpCarrier["numbers"], from: unknown, to: unknown) => {
    const [event] = read({ ...text, from, to }, { numbers }).events;
    return event?.kind === "text" ? [event.from, event.to] : null;
  };

  it("without a plus are read as what they are", () => {
    expect(ends({ kind: "digits" }, "15550199001", 15550100001)).toEqual(["+15550199001", "+15550100001"]);
    expect(ends({ kind: "digits" }, "+15550199001", "15550100001")).toEqual(["+15550199001", "+15550100001"]);
  });

  it("without their country's code are read as of that country", () => {
    expect(ends({ kind: "national", country: "US" }, "(555) 019-9001", "5550100001")).toEqual([
      "+15550199001",
      "+15550100001",
    ]);
    expect(ends({ kind: "national", country: "GB" }, "07700 900123", "+447700900456")).toEqual([
      "+447700900123",
      "+447700900456",
    ]);
  });

  it.each([{ kind: "e164" }, { kind: "digits" }, { kind: "national", country: "US" }] as const)(
    "of a few digits, and names, stay what they are: %j",
    (numbers) => {
      expect(ends(numbers, "22395", "+15550100001")?.[0]).toBe("22395");
      expect(ends(numbers, "Clinic", "+15550100001")?.[0]).toBe("Clinic");
    },
  );

  it("of another channel are kept, and no line's", () => {
    const [from, to] = ends({ kind: "digits" }, "whatsapp:+15550199001", "15550100001") ?? [];
    expect(from).toBe("whatsapp:+15550199001");
    expect(to).not.toMatch(/^\+/);
  });
});

describe("what came with a text", () => {
  const mediaOf = (media: unknown, change: Partial<NonNullable<InboundReading["media"]>> = {}) => {
    const description = withInbound({
      media: { at: ["/media"], url: null, type: null, fetch: "open", ...change },
    });
    const [event] = read({ ...text, media }, description).events;
    return event?.kind === "text" ? event.media : null;
  };
  const unknown = "application/octet-stream";

  it("is a list of addresses, or one", () => {
    const both = ["https://a.example/1", "http://a.example/2"].map((url) => ({ url, contentType: unknown }));
    expect(mediaOf(["https://a.example/1", "http://a.example/2"])).toEqual(both);
    expect(mediaOf("https://a.example/1")).toEqual(both.slice(0, 1));
  });

  it("is a list of objects, with types", () => {
    const reading = { url: "/link/href", type: "/mime" };
    const media = [{ link: { href: "https://a.example/1" }, mime: "image/png" }];
    expect(mediaOf(media, reading)).toEqual([{ url: "https://a.example/1", contentType: "image/png" }]);
    expect(mediaOf(media[0], reading)).toHaveLength(1);
  });

  it.each([undefined, null, [], "", " ", "none", "0", 7, [[]], [null, ""], {}])(
    "is nothing where %j stands",
    (media) => {
      expect(mediaOf(media)).toEqual([]);
    },
  );

  it.each([
    "file:///etc/passwd",
    "javascript:alert(1)",
    "/media/1.jpg",
    "photo-17",
    { link: "https://a.example/1" },
  ])("is told of although it can be fetched nowhere: %j", (media) => {
    expect(mediaOf([media])).toEqual([{ url: "", contentType: unknown }]);
    expect(read({ ...text, text: null, media }).events).toMatchObject([{ body: "", media: [{ url: "" }] }]);
  });

  it("is no more than fifty files, however many are said to be there", () => {
    expect(mediaOf(Array(5000).fill("https://a.example/1"))).toHaveLength(50);
    expect(mediaOf(99, { fetch: "no" })).toHaveLength(50);
  });

  it.each([
    [2, 2],
    ["1", 1],
    [0, 0],
    [true, 1],
    [false, 0],
    ["photo-17", 1],
    [["a", "b"], 2],
    [null, 0],
  ])("that can't be fetched is counted where %j stands: %i", (media, count) => {
    expect(mediaOf(media, { fetch: "no" })).toHaveLength(count);
  });

  it("may come without words, and then alone may the words be missing", () => {
    const picture = { ...text, text: undefined, media: ["https://a.example/1"] };
    expect(read(picture).events).toMatchObject([{ body: "", media: [{ url: "https://a.example/1" }] }]);
    expect(read({ ...text, text: null, media: [] }).reply.status).toBe(400);
  });

  it("is read of a field that a form repeats", () => {
    const pairs = [
      ...Object.entries(text),
      ["media", "https://a.example/1"],
      ["media", "https://a.example/2"],
    ];
    const body = new URLSearchParams(pairs as [string, string][]).toString();
    const { events } = read(body, withInbound({ body: "form" }), { headers: form });
    expect(events).toMatchObject([
      { media: [{ url: "https://a.example/1" }, { url: "https://a.example/2" }] },
    ]);
  });
});

describe("a list", () => {
  const list = withInbound({ each: "/messages" });
  const other = { ...text, id: "A2" };

  it("is read item by item, in its order", () => {
    expect(read({ messages: [text, other] }, list).events).toMatchObject([
      { carrierMessageId: "in-A1" },
      { carrierMessageId: "in-A2" },
    ]);
  });

  it("may be one item, not in a list, or the whole body", () => {
    expect(read({ messages: text }, list).events).toHaveLength(1);
    expect(read([text, other], withInbound({ each: "" })).events).toHaveLength(2);
    expect(read([], withInbound({ each: "" })).reply.status).toBe(202);
    expect(read({ messages: null }, list)).toMatchObject({ reply: { status: 202 }, events: [] });
  });

  it("with an item that can't be read is taken, and that one told of", () => {
    const bad = { ...other, from: null };
    const { reply, events } = read({ messages: [text, bad, null, "x", other] }, list);
    expect(reply.status).toBe(202);
    expect(events.map(({ kind }) => kind)).toEqual([
      "text",
      "unreadable",
      "unreadable",
      "unreadable",
      "text",
    ]);
    expect(events[1]).toEqual({ kind: "unreadable", carrierMessageId: "A2" });
  });

  it("that is not there is refused", () => {
    expect(read({ message: [text] }, list).reply).toMatchObject({
      status: 400,
      body: "There is no list at /messages",
    });
  });
});

describe("what is described as the only thing that is read", () => {
  const only = [
    { at: "/type", words: ["sms", "mms"] },
    { at: "/direction", words: ["in"] },
  ];

  it("is read, whatever the case of its words", () => {
    expect(read({ ...text, type: "SMS", direction: "In" }, withInbound({ only })).events).toHaveLength(1);
  });

  it.each([
    { type: "sms" },
    { type: "call", direction: "in" },
    { type: "sms", direction: "out" },
    { type: ["sms"], direction: "in" },
  ])("lets all else pass, and nothing comes of it: %j", (facts) => {
    const { reply, events } = read({ ...facts }, withInbound({ only }));
    expect([reply.status, events]).toEqual([202, []]);
  });

  it("tells reports from texts where a carrier knows one address for both", () => {
    const described = {
      ...withInbound({ only: [{ at: "/event", words: ["received"] }] }),
      ...withReports({ only: [{ at: "/event", words: ["status"] }] }),
    };
    const report = { event: "status", id: "A1", status: "delivered" };
    for (const kind of ["inbound", "status"] as const) {
      expect(read({ event: "received", ...text }, described, { kind }).events).toMatchObject([
        { kind: "text" },
      ]);
      expect(read(report, described, { kind }).events).toMatchObject([
        { kind: "status", state: "delivered" },
      ]);
      expect(read({ ...report, event: "call" }, described, { kind }).events).toEqual([]);
    }
  });

  it("tells them apart where only one of them comes as a list", () => {
    const described = {
      ...withInbound({ each: "/messages", only: [] }),
      ...withReports({ only: [{ at: "/event", words: ["status"] }] }),
    };
    const report = { event: "status", id: "A1", status: "delivered" };
    expect(read(report, described).events).toMatchObject([{ kind: "status" }]);
  });
});

describe("a report", () => {
  const report = { id: "A1", ref: "m-1", status: "delivered", error: null };

  it("names the carrier's id and ours, and what became of the text", () => {
    expect(read(report, {}, status).events).toEqual([
      { kind: "status", carrierMessageId: "A1", messageId: "m-1", state: "delivered", failure: null },
    ]);
  });

  it.each([
    ["queued", "accepted"],
    ["SENT", "sent"],
    [" Read ", "delivered"],
    ["rejected", "failed"],
  ])("of the word %j says %s", (word, state) => {
    expect(read({ ...report, status: word }, {}, status).events).toMatchObject([{ state }]);
  });

  it("of a word that nobody described says nothing, and is taken", () => {
    const { reply, events } = read({ ...report, status: "teleported" }, {}, status);
    expect([reply.status, events]).toEqual([202, []]);
  });

  it("may name our id in its address alone", () => {
    const rawUrl = "/webhooks/acme/status/secret?message=m-2";
    const bare = { status: "sent" };
    expect(read(bare, {}, { ...status, rawUrl }).events).toMatchObject([
      { carrierMessageId: null, messageId: "m-2" },
    ]);
    expect(read(report, {}, { ...status, rawUrl }).events).toMatchObject([{ messageId: "m-1" }]);
  });

  describe("whose address is not signed", () => {
    const hmac = {
      header: "x-sign",
      secret: "SIGNING",
      algorithm: "sha256",
      encoding: "hex",
      prefix: "",
      signs: "{{body}}",
      timestamp: null,
    } as const;
    const url = "https://api.example.com";
    const body = JSON.stringify({ status: "sent" });
    const signed = (signs: string, signing: string[]) => {
      const asked: string[] = [];
      const carrier = createHttpCarrier({
        description: {
          ...plain,
          url,
          proof: { hmac: { ...hmac, signs } },
          reports: { ...reports, id: null },
          send: { ...plain.send, query: [["hook", "{{callback}}"]] },
        },
        secrets: new Map([["SIGNING", signing]]),
        publicUrl: "https://sms.example.com",
        call: async (address) => {
          asked.push(new URL(address).searchParams.get("hook") ?? "");
          return { status: 200, headers: {}, text: "" };
        },
        now: () => 0,
      });
      const addressOf = async (id: string) => {
        const ends = { from: "+15550100001" as E164, to: "+15550199001" as Address };
        await carrier.send({ messageId: id as MessageId, ...ends, body: "Hi" });
        return (asked.at(-1) ?? "").replace("https://sms.example.com", "");
      };
      const post = (rawUrl: string, signature: string) =>
        carrier.readWebhook("status", {
          method: "POST",
          rawUrl,
          headers: { "content-type": "application/json", "x-sign": signature },
          body: Buffer.from(body),
        });
      return { addressOf, post };
    };
    const signatureOf = (signedText: string, secret: string) =>
      createHmac("sha256", secret).update(signedText).digest("hex");

    it("names our id only in an address that we made", async () => {
      const { addressOf, post } = signed("{{body}}", ["new", "old"]);
      const address = await addressOf("m-1");
      expect(post(address, signatureOf(body, "old")).events).toMatchObject([{ messageId: "m-1" }]);
      const { proof = "" } = Object.fromEntries(new URLSearchParams(address.split("?")[1]));
      expect(proof).toMatch(/^[0-9a-f]{32}$/);
      const base = "/webhooks/acme/status?message=m-2";
      for (const other of [
        base,
        `${base}&proof=`,
        `${base}&proof=${proof}`,
        `${base}&proof=x&proof=${proof}`,
      ])
        expect([other, post(other, signatureOf(body, "new")).reply.status]).toEqual([other, 400]);
    });

    it("is known while the secret is replaced, and bare where its signature covers it", async () => {
      const before = await signed("{{body}}", ["old"]).addressOf("m-1");
      const during = signed("{{body}}", ["new", "old"]);
      expect(during.post(before, signatureOf(body, "new")).events).toMatchObject([{ messageId: "m-1" }]);
      const after = signed("{{body}}", ["new"]);
      expect(after.post(before, signatureOf(body, "new")).reply.status).toBe(400);
      const covered = signed("{{url}}{{body}}", ["new"]);
      const address = await covered.addressOf("m-1");
      expect(address).toBe("/webhooks/acme/status?message=m-1");
      const signature = signatureOf(`https://sms.example.com${address}${body}`, "new");
      expect(covered.post(address, signature).events).toMatchObject([{ messageId: "m-1" }]);
    });
  });

  it("among several is never taken for the text that their address names", () => {
    const rawUrl = "/webhooks/acme/status/secret?message=m-2";
    const all = [{ id: "A1", status: "sent" }, { id: "A2", status: "failed" }, { status: "sent" }];
    const { events } = read({ all }, withReports({ each: "/all" }), { ...status, rawUrl });
    expect(events).toMatchObject([
      { carrierMessageId: "A1", messageId: null },
      { carrierMessageId: "A2", messageId: null },
      { kind: "unreadable" },
    ]);
    const alone = read({ all: all.slice(2) }, withReports({ each: "/all" }), { ...status, rawUrl });
    expect(alone.events).toMatchObject([{ messageId: "m-2" }]);
  });

  it("without any id is refused, and so is one without a status", () => {
    expect(read({ status: "sent" }, {}, status).reply).toMatchObject({
      status: 400,
      body: expect.stringContaining("/id or /ref"),
    });
    expect(read({ id: "A1" }, {}, status).reply).toMatchObject({
      status: 400,
      body: expect.stringContaining("/status"),
    });
  });

  it.each([
    ["stopped", "recipient", "opted_out"],
    ["Landline", "recipient", "no_texts"],
    ["spam", "content", null],
    ["no_credit", "account", null],
    ["phone_off", "passing", null],
    ["e-77", "content", null],
  ])("of a failure by %j is the trouble of the %s, and lasting: %s", (error, scope, lasting) => {
    const [event] = read({ ...report, status: "failed", error }, {}, status).events;
    const failure = event?.kind === "status" ? event.failure : null;
    expect(failure).toMatchObject({ scope, code: error });
    expect(failure?.sentence).toMatch(/^[A-Z].{20,}\.$/);
    const carrier = createHttpCarrier({
      description: plain,
      secrets,
      publicUrl: null,
      call: () => Promise.reject(new Error("nothing is asked")),
      now: () => 0,
    });
    expect(carrier.lastingFailure?.(failure?.code ?? "")).toBe(lasting);
  });

  it.each(["Number +15550199001 is unknown", "15550199001", "x".repeat(60), "he said: hi there"])(
    "shows nothing of an error in somebody's words: %j",
    (error) => {
      expect(JSON.stringify(read({ ...report, status: "failed", error }, {}, status).events)).not.toContain(
        error,
      );
    },
  );

  it("is read of a list, and those that can't be are told of", () => {
    const { reply, events } = read(
      { all: [report, {}, { ...report, status: "new word" }] },
      withReports({ each: "/all" }),
      status,
    );
    expect(reply.status).toBe(202);
    expect(events).toMatchObject([{ kind: "status" }, { kind: "unreadable", carrierMessageId: null }]);
  });

  it("is taken, and nothing comes of it, where the carrier is said to tell none", () => {
    const { reply, events } = read(report, { reports: null }, status);
    expect([reply.status, events]).toEqual([202, []]);
  });
});
