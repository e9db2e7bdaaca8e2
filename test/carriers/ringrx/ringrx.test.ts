import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/config.ts";

const house = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1", PUBLIC_URL: "https://sms.example.com" };
const complete = {
  RINGRX_TOKEN_FRONT_DESK: "the-token",
  RINGRX_SECRET_FRONT_DESK: "the-secret",
  RINGRX_CALLBACK_PATH: "0123456789abcdef",
};
const problemsOf = (env: Record<string, string>) => {
  const loaded = loadConfig({ ...house, ...env });
  return loaded.ok ? [] : loaded.problems;
};

describe("RingRx's configuration", () => {
  it("needs a login's key, a secret path and a public address, and no other carrier", () => {
    const loaded = loadConfig({ ...house, ...complete });
    expect(loaded.ok && loaded.config.carriers).toEqual({
      ringrx: {
        keys: { "front-desk": { token: "the-token", secret: "the-secret" } },
        callbackPaths: ["0123456789abcdef"],
        callbackUsers: [],
        callbackPasswords: [],
        apiUrl: null,
        loginAs: "json",
        sendAs: "query",
        numbers: "digits",
        maxText: 800,
        textsPerSecond: 1,
      },
    });
  });

  it("reads what may be set, two of each secret while it is replaced", () => {
    const loaded = loadConfig({
      ...house,
      ...complete,
      RINGRX_TOKEN_DEE: "t",
      RINGRX_SECRET_DEE: "s",
      RINGRX_CALLBACK_PATH: "0123456789abcdef, fedcba9876543210",
      RINGRX_CALLBACK_USER: "new,old",
      RINGRX_CALLBACK_PASSWORD: "new-password-1,old-password-1",
      RINGRX_API_URL: "http://127.0.0.1:8084/",
      RINGRX_LOGIN_AS: "query",
      RINGRX_SEND_AS: "JSON",
      RINGRX_NUMBERS: "e164",
      RINGRX_MAX_TEXT: "1600",
      RINGRX_TEXTS_PER_SECOND: "3",
    });
    expect(loaded.ok && loaded.config.carriers.ringrx).toMatchObject({
      keys: { "front-desk": { token: "the-token" }, dee: { token: "t", secret: "s" } },
      callbackPaths: ["0123456789abcdef", "fedcba9876543210"],
      callbackUsers: ["new", "old"],
      callbackPasswords: ["new-password-1", "old-password-1"],
      apiUrl: "http://127.0.0.1:8084",
      loginAs: "query",
      sendAs: "json",
      numbers: "e164",
      maxText: 1600,
      textsPerSecond: 3,
    });
  });

  it("is not meant where only defaults of the example are written down", () => {
    const example = { RINGRX_SEND_AS: "query", RINGRX_NUMBERS: "digits", RINGRX_MAX_TEXT: "800" };
    const twilio = { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "t" };
    const loaded = loadConfig({ ...house, ...example, ...twilio });
    expect(loaded.ok && Object.keys(loaded.config.carriers)).toEqual(["twilio"]);
  });

  it("takes Basic Auth instead of a secret path", () => {
    const { RINGRX_CALLBACK_PATH: _, ...keys } = complete;
    const auth = { RINGRX_CALLBACK_USER: "threadline", RINGRX_CALLBACK_PASSWORD: "a-long-password" };
    expect(problemsOf({ ...keys, ...auth })).toEqual([]);
  });

  it.each([
    ["RINGRX_CALLBACK_PATH", "", "RINGRX_CALLBACK_PATH is missing"],
    ["RINGRX_CALLBACK_PATH", "short", "16 to 128"],
    ["RINGRX_CALLBACK_PATH", "with/slash/0123456789", "16 to 128"],
    ["RINGRX_CALLBACK_USER", "threadline", "RINGRX_CALLBACK_PASSWORD is missing"],
    ["RINGRX_CALLBACK_USER", "a:b", "colons"],
    ["RINGRX_CALLBACK_PASSWORD", "a-long-password", "RINGRX_CALLBACK_USER is missing"],
    ["RINGRX_CALLBACK_PASSWORD", "short", "12 to 128"],
    ["RINGRX_SECRET_FRONT_DESK", "", "RINGRX_SECRET_FRONT_DESK is missing"],
    ["RINGRX_SECRET_FRONT_DESK", "two words", "RINGRX_SECRET_FRONT_DESK holds spaces"],
    ["RINGRX_TOKEN_DEE", "t", "RINGRX_SECRET_DEE is missing"],
    ["PUBLIC_URL", "", "PUBLIC_URL is missing"],
    ["RINGRX_SEND_AS", "form", "query or json"],
    ["RINGRX_NUMBERS", "any", "digits, e164 or national"],
    ["RINGRX_MAX_TEXT", "12", "160 to 10000"],
    ["RINGRX_API_URL", "portal.ringrx.com", "http(s) address"],
  ])("names a mistake with its remedy, and repeats no secret: %s=%j", (key, value, words) => {
    const problems = problemsOf({ ...complete, [key]: value });
    expect(problems.join("\n")).toContain(words);
    if (/CALLBACK|SECRET/.test(key) && value !== "") expect(problems.join("\n")).not.toContain(value);
  });

  it("asks for a key where only a callback is set up", () => {
    const { RINGRX_CALLBACK_PATH } = complete;
    expect(problemsOf({ RINGRX_CALLBACK_PATH }).join("\n")).toContain("RINGRX_TOKEN_MAIN");
  });
});
