import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCapture } from "../../../src/command-line/doctor/read-capture.ts";
import { AppError } from "../../../src/domain/errors.ts";

const request = (...lines: readonly string[]) => Buffer.from(lines.join("\r\n"));

describe("a captured request", () => {
  it("keeps its body byte for byte, whatever is in it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("\n", "\r\n"), (bytes, lineBreak) => {
        const head = ["POST /a HTTP/1.1", `Content-Length: ${bytes.length}`, "", ""].join(lineBreak);
        const { body, off } = readCapture(Buffer.concat([Buffer.from(head), bytes]), "it");
        expect([body.equals(bytes), off]).toEqual([true, 0]);
      }),
    );
  });

  it("of any bytes is read, or refused in a sentence", () => {
    const begun = fc
      .tuple(fc.constantFrom("", "POST / HTTP/1.1\n", "POST / HTTP/1.1\nA: b\n\n"), fc.uint8Array())
      .map(([begin, bytes]) => Buffer.concat([Buffer.from(begin), bytes]));
    fc.assert(
      fc.property(begun, (bytes) => {
        try {
          readCapture(bytes, "it");
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });

  it("has its headers by names in lower case, and those that come twice as one", () => {
    const { method, target, headers } = readCapture(
      request("PUT /a?b=c HTTP/2", "X-One:  1 ", "x-two: a", "X-Two: b", "constructor: c", "", ""),
      "it",
    );
    expect({ method, target }).toEqual({ method: "PUT", target: "/a?b=c" });
    expect(headers).toEqual({ "x-one": "1", "x-two": "a, b", constructor: "c" });
  });

  it("may lack the line's end behind its headers where it has no body", () => {
    expect(readCapture(Buffer.from("GET /a HTTP/1.1\nA: b"), "it").body).toHaveLength(0);
  });

  it.each([
    ["https://sms.example.com/webhooks/a/inbound?x=1", "/webhooks/a/inbound?x=1"],
    ["https://sms.example.com", "/"],
    ["/a", "/a"],
  ])("of %s was posted to the path %s", (target, path) => {
    expect(readCapture(request(`POST ${target} HTTP/1.1`, "", ""), "it").target).toBe(path);
  });

  it("loses the line break that an editor wrote behind it, and no other", () => {
    const bodyOf = (body: string, ...headers: readonly string[]) =>
      readCapture(request("POST /a HTTP/1.1", ...headers, "", body), "it").body.toString();
    expect(bodyOf("a\n")).toBe("a");
    expect(bodyOf("a\r\n")).toBe("a");
    expect(bodyOf("a\n\n")).toBe("a\n");
    expect(bodyOf("a\n", "Content-Length: 2")).toBe("a\n");
    expect(bodyOf("a\n", "Content-Length: 1")).toBe("a");
    expect(readCapture(Buffer.from('\ufeff{"a":1}\n'), "it").body.toString()).toBe('{"a":1}');
  });
});
