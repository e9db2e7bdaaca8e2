import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeEntities, escapeMrkdwn, plain } from "../../../src/slack/text/escape-mrkdwn.ts";
import { oneLine, showable } from "../../../src/slack/text/inert.ts";
import { toPhone } from "../../../src/slack/text/to-phone.ts";
import { hostileText } from "./hostile-text.ts";

const nobody = { user: () => null, channel: () => null, group: () => null };

/** What a reader sees of mrkdwn of ours. */
function seen(mrkdwn: string): string {
  return mrkdwn
    .replace(/[\u200b\ufeff]/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

describe("escapeMrkdwn", () => {
  it.each([
    ["<!channel> <@U1>", "&lt;!channel&gt; &lt;[@]U1&gt;"],
    ["*b*", "[*]b[*]"],
    ["@here", "[@]here"],
    [":x:", "[:]x:"],
    ["at 10:30", "at 10:30"],
    ["https://a.example", "https:[//]a.example"],
    ["> q\n- i", "[&gt;] q\n[-] i"],
    ["Maria Lopez", "Maria Lopez"],
    ["&lt;", "&amp;lt;"],
  ])("turns %j into %j, brackets standing for invisible neighbours", (text, wanted) => {
    const guarded = wanted.replaceAll("[", "\u200b\ufeff").replaceAll("]", "\ufeff\u200b");
    expect(escapeMrkdwn(text)).toBe(guarded);
  });

  it("leaves no token, no formatting and no emoji for a parser to find", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = showable(text);
        const escaped = escapeMrkdwn(shown);
        expect(escaped).not.toMatch(
          /[<>]|&(?!amp;|lt;|gt;)|:\/\/|[@#][\w]|(?<!\ufeff)[*_~`]|[*_~`](?!\ufeff)/,
        );
        expect(seen(escaped)).toBe(shown);
        // Our own reader of mrkdwn, which hides well-formed markup, finds none to hide.
        expect(toPhone({ text: escaped }, nobody).text.replaceAll("\u200b", "")).toBe(shown);
      }),
      { numRuns: 300 },
    );
  });

  it("escapes entities in the order that does not escape twice", () => {
    expect(escapeEntities("<&>")).toBe("&lt;&amp;&gt;");
  });
});

describe("plain and oneLine", () => {
  it.each([
    ["Maria\n Lopez", 40, "Maria Lopez"],
    ["abcdef", 4, "abc…"],
    ["abcd", 4, "abcd"],
    ["a 👩‍👩‍👧 b", 4, "a…"],
    ["a\u202eb\u2066c", 9, "abc"],
    ["abc", 0, ""],
    ["abc", 1, "…"],
    ["", 5, ""],
    ["מריה", 9, "\u2068מריה\u2069"],
  ])("oneLine(%j, %d) is %j", (text, max, wanted) => {
    expect(oneLine(text, max)).toBe(wanted);
  });

  it("stays on one line and within its room, whole characters only", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 200 }), (text, max) => {
        const line = oneLine(text, max);
        expect(line.replace(/[\u2068\u2069]/g, "").length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\n\r\t]|\p{Surrogate}/u);
        expect(seen(plain(text, max))).toBe(line);
      }),
      { numRuns: 300 },
    );
  });
});
