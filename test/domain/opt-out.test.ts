import { describe, expect, it } from "vitest";
import { optOutWord } from "../../src/domain/opt-out.ts";

describe("a whole message that says stop", () => {
  it.each([
    "STOP",
    "stop",
    "Stop.",
    "  stop!! ",
    "“Stop”",
    "STOP 🛑",
    "stop\n",
    "ＳＴＯＰ",
    "STOPALL",
    "stop all",
    "Unsubscribe",
    "end",
    "QUIT",
    "cancel",
    "revoke",
    "opt out",
    "Opt-Out",
    "optout",
    "remove",
    "Arrêt",
    "ALTO",
    "parar",
  ])("%j opts out", (text) => {
    expect(optOutWord(text)).toBe("stop");
  });

  it.each(["START", "Start!", "unstop", "yes", "resume", "continue", "Subscribe"])("%j opts in", (text) => {
    expect(optOutWord(text)).toBe("start");
  });

  it.each([
    "",
    "🛑",
    "please stop",
    "STOP PLEASE",
    "can you stop by at 3?",
    "cancel my 3pm",
    "stop 3",
    "the end",
    "stopped",
    "yes please",
    "s t o p",
  ])("%j does neither", (text) => {
    expect(optOutWord(text)).toBeNull();
  });
});
