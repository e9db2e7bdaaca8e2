/** A record's pieces in each form that CRMs show. What people wrote is inert in all of them, and no line of it looks like one of ours. */
import type { DigestForm } from "../digest.ts";

/** One line of the summary. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** It is an address to open. */
  readonly isLink: boolean;
}

export interface FormOf {
  /** One line each. */
  facts(facts: readonly Fact[]): string;
  day(words: string): string;
  block(head: string, lines: readonly string[], remarks: readonly string[]): string;
  /** Which piece of a larger record it is. */
  marker(words: string): string;
  readonly between: string;
}

/** Words are quoted: spaces before them would not outlive every CRM. */
const text: FormOf = {
  facts: (facts) => facts.map(({ label, value }) => `${label}: ${value}`).join("\n"),
  day: (words) => words,
  block: (head, lines, remarks) =>
    [
      head,
      ...lines.map((line) => (line === "" ? ">" : `> ${line}`)),
      ...remarks.map((remark) => `[${remark}]`),
    ].join("\n"),
  marker: (words) => words,
  between: "\n\n",
};

const html: FormOf = {
  facts: (facts) => `<p>${facts.map(htmlFact).join("<br>")}</p>`,
  day: (words) => `<h4>${escapeHtml(words)}</h4>`,
  block: (head, lines, remarks) => {
    const rows = [
      `<strong>${escapeHtml(head)}</strong>`,
      ...lines.map(escapeHtml),
      ...remarks.map((remark) => `<em>${escapeHtml(remark)}</em>`),
    ];
    return `<p>${rows.join("<br>")}</p>`;
  },
  marker: (words) => `<p><em>${escapeHtml(words)}</em></p>`,
  between: "\n",
};

function htmlFact({ label, value, isLink }: Fact): string {
  const address = escapeHtml(value);
  return `<strong>${label}:</strong> ${isLink ? `<a href="${address}">${address}</a>` : address}`;
}

const htmlSigns: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Spaces that would run together stay apart. */
function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => htmlSigns[sign] ?? sign).replace(/^ | (?= )/g, "&nbsp;");
}

const markdown: FormOf = {
  facts: (facts) => facts.map(markdownFact).join("\n"),
  day: (words) => `### ${words}`,
  block: (head, lines, remarks) =>
    [
      `**${escapeMarkdown(head)}**`,
      ...(lines.length === 0 ? [] : [quotedMarkdown(lines)]),
      ...(remarks.length === 0 ? [] : [remarks.map((remark) => `*${escapeMarkdown(remark)}*`).join("\\\n")]),
    ].join("\n\n"),
  marker: (words) => `*${escapeMarkdown(words)}*`,
  between: "\n\n",
};

function markdownFact({ label, value, isLink }: Fact): string {
  // Between its two signs an address needs no other escape than of those.
  const shown = isLink ? `<${value.replaceAll("<", "%3C").replaceAll(">", "%3E")}>` : escapeMarkdown(value);
  return `- **${label}:** ${shown}`;
}

/** A line that is followed by another ends in the sign that breaks it there. */
function quotedMarkdown(lines: readonly string[]): string {
  return lines
    .map((line, index) => {
      if (line === "") return ">";
      const goesOn = (lines[index + 1] ?? "") !== "";
      return `> ${escapeMarkdown(line)}${goesOn ? "\\" : ""}`;
    })
    .join("\n");
}

/**
 * One line: signs that mean something anywhere, then those that do at the beginning of a line, then addresses that would become links, then
 * spaces that would run together or make code of it.
 */
function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_[\]<~$]|&(?=[#a-z])/gi, "\\$&")
    .replace(/^(\s*)([-+=:#>|])/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])/, "$1\\$2")
    .replace(/:(?=\/\/)|(?<=\b(?:mailto|xmpp)):|(?<=\bwww)\./gi, "\\$&")
    .replace(/^[ \t]+| (?= )/g, (spaces) => spaces.replaceAll(" ", "&nbsp;").replaceAll("\t", "&#9;"));
}

export const digestForms: Readonly<Record<DigestForm, FormOf>> = { text, html, markdown };
