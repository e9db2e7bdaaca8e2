import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { callbackPayload } from "../../../src/sandbox/ringrx/scene.ts";

const guide = readFileSync(new URL("../../../docs/ringrx.md", import.meta.url), "utf8");

it("the payload that the guide tells to paste is the one that the stand-in fills in, its text the last", () => {
  const [, payload = ""] = /```json\n([\s\S]*?)\n```/.exec(guide) ?? [];
  expect(payload).toBe(callbackPayload);
  expect(Object.keys(JSON.parse(payload)).at(-1)).toBe("text");
});
