import type { RichTextBlock, RichTextElement } from "@slack/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyWords, showable } from "../../../src/slack/text/inert.ts";
import { toPhone } from "../../../src/slack/text/to-phone.ts";
import {
  inertElements,
  inertPost,
  toSlackBlocks,
  toSlackFallback,
  toSlackPosts,
} from "../../../src/slack/text/to-slack.ts";
import { hostileText } from "./hostile-text.ts";

const nobody = { user: () => null, channel: () => null, group: () => null };

function elementsOf(blocks: readonly RichTextBlock[]): RichTextElement[] {
  return blocks.flatMap((block) =>
    block.elements.flatMap((part) => {
      expect(part.type).toBe("rich_text_section");
      return part.type === "rich_text_section" ? part.elements : [];
    }),
  );
}

function shown(elements: readonly RichTextElement[]): string {
  return elements
    .map((element) =>
      element.type === "link" ? (element.text ?? element.url) : element.type === "text" ? element.text : "?",
    )
    .join("");
}

describe("toSlackPosts", () => {
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
    const [post, ...more] = toSlackPosts(text);
    expect(more).toEqual([]);
    expect(shown(elementsOf(post?.blocks ?? []))).toBe(text);
  });

  it("links an address and shows all of it", () => {
    expect(elementsOf(toSlackBlocks("See https://a.example/x?a=1&b=2."))).toEqual([
      { type: "text", text: "See " },
      { type: "link", url: "https://a.example/x?a=1&b=2" },
      { type: "text", text: "." },
    ]);
  });

  it("keeps the typed form of an address that is not ASCII", () => {
    expect(elementsOf(toSlackBlocks("https://a.example/café"))).toEqual([
      { type: "link", url: "https://a.example/caf%C3%A9", text: "https://a.example/café" },
    ]);
  });

  it("stops linking in a flood of addresses, and loses none of them", () => {
    const flood = Array.from({ length: 200 }, (_, index) => `https://a.example/${index}`).join(" ");
    const elements = elementsOf(toSlackBlocks(flood));
    expect(elements.filter((element) => element.type === "link")).toHaveLength(50);
    expect(shown(elements)).toBe(flood);
  });

  it.each(["", " ", "\n\t ", "\u200b\u200e", "\u0000\u0007", "\u202e"])("says that %j is empty", (text) => {
    expect(toSlackPosts(text)).toEqual([
      {
        text: "(empty text)",
        blocks: [
          {
            type: "rich_text",
            elements: [
              {
                type: "rich_text_section",
                elements: [{ type: "text", text: "(empty text)", style: { italic: true } }],
              },
            ],
          },
        ],
      },
    ]);
  });

  it("puts the author above, inert and once", () => {
    const posts = toSlackPosts("a".repeat(20_000), { author: "Maria\n<!here> \u202eLopez" });
    const [first, second] = posts.map((post) => elementsOf(post.blocks));
    expect(first?.slice(0, 2)).toEqual([
      { type: "text", text: "Maria <!here> Lopez", style: { bold: true } },
      { type: "text", text: "\n" },
    ]);
    expect(shown(second ?? [])).toMatch(/^a+$/);
  });

  it("takes several posts for what one can't hold, and loses nothing", () => {
    const text = Array.from({ length: 5000 }, (_, index) => `word${index}`).join(" ");
    const posts = toSlackPosts(text);
    expect(posts.length).toBe(Math.ceil(text.length / 12_000));
    expect(posts.map((post) => shown(elementsOf(post.blocks))).join("")).toBe(text);
  });

  it("asks Slack to parse nothing and to unfurl nothing", () => {
    expect(inertPost).toEqual({
      parse: "none",
      link_names: false,
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
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
      fc.property(hostileText, fc.option(hostileText, { nil: undefined }), (text, author) => {
        const posts = toSlackPosts(text, author === undefined ? {} : { author });
        for (const post of posts) {
          const elements = elementsOf(post.blocks);
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
        if (author === undefined) {
          const all = posts.map((post) => shown(elementsOf(post.blocks))).join("");
          expect(all).toBe(showable(text) || emptyWords);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("comes back the same when it is sent on to a phone", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const posts = toSlackPosts(text);
        const [post] = posts;
        if (post === undefined || posts.length > 1) return;
        const back = toPhone(post, nobody);
        expect(back.text).toBe(showable(text) || emptyWords);
        expect(back.mentions).toEqual({ users: [], channels: [], groups: [], broadcast: false });
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
