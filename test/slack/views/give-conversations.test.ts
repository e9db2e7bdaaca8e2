import { expect, it } from "vitest";
import type { Heir } from "../../../src/domain/directory.ts";
import type { Extension, NoticeId, Username } from "../../../src/domain/ids.ts";
import { drawGive, giveField, readGive } from "../../../src/slack/views/give-conversations.ts";

const member = (username: string): Heir => ({ kind: "member", username: username as Username });
const desk: Heir = { kind: "group", extension: "200" as Extension };
const form = {
  notice: "n1" as NoticeId,
  name: "<!channel> *Ben*",
  groups: [{ heir: desk, name: "Front desk" }],
  members: Array.from({ length: 150 }, (_, index) => ({
    heir: member(`m${index}`),
    name: `${"x".repeat(90)} ${index}`,
  })),
};
const chosen = (value: string) => ({ [giveField]: { [giveField]: { selected_option: { value } } } });

it("offers each of them once, in groups that are as large as Slack takes", () => {
  const drawn = JSON.parse(JSON.stringify(drawGive(form).blocks.at(-1))) as {
    element: { option_groups: { options: { value: string; text: { text: string } }[] }[] };
  };
  const groups = drawn.element.option_groups;
  expect(groups.map(({ options }) => options.length)).toEqual([1, 100, 50]);
  const options = groups.flatMap(({ options }) => options);
  expect(new Set(options.map(({ value }) => value)).size).toBe(151);
  for (const { text } of options) expect(text.text.length).toBeLessThanOrEqual(75);
});

it("shows a name as it is", () => {
  expect(JSON.stringify(drawGive(form))).not.toContain("<!channel>");
});

it.each([
  ["member:ben", member("ben")],
  ["group:200", desk],
  ["", null],
  ["somebody", null],
  ["toString:ben", null],
])("reads what was chosen, and nothing that was made up: %j", (value, to) => {
  expect(readGive("n1", chosen(value))).toEqual({ notice: "n1", to });
  expect(readGive("n1", {})).toEqual({ notice: "n1", to: null });
});
