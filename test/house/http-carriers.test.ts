/** What the guide to described carriers shows is what a directory may say. */
import { describe, expect, it } from "vitest";
import { withDescribed } from "../../src/carriers/index.ts";
import type { HttpCarrier } from "../../src/domain/http-carrier.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { textOf } from "./repository.ts";

const guide = textOf("docs/http-carriers.md");
const examples = [...guide.matchAll(/```yaml\n(http_carriers:\n[\s\S]*?)```/g)].map(([, yaml = ""]) => yaml);
const shells = [...guide.matchAll(/```sh\n((?:[A-Z_]+=\.\.\.\n)+)```/g)].map(([, rows = ""]) => rows);

function parsed(described: string) {
  const line = '{ number: "+15550100001", name: Front desk, carrier: http }';
  return parseDirectory(
    `time_zone: UTC\nmembers: []\ngroups: []\nlines:\n  - ${line}\n${described}`,
    "directory.yml",
    ["twilio"],
  );
}

function describedBy(yaml: string): readonly HttpCarrier[] {
  const found = parsed(yaml);
  if (!found.ok) throw new Error(found.problems.map(({ sentence }) => sentence).join("\n"));
  return found.directory.httpCarriers ?? [];
}

/** What a section may hold, as the answer to a slip lists it. */
function keysOf(section: string): string[] {
  const found = parsed(`http_carriers:\n  - ${section}\n`);
  if (found.ok) throw new Error("that is no slip");
  const listed = found.problems.map(({ sentence }) =>
    /`zzzzzz` is not a key of .*; known are (.*)\.$/.exec(sentence),
  );
  return [...(listed.find((row) => row !== null)?.[1] ?? "").matchAll(/`(\w+)`/g)].map(([, key = ""]) => key);
}

describe("docs/http-carriers.md", () => {
  it("shows three whole examples, one signed JSON, one a form and one an address, that are read without a mistake", () => {
    expect(examples.map((yaml) => describedBy(yaml).map(({ name }) => name))).toEqual([
      ["acme"],
      ["pine"],
      ["elm"],
    ]);
    const [acme, pine, elm] = examples.flatMap((yaml) => describedBy(yaml));
    expect(acme).toMatchObject({ inbound: { body: "json" }, proof: { hmac: { algorithm: "sha256" } } });
    expect(pine).toMatchObject({
      inbound: { body: "form" },
      proof: { basic: {} },
      numbers: { kind: "digits" },
    });
    expect(elm).toMatchObject({ inbound: { body: "query" }, proof: { secretPath: "ELM_PATH" } });
  });

  it("names the variables of each, no more and no less", () => {
    const written = shells.map((rows) => rows.match(/[A-Z_]+(?==)/g)?.toSorted());
    const named = examples.map((yaml) =>
      withDescribed(describedBy(yaml), [])
        .flatMap(({ variables }) => Object.keys(variables))
        .toSorted(),
    );
    expect(written).toEqual(named);
  });

  it.each([
    "{ zzzzzz: 1 }",
    "{ proof: { zzzzzz: 1 } }",
    "{ proof: { basic: { zzzzzz: 1 } } }",
    "{ proof: { hmac: { zzzzzz: 1 } } }",
    "{ answer: { zzzzzz: 1 } }",
    "{ inbound: { zzzzzz: 1 } }",
    "{ inbound: { media: { zzzzzz: 1 } } }",
    "{ reports: { zzzzzz: 1 } }",
    "{ reports: { words: { zzzzzz: 1 } } }",
    "{ send: { zzzzzz: 1 } }",
    "{ send: { media: { zzzzzz: 1 } } }",
    "{ send: { answer: { zzzzzz: 1 } } }",
    "{ send: { answer: { errors: [{ zzzzzz: 1 }] } } }",
  ])("explains every key of %s", (section) => {
    const keys = keysOf(section);
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
  });

  it("lists what an error may mean, and the codes that count as refusals", () => {
    for (const word of ["opted_out", "no_texts", "content", "account", "passing"])
      expect(guide).toMatch(new RegExp(`^\\| \`${word}\` +\\|`, "m"));
    const [acme] = examples.flatMap((yaml) => describedBy(yaml));
    expect(guide).toContain(`| ${acme?.send.answer.refused.join(", ")} |`);
  });
});

describe("directory.example.yml", () => {
  it("shows in comments a carrier that is described, which is read without a mistake", () => {
    const rows = textOf("directory.example.yml").split("\n");
    const begin = rows.indexOf("#   http_carriers:");
    expect(begin).toBeGreaterThan(0);
    const shown = rows.slice(begin).filter((row) => row.startsWith("#   "));
    const yaml = shown.map((row) => row.replace("#   ", "")).join("\n");
    expect(describedBy(`${yaml}\n`)).toMatchObject([{ name: "acme", reports: { ourId: "/reference" } }]);
  });
});
