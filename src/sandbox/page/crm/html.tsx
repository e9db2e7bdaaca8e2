import { type ComponentChildren, h, type JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type HtmlNode, readHtml } from "../../read-html.ts";

/** A record's HTML, of which only what is harmless is left. */
export function Html({ source }: { source: string }): JSX.Element {
  const nodes = useMemo(() => readHtml(source), [source]);
  return <div class="record-html">{nodes.map(draw)}</div>;
}

function draw(node: HtmlNode): ComponentChildren {
  if (typeof node === "string") return node;
  const { tag, href, children } = node;
  const inside = children.map(draw);
  if (tag === "a")
    return href === null ? (
      inside
    ) : (
      <a href={href} target="_blank" rel="noreferrer noopener">
        {inside}
      </a>
    );
  // The pane has headings of its own.
  return /^h[1-6]$/.test(tag) ? <p class="record-heading">{inside}</p> : h(tag, {}, ...inside);
}
