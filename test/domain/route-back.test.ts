import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import type { LoginName } from "../../src/domain/ids.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { maskPhone } from "../../src/domain/phone.ts";
import { type RouteOptions, routeBack } from "../../src/domain/route-back.ts";

interface Site {
  /** By name: whose it is, and with which carrier if not twilio. */
  readonly lines: Readonly<Record<string, string>>;
  /** By username: the line that they send from. */
  readonly members?: Readonly<Record<string, string>>;
  /** By extension. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly sms?: "on" | "off";
}

function site({ lines, members = {}, groups = {}, sms = "on" }: Site): Directory {
  const numbers = new Map(Object.keys(lines).map((name, index) => [name, `"+1555010000${index + 1}"`]));
  const row = (fields: Record<string, string | undefined>) =>
    `  - { ${Object.entries(fields)
      .flatMap(([key, value]) => (value === undefined || value === "" ? [] : [`${key}: ${value}`]))
      .join(", ")} }`;
  const rows = {
    carriers: [row({ name: "twilio", sms })],
    lines: Object.entries(lines).map(([name, to]) => {
      const [target, carrier = "twilio"] = to.split("@");
      return row({ number: numbers.get(name), name, carrier, sms_extension: target });
    }),
    members: Object.entries({ ana: "", ben: "", ...members }).map(([username, from], index) =>
      row({
        username,
        extension: `"10${index + 1}"`,
        slack: `U0${username.toUpperCase()}`,
        name: username === "ana" ? "Ana Ruiz" : undefined,
        outbound_line: numbers.get(from),
      }),
    ),
    groups: Object.entries(groups).map(([extension, from]) =>
      row({
        name: `Group ${extension}`,
        extension: `"${extension}"`,
        channel: `C0${extension}`,
        members: "[ana]",
        outbound_line: numbers.get(from),
      }),
    ),
  };
  const sections = Object.entries(rows).map(([key, list]) =>
    list.length === 0 ? `${key}: []` : `${key}:\n${list.join("\n")}`,
  );
  const parsed = parseDirectory(`time_zone: UTC\n${sections.join("\n")}\n`, "d.yml", ["twilio", "telnyx"]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.directory;
}

const said = (directory: Directory, options?: RouteOptions) =>
  routeBack(directory, options).map(({ sentence }) => sentence);
const [main, second] = ["Main, (555) 010-0001", "Second, (555) 010-0002"];

describe("routes that lead back", () => {
  it.each<[string, Site]>([
    ["nothing at all", { lines: {} }],
    ["a group that gets what it sends from", { lines: { Main: "200" }, groups: { 200: "Main" } }],
    ["a member by username", { lines: { Main: "ana" }, members: { ana: "Main" } }],
    ["a member by extension", { lines: { Main: "101" }, members: { ana: "Main" } }],
    [
      "several lines to one who sends from one of them",
      { lines: { Main: "ana", Second: "101" }, members: { ana: "Second" } },
    ],
    ["a member without lines, who sends nothing", { lines: { Main: "200" }, groups: { 200: "Main" } }],
  ])("%s: nothing is said", (_, directory) => {
    expect(routeBack(site(directory), { carriers: ["twilio"] })).toEqual([]);
  });
});

describe("routes that don't lead back", () => {
  it.each<[string, Site, readonly string[]]>([
    [
      "a line to nobody",
      { lines: { Main: "" } },
      [`The line ${main}, leads to nobody: its texts are kept, and nobody sees them.`],
    ],
    [
      "a member who sends from a group's line",
      { lines: { Main: "200" }, members: { ana: "Main" }, groups: { 200: "Main" } },
      [`Ana Ruiz sends from ${main}, but its texts go to Group 200: answers don't come back to Ana Ruiz.`],
    ],
    [
      "a member who sends from a colleague's",
      { lines: { Main: "ana", Second: "ben" }, members: { ana: "Main", ben: "Main" } },
      [`ben sends from ${main}, but its texts go to Ana Ruiz: answers don't come back to ben.`],
    ],
    [
      "a member who sends from a line to nobody",
      { lines: { Main: "" }, members: { ben: "Main" } },
      [
        `The line ${main}, leads to nobody: its texts are kept, and nobody sees them.`,
        `ben sends from ${main}, but it leads to nobody: answers are kept, and nobody sees them.`,
      ],
    ],
    [
      "a group that sends from another one's",
      { lines: { Main: "200", Second: "300" }, groups: { 200: "Second", 300: "Main" } },
      [
        `Group 200 sends from ${second}, but its texts go to Group 300: answers don't come back to Group 200.`,
        `Group 300 sends from ${main}, but its texts go to Group 200: answers don't come back to Group 300.`,
      ],
    ],
    [
      "a group that sends from a member's",
      { lines: { Main: "ana" }, members: { ana: "Main" }, groups: { 200: "Main" } },
      [`Group 200 sends from ${main}, but its texts go to Ana Ruiz: answers don't come back to Group 200.`],
    ],
    [
      "two groups that send from one line",
      { lines: { Main: "200" }, groups: { 200: "Main", 300: "Main" } },
      [`Group 200 and Group 300 send from one line, ${main}: answers go to Group 200, whoever sent.`],
    ],
    [
      "three groups that send from one line, which leads to nobody",
      { lines: { Main: "" }, groups: { 200: "Main", 300: "Main", 400: "Main" } },
      [
        `The line ${main}, leads to nobody: its texts are kept, and nobody sees them.`,
        `Group 200, Group 300 and Group 400 send from one line, ${main}: answers go to nobody, whoever sent.`,
      ],
    ],
    [
      "a member with direct lines and no outbound line",
      { lines: { Main: "ben", Second: "102" } },
      [`ben gets the texts of ${main}, and ${second}, but has no outbound line: no reply of theirs leaves.`],
    ],
    [
      "an account that is not configured",
      { lines: { Main: "200", Second: "ana@telnyx" }, members: { ana: "Second" }, groups: { 200: "Main" } },
      [
        `The line ${second}, is with telnyx, which is not configured: nothing arrives there, and nothing leaves.`,
      ],
    ],
    [
      "an account whose switch is off, of the lines that somebody sends from",
      { lines: { Main: "ana", Second: "ana" }, members: { ana: "Main" }, sms: "off" },
      [`No automatic answer leaves from ${main}: twilio's \`sms\` is off.`],
    ],
  ])("%s", (_, directory, sentences) => {
    expect(said(site(directory), { carriers: ["twilio"] })).toEqual(sentences);
  });

  it("say what is wrong with an outbound line that a stored directory has no line for", () => {
    const { lines: _, ...rest } = site({
      lines: { Main: "ana" },
      members: { ana: "Main" },
      groups: { 200: "Main" },
    });
    expect(said({ ...rest, lines: [] })).toEqual([
      "Ana Ruiz sends from (555) 010-0001, which is none of the lines: nothing leaves.",
      "Group 200 sends from (555) 010-0001, which is none of the lines: nothing leaves.",
    ]);
  });

  it("take a line whose extension is nobody's for one to nobody", () => {
    const directory = site({ lines: { Main: "200" }, groups: { 200: "Main" } });
    expect(said({ ...directory, groups: [] })).toEqual([
      `The line ${main}, leads to nobody: its texts are kept, and nobody sees them.`,
    ]);
  });

  it("are each a warning with a remedy", () => {
    const findings = routeBack(
      site({
        lines: { Main: "", Second: "ana@telnyx" },
        members: { ben: "Main" },
        groups: { 200: "Main", 300: "Main" },
        sms: "off",
      }),
      { carriers: ["twilio"] },
    );
    expect(findings.length).toBeGreaterThan(4);
    for (const { level, remedy = "" } of findings) {
      expect(level).toBe("warning");
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("name no whole number where they are logged", () => {
    const directory = site({ lines: { Main: "ben", Second: "" }, members: { ana: "Second" } });
    const words = JSON.stringify(routeBack(directory, { phone: maskPhone }));
    expect(words).toContain("Main, …0001");
    expect(words).not.toMatch(/555/);
  });

  it("say nothing of accounts where it is not known which are configured", () => {
    expect(said(site({ lines: { Main: "ana@telnyx" }, members: { ana: "Main" } }))).toEqual([]);
  });
});

describe("what people read of accounts", () => {
  const directory = site({ lines: { Main: "200", Second: "ana@telnyx" }, groups: { 200: "Main" } });

  it("calls a carrier as they do", () => {
    const options = { carriers: ["twilio"], title: (name: string) => name.toUpperCase() };
    const [finding] = routeBack(directory, options);
    expect(finding?.sentence).toContain("is with TELNYX, which is not configured");
    expect(finding?.remedy).toContain("Set the variables of TELNYX");
  });

  it("says which login has credentials and no name in the directory", () => {
    const [dee, desk] = ["dee", "desk"] as [LoginName, LoginName];
    const named = { ...directory, logins: [{ name: desk, carrier: "twilio" }] };
    const logins = new Map([["twilio", [dee, desk]]]);
    const title = () => "Twilio";
    expect(said(named, { logins, title })).toContain(
      "There are credentials for the Twilio login dee, which the directory does not name: it is not used.",
    );
    expect(said(named, { logins, title }).join(" ")).not.toContain("login desk");
    expect(said(directory, { logins, title }).join(" ")).not.toContain("There are credentials");
  });
});
