import { createHmac } from "node:crypto";
import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainCallback } from "../../../src/command-line/doctor/explain-callback.ts";
import { scene, sceneDirectory } from "../../../src/sandbox/sandbox.ts";
import { signForm } from "../../../src/sandbox/twilio/sign.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";
import { createScreen } from "../site.ts";

let folder: string;
beforeAll(() => {
  folder = temporaryFolder("callback");
  writeFileSync(join(folder, "directory.yml"), sceneDirectory);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const token = "a-token-of-twilio";
const publicUrl = "https://sms.example.com";
const path = "/webhooks/twilio/inbound";
const words = "the tulips are on the balcony";
const text = {
  MessageSid: "SM0123456789abcdef0123456789abcdef",
  From: scene.maria,
  To: scene.line,
  Body: words,
  NumMedia: "0",
};

/** Nothing but what Twilio needs. */
const twilioAlone = () => ({
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
  TWILIO_AUTH_TOKEN: token,
  PUBLIC_URL: publicUrl,
  DIRECTORY_FILE: join(folder, "directory.yml"),
});

interface Captured {
  readonly params?: Record<string, string>;
  readonly path?: string;
  readonly lineBreak?: string;
  readonly signature?: string | null;
  readonly more?: readonly string[];
  readonly origin?: string;
}

/** As a page that collects requests, or a proxy's log, has it. */
function captured({ params = text, lineBreak = "\n", origin = "", ...other }: Captured = {}): string {
  const target = other.path ?? path;
  const signature =
    other.signature === undefined ? signForm(token, publicUrl + target, params) : other.signature;
  const body = new URLSearchParams(params).toString();
  return [
    `POST ${origin}${target} HTTP/1.1`,
    "Host: sms.example.com",
    "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
    ...(signature === null ? [] : [`X-Twilio-Signature: ${signature}`]),
    ...(other.more ?? []),
    "",
    body,
  ].join(lineBreak);
}

interface Asked {
  readonly carrier?: string;
  readonly kind?: "inbound" | "status";
  readonly env?: Record<string, string>;
}

function saved(content: string | Buffer): string {
  const file = join(folder, "captured.txt");
  writeFileSync(file, content);
  return file;
}

async function explained(content: string | Buffer, { env = twilioAlone(), ...asked }: Asked = {}) {
  const terminal = createScreen();
  const input = () => Promise.reject(new Error("nobody is to read it"));
  const code = await explainCallback(
    { file: saved(content), ...asked },
    { env, terminal, input, now: Date.now },
  );
  return { code, said: terminal.text() };
}

describe("threadline doctor --callback", () => {
  it.each(["\n", "\r\n"])(
    "says of a text who proves it, from whom to whom it is, and who gets it (%j)",
    async (lineBreak) => {
      const { code, said } = await explained(captured({ lineBreak }));
      expect(said).toMatch(/^ok +request: POST to \/webhooks\/twilio\/inbound: what comes in, of Twilio\.$/m);
      expect(said).toMatch(/^ok +whose it is: It proves to be Twilio's\.$/m);
      expect(said).toMatch(/^ +From: \+15550199001$/m);
      expect(said).toMatch(
        /^ok +what comes of it: A text from \(555\) 019-9001 to \(555\) 010-0001, the line Front desk, with 29 characters\. The group Front desk would get it\.$/m,
      );
      expect(code).toBe(0);
    },
  );

  it("shows neither words nor secrets", async () => {
    for (const content of [
      captured(),
      captured({ signature: "bm90IHR3aWxpbw==" }),
      captured({ path: "/webhooks/twilio/inbound/a-secret-path" }),
    ]) {
      const { said } = await explained(content);
      expect(said).not.toContain(words);
      expect(said).not.toContain(token);
      expect(said).not.toContain("a-secret-path");
      expect(said).not.toContain("bm90");
    }
  });
  it("reads standard input", async () => {
    const terminal = createScreen();
    const input = async () => Buffer.from(captured());
    const code = await explainCallback({ file: "-" }, { env: twilioAlone(), terminal, input, now: Date.now });
    expect(code).toBe(0);
  });

  it("counts files, and tells who else a text went to", async () => {
    const params = {
      ...text,
      NumMedia: "1",
      MediaUrl0: "https://api.twilio.com/0",
      MediaContentType0: "image/png",
    };
    expect((await explained(captured({ params }))).said).toContain("with 29 characters and 1 file.");
  });

  it.each([
    [
      "is wrong",
      "bm90IHR3aWxpbw==",
      /PROBLEM +whose it is: Its X-Twilio-Signature is not made with TWILIO_AUTH_TOKEN over the address https:\/\/sms\.example\.com\/webhooks\/twilio\/inbound/,
    ],
    ["is missing", null, /PROBLEM +whose it is: It has no header X-Twilio-Signature/],
  ])(
    "says which check fails where the signature %s, and what would come of it all the same",
    async (_, signature, sentence) => {
      const { code, said } = await explained(captured({ signature }));
      expect(said).toMatch(sentence);
      expect(said).toContain("What follows would come of it, once it is proven.");
      expect(said).toContain("A text from (555) 019-9001");
      expect(code).toBe(1);
    },
  );

  it("lets nothing that stands in a request pass for a line of ours", async () => {
    const From = "x\nok       whose it is: It proves to be Twilio's.\u001b[2K\u202e";
    const { said } = await explained(captured({ params: { ...text, From }, signature: "bm90" }));
    expect(said).not.toMatch(/^ok +whose it is/m);
    for (const sign of ["\u001b", "\u202e"]) expect(said).not.toContain(sign);
  });

  it("says which line of the directory it lacks, or that the channel is another", async () => {
    const toNobody = await explained(captured({ params: { ...text, To: "+15550100009" } }));
    expect(toNobody.said).toMatch(
      /^warning +what comes of it: A text from .* to \(555\) 010-0009, which is no line of the directory/m,
    );
    expect(toNobody.said).toContain("-> Add the number to the directory's lines");
    const params = { ...text, From: `whatsapp:${scene.maria}`, To: `whatsapp:${scene.line}` };
    const byWhatsApp = await explained(captured({ params }));
    expect(byWhatsApp.said).toMatch(
      /^warning +what comes of it: A text from .* by WhatsApp, which is no SMS.* would be kept/m,
    );
    for (const { code } of [toNobody, byWhatsApp]) expect(code).toBe(0);
  });

  it("says what a report tells, and of which text of ours", async () => {
    const params = { MessageSid: text.MessageSid, MessageStatus: "undelivered", ErrorCode: "30003" };
    const { code, said } = await explained(captured({ params, path: "/webhooks/twilio/status?message=m-1" }));
    expect(said).toMatch(
      /^ok +request: POST to \/webhooks\/twilio\/status: what became of a text, of Twilio\.$/m,
    );
    expect(said).toMatch(
      /^ok +what comes of it: A report: the text that is ours \(m-1\) was not delivered\. What its author would read: [A-Z]/m,
    );
    expect(code).toBe(0);
  });

  it("says so where nothing comes of it", async () => {
    const params = { MessageSid: text.MessageSid, MessageStatus: "thinking" };
    const { code, said } = await explained(captured({ params, path: "/webhooks/twilio/status?message=m-1" }));
    expect(said).toMatch(/^warning +what comes of it: Nothing/m);
    expect(code).toBe(1);
  });

  it("says why a proven request would be refused", async () => {
    const { MessageSid: _, ...params } = text;
    const { code, said } = await explained(captured({ params }));
    expect(said).toMatch(/^ok +whose it is/m);
    expect(said).toMatch(
      /^PROBLEM +answer: It would be refused with HTTP 400: MessageSid is missing or malformed\.$/m,
    );
    expect(code).toBe(1);
  });

  it("reads a body alone where it is told whose it is, and says that it proves nothing", async () => {
    const { code, said } = await explained(new URLSearchParams(text).toString(), { carrier: "twilio" });
    expect(said).toMatch(/^ok +request: A body alone, read as what comes in, of Twilio\.$/m);
    expect(said).toMatch(/^warning +whose it is: A body alone can't prove it/m);
    expect(said).toContain("The group Front desk would get it.");
    expect(code).toBe(0);
    const report = "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered\n";
    const status = await explained(report, { carrier: "twilio", kind: "status" });
    expect(status.said).toContain("was delivered.");
    expect(status.code).toBe(0);
  });

  it("reads what was captured at another address, and says which to write at the carrier", async () => {
    const { said } = await explained(captured({ path: "/collected-elsewhere" }), { carrier: "twilio" });
    expect(said).toMatch(/^warning +request: Its path is none of Threadline's/m);
    expect(said).toContain("PUBLIC_URL/webhooks/twilio/inbound");
    expect(said).not.toContain("collected");
  });

  it("takes a whole address in the first line, and the path that PUBLIC_URL holds", async () => {
    expect((await explained(captured({ origin: publicUrl }))).code).toBe(0);
    const env = { ...twilioAlone(), PUBLIC_URL: `${publicUrl}/sms` };
    const signature = signForm(token, `${publicUrl}/sms${path}`, text);
    expect((await explained(captured({ origin: "/sms", signature }), { env })).code).toBe(0);
  });

  it("takes no notice of the line break that an editor put behind the body, and says where a body was changed", async () => {
    const length = new URLSearchParams(text).toString().length;
    const more = [`Content-Length: ${length}`];
    expect((await explained(`${captured({ more })}\n`)).code).toBe(0);
    expect((await explained(`${captured()}\r\n`)).code).toBe(0);
    const cutOff = await explained(captured({ more: [`Content-Length: ${length + 3}`] }));
    expect(cutOff.said).toMatch(/^warning +request: Its body has 3 bytes less than its Content-Length says/m);
  });

  it("says of a carrier that is not set up what is missing", async () => {
    const { TWILIO_AUTH_TOKEN: _, ...env } = twilioAlone();
    const { code, said } = await explained(captured(), { env });
    expect(said).toMatch(
      /^PROBLEM +whose it is: Twilio is not set up here.*\n +TWILIO_AUTH_TOKEN is missing/m,
    );
    expect(code).toBe(1);
    const { said: ofNothing } = await explained(captured(), { env: {} });
    expect(ofNothing.match(/PUBLIC_URL is missing/g)).toHaveLength(1);
    const wrong = await explained(captured(), { env: { ...twilioAlone(), TWILIO_ACCOUNT_SID: "SK1" } });
    expect(wrong.said).toContain("TWILIO_ACCOUNT_SID must be the account's SID");
  });

  it("leaves open whose a text is where the directory can't be read", async () => {
    const env = { ...twilioAlone(), DIRECTORY_FILE: join(folder, "none.yml") };
    const { code, said } = await explained(captured(), { env });
    expect(said).toMatch(/^warning +directory: It can't be read/m);
    expect(said).toContain("Whose it is, the directory would say.");
    expect(code).toBe(0);
  });

  it("says of a carrier that only hints that it would be asked, and needs the whole request of it", async () => {
    const env = {
      RINGCENTRAL_CLIENT_ID: "client",
      RINGCENTRAL_CLIENT_SECRET: "the-app-secret",
      RINGCENTRAL_RECEIVE: "webhook",
      RINGCENTRAL_VERIFICATION_TOKEN: "a-token-of-ours",
      RINGCENTRAL_JWT_BEN: "aa.bb.cc",
      PUBLIC_URL: publicUrl,
      DIRECTORY_FILE: join(folder, "directory.yml"),
    };
    const hint = "POST /webhooks/ringcentral/inbound HTTP/1.1\nContent-Type: application/json\n\n{}";
    const unproven = await explained(hint, { env });
    expect(unproven.said).toMatch(/^PROBLEM +whose it is: It would be refused with HTTP 403: /m);
    expect(unproven.code).toBe(1);
    const alone = await explained("{}", { env, carrier: "ringcentral" });
    expect(alone.said).toMatch(
      /^PROBLEM +whose it is: Of RingCentral's requests a body alone says too little/m,
    );
    expect(alone.code).toBe(1);
  });

  describe("of a carrier that the directory describes", () => {
    const described = `
http_carriers:
  - name: acme
    title: Acme SMS
    url: "https://api.acme.example"
    proof:
      secret_path: ACME_PATH
      hmac: { header: X-Acme-Signature, secret: ACME_SIGNING, signs: "{{timestamp}}.{{body}}", timestamp_header: X-Acme-Time }
    inbound: { body: json, id: /id, from: /from, to: /to, text: /text }
    send: { path: /messages, json: { to: "{{to}}", text: "{{text}}" }, answer: { id: /id } }
`;
    const secrets = { ACME_PATH: "a-path-that-nobody-guesses", ACME_SIGNING: "what-acme-signs-with" };
    const env = () => {
      const file = join(folder, "described.yml");
      writeFileSync(file, sceneDirectory.replaceAll("carrier: twilio", "carrier: acme") + described);
      return { ...secrets, PUBLIC_URL: publicUrl, DIRECTORY_FILE: file };
    };
    const message = { id: 77, from: scene.maria, to: scene.line, text: words };
    const at = Date.parse("2026-03-02T12:00:00Z");
    const requestOf = (body: object, path = `/webhooks/acme/inbound/${secrets.ACME_PATH}`) => {
      const [time, json] = [String(at / 1000), JSON.stringify(body)];
      const signature = createHmac("sha256", secrets.ACME_SIGNING).update(`${time}.${json}`).digest("hex");
      return [
        `POST ${path} HTTP/1.1`,
        "Content-Type: application/json",
        `X-Acme-Time: ${time}`,
        `X-Acme-Signature: ${signature}`,
        "",
        json,
      ].join("\n");
    };
    const asOf = async (moment: number, content: string) => {
      const file = saved(content);
      utimesSync(file, moment / 1000, moment / 1000);
      const terminal = createScreen();
      const input = async () => Buffer.alloc(0);
      const code = await explainCallback({ file }, { env: env(), terminal, input, now: Date.now });
      return { code, said: terminal.text() };
    };

    it("judges a signature that names its time as of when the file was saved", async () => {
      const soon = await asOf(at + 60_000, requestOf(message));
      expect(soon.said).toMatch(/^ok +whose it is: It proves to be Acme SMS's\.$/m);
      expect(soon.said).toContain("The group Front desk would get it.");
      expect(soon.code).toBe(0);
      const late = await asOf(at + 3_600_000, requestOf(message));
      expect(late.said).toMatch(/^PROBLEM +whose it is: /m);
      expect(late.code).toBe(1);
    });

    it("shows what stands at each pointer, and neither words nor secrets", async () => {
      const { said } = await asOf(at, requestOf(message));
      expect(said).toMatch(/^ +id: 77 stands at \/id\.$/m);
      expect(said).toMatch(/^ +text: 29 characters stand at \/text\.$/m);
      expect(said).toContain("/webhooks/acme/inbound/…");
      for (const secret of [words, ...Object.values(secrets)]) expect(said).not.toContain(secret);
    });

    it("says which check fails, and reads it all the same", async () => {
      const { code, said } = await asOf(at, requestOf(message, "/webhooks/acme/inbound/a-path-of-somebody"));
      expect(said).toMatch(/^PROBLEM +whose it is: .*ACME_PATH/m);
      expect(said).not.toContain("a-path-of-somebody");
      expect(said).toContain("A text from (555) 019-9001");
      expect(code).toBe(1);
    });

    it("says what is missing where a pointer finds nothing", async () => {
      const { from: _, ...without } = message;
      const { code, said } = await asOf(at, requestOf(without));
      expect(said).toMatch(/^ +from: nothing stands at \/from\.$/m);
      expect(said).toMatch(/^PROBLEM +answer: It would be refused with HTTP 400/m);
      expect(code).toBe(1);
    });

    it.each(["acme", "http"])("reads a body alone of it, called %s", async (carrier) => {
      const { code, said } = await explained(JSON.stringify(message), { env: env(), carrier });
      expect(said).toMatch(/^ok +request: A body alone, read as what comes in, of Acme SMS\.$/m);
      expect(said).toContain("The group Front desk would get it.");
      expect(code).toBe(0);
    });

    it("says what it lacks where a secret is not set", async () => {
      const { ACME_SIGNING: _, ...less } = env();
      const { code, said } = await explained(requestOf(message), { env: less });
      expect(said).toMatch(/Acme SMS is not set up here.*\n +ACME_SIGNING is missing/);
      expect(code).toBe(1);
    });
  });

  it.each<[string, string | Buffer, Asked, string]>([
    ["is empty", "\n", {}, "captured.txt is empty."],
    [
      "is too large",
      Buffer.alloc(1_100_000, "x"),
      {},
      "is larger than any request that Threadline takes (1 MB).",
    ],
    ["is UTF-16", Buffer.from(`\ufeff${captured()}`, "utf16le"), {}, "is UTF-16, and no request is."],
    ["is an answer", "HTTP/1.1 200 OK\n\nok", {}, "begins with an answer, not with a request."],
    ["lacks its first line", "Host: sms.example.com\n\nBody=x", {}, "begins with a header."],
    [
      "has no empty line",
      "POST /webhooks/twilio/inbound HTTP/1.1\nHost: x\nBody=secret",
      {},
      "line 3: This is no header (Name: value).",
    ],
    [
      "ends too early",
      "POST /webhooks/twilio/inbound HTTP/1.1\nContent-Length: 9",
      {},
      "ends behind its headers",
    ],
    ["does not say whose it is", "Body=x", {}, "It holds a body alone. Say whose it is"],
    ["was posted elsewhere", "POST /b/77 HTTP/1.1\n\nBody=x", {}, "Its path is none of Threadline's"],
    [
      "is of nobody",
      "POST /webhooks/nobody/inbound HTTP/1.1\n\nBody=x",
      {},
      'There is no carrier "nobody" here. There are: twilio, ',
    ],
    [
      "is another's",
      captured(),
      { carrier: "ringcentral" },
      "Its path is one of twilio's, and --carrier says ringcentral.",
    ],
    [
      "is of another kind",
      captured(),
      { kind: "status" },
      "Its path is for inbound, and --kind says status.",
    ],
  ])("says what is wrong with a file that %s", async (_, content, asked, sentence) => {
    await expect(explained(content, asked)).rejects.toThrow(sentence);
    await expect(explained(content, asked)).rejects.not.toThrow("secret");
  });

  it("says which file can't be read", async () => {
    const around = {
      env: twilioAlone(),
      terminal: createScreen(),
      input: async () => Buffer.alloc(0),
      now: Date.now,
    };
    await expect(explainCallback({ file: join(folder, "none.txt") }, around)).rejects.toThrow(
      /none\.txt can't be read/,
    );
  });
});
