import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLinks } from "../../../src/slack/text/find-links.ts";
import { hostileText } from "./hostile-text.ts";

function found(text: string): string[] {
  return findLinks(text).map((link) => text.slice(link.start, link.end));
}

describe("findLinks", () => {
  it.each([
    ["go to https://a.example now", ["https://a.example"]],
    ["https://a.example/x, http://b.example!", ["https://a.example/x", "http://b.example"]],
    ["(see https://a.example/x)", ["https://a.example/x"]],
    ["https://a.example/wiki/A_(b)", ["https://a.example/wiki/A_(b)"]],
    ["(https://a.example/wiki/A_(b)).", ["https://a.example/wiki/A_(b)"]],
    ["HTTPS://A.Example/X", ["HTTPS://A.Example/X"]],
    ["https://a.example:8080/?q=a%20b#c", ["https://a.example:8080/?q=a%20b#c"]],
    ["*https://a.example*", ["https://a.example"]],
    ["请看https://a.example，谢谢", ["https://a.example"]],
    ["“https://a.example”", ["https://a.example"]],
    ["http://192.0.2.1/x", ["http://192.0.2.1/x"]],
    ["https://a.example\u202e/moc.live", ["https://a.example"]],
    ["https://a.example|https://b.example", ["https://a.example", "https://b.example"]],
    ["http://münchen.example https://раypal.example/x", []],
    ["https://ｂank.example https://bank。example", []],
    ["http://xn--mnchen-3ya.example/größe", ["http://xn--mnchen-3ya.example/größe"]],
    ["javascript:alert(1) ftp://a.example data:x", []],
    ["mailto:a@b.example tel:+1", []],
    ["https:// https://. http://localhost", []],
    ["https://bank.example@evil.example", []],
    ["https://user:pass@evil.example", []],
    ["xhttps://a.example view-http://a.example", []],
    ["a.example www.a.example", []],
    [`https://a.example/${"x".repeat(3000)}`, []],
  ])("in %j", (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  it("only ever points where the text says", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        let from = 0;
        for (const link of findLinks(text)) {
          expect(link.start).toBeGreaterThanOrEqual(from);
          expect(new URL(text.slice(link.start, link.end)).href).toBe(new URL(link.url).href);
          expect(["http:", "https:"]).toContain(new URL(link.url).protocol);
          from = link.end;
        }
      }),
    );
  });

  it("looks through the longest addresses without delay", () => {
    for (const sign of [")", ".", "(", "https://", "https://a.example", "]"]) {
      findLinks(`https://a.example/${sign.repeat(40_000 / sign.length)}x`);
      findLinks(`https://a.example/${sign.repeat(40_000 / sign.length)}`);
    }
  });
});
