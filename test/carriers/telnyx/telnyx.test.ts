import { describe, expect, it } from "vitest";
import { carrierDefinitions } from "../../../src/carriers/index.ts";
import { loadConfig } from "../../../src/config.ts";
import { createKey } from "./signed-event.ts";

const key = createKey().publicKey;
const other = createKey().publicKey;

const usual = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  PUBLIC_URL: "https://sms.example.com",
  TELNYX_API_KEY: "KEY0192",
  TELNYX_PUBLIC_KEY: key,
};
const load = (change: Readonly<Record<string, string | undefined>> = {}) =>
  loadConfig({ ...usual, ...change }, { carriers: carrierDefinitions });
const settings = (change: Readonly<Record<string, string | undefined>> = {}) => {
  const loaded = load(change);
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  return loaded.config.carriers.telnyx;
};
const problems = (change: Readonly<Record<string, string | undefined>>) => {
  const loaded = load(change);
  return loaded.ok ? [] : loaded.problems;
};

describe("Telnyx's variables", () => {
  it("are a key of the API and a public key", () => {
    expect(settings()).toEqual({
      apiKey: "KEY0192",
      publicKeys: [key],
      apiUrl: null,
      textsPerSecond: 1,
    });
  });

  it("hold two public keys while one is replaced, another address and another pace", () => {
    expect(
      settings({
        TELNYX_PUBLIC_KEY: `${other}, ${key}`,
        TELNYX_API_URL: "http://127.0.0.1:8083/",
        TELNYX_TEXTS_PER_SECOND: "20",
      }),
    ).toMatchObject({ publicKeys: [other, key], apiUrl: "http://127.0.0.1:8083", textsPerSecond: 20 });
  });

  it.each([
    ["TELNYX_PUBLIC_KEY", "KEY0192"],
    ["TELNYX_PUBLIC_KEY", `${key},${other},${key}`],
    ["TELNYX_PUBLIC_KEY", `${key},`],
    ["TELNYX_API_KEY", "KEY 0192"],
    ["TELNYX_API_URL", "telnyx"],
    ["TELNYX_TEXTS_PER_SECOND", "0"],
  ])("are refused in a sentence that repeats no secret: %s", (name, value) => {
    const [problem, ...more] = problems({ [name]: value });
    expect(more).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name} .*\\.$`));
    if (/KEY$/.test(name)) expect(problem).not.toContain(value);
  });

  it.each([
    ["TELNYX_API_KEY", "copy it from API Keys in the Telnyx portal"],
    ["TELNYX_PUBLIC_KEY", "copy it from API Keys in the Telnyx portal"],
    ["PUBLIC_URL", "no text can come in"],
  ])("are missed in a sentence with what to do: %s", (name, words) => {
    const missed = problems({ [name]: undefined });
    expect(missed.find((one) => one.startsWith(`${name} is missing`))).toContain(words);
  });
});
