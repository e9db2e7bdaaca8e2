import { describe, expect, it } from "vitest";
import { refuseUnsafeBinding, unsafeBinding } from "../../../src/store/sqlite/binding.ts";

const aborts = "process.abort()";

describe("better-sqlite3, as it is installed", () => {
  it("is not used by a Node that it would end, which is said with what to do", () => {
    expect(unsafeBinding("24.21.0", aborts)).toEqual({
      sentence:
        "Node 24.21.0 would end Threadline in the middle of its work: better-sqlite3, as it is installed for it, fails there.",
      remedy: "Run Node 22, after npm ci with it.",
    });
    expect(unsafeBinding("26.10.0", aborts)?.sentence).toContain("Node 26.10.0");
  });

  it("is not tried on a Node that is too old for that", () => {
    expect(unsafeBinding("22.23.3", aborts)).toBeNull();
  });

  it("is used where statements can be let go, as the Node of these tests is asked", () => {
    expect(unsafeBinding("24.21.0")).toBeNull();
    expect(refuseUnsafeBinding).not.toThrow();
  });

  it("is used where the trial ends in another way: opening the file says what is wrong", () => {
    for (const otherwise of ["process.exit(1)", "process.kill(process.pid, 'SIGKILL')"])
      expect(unsafeBinding("24.21.0", otherwise)).toBeNull();
  });
});
