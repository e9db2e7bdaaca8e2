import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charactersPerPost, type TextsPost, textsPerPost } from "../../../src/bridge/contracts/desk.ts";
import type { NoticeId, SlackChannelId, SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import { authorName, drawLine, drawPlain, drawTexts } from "../../../src/slack/views/posts.ts";
import { permalink, sentenceMrkdwn } from "../../../src/slack/views/sentences.ts";

const team = "https://acme.slack.com/";
const at = 1_700_000_000_000;
const place = { channel: "C0FRONT" as SlackChannelId, ts: "1700000000.000100" as SlackTs };

function texts(...bodies: string[]): TextsPost {
  return {
    kind: "texts",
    from: "Maria",
    mention: null,
    texts: bodies.map((body) => ({ body, pictures: 0, at })),
  };
}

function withPictures(body: string, pictures: number): TextsPost {
  return { kind: "texts", from: "Maria", mention: null, texts: [{ body, pictures, at }] };
}

describe("a customer's text", () => {
  it("stands alone without a time", () => {
    const [drawn, ...more] = drawTexts(texts("Hi there"), false);
    expect(more).toEqual([]);
    expect(drawn?.text).toBe("Hi there");
    expect(JSON.stringify(drawn?.blocks)).not.toContain("<!date");
  });

  it("shares a post with others, each under its time", () => {
    const [drawn] = drawTexts(texts("one", "two", "three"), false);
    const blocks = JSON.stringify(drawn?.blocks);
    expect(blocks.match(/<!date\^1700000000\^\{time\}/g)).toHaveLength(3);
    expect(drawn?.text).toBe("one\ntwo\nthree");
  });

  it("that is shown late stands under its day and time", () => {
    const [drawn] = drawTexts({ ...texts("Hi there"), late: true }, false);
    expect(JSON.stringify(drawn?.blocks)).toContain("<!date^1700000000^{date_short_pretty} at {time}");
  });

  it("mentions at its end whom it calls, in blocks and text", () => {
    const [drawn] = drawTexts({ ...texts("Hi"), mention: "U0BEN" as SlackUserId }, false);
    expect(drawn?.text).toBe("Hi <@U0BEN>");
    expect(JSON.stringify(drawn?.blocks.at(-1))).toContain('"user_id":"U0BEN"');
    // It stands under the customer's name, and must not read as if they had written it.
    expect(JSON.stringify(drawn?.blocks.at(-1))).toMatch(
      /"Called to this thread: ","style":\{"italic":true\}/,
    );
  });

  it("names its writer in the post where the post can't bear the name", () => {
    const [drawn] = drawTexts(texts("Hi"), true);
    expect(JSON.stringify(drawn?.blocks[0])).toContain('"text":"Maria"');
  });

  it.each([
    ["", 1, "sent a picture, which could not be received"],
    ["", 2, "sent 2 pictures, which could not be received"],
    ["Look", 2, "sent 2 pictures, which could not be received"],
  ])("%j with %i pictures says so", (body, pictures, line) => {
    const [drawn] = drawTexts(withPictures(body, pictures), false);
    expect(JSON.stringify(drawn?.blocks)).toContain(line);
    expect(drawn?.text).toContain(line);
    expect(drawn?.text).toContain(body);
  });

  it("says no more than what comes where that is shown right behind it", () => {
    const [drawn] = drawTexts(
      { ...withPictures("", 2), texts: [{ body: "", pictures: 2, at: 0, filesFollow: true }] },
      false,
    );
    expect(drawn?.text).toBe("(sent 2 pictures)");
  });

  it.each(["", "   ", "\u200b\u2060", "\n\n"])("%j is never an empty post", (body) => {
    const [drawn] = drawTexts(texts(body), false);
    expect(drawn?.text).toBe("(empty text)");
    expect(drawn?.blocks.length).toBeGreaterThan(0);
  });

  it("goes into several posts when it is longer than one, and loses nothing", () => {
    const body = Array.from({ length: 6000 }, (_, index) => `w${index}`).join(" ");
    const drawn = drawTexts(withPictures(body, 1), false);
    expect(drawn.length).toBeGreaterThan(1);
    const shown = drawn.map(({ blocks }) => JSON.stringify(blocks)).join("");
    for (const index of [0, 2999, 5999]) expect(shown).toMatch(new RegExp(`w${index}\\b`));
    expect(shown.match(/sent a picture/g)).toHaveLength(1);
  });

  it("never fills a post with blank lines, however many it holds", () => {
    const post = texts(`a${"\n".repeat(40_000)}b`);
    expect(drawTexts(post, false).map(({ text }) => text)).toEqual(["a", "b"]);
    expect(drawPlain(post, false).map(({ text }) => text.trim())).toEqual(["a", "b"]);
  });

  it("names its writer inert, in the first of its posts alone", () => {
    const post = { ...texts("a".repeat(20_000)), from: "Maria\n<!here> \u202eLopez" };
    const [first, second] = drawTexts(post, true).map(({ blocks }) => JSON.stringify(blocks));
    expect(first).toContain('{"type":"text","text":"Maria <!here> Lopez","style":{"bold":true}}');
    expect(second).not.toContain("Lopez");
  });

  it("keeps within Slack's limits, whatever is written and however much of it", () => {
    const body = fc.string({ unit: "binary", maxLength: 4000 });
    const text = fc.record({ body, pictures: fc.nat({ max: 3 }), at: fc.constant(at) });
    const lists = fc.array(text, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lists, (list) => {
        const post = { ...texts(), texts: list, mention: "U1" as SlackUserId };
        for (const { text, blocks } of drawTexts(post, true)) {
          expect(blocks.length).toBeLessThanOrEqual(50);
          expect(text.length).toBeLessThanOrEqual(4000);
          expect(text.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is one post with as many others as may share one, with pictures and all", () => {
    const length = Math.floor(charactersPerPost / textsPerPost);
    const list = Array.from({ length: textsPerPost }, () => ({ body: "x".repeat(length), pictures: 2, at }));
    expect(drawTexts({ ...texts(), texts: list, mention: "U1" as SlackUserId }, true)).toHaveLength(1);
  });

  it("can't mention, call or format", () => {
    const [drawn] = drawTexts(texts("<!channel> <@U1> <https://x.example|y>"), false);
    expect(drawn?.text).toBe("&lt;!channel&gt; &lt;@U1&gt; &lt;https://x.example|y&gt;");
    expect(drawn?.blocks.every(({ type }) => type === "rich_text")).toBe(true);
  });
});

describe("an author's name", () => {
  it("is never empty and never long", () => {
    expect(authorName("  ")).toBe("Unknown sender");
    expect(authorName("x".repeat(500)).length).toBeLessThanOrEqual(80);
  });
});

describe("a line of the app", () => {
  const line = (sentence: Parameters<typeof sentenceMrkdwn>[0]) => sentenceMrkdwn(sentence, team);

  it("mentions, dates and links what it means to", () => {
    const shown = line([
      "Hi ",
      { mention: "U1" as SlackUserId },
      " at ",
      { at },
      " in ",
      { link: place, label: "here" },
    ]);
    expect(shown).toMatch(
      /^Hi <@U1> at <!date\^1700000000\^.*\|.*> in <https:\/\/acme\.slack\.com\/archives\/.*\|here>$/,
    );
  });

  it("shows strings as typed", () => {
    expect(line(["<@U1> & *b*"])).not.toMatch(/<@|\*b\*/);
  });

  it("offers its choices as buttons that name the notice", () => {
    const offer = {
      notice: "n1" as NoticeId,
      choices: [
        { choice: "try_again", label: "Try again" },
        { choice: "discard", label: "Discard" },
      ] as const,
    };
    const { blocks } = drawLine({ kind: "line", sentence: ["It failed."], offer }, team);
    expect(blocks.at(-1)).toMatchObject({
      type: "actions",
      elements: [
        { action_id: "notice.choose.try_again", value: "n1", text: { text: "Try again" } },
        { action_id: "notice.choose.discard", value: "n1", text: { text: "Discard" } },
      ],
    });
  });

  it("has no buttons once the choice is made", () => {
    const { blocks } = drawLine({ kind: "line", sentence: ["Sent."], offer: null }, team);
    expect(blocks.map(({ type }) => type)).toEqual(["section"]);
  });

  it("takes several sections when it is long", () => {
    const { blocks } = drawLine({ kind: "line", sentence: ["word ".repeat(1500)], offer: null }, team);
    expect(blocks.length).toBeGreaterThan(2);
  });
});

describe("a link to a message", () => {
  it("names the thread of a reply", () => {
    expect(permalink(team, place, "1600000000.000000" as SlackTs)).toBe(
      "https://acme.slack.com/archives/C0FRONT/p1700000000000100?thread_ts=1600000000.000000&cid=C0FRONT",
    );
  });

  it("is plain for a root", () => {
    const plain = "https://acme.slack.com/archives/C0FRONT/p1700000000000100";
    expect(permalink(team, place)).toBe(plain);
    expect(permalink("https://acme.slack.com", place, place.ts)).toBe(plain);
  });
});
