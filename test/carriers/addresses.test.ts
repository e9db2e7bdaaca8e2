import { describe, expect, it } from "vitest";
import { channelOf, isOtherChannel, readEnds } from "../../src/carriers/addresses.ts";
import { parseE164 } from "../../src/domain/phone.ts";

const [number, line] = ["+15550199001", "+15550100001"];

describe("between whom a message went", () => {
  it("is a phone and a line, however a number is written", () => {
    expect(readEnds(number, line)).toEqual({ from: number, to: line });
    expect(readEnds(`tel:${number}`, line)).toEqual({ from: number, to: line });
    expect(readEnds("74454", line)).toEqual({ from: "74454", to: line });
    expect(readEnds("ACME", line)).toEqual({ from: "ACME", to: line });
  });

  it.each([
    [`whatsapp:${number}`, `whatsapp:${line}`, `whatsapp:${line}`],
    // Where one side alone names the channel, it is of that all the same.
    [number, `whatsapp:${line}`, `whatsapp:${line}`],
    [`whatsapp:${number}`, line, `whatsapp:${line}`],
    ["A sender name that no phone shows", line, `unknown:${line}`],
    [`WhatsApp:${number}`, "whatsapp:brand", "WhatsApp:brand"],
    ["rcs:someone", "rcs:brand_agent", "rcs:brand_agent"],
    [number, "rcs:brand_agent", "rcs:brand_agent"],
    [number, "5550100001", "5550100001"],
  ])("is never a line where another channel or an unknown form has it: %s to %s", (from, to, kept) => {
    const ends = readEnds(from, to);
    expect(ends).toMatchObject({ to: kept });
    expect(parseE164(typeof ends === "string" ? line : ends.to)).toBeNull();
  });

  it.each([
    ["", line, "From"],
    [number, "", "To"],
    [number, "whatsapp:", "To"],
    [number, "nobody at all", "To"],
  ])("is said in a word where it can be none: %s to %s", (from, to, word) => {
    expect(readEnds(from, to)).toBe(word);
  });
});

describe("the channel of an address", () => {
  it("is what stands before its colon, in lower case; a phone's has none", () => {
    expect(["WhatsApp:+1", "rcs:brand", "unknown:+1"].map(channelOf)).toEqual(["whatsapp", "rcs", "unknown"]);
    for (const phone of [number, "tel:+15550199001", "74454", "ACME"]) {
      expect(channelOf(phone)).toBeNull();
      expect(isOtherChannel(phone)).toBe(false);
    }
  });
});
