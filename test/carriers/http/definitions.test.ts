/** What the house knows of carriers that a directory describes: their variables, and what is missing of them. */
import { describe, expect, it } from "vitest";
import { createCarriers, withDescribed } from "../../../src/carriers/index.ts";
import { loadConfig } from "../../../src/config.ts";
import type { HttpCarrier } from "../../../src/domain/http-carrier.ts";
import { parseDirectory } from "../../../src/domain/parse-directory.ts";
import { meantVariable } from "../../../src/environment.ts";
import { ACME, directoryWith } from "../../domain/described.ts";

function described(text: string): readonly HttpCarrier[] {
  const parsed = parseDirectory(directoryWith(text), "directory.yml", ["twilio"]);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ sentence }) => sentence).join("\n"));
  return parsed.directory.httpCarriers ?? [];
}

const acme = described(ACME);
const house = {
  SLACK_BOT_TOKEN: "xoxb-1-secret",
  SLACK_APP_TOKEN: "xapp-1-secret",
  PUBLIC_URL: "https://sms.example.com",
};
const PATH = "a1b2c3d4e5f6a7b8";
const secrets = {
  ACME_PATH: PATH,
  ACME_USER: "acme",
  ACME_PASSWORD: "old,new",
  ACME_SIGNING_SECRET: "signing",
  ACME_TOKEN: "to,ken",
};

function load(env: Record<string, string | undefined>, carriers = acme) {
  return loadConfig({ ...house, ...env }, { carriers: withDescribed(carriers) });
}

function problemsOf(env: Record<string, string | undefined>, carriers = acme): readonly string[] {
  const loaded = load(env, carriers);
  return loaded.ok ? [] : loaded.problems;
}

describe("a described carrier", () => {
  it("is configured by the variables that it names: two values where they prove, one where they are only used", () => {
    const loaded = load(secrets);
    expect(loaded).toMatchObject({ ok: true });
    if (!loaded.ok) return;
    expect(loaded.config.carriers).toEqual({
      acme: {
        secrets: {
          ACME_PATH: [PATH],
          ACME_USER: ["acme"],
          ACME_PASSWORD: ["old", "new"],
          ACME_SIGNING_SECRET: ["signing"],
          ACME_TOKEN: ["to,ken"],
        },
      },
    });
  });

  it("is meant without a variable of it, so that each that is missing is named, with what it is for", () => {
    expect(problemsOf({ PUBLIC_URL: undefined })).toEqual([
      "ACME_PATH is missing; the directory names it for Acme SMS (the end of the address to which it posts). Set it in the environment.",
      "ACME_USER is missing; the directory names it for Acme SMS (the user name with which it posts). Set it in the environment.",
      "ACME_PASSWORD is missing; the directory names it for Acme SMS (the password with which it posts). Set it in the environment.",
      "ACME_SIGNING_SECRET is missing; the directory names it for Acme SMS (what it signs with). Set it in the environment.",
      "ACME_TOKEN is missing; the directory names it for Acme SMS (what lets in when a text is sent). Set it in the environment.",
      "PUBLIC_URL is missing, so no text of Acme SMS can come in; set it to the address that Acme SMS reaches.",
    ]);
  });

  it("hides nothing that is wrong with another carrier, and the other way round", () => {
    const { ACME_TOKEN: _, ...some } = secrets;
    const told = problemsOf({ ...some, TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "a b" });
    expect(told.map((sentence) => sentence.split(" ")[0])).toEqual(["TWILIO_AUTH_TOKEN", "ACME_TOKEN"]);
  });

  it("takes a secret for its address only where nobody guesses it, and repeats none", () => {
    for (const secret of ["short", `${PATH}/x`, `${PATH} x`, `${PATH},`]) {
      const told = problemsOf({ ...secrets, ACME_PATH: secret });
      expect(told).toEqual([expect.stringMatching(/^ACME_PATH (must be 16 or more|holds an empty part)/)]);
      expect(told.join()).not.toContain(secret);
    }
    expect(problemsOf({ ...secrets, ACME_PATH: `${PATH},${PATH}2` })).toEqual([]);
    expect(problemsOf({ ...secrets, ACME_PATH: `${PATH},${PATH}2,${PATH}3` })).toEqual([
      "ACME_PATH holds more than 2; remove the old ones.",
    ]);
  });

  it("refuses secrets that were copied with something around them", () => {
    const told = problemsOf({ ...secrets, ACME_TOKEN: "to ken", ACME_SIGNING_SECRET: "sign ing" });
    expect(told.toSorted()).toEqual([
      "ACME_SIGNING_SECRET holds spaces; copy it again.",
      "ACME_TOKEN holds spaces; copy it again.",
    ]);
  });

  it("shares a secret with another, which does for all that it is used for", () => {
    const beta = ACME.replace("name: acme", "name: beta").replaceAll("ACME_TOKEN", "ACME_SIGNING_SECRET");
    const loaded = load({ ...secrets, ACME_SIGNING_SECRET: "one,two" }, described(ACME + beta));
    expect(loaded).toMatchObject({
      ok: true,
      config: {
        carriers: {
          acme: { secrets: { ACME_SIGNING_SECRET: ["one", "two"] } },
          beta: { secrets: { ACME_SIGNING_SECRET: ["one", "two"] } },
        },
      },
    });
  });

  it("becomes a carrier under its own name, with what it says of itself", () => {
    const loaded = load(secrets);
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    const carriers = createCarriers(withDescribed(acme), loaded.config.carriers, {
      publicUrl: house.PUBLIC_URL,
      call: () => Promise.reject(new Error("nobody is called")),
      connect: () => ({ send() {}, close() {} }),
      now: () => 0,
    });
    expect([...carriers.keys()]).toEqual(["acme"]);
    expect(carriers.get("acme")).toMatchObject({
      name: "acme",
      capabilities: { maxText: 1000, textsPerSecond: 2, media: { files: 3, byAddress: true } },
    });
  });

  it("has variables that are known: one that is misspelt is told from them", () => {
    expect(meantVariable("ACME_TOKEN", withDescribed(acme))).toBeNull();
    expect(meantVariable("ACME_TOKN", withDescribed(acme))).toBe("ACME_TOKEN");
    expect(meantVariable("ACME_TOKN")).toBeNull();
  });
});
