/** What the README promises of each carrier is what its folder fulfils of the contract. */
import { describe, expect, it } from "vitest";
import type { Carrier } from "../../src/bridge/contracts/carrier.ts";
import { carrierDefinitions, createCarriers, withDescribed } from "../../src/carriers/index.ts";
import { describeProblem, parseDirectory } from "../../src/domain/parse-directory.ts";
import { NoAnswer } from "../../src/lib/call.ts";
import { textOf } from "../house/repository.ts";

const [, section = ""] = /### 2\. The carrier\n([\s\S]*?)\n#### /.exec(textOf("README.md")) ?? [];
const rows = section
  .split("\n")
  .filter((row) => row.startsWith("|"))
  .map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const [titles = [], , ...told] = rows;

const given = {
  PUBLIC_URL: "https://sms.example.com",
  TWILIO_ACCOUNT_SID: "AC1",
  TWILIO_AUTH_TOKEN: "t",
  RINGCENTRAL_CLIENT_ID: "id",
  RINGCENTRAL_CLIENT_SECRET: "s",
  RINGCENTRAL_JWT_MAIN: "a.b.c",
  RINGRX_TOKEN_MAIN: "t",
  RINGRX_SECRET_MAIN: "s",
  RINGRX_CALLBACK_PATH: "a-path-that-nobody-guesses",
  TELNYX_API_KEY: "KEY1",
  TELNYX_PUBLIC_KEY: Buffer.alloc(32, 1).toString("base64"),
  A_PATH: "a-path-that-nobody-guesses",
};
/** One that has no more than it must, and one that has all that can be described. */
const described = `
time_zone: UTC
lines: []
members: []
groups: []
http_carriers:
  - name: bare
    url: "https://bare.example"
    proof: { secret_path: A_PATH }
    inbound: { id: /id, from: /from, to: /to, text: /text }
    send: { json: { to: "{{to}}", text: "{{text}}" }, answer: {} }
  - name: full
    url: "https://full.example"
    proof: { secret_path: A_PATH }
    inbound: { id: /id, from: /from, to: /to, text: /text, media: { at: /media } }
    reports: { id: /id, our_id: /ours, status: /status }
    send:
      json: { to: "{{to}}", text: "{{text}}", ours: "{{message_id}}", media: "{{media}}" }
      media: { files: 3 }
      answer: { id: /id }
`;
const directory = parseDirectory(described, "directory.yml", []);
if (!directory.ok) throw new Error(directory.problems.map(describeProblem).join("\n"));
const definitions = withDescribed(directory.directory.httpCarriers ?? []);
const carriers = createCarriers(
  definitions,
  Object.fromEntries(definitions.map(({ name, configure }) => [name, configure(given) ?? {}])),
  {
    publicUrl: given.PUBLIC_URL,
    call: () => Promise.reject(new NoAnswer("ECONNREFUSED", false)),
    connect: () => ({ send() {}, close() {} }),
    now: Date.now,
  },
);

function carrierNamed(name: string): Carrier {
  return carriers.get(name) ?? expect.fail(`${name} could not be made`);
}

/** The rows that a member of the contract decides. */
const has: Readonly<Record<string, (carrier: Carrier) => boolean>> = {
  "Pictures that come in": ({ fetchMedia }) => fetchMedia !== undefined,
  "Pictures that leave": ({ capabilities }) => capabilities.media !== null,
  "What was missed is fetched": ({ catchUp }) => catchUp !== undefined,
  "A lost answer is looked up": ({ findSent }) => findSent !== undefined,
  "Opt-outs kept the same": ({ consents }) => consents !== undefined,
  "Group texts leave": ({ capabilities }) => capabilities.groupTexts !== undefined,
  "Its own shared inbox": ({ threads }) => threads !== undefined,
  "Its own templates": ({ templates }) => templates !== undefined,
};

describe("the README's table of carriers", () => {
  it("has a column for each of the registry, in its order, and one for those that a directory describes", () => {
    expect(titles).toEqual(["", ...carrierDefinitions.map(({ title }) => title), "Any other over HTTP"]);
    for (const row of told) expect(row).toHaveLength(titles.length);
  });

  it.each(Object.entries(has))("says of each what is so: %s", (name, isThere) => {
    const [, ...cells] = told.find(([first]) => first === name) ?? [];
    const saidOf = (index: number) => /^(yes|no)\b/.exec(cells[index] ?? "")?.[1];
    expect(carrierDefinitions.map((_, index) => saidOf(index))).toEqual(
      carrierDefinitions.map(({ name: carrier }) => (isThere(carrierNamed(carrier)) ? "yes" : "no")),
    );
    const [bare, full] = ["bare", "full"].map((carrier) => isThere(carrierNamed(carrier)));
    expect([bare, /^(no|where)\b/.exec(cells.at(-1) ?? "")?.[1]]).toEqual([false, full ? "where" : "no"]);
  });

  it("names how large files may be that leave", () => {
    const sizes = carrierDefinitions.map(({ name }) => carrierNamed(name).capabilities.media?.bytes ?? null);
    const [, ...cells] = told.find(([first]) => first === "Pictures that leave") ?? [];
    const megabytes = cells.map((cell) => Number(/([\d.]+) MB/.exec(cell)?.[1] ?? Number.NaN));
    for (const [index, size] of sizes.entries())
      if (size !== null) expect(Math.abs((megabytes[index] ?? 0) * 1e6 - size)).toBeLessThan(size / 10);
  });
});
