import type { ModalView } from "@slack/types";
import { expect, it } from "vitest";
import type { TemplateForm } from "../../../src/bridge/template-library/template-form.ts";
import type { TemplateList } from "../../../src/bridge/template-library/template-list.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawDeleted } from "../../../src/slack/views/deleted-templates.ts";
import { drawTemplateEdit, readTemplateEdit } from "../../../src/slack/views/template-edit.ts";
import { drawTemplateList, readListShown } from "../../../src/slack/views/template-list.ts";
import { nothingBelow, readBelow } from "../../../src/slack/views/template-modals.ts";
import { drawDelete, drawMove } from "../../../src/slack/views/template-questions.ts";
import { drawVersions } from "../../../src/slack/views/template-versions.ts";

const id = "01234567890123456789012345" as TemplateId;
/** What acts in Slack, runs from right to left, and takes most room when it is escaped. */
const wild = ["&".repeat(75), "<!channel> *x* `y`", "אבג ".repeat(18), "x".repeat(75), "\u202e<@U1>"];
const longest = "&<>".repeat(333);
const scopes = Array.from({ length: 150 }, (_, at) => ({
  value: at === 0 ? "personal:ana" : at === 149 ? "company" : `group:${at}`,
  label: wild[at % wild.length] ?? "",
}));
const shown = { scope: "company", words: "\u{1f600}".repeat(50), page: 3 };
const below = {
  list: { view: "V0123456789", ...shown },
  over: { view: "V0123456789", template: id, page: 9 },
};
const rows = Array.from({ length: 20 }, (_, at) => ({
  id: `${id}${at}` as TemplateId,
  name: wild[at % wild.length] ?? "",
  key: "k".repeat(32),
  text: longest,
  whose: wild[(at + 1) % wild.length] ?? "",
  uses: 12_345,
  carrier: "ringcentral",
  actions: ["edit", "duplicate", "move", "versions", "delete"] as const,
  by: wild[(at + 2) % wild.length] ?? "",
  at: 1,
}));
const list: TemplateList = { kind: "list", shown, rows, total: 500, pages: 25, scopes, deleted: 99 };
const form: TemplateForm = {
  kind: "form",
  seen: { id, version: 999 },
  typed: {
    scope: "group:148",
    name: "x".repeat(400),
    key: "k".repeat(400),
    text: "x".repeat(4_000),
    literal: true,
  },
  scopes,
  said: [[longest, { at: 1 }], [longest]],
  preview: { text: longest, length: "999 characters, 7 segments.".repeat(22) },
};
const [first] = rows;
if (first === undefined) throw new Error("no row");
const asked = { ...first, kind: "asked" as const, to: scopes };
const versions = {
  kind: "versions" as const,
  id,
  name: wild[0] ?? "",
  page: 3,
  pages: 9,
  rows: rows
    .slice(0, 10)
    .map((row, number) => ({ ...row, number, did: "moved to Front", literal: true, canComeBack: true })),
};
/** Plain text and rich text parse nothing. */
function mrkdwnIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  if ("type" in part && part.type === "mrkdwn" && "text" in part) return [String(part.text)];
  return Object.values(part).flatMap(mrkdwnIn);
}
const done = { words: longest, undo: id };

it.each<[string, ModalView]>([
  ["the list", drawTemplateList(list, done)],
  [
    "an empty list",
    drawTemplateList({ ...list, rows: [], pages: 1, deleted: 0, scopes: scopes.slice(0, 1) }),
  ],
  ["the form", drawTemplateEdit(form, below)],
  [
    "an empty form",
    drawTemplateEdit(
      { ...form, seen: null, scopes: scopes.slice(0, 1), said: [], preview: null },
      nothingBelow,
    ),
  ],
  ["the question before deleting", drawDelete(asked, below)],
  ["the question where to", drawMove(asked, below)],
  ["what was deleted", drawDeleted({ kind: "deleted", rows, page: 1, pages: 3 }, below, done)],
  ["the versions", drawVersions(versions, below, { words: longest })],
])("%s fits what Slack takes, whatever stands in it, and nothing of it acts", (_what, view) => {
  expect(checkView({ ...view }).messages).toEqual([]);
  expect(mrkdwnIn(view.blocks).filter((text) => /<!channel>|<@U1>|\u202e/.test(text))).toEqual([]);
});

it("is known again by what it was drawn with", () => {
  expect(readListShown(drawTemplateList(list).private_metadata ?? "")).toEqual(shown);
  const state = readTemplateEdit(drawTemplateEdit(form, below).private_metadata ?? "");
  expect(state).toEqual({ seen: form.seen, scope: null, below });
  expect(readBelow("no JSON")).toEqual(nothingBelow);
});
