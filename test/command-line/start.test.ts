import { describe, expect, it } from "vitest";
import { stopWithin } from "../../src/command-line/start.ts";
import { recordingLog } from "../slack/stand-in.ts";

describe("a stop", () => {
  it("that comes to its end ends well", async () => {
    const log = recordingLog();
    expect(await stopWithin(60_000, { stop: async () => {} }, log)).toBe(0);
    expect(log.lines.map(({ message }) => message)).toEqual(["stopped"]);
  });

  it("that never would is cut short, and says so", async () => {
    const log = recordingLog();
    expect(await stopWithin(1, { stop: () => new Promise(() => {}) }, log)).toBe(1);
    expect(log.lines).toMatchObject([{ level: "warn", message: expect.stringContaining("took too long") }]);
  });
});
