import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadConfig } from "../../../src/config.ts";
import { parseDirectory } from "../../../src/domain/parse-directory.ts";
import { routeBack } from "../../../src/domain/route-back.ts";
import { callbackPayload } from "../../../src/sandbox/ringrx/scene.ts";

const guide = readFileSync(new URL("../../../docs/ringrx.md", import.meta.url), "utf8");

it("the payload that the guide tells to paste is the one that the stand-in fills in, its text the last", () => {
  const [, payload = ""] = /```json\n([\s\S]*?)\n```/.exec(guide) ?? [];
  expect(payload).toBe(callbackPayload);
  expect(Object.keys(JSON.parse(payload)).at(-1)).toBe("text");
});

it("its directory and its variables are whole and fit together", () => {
  const [, directory = ""] = /```yaml\n([\s\S]*?)\n```/.exec(guide) ?? [];
  const parsed = parseDirectory(directory, "directory.yml", ["ringrx"]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const [, variables = ""] = /```sh\n(RINGRX_[\s\S]*?)\n```/.exec(guide) ?? [];
  const rows = variables.split("\n").flatMap((row) => {
    const [name = "", value = ""] = row.split("=");
    return name === "" ? [] : [[name, value] as const];
  });
  const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
  const loaded = loadConfig({ ...slack, ...Object.fromEntries(rows) });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  const keys = loaded.config.carriers.ringrx?.keys ?? {};
  const logins = parsed.directory.logins?.map(({ name }) => name) ?? [];
  expect(Object.keys(keys)).toEqual(logins);
  const options = { carriers: ["ringrx"], logins: new Map([["ringrx", logins]]) };
  expect(routeBack(parsed.directory, options)).toEqual([]);
});
