import { describe, expect, it } from "vitest";
import { readNetworkFailure } from "../../../src/carriers/twilio/network-failure.ts";

/** What undici's fetch throws: its own error around the cause. */
function fetchError(code: string, more: object = {}): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code, ...more }) });
}

describe("a call without an answer", () => {
  it.each([
    fetchError("ECONNREFUSED"),
    fetchError("ENOTFOUND"),
    fetchError("EAI_AGAIN"),
    fetchError("UND_ERR_CONNECT_TIMEOUT"),
    fetchError("ETIMEDOUT", { syscall: "connect" }),
    fetchError("EHOSTUNREACH", { syscall: "connect" }),
    fetchError("SELF_SIGNED_CERT_IN_CHAIN"),
    fetchError("DEPTH_ZERO_SELF_SIGNED_CERT"),
    fetchError("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    fetchError("ERR_TLS_CERT_ALTNAME_INVALID"),
    fetchError("CERT_HAS_EXPIRED"),
  ])("certainly reached nobody after: %s", (error) => {
    expect(readNetworkFailure(error).certain).toBe(true);
  });

  it.each([
    fetchError("ECONNRESET"),
    fetchError("EPIPE"),
    fetchError("UND_ERR_SOCKET"),
    fetchError("UND_ERR_HEADERS_TIMEOUT"),
    fetchError("UND_ERR_BODY_TIMEOUT"),
    fetchError("ETIMEDOUT", { syscall: "read" }),
    fetchError("EHOSTUNREACH", { syscall: "write" }),
    new DOMException("too late", "TimeoutError"),
    new DOMException("stopped", "AbortError"),
    new TypeError("something new"),
    "a string",
    null,
  ])("may have reached Twilio after: %s", (error) => {
    expect(readNetworkFailure(error).certain).toBe(false);
  });

  it("is certain of several addresses only when it is of each", () => {
    const of = (...codes: string[]) => {
      const errors = codes.map((code) => Object.assign(new Error(code), { code }));
      return readNetworkFailure(new TypeError("fetch failed", { cause: new AggregateError(errors) }));
    };
    expect(of("ECONNREFUSED", "ECONNREFUSED").certain).toBe(true);
    expect(of("ECONNREFUSED", "ECONNRESET").certain).toBe(false);
  });

  it("is told by its code alone", () => {
    expect(readNetworkFailure(fetchError("ECONNRESET")).reason).toBe("ECONNRESET");
  });
});
