/** What the README promises of each carrier is what its folder fulfils of the contract. */
import { describe, expect, it } from "vitest";
import type { Carrier } from "../../src/bridge/contracts/carrier.ts";
import { carrierDefinitions, createCarriers } from "../../src/carriers/index.ts";
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
};
const settings = Object.fromEntries(
  carrierDefinitions.map(({ name, configure }) => [name, configure(given) ?? {}]),
);
const carriers = createCarriers(carrierDefinitions, settings, {
  publicUrl: given.PUBLIC_URL,
  call: () => Promise.reject(new NoAnswer("ECONNREFUSED", false)),
  connect: () => ({ send() {}, close() {} }),
  now: Date.now,
});

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
      carrierDefinitions.map(({ name: carrier }) => {
        const made = carriers.get(carrier);
        if (made === undefined) throw new Error(`${carrier} could not be made`);
        return isThere(made) ? "yes" : "no";
      }),
    );
  });

  it("names how large files may be that leave", () => {
    const sizes = carrierDefinitions.map(({ name }) => carriers.get(name)?.capabilities.media?.bytes ?? null);
    const [, ...cells] = told.find(([first]) => first === "Pictures that leave") ?? [];
    const megabytes = cells.map((cell) => Number(/([\d.]+) MB/.exec(cell)?.[1] ?? Number.NaN));
    for (const [index, size] of sizes.entries())
      if (size !== null) expect(Math.abs((megabytes[index] ?? 0) * 1e6 - size)).toBeLessThan(size / 10);
  });
});
