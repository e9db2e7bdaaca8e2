import { describe, expect, it } from "vitest";
import { type HtmlNode, readHtml } from "../../src/sandbox/read-html.ts";

/** As it would be written again. */
const written = (nodes: readonly HtmlNode[]): string =>
  nodes
    .map((node) => {
      if (typeof node === "string") return node;
      const href = node.href === null ? "" : ` ${node.href}`;
      return `[${node.tag}${href}|${written(node.children)}]`;
    })
    .join("");

describe("a record's HTML", () => {
  it.each([
    [
      "words and entities",
      "1 &lt; 2 &amp;&nbsp;&#51; &#x34; &unknown; & <",
      "1 < 2 &\u00a03 4 &unknown; & <",
    ],
    [
      "harmless tags, whatever they say of themselves",
      '<P class="x" onclick="go()">a <B>b</B></P>',
      "[p|a [b|b]]",
    ],
    ["breaks", "a<br>b<br/>c<hr>", "a[br|]b[br|]c[hr|]"],
    ["what stands in other tags", "<span>a</span><form><button>b</button></form>", "ab"],
    [
      "nothing of what runs or loads",
      "a<script>b</script><STYLE>c</STYLE><svg><p>d</p></svg><iframe src='/'>e</iframe>f",
      "af",
    ],
    ["nothing behind a script that never ends", "a<script>b", "a"],
    ["no pictures", '<img src="/x" onerror="go()">a', "a"],
    ["no comments", "a<!-- <b>b</b> -->c<!-- d", "ac"],
    [
      "links to the web alone",
      '<a href="https://example.com/?a=1&amp;b=2">a</a><a href="javascript:go()">b</a><a href=" data:x">c</a>',
      "[a https://example.com/?a=1&b=2|a][a|b][a|c]",
    ],
    ["what is closed out of order, or never", "<ul><li>a<li><b>b</ul>c</p>", "[ul|[li|a[li|[b|b]]]]c"],
    ["a greater-than in a value", '<p title="a > b">c</p>', "[p|c]"],
  ])("keeps %s", (_, source, expected) => {
    expect(written(readHtml(source))).toBe(expected);
  });
});
