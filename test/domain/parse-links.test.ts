import { describe, expect, it } from "vitest";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

const EXAMPLE = `time_zone: America/New_York
lines: []
members: []
groups: []
links:
  - { name: booking, url: "https://example.com/book?from=sms&to=us#top" }
  - { name: Map-2, url: HTTP://example.com }
contacts:
  - { number: "+15550199001", name: Maria Lopez, company: Lopez Bakery }
`;

function read(from: string, to: string) {
  if (!EXAMPLE.includes(from)) throw new Error(`nothing to exchange: ${from}`);
  const parsed = parseDirectory(EXAMPLE.replace(from, to), "directory.yml", ["twilio"]);
  return parsed.ok
    ? { ...parsed.directory, problems: [] }
    : { problems: parsed.problems.map(({ line, sentence }) => `line ${line}: ${sentence}`) };
}

describe("what templates are filled with, in a directory", () => {
  it("are links as they are written, and contacts' companies", () => {
    expect(read("", "")).toMatchObject({
      links: [
        { name: "booking", url: "https://example.com/book?from=sms&to=us#top" },
        { name: "map-2", url: "HTTP://example.com" },
      ],
      contacts: [{ name: "Maria Lopez", company: "Lopez Bakery" }],
    });
  });

  it("may be left out", () => {
    const parsed = read(EXAMPLE.slice(EXAMPLE.indexOf("links:"), EXAMPLE.indexOf("contacts:")), "");
    expect(parsed.problems).toEqual([]);
    expect(parsed).not.toHaveProperty("links");
  });

  it.each<[string, string, string]>([
    [
      "name: booking",
      "name: book here",
      "line 6: `name: book here` can't name a link; write small letters, digits and `-` (32 at most), such as booking.",
    ],
    ["name: booking", `name: ${"x".repeat(33)}`, "can't name a link"],
    ["name: booking", 'name: ""', "line 6: `name` is empty; write a name for the link, such as booking."],
    ["Map-2", "Booking", "line 7: The link booking is already on line 6; give each link its own name."],
    [
      "HTTP://example.com",
      "example.com",
      "line 7: `url: example.com` is not a web address; write it whole, such as https://example.com.",
    ],
    ["HTTP://example.com", "mailto:ana@example.com", "is not a web address"],
    ["HTTP://example.com", "https://", "is not a web address"],
    ["HTTP://example.com", '"https://example.com/a b"', "is not a web address"],
    ["HTTP://example.com", '"https://example.com/⟦x⟧"', "is not a web address"],
    ["HTTP://example.com", `https://example.com/${"x".repeat(500)}`, "is longer than 500 characters"],
    [
      "HTTP://example.com",
      "https://acme.slack.com/archives/C0FRONT/p1",
      "line 7: `url` leads into Slack, where nobody outside can follow; write a web address that everyone can open.",
    ],
    ["{ name: Map-2,", "{ nmae: Map-2,", "`nmae` is not a key of a link; did you mean `name`?"],
    [", url: HTTP://example.com", "", "line 7: `url` is missing from a link; add it."],
    ["company: Lopez Bakery", 'company: ""', "line 9: `company` is empty; write a name."],
  ])("%j as %j is refused: %s", (from, to, problem) => {
    expect(read(from, to).problems.join("\n")).toContain(problem);
  });
});
