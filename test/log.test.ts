import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { CarrierError } from "../src/domain/errors.ts";
import type { LogLevel } from "../src/environment.ts";
import { createLog } from "../src/log.ts";

const words = "Is my test positive?";
const number = "+15550199001";

function logged(act: (log: ReturnType<typeof createLog>) => void, level: LogLevel = "debug"): string {
  let lines = "";
  act(
    createLog(level, {
      write: (line) => {
        lines += line;
      },
    }),
  );
  return lines;
}

/** What `JSON.parse` says of words that are no JSON: it quotes them. */
function unparsed(): unknown {
  try {
    return JSON.parse(words);
  } catch (error) {
    return error;
  }
}

/** What an operator says of words where it wants an object: it quotes them. */
function misread(): unknown {
  const body: unknown = words;
  try {
    return "user" in (body as object);
  } catch (error) {
    return error;
  }
}

/** Its stack was taken before its message was changed. */
function changedLater(): Error {
  const error = new Error(`first\n${words}`);
  error.message = "second";
  return error;
}

function itsOwnCause(): Error {
  const error = new Error("round and round");
  error.cause = error;
  return error;
}

describe("an error in the log", () => {
  it.each<[string, unknown, string]>([
    [
      "of the database, with the values of its query",
      new DrizzleQueryError("insert into messages values (?, ?)", [number, words], new Error("disk full")),
      "insert into messages",
    ],
    ["of several lines", new Error(`it failed\n${words}`), "it failed"],
    ["whose further lines look like a stack", new Error(`it failed\n    at ${words}`), "it failed"],
    ["whose message was changed", changedLater(), "second"],
    ["about what could not be parsed", unparsed(), "SyntaxError"],
    ["behind another", new Error("outside", { cause: new Error(`inside\n${words}`) }), "inside"],
    ["that was not parsed, behind another", new Error("outside", { cause: unparsed() }), "outside"],
    ["that holds what it was about", Object.assign(new Error("refused"), { request: words }), "refused"],
    ["of what was not what it should be", misread(), "not what it was taken for"],
    ["that quotes", new Error(`It can't be "${words}"`), "It can't be"],
    ["that quotes otherwise", new Error(`no such word: '${words}' here`), "no such word"],
    ["that quotes without an end", new Error(`no such word: \`${words}`), "no such word"],
    ["that is no error", words, "string"],
    ["that is an object", { message: words }, "object"],
    ["that is its own cause", itsOwnCause(), "round and round"],
  ])("%s says what happened, and nobody's words", (_, err, shown) => {
    const line = logged((log) => log.error({ err }, "a piece of work failed"));
    expect(line).toContain("a piece of work failed");
    expect(line).toContain(shown);
    expect(line).not.toContain(words);
    expect(line).not.toContain(number);
  });

  it("says where it happened", () => {
    const line = logged((log) => log.error({ err: new Error("here") }, "a piece of work failed"));
    expect(JSON.parse(line).err.stack).toMatch(/^ {4}at .*log\.test\.ts/);
  });

  it("says what code it has, and its cause's", () => {
    const cause = Object.assign(new Error("no answer"), { code: "ECONNRESET" });
    const err = new CarrierError("asked in vain", { kind: "x", retryable: true, certain: true }, { cause });
    const { err: shown } = JSON.parse(logged((log) => log.warn({ err }, "later")));
    expect(shown).toMatchObject({ name: "CarrierError", cause: { code: "ECONNRESET" } });
  });
});

describe("the log", () => {
  it.each([
    ["a full number", `The 'To' number ${number} is not valid`, "…9001 is not valid"],
    ["Slack's token", "bad token xoxb-123-456-abcDEF", "bad token x…"],
    ["Slack's app token", "bad token xapp-1-A0-123-abcDEF", "bad token x…"],
  ])("masks %s wherever it stands", (_, reason, shown) => {
    const line = logged((log) => log.warn({ reason, err: new Error(reason) }, reason));
    const { msg, ...fields } = JSON.parse(line);
    expect([msg, fields.reason, fields.err.message]).toEqual(Array(3).fill(expect.stringContaining(shown)));
    expect(line).not.toContain(reason);
  });

  it.each<[LogLevel, string[]]>([
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
    ["silent", []],
  ])("at %s says %j", (level, said) => {
    const lines = logged((log) => {
      log.debug({}, "debug");
      log.info({}, "info");
      log.warn({}, "warn");
      log.error({}, "error");
    }, level);
    const rows = lines.split("\n").filter((row) => row !== "");
    expect(rows.map((row) => JSON.parse(row).msg)).toEqual(said);
  });
});
