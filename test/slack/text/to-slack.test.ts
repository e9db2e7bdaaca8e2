import type { KnownBlock, RichTextElement } from "@slack/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextsPost } from "../../../src/bridge/contracts/desk.ts";
import { emptyWords, showable } from "../../../src/slack/text/inert.ts";
import { toPhone } from "../../../src/slack/text/to-phone.ts";
import { inertElements, toSlackBlock, toSlackFallback } from "../../../src/slack/text/to-slack.ts";
import type { Drawn } from "../../../src/slack/views/blocks.ts";
import { authorName, drawTexts } from "../../../src/slack/views/posts.ts";
import { hostileText } from "./hostile-text.ts";

const nobody = { user: () => null, channel: () => null, group: () => null };

function elementsOf(...blocks: KnownBlock[]): RichTextElement[] {
  return blocks.flatMap((block) => {
    if (block.type !== "rich_text") throw new Error(`a ${block.type} is no place for words from outside`);
    return block.elements.flatMap((part) => {
      expect(part.type).toBe("rich_text_section");
      return part.type === "rich_text_section" ? part.elements : [];
    });
  });
}

/** As they stand in a thread. */
function postsOf(body: string, from = "Maria", byline = false): Drawn[] {
  const post: TextsPost = { kind: "texts", from, mention: null, texts: [{ body, pictures: 0, at: 0 }] };
  return drawTexts(post, byline);
}

function shown(elements: readonly RichTextElement[]): string {
  return elements
    .map((element) =>
      element.type === "link" ? (element.text ?? element.url) : element.type === "text" ? element.text : "?",
    )
    .join("");
}

describe("toSlackBlock", () => {
  it.each([
    "<!channel> <!here> <!everyone>",
    "<@U1> <#C1> <!subteam^S1|@nurses> <!date^1^{time}|x>",
    "@here @channel @everyone #general",
    "*bold* _it_ ~gone~ `code` ```block```",
    ":x: :wave::skin-tone-3:",
    "> quote\n• item\n1. item",
    "&amp; &lt;@U1&gt; &nbsp;",
    "<https://evil.example|https://bank.example>",
    "\\*a\\* \"q\" 'q'",
  ])("shows %j as typed", (text) => {
    expect(shown(elementsOf(toSlackBlock(text)))).toBe(text);
  });

  it("links an address and shows all of it", () => {
    expect(elementsOf(toSlackBlock("See https://a.example/x?a=1&b=2."))).toEqual([
      { type: "text", text: "See " },
      { type: "link", url: "https://a.example/x?a=1&b=2" },
      { type: "text", text: "." },
    ]);
  });

  it("keeps the typed form of an address that is not ASCII", () => {
    expect(elementsOf(toSlackBlock("https://a.example/café"))).toEqual([
      { type: "link", url: "https://a.example/caf%C3%A9", text: "https://a.example/café" },
    ]);
  });

  it("stops linking in a flood of addresses, and loses none of them", () => {
    const flood = Array.from({ length: 200 }, (_, index) => `https://a.example/${index}`).join(" ");
    const elements = elementsOf(toSlackBlock(flood));
    expect(elements.filter((element) => element.type === "link")).toHaveLength(50);
    expect(shown(elements)).toBe(flood);
  });

  it.each(["", " ", "\n\t ", "\u200b\u200e", "\u0000\u0007", "\u202e"])("says that %j is empty", (text) => {
    expect(elementsOf(toSlackBlock(text))).toEqual([
      { type: "text", text: "(empty text)", style: { italic: true } },
    ]);
    expect(toSlackFallback(text)).toBe("(empty text)");
  });
});

describe("toSlackFallback", () => {
  it.each([
    ["<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"],
    ["&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"],
    ["", "(empty text)"],
    ["a\u202eb", "ab"],
  ])("escapes %j", (text, wanted) => {
    expect(toSlackFallback(text)).toBe(wanted);
  });

  it("is cut with an ellipsis where chat.update would refuse it", () => {
    for (const long of ["a".repeat(5000), "&".repeat(5000), "&".repeat(3000), "<a".repeat(2500)]) {
      const fallback = toSlackFallback(long);
      expect(fallback.length).toBeLessThanOrEqual(3900);
      expect(fallback.endsWith("…")).toBe(true);
      expect(fallback).toMatch(/^(?:[^&<>]|&(?:amp|lt|gt);)*$/);
    }
    expect(toSlackFallback("a".repeat(3900))).toBe("a".repeat(3900));
  });
});

describe("any text from outside", () => {
  it("becomes text and link elements only, as typed, within Slack's limits", () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.boolean(), (text, from, byline) => {
        const posts = postsOf(text, from, byline);
        for (const post of posts) {
          const elements = elementsOf(...post.blocks);
          for (const element of elements) {
            expect(["text", "link"]).toContain(element.type);
            if (element.type === "text") expect(element.text.length).toBeLessThanOrEqual(3000);
            if (element.type === "link") {
              expect(element.url).toMatch(/^https?:\/\//i);
              expect(new URL(element.text ?? element.url).href).toBe(new URL(element.url).href);
            }
          }
          expect(elements.length).toBeGreaterThan(0);
          expect(shown(elements).length).toBeLessThanOrEqual(12_103);
          expect(post.text.length).toBeLessThanOrEqual(3900);
          expect(post.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        }
        const all = posts.map((post) => shown(elementsOf(...post.blocks))).join("");
        expect(all).toBe(`${byline ? authorName(from) : ""}${showable(text) || emptyWords}`);
      }),
      { numRuns: 300 },
    );
  });

  it("comes back the same when it is sent on to a phone", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [post, ...more] = postsOf(text);
        if (post === undefined || more.length > 0) return;
        const back = toPhone(post, nobody);
        expect(back.text).toBe(showable(text) || emptyWords);
        expect(back.mentions).toEqual({
          users: [],
          channels: [],
          groups: [],
          broadcast: false,
          messages: false,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("comes back through the escaped text as well, but for signs of mrkdwn, which that field can't quote", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const bare = showable(text).replace(/[*_~`:]/g, "");
        if (bare.trim() === "" || bare.length > 700) return;
        expect(toPhone({ text: toSlackFallback(bare) }, nobody).text).toBe(showable(bare) || emptyWords);
      }),
      { numRuns: 300 },
    );
  });

  it("is shown without any character that could turn an address round", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shown(inertElements(showable(text)))).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
      }),
    );
  });
});
