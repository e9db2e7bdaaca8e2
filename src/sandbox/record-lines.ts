/** A CRM's record as lines of plain text, for a terminal. */
import type { CrmRecordView } from "./crm/types/contacts.ts";
import type { CrmState } from "./crm/types/control.ts";
import { type HtmlNode, readHtml } from "./read-html.ts";

export function recordLines(
  { subject, body }: Pick<CrmRecordView, "subject" | "body">,
  form: CrmState["form"],
): string[] {
  const text = form === "html" ? readHtml(body).map(textOf).join("") : body;
  return [subject, ...text.split("\n")].map((line) => line.trim()).filter((line) => line !== "");
}

/** Of these each begins a line, and ends one. */
const BLOCK = /^(p|div|ul|ol|li|blockquote|pre|table|tr|h[1-6]|hr)$/;

function textOf(node: HtmlNode): string {
  if (typeof node === "string") return node.replace(/\s+/g, " ");
  if (node.tag === "br") return "\n";
  const inside = node.children.map(textOf).join("");
  return BLOCK.test(node.tag) ? `\n${inside}\n` : inside;
}
