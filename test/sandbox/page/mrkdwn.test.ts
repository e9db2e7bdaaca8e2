import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Inline, type Paragraph, parseMrkdwn } from "../../../src/sandbox/page/block-kit/mrkdwn.ts";
import { formatSlackDate } from "../../../src/sandbox/page/block-kit/slack-date.ts";

/** The tree in short: `bold[x]`, `link(url|label)`, text as it is. */
function short(text: string): string {
  const inline = (nodes: readonly Inline[]): string => nodes.map(node).join("");
  const node = (one: Inline): string => {
    switch (one.kind) {
      case "text":
        return one.text;
      case "break":
        return "⏎";
      case "bold":
      case "italic":
      case "strike":
        return `${one.kind}[${inline(one.inside)}]`;
      case "link":
        return `link(${one.url}|${one.label})`;
      case "code":
      case "emoji":
        return `${one.kind}(${one.text})`;
      case "date":
        return `date(${one.seconds}|${one.format}|${one.fallback})`;
      default:
        return `${one.kind}(${one.id})`;
    }
  };
  return parseMrkdwn(text)
    .map((part) =>
      part.kind === "preformatted"
        ? `pre(${part.text})`
        : part.kind === "quote"
          ? `quote(${inline(part.inside)})`
          : inline(part.inside),
    )
    .join(" / ");
}

describe("Slack's markup", () => {
  it.each([
    ["*bold* and _italic_ and ~gone~", "bold[bold] and italic[italic] and strike[gone]"],
    ["*bold _both_*", "bold[bold italic[both]]"],
    ["2*3*4, snake_case_name, * no *", "2*3*4, snake_case_name, * no *"],
    ["`*code*` stays", "code(*code*) stays"],
    ["```\na *b*\n<@U1>\n```after", "pre(a *b*\n<@U1>) / after"],
    ["an odd ``` fence", "an odd ``` fence"],
    ["&gt; quoted\n&gt; twice\nnot", "quote(quoted⏎twice) / not"],
    ["<https://example.com/?a=1&amp;b=2|a *label*>", "link(https://example.com/?a=1&b=2|a *label*)"],
    ["<https://example.com/x_y_z>", "link(https://example.com/x_y_z|https://example.com/x_y_z)"],
    ["<@U1> <#C1|desk> <!here> <!subteam^S1|@all>", "user(U1) channel(C1) broadcast(here) usergroup(S1)"],
    ["<!date^1700000000^{date} at {time}|then>", "date(1700000000|{date} at {time}|then)"],
    ["<!date^soon^{date}|then>", "then"],
    [":wave: :+1::skin-tone-3: at 10:30", "emoji(wave) emoji(+1::skin-tone-3) at 10:30"],
    ["&lt;b&gt; &amp;lt;", "<b> &lt;"],
  ])("reads %j", (text, tree) => {
    expect(short(text)).toBe(tree);
  });

  it("loses no letter of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab *_~`<>|&;:\n".split("")) }), (text) => {
        const letters = (of: string) => of.replace(/[^ab]/g, "").length;
        // A token's own parts and a fence are no letters of the text.
        fc.pre(!/<[^<>\n]+>/.test(text));
        expect(letters(wordsOf(parseMrkdwn(text)))).toBe(letters(text));
      }),
    );
  });

  it("is read quickly, however odd", () => {
    for (const piece of ["*a ", "*", "_a*", "<", "`", "```", ":a", "&gt;\n", "~*_a"]) {
      expect(parseMrkdwn(piece.repeat(1000)).length).toBeGreaterThan(0);
    }
  });
});

/** All that a tree shows, without its form. */
function wordsOf(tree: readonly (Paragraph | Inline)[]): string {
  return tree
    .map((node) => ("text" in node ? node.text : "inside" in node ? wordsOf(node.inside) : ""))
    .join(" ");
}

describe("Slack's date tokens", () => {
  const now = new Date(2026, 2, 4, 12).getTime();
  const at = (days: number) => new Date(2026, 2, 4 + days, 14, 5).getTime() / 1000;

  it.each([
    [0, "{date_short_pretty} at {time}", /^today at 2:05\sPM$/],
    [-1, "{date_pretty}", /^yesterday$/],
    [1, "{date_long_pretty}", /^tomorrow$/],
    [-9, "{date_short_pretty}", /^Feb 23, 2026$/],
    [0, "{date_num} {unknown}", /^2026-03-04 \{unknown\}$/],
    [-1, "{ago}", /^22 h ago$/],
  ])("read %i days from today as %s", (days, format, shown) => {
    expect(formatSlackDate(at(days), format, now)).toMatch(shown);
  });
});
