import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { HttpCarrier } from "../../src/domain/http-carrier.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { anyHttpCarrier, asWritten } from "./any-http-carrier.ts";
import { ACME, directoryWith, problemsOf } from "./described.ts";

function described(text: string): HttpCarrier {
  const parsed = parseDirectory(directoryWith(text), "directory.yml", ["twilio"]);
  if (!parsed.ok)
    throw new Error(parsed.problems.map(({ line, sentence }) => `${line}: ${sentence}`).join("\n"));
  const [only] = parsed.directory.httpCarriers ?? [];
  if (only === undefined) throw new Error("it describes none");
  return only;
}

const LEAST = `  - url: "https://api.example.com"
    proof: { secret_path: HTTP_PATH }
    inbound: { id: /id, from: /from, to: /to, text: /text }
    send:
      form: { To: "{{to}}", Body: "{{text}}" }
`;

describe("a carrier that a directory describes", () => {
  it("is read with all that can be said of it", () => {
    expect(described(ACME)).toEqual({
      name: "acme",
      title: "Acme SMS",
      url: "https://api.acme.example/v1",
      maxText: 1000,
      textsPerSecond: 2,
      numbers: { kind: "national", country: "US" },
      answersStop: true,
      proof: {
        secretPath: "ACME_PATH",
        basic: { username: "ACME_USER", password: "ACME_PASSWORD" },
        hmac: {
          header: "x-acme-signature",
          secret: "ACME_SIGNING_SECRET",
          algorithm: "sha512",
          encoding: "base64",
          prefix: "v1 ",
          signs: "{{timestamp}}.{{body}}",
          timestamp: { header: "x-acme-timestamp", toleranceSeconds: 120 },
        },
      },
      answer: { status: 200, contentType: "application/xml", body: "<Response/>" },
      inbound: {
        body: "json",
        each: "/messages",
        only: [
          { at: "/type", words: ["received", "mo"] },
          { at: "/direction", words: ["in"] },
        ],
        id: "/id",
        from: "/from",
        to: "/to/0",
        text: "/content/te~1xt",
        at: "/received_at",
        media: { at: ["/media"], url: "/url", type: "/content_type", fetch: "with_headers" },
      },
      reports: {
        body: "form",
        each: null,
        only: [],
        id: "/MessageId",
        ourId: "/Reference",
        status: "/Status",
        error: "/Error",
        words: { accepted: ["queued"], sent: [], delivered: ["delivrd"], failed: ["undeliv", "expired"] },
      },
      send: {
        method: "PUT",
        path: "/messages/{{message_id}}",
        headers: [["X-Token", "{{secret.ACME_TOKEN}}"]],
        basic: { username: "ACME_USER", password: "ACME_PASSWORD" },
        query: [["v", "2"]],
        body: {
          kind: "json",
          template: {
            to: ["{{to}}"],
            text: "{{text}}",
            media: "{{media}}",
            notify: "{{callback}}",
            options: { flash: false, ttl: 60, rate: 0.5, tag: null, account: "007", version: "2", on: "on" },
          },
        },
        media: { files: 3, bytes: 1_000_000, types: ["image/*", "video/mp4"] },
        answer: {
          id: "/id",
          status: "/status",
          words: {
            accepted: ["queued"],
            sent: ["sent"],
            delivered: ["delivered"],
            failed: ["failed", "rejected"],
          },
          error: "/error/code",
          refused: [400, 401],
          later: [429, 503],
          errors: [
            { words: ["21610", "stop"], means: "opted_out" },
            { words: ["30006"], means: "no_texts" },
          ],
        },
      },
    });
  });

  it("has a default for whatever is safe to leave out", () => {
    const usual = {
      accepted: ["queued"],
      sent: ["sent"],
      delivered: ["delivered"],
      failed: ["failed", "rejected"],
    };
    expect(described(LEAST)).toEqual({
      name: "http",
      title: "HTTP",
      url: "https://api.example.com",
      maxText: 1600,
      textsPerSecond: 1,
      numbers: { kind: "e164" },
      answersStop: false,
      proof: { secretPath: "HTTP_PATH" },
      answer: { status: 204, contentType: null, body: "" },
      inbound: {
        body: "json",
        each: null,
        only: [],
        id: "/id",
        from: "/from",
        to: "/to",
        text: "/text",
        at: null,
        media: null,
      },
      reports: null,
      send: {
        method: "POST",
        path: "",
        headers: [],
        basic: null,
        query: [],
        body: {
          kind: "form",
          fields: [
            ["To", "{{to}}"],
            ["Body", "{{text}}"],
          ],
        },
        media: null,
        answer: {
          id: null,
          status: null,
          words: usual,
          error: null,
          refused: [400, 401, 402, 403, 404, 405, 413, 415, 422],
          later: [429],
          errors: [],
        },
      },
    });
  });

  it("is called by its name as a sentence begins where it has no title", () => {
    expect(described(LEAST.replace("- url", "- name: small-one\n    url")).title).toBe("Small-one");
  });

  it("signs with a hexadecimal SHA-256 over the body unless told otherwise", () => {
    const hmac = {
      header: "x-s",
      secret: "HTTP_SECRET",
      algorithm: "sha256",
      encoding: "hex",
      prefix: "",
      signs: "{{body}}",
      timestamp: null,
    };
    const text = LEAST.replace("secret_path: HTTP_PATH", "hmac: { header: X-S, secret: HTTP_SECRET }");
    expect(described(text).proof).toEqual({ hmac });
  });

  it("answers with 200 and plain text where a body alone is written", () => {
    const text = LEAST.replace("    inbound", "    answer: { body: OK }\n    inbound");
    expect(described(text).answer).toEqual({ status: 200, contentType: "text/plain", body: "OK" });
  });

  it("gives a code that is written in one list up in the other", () => {
    const answered = (answer: string) => described(`${LEAST}      answer: ${answer}\n`).send.answer;
    expect(answered("{ later: [429, 403] }").refused).not.toContain(403);
    expect(answered("{ refused: [400, 429] }").later).toEqual([]);
  });

  it("takes one word for a list of one", () => {
    const text = `${LEAST}      answer: { status: /s, words: { sent: OK }, refused: 400 }\n`;
    expect(described(text).send.answer).toMatchObject({ words: { sent: ["ok"] }, refused: [400] });
  });

  it("may be asked at whole addresses, and here without https", () => {
    const whole = described(
      LEAST.replace('url: "https://api.example.com"', "max_text: 160").replace(
        "    send:",
        '    send:\n      path: "https://a.example/send"',
      ),
    );
    expect([whole.url, whole.send.path]).toEqual([null, "https://a.example/send"]);
    expect(described(LEAST.replace("https://api.example.com", "http://127.0.0.1:8083/")).url).toBe(
      "http://127.0.0.1:8083",
    );
  });

  it("may get lists that are the body itself", () => {
    expect(described(LEAST.replace("inbound: {", 'inbound: { each: "",')).inbound.each).toBe("");
  });

  it("reads as what was meant, whatever is meant", () => {
    fc.assert(
      fc.property(anyHttpCarrier, (meant) => {
        const file = { time_zone: "UTC", lines: [], members: [], groups: [] };
        const text = stringify({ ...file, http_carriers: [asWritten(meant)] });
        const parsed = parseDirectory(text, "directory.yml", ["twilio"]);
        expect(parsed.ok ? parsed.directory.httpCarriers : parsed.problems).toEqual([meant]);
      }),
      { numRuns: 200 },
    );
  });

  it("comes back the same from JSON, as it is stored", () => {
    expect(JSON.parse(JSON.stringify(described(ACME)))).toEqual(described(ACME));
  });

  it("never throws, whatever stands in the section", () => {
    const rows = ACME.split("\n");
    fc.assert(
      fc.property(
        fc.nat(rows.length - 1),
        fc.constantFrom(
          "",
          "{}",
          "[]",
          "x",
          "- x",
          "{{",
          "~",
          '"',
          "[[]]",
          "{ a: { b: [] } }",
          "{{secret.}}",
          "/~",
        ),
        (index, instead) => {
          const changed = rows.map((row, at) => (at === index ? row.replace(/(?<=: ).*$/, instead) : row));
          const parsed = parseDirectory(directoryWith(changed.join("\n")), "d.yml", ["twilio"]);
          if (!parsed.ok)
            expect(parsed.problems.every(({ line, sentence }) => line > 0 && sentence !== "")).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("never has in a sentence what may be a secret", () => {
    const secret = "s3cr3t-V4lue";
    for (const place of [
      "secret_path: ACME_PATH",
      "username: ACME_USER",
      "secret: ACME_SIGNING_SECRET",
      '"{{secret.ACME_TOKEN}}"',
    ]) {
      const key = place.startsWith('"') ? "" : place.replace(/:.*/, ": ");
      const told = problemsOf(ACME.replace(place, `${key}${secret}`)).join("\n");
      expect(told).not.toBe("");
      expect(told).not.toContain(secret);
    }
  });
});
