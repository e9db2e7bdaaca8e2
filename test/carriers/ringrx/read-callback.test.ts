import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import type { TextEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { createRingRxSide, line, passwords, paths, phone, type RingRxSide, users } from "./ringrx-world.ts";

let side: RingRxSide;
const start = async (...options: Parameters<typeof createRingRxSide>) => {
  side = await createRingRxSide(...options);
};
beforeEach(() => start());
afterEach(() => side.stop());

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/** As RingRx would post it, with this payload. */
function posted(body: string, change: Partial<WebhookRequest> = {}): WebhookRequest {
  const rawUrl = `/webhooks/ringrx/inbound/${paths[0]}`;
  const headers = { "content-type": "application/json", authorization: basic(users[0], passwords[0]) };
  return { method: "POST", rawUrl, secret: paths[0], headers, body: Buffer.from(body), ...change };
}
const read = (request: WebhookRequest) => side.carrier.readWebhook("inbound", request);
const readJson = (fields: object) => read(posted(JSON.stringify(fields)));
const ends = { from: "15550199001", to: "15550100001" };
function textIn({ reply, events }: ReturnType<typeof read>): TextEvent {
  const [event] = events;
  if (event?.kind !== "text") throw new Error(`expected a text, got ${reply.status} ${reply.body}`);
  return event;
}

describe("a callback of RingRx's", () => {
  it("is a text with its words, numbers, and when it came", async () => {
    const { reply, events } = read(await side.text('She said "yes",\nthen \\ left 🌷'));
    expect(reply.status).toBe(200);
    expect(events).toEqual([
      {
        kind: "text",
        carrierMessageId: expect.stringMatching(/^in-[0-9a-f]{32}$/),
        from: phone,
        to: line,
        body: 'She said "yes",\nthen \\ left 🌷',
        media: [],
        receivedAt: new Date(side.clock.ms),
      },
    ]);
  });

  it("holds any words as they were written", async () => {
    const words = fc.string({ unit: "grapheme" }).filter((text) => !/^\s*\{\{\s*\w+\s*\}\}\s*$/.test(text));
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        expect(textIn(read(await side.text(text))).body).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it.each(["None", "null", "undefined", "0"])("holds %s where somebody wrote just that", async (text) => {
    expect(textIn(read(await side.text(text)))).toMatchObject({ body: text, media: [] });
  });

  it.each(["+15550199001", "15550199001", "5550199001", "(555) 019-9001", "1-555-019-9001"])(
    "reads a number as %s",
    (from) => {
      expect(textIn(readJson({ from, to: "(555) 010-0001", text: "hi" }))).toMatchObject({
        from: phone,
        to: line,
      });
    },
  );

  it("knows fields by their usual names, in any case", () => {
    const text = textIn(
      readJson({
        Sender: "5550199001",
        DID: "5550100001",
        Message: "hi",
        sms_id: 7,
        created_at: "2026-03-02T12:00:00Z",
      }),
    );
    expect(text).toMatchObject({
      from: phone,
      to: line,
      body: "hi",
      receivedAt: new Date("2026-03-02T12:00:00Z"),
    });
  });

  it("may be a form", () => {
    const body = new URLSearchParams({ ...ends, text: "a & b" }).toString();
    for (const type of [
      "application/x-www-form-urlencoded",
      "Application/X-WWW-Form-URLEncoded; charset=utf-8",
    ]) {
      const headers = { ...posted("").headers, "content-type": type };
      expect(textIn(read(posted(body, { headers }))).body).toBe("a & b");
    }
  });

  it("keeps a short code that texts a line", () => {
    expect(textIn(readJson({ from: "72345", to: ends.to, text: "Your code" })).from).toBe("72345");
  });

  it.each(["sms", "SMS", "incoming", "message.received", "1", "{{type}}", "callback", "Callback.sms"])(
    "of the type %s is read as a text",
    (type) => {
      expect(textIn(readJson({ ...ends, type, text: "hi" })).body).toBe("hi");
    },
  );

  it.each(["voicemail", "fax", "cdr", "Recording", "call_alert", "on-call", "outreach"])(
    "of the type %s is taken, and nothing comes of it",
    (type) => {
      const { reply, events } = readJson({ ...ends, type, text: "x" });
      expect([reply.status, events]).toEqual([200, []]);
    },
  );

  it("without words is a picture that could not be received, and so is one that says that there was one", () => {
    for (const fields of [{ text: "" }, { text: "Look", media_count: "1" }, { text: "Look", media: ["x"] }])
      expect(textIn(readJson({ ...ends, ...fields })).media).toEqual([{ url: "", contentType: "image/*" }]);
    for (const media of ["0", 0, false, "", "none", "{{media}}", []])
      expect(textIn(readJson({ ...ends, media, text: "Look" })).media).toEqual([]);
  });

  it("whose words are null is one, too, unless another field has them", () => {
    const picture = textIn(readJson({ ...ends, text: null, media: 1 }));
    expect(picture).toMatchObject({ body: "", media: [{ url: "", contentType: "image/*" }] });
    expect(textIn(readJson({ ...ends, text: null, body: "hi" }))).toMatchObject({ body: "hi", media: [] });
  });

  it("may name its numbers in a list of one", () => {
    expect(textIn(readJson({ from: [ends.from], to: [15550100001], text: "hi" }))).toMatchObject({
      from: phone,
      to: line,
    });
    expect(readJson({ from: ends.from, to: [ends.to, "15550100002"], text: "hi" }).reply.status).toBe(400);
  });

  it("takes a time without a zone for none", () => {
    expect(textIn(readJson({ ...ends, time: "2026-03-02 07:00:00", text: "hi" })).receivedAt).toBeNull();
    expect(textIn(readJson({ ...ends, time: 1772452800, text: "hi" })).receivedAt).toEqual(
      new Date("2026-03-02T12:00:00Z"),
    );
  });
});

describe("a callback that comes again", () => {
  const idOf = (fields: object) => textIn(readJson({ ...ends, text: "hi", ...fields })).carrierMessageId;

  it("is the same text by its id, or else by its time", () => {
    for (const fields of [{ id: "7" }, { time: "2026-03-02 07:00:00" }])
      expect(idOf(fields)).toBe(idOf(fields));
  });

  it("is another one where anything differs, though an id be the same: a token may stand for something else", () => {
    const ids = [
      idOf({ id: "7" }),
      idOf({ id: "8" }),
      idOf({ id: "7", text: "ho" }),
      idOf({ id: "7", from: "15550199002" }),
      idOf({ id: "7", time: "2026-03-02 07:00:00" }),
      idOf({ id: "7", time: "2026-03-02 07:00:01" }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is shown twice where it has neither", () => {
    expect(idOf({})).not.toBe(idOf({}));
    for (const id of ["{{id}}", "null", "None", ""]) expect(idOf({ id })).not.toBe(idOf({ id }));
  });
});

describe("a payload whose tokens are not written as JSON wants it", () => {
  beforeEach(async () => {
    await side.stop();
    await start({ escapes: false });
  });

  it.each([
    'She said "yes"',
    "two\nlines",
    'ends with a "',
    '"}',
    '","from":"15550166666","to":"15550100002',
    'x","text":"y',
    'x","id":"7","type":"voicemail',
    'x","fr\\u006fm":"15550166666","t\\u006f":"15550100002',
  ])("is read all the same, and nobody writes fields of their own into it: %j", async (words) => {
    const before = textIn(read(await side.text("plain")));
    const text = textIn(read(await side.text(words)));
    expect(text).toMatchObject({ body: words, from: before.from, to: before.to });
  });

  it.each([
    ["json", '{"from_number":"{{from}}","did":"{{to}}","sms_id":"{{id}}","text":"{{message}}"}'],
    ["form", "src={{from}}&dst={{to}}&uuid={{id}}&text={{message}}"],
  ] as const)("nor under another name of theirs, in a payload of its own: %s", async (kind, payload) => {
    const contentType = kind === "form" ? "application/x-www-form-urlencoded" : "application/json";
    side.putCallback({ payload, contentType });
    const [words, id] =
      kind === "form"
        ? ["x&from=15550166666&to=15550100002&src=15550166666&id=7", "&id=7"]
        : ['x","from":"15550166666","to":"15550100002","id":"7', '","id":"7'];
    const one = textIn(read(await side.text(words)));
    expect(one).toMatchObject({ from: phone, to: line });
    // An id of theirs would make a later text one that comes again.
    const other = textIn(read(await side.text(words.replace(id, ""))));
    const last = textIn(read(await side.text(words)));
    expect(new Set([one, other, last].map(({ carrierMessageId }) => carrierMessageId)).size).toBe(3);
  });

  it.each(["text", "message", "body", "content", "transcript"])("may call its text %s", async (name) => {
    side.putCallback({ payload: `{"from":"{{from}}","to":"{{to}}","id":"{{id}}","${name}":"{{message}}"}` });
    expect(textIn(read(await side.text('She said "yes"'))).body).toBe('She said "yes"');
  });

  it("is never somebody else's text, whatever the words", async () => {
    const pieces = fc.constantFrom(
      '"',
      "\\",
      "\n",
      "{",
      "}",
      ",",
      ":",
      '"from":',
      '"fr\\u006fm":"',
      '"to":"',
      "15550166666",
      "a",
      " ",
      "🌷",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 12 }), async (parts) => {
        const { events } = read(await side.text(parts.join("")));
        // What can't be told is refused rather than guessed.
        for (const event of events) expect(event).toMatchObject({ from: phone, to: line });
      }),
      { numRuns: 200 },
    );
  });
});

describe("a callback is refused", () => {
  it.each<[string, Partial<WebhookRequest>, number]>([
    ["that is no POST", { method: "GET" }, 405],
    ["that is too large", { body: Buffer.alloc(1_000_001) }, 413],
    ["without Basic Auth", { headers: { "content-type": "application/json" } }, 401],
    ["with another password", { headers: { authorization: basic(users[0], "guessed-password") } }, 403],
    ["with another user", { headers: { authorization: basic("guessed", passwords[0]) } }, 403],
    ["without its secret path", { secret: undefined as unknown as string }, 403],
    ["with another path", { secret: "guessed-secret-path-1" }, 403],
    ["that is neither JSON nor a form", { body: Buffer.from("<xml/>") }, 400],
    ["that is a list", { body: Buffer.from("[]") }, 400],
    ["without a text", { body: Buffer.from(JSON.stringify(ends)) }, 400],
    [
      "whose token for the text was not replaced",
      { body: Buffer.from(JSON.stringify({ ...ends, text: "{{message}}" })) },
      400,
    ],
    ["without a sender", { body: Buffer.from(JSON.stringify({ to: ends.to, text: "hi" })) }, 400],
    [
      "whose token for the sender was not replaced",
      { body: Buffer.from(JSON.stringify({ ...ends, from: "[from]", text: "hi" })) },
      400,
    ],
    ["without the line", { body: Buffer.from(JSON.stringify({ from: ends.from, text: "hi" })) }, 400],
  ])("%s", (_, change, status) => {
    const { reply, events } = read(posted(JSON.stringify({ ...ends, text: "hi" }), change));
    expect([reply.status, events]).toEqual([status, []]);
    expect(reply.body).not.toBe("");
    expect(reply.body).not.toContain("555");
  });

  it("at the address of reports: RingRx has none", () => {
    expect(side.carrier.readWebhook("status", posted("{}")).reply.status).toBe(404);
  });

  it("not for one proof alone where only that is agreed", () => {
    const byPath = side.carrierWith({ callbackUsers: [], callbackPasswords: [] });
    const byAuth = side.carrierWith({ callbackPaths: [] });
    const request = posted(JSON.stringify({ ...ends, text: "hi" }));
    const { secret: _, ...withoutPath } = request;
    const withoutAuth = { ...request, headers: { "content-type": "application/json" } };
    expect(byPath.readWebhook("inbound", withoutAuth).reply.status).toBe(200);
    expect(byAuth.readWebhook("inbound", withoutPath).reply.status).toBe(200);
    expect(byPath.readWebhook("inbound", withoutPath).reply.status).toBe(403);
    expect(byAuth.readWebhook("inbound", withoutAuth).reply).toMatchObject({
      status: 401,
      headers: { "www-authenticate": expect.stringMatching(/^Basic realm=/) },
    });
  });
});

describe("a captured callback is explained", () => {
  const explained = (body: string, change: Partial<WebhookRequest> = {}) => {
    const told = side.carrier.explainWebhook?.("inbound", posted(body, change));
    if (told === undefined) throw new Error("nothing explains it");
    return told;
  };

  it("by what was found where", () => {
    const told = explained(
      JSON.stringify({ ...ends, id: 7, created_at: "2026-03-02T12:00:00Z", message: "Hi there" }),
    );
    expect(told.unproven).toBeNull();
    expect(told.sentences).toEqual([
      "type: is not there.",
      "id: 7",
      "from: 15550199001",
      "to: 15550100001",
      'time (as "created_at"): 2026-03-02T12:00:00Z',
      "media: is not there.",
      'text (as "message"): 8 characters.',
    ]);
    expect(told.events).toMatchObject([{ kind: "text", body: "Hi there" }]);
  });

  it("also where it proves nothing, with what to do, and without a secret", () => {
    const told = explained(JSON.stringify({ ...ends, text: "hi" }), { headers: {} });
    expect(told.unproven).toContain("RINGRX_CALLBACK_USER");
    expect(JSON.stringify(told)).not.toContain(passwords[0]);
    expect(told.events).toHaveLength(1);
  });

  it.each([
    ['{"from":"{{caller}}","to":"1","text":"hi"}', "{{caller}} was not replaced"],
    ['{"from":"15550199001","to":"15550100001"}', "Nothing comes of it: text is missing"],
    ['{"from":"15550199001","to":"15550100001","text":"hi"}', "neither id nor time"],
    ['{"from":"15550199001","to":"15550100001","time":"noon","text":"hi"}', "does not say in which zone"],
    ['{"from":"15550199001","to":"15550100001","text":""}', "taken for a picture"],
    ['{"text":"hi","from":"15550199001","to":"15550100001"}', "Its text is not the last row"],
    ['{"type":"fax","text":""}', "It is no text but a fax"],
    ['{"from":"15550199001","to":"dee","text":"hi"}', "Nothing comes of it: to is no phone number"],
    ["from=1", "neither JSON nor a form"],
  ])("%s: %s", (body, words) => {
    expect(explained(body).sentences.join("\n")).toContain(words);
  });

  it("as one that leads to the wrong address", () => {
    expect(side.carrier.explainWebhook?.("status", posted("{}")).sentences.join()).toContain(
      "/webhooks/ringrx/inbound",
    );
    expect(explained("{}", { method: "GET" }).sentences.join()).toContain("POST");
  });
});
