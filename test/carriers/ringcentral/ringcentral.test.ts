import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/config.ts";

const house = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
const complete = {
  RINGCENTRAL_CLIENT_ID: "id",
  RINGCENTRAL_CLIENT_SECRET: "very-secret",
  RINGCENTRAL_JWT_FRONT_DESK: "aa.bb.cc",
};
const problemsOf = (env: Record<string, string>) => {
  const loaded = loadConfig({ ...house, ...env });
  return loaded.ok ? [] : loaded.problems;
};

describe("RingCentral's configuration", () => {
  it("needs the app and one login, and no other carrier", () => {
    const loaded = loadConfig({ ...house, ...complete });
    expect(loaded.ok && loaded.config.carriers).toEqual({
      ringcentral: {
        clientId: "id",
        clientSecret: "very-secret",
        jwts: { "front-desk": "aa.bb.cc" },
        apiUrl: null,
        receive: "websocket",
        verificationTokens: [],
        marksRead: true,
      },
    });
  });

  it("stands beside Twilio's", () => {
    const twilio = { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "t", TWILIO_POLL_SECONDS: "30" };
    const loaded = loadConfig({ ...house, ...complete, ...twilio });
    expect(loaded.ok && Object.keys(loaded.config.carriers).toSorted()).toEqual(["ringcentral", "twilio"]);
  });

  it("is not meant where only defaults of the example are written down", () => {
    const example = { RINGCENTRAL_RECEIVE: "websocket", RINGCENTRAL_MARK_READ: "on" };
    const loaded = loadConfig({
      ...house,
      ...example,
      TWILIO_ACCOUNT_SID: "AC1",
      TWILIO_AUTH_TOKEN: "t",
      TWILIO_POLL_SECONDS: "30",
    });
    expect(loaded.ok && Object.keys(loaded.config.carriers)).toEqual(["twilio"]);
    expect(problemsOf({ ...complete, TWILIO_POLL_SECONDS: "0", TWILIO_TEXTS_PER_SECOND: "1" })).toEqual([]);
  });

  it("reads what may be set", () => {
    const loaded = loadConfig({
      ...house,
      ...complete,
      RINGCENTRAL_JWT_DEE: "dd.ee.ff",
      RINGCENTRAL_RECEIVE: "Webhook",
      RINGCENTRAL_VERIFICATION_TOKEN: "new, old",
      RINGCENTRAL_MARK_READ: "off",
      RINGCENTRAL_API_URL: "http://127.0.0.1:8083/",
      PUBLIC_URL: "https://sms.example.com",
    });
    expect(loaded.ok && loaded.config.carriers.ringcentral).toMatchObject({
      jwts: { "front-desk": "aa.bb.cc", dee: "dd.ee.ff" },
      apiUrl: "http://127.0.0.1:8083",
      receive: "webhook",
      verificationTokens: ["new", "old"],
      marksRead: false,
    });
  });

  it.each([
    ["RINGCENTRAL_CLIENT_ID", ""],
    ["RINGCENTRAL_CLIENT_ID", "two words"],
    ["RINGCENTRAL_CLIENT_SECRET", ""],
    ["RINGCENTRAL_JWT_FRONT_DESK", "not-a-jwt"],
    ["RINGCENTRAL_RECEIVE", "pigeon"],
    ["RINGCENTRAL_VERIFICATION_TOKEN", "gr\u00fcn"],
    ["RINGCENTRAL_VERIFICATION_TOKEN", "a,b,c"],
    ["RINGCENTRAL_MARK_READ", "maybe"],
    ["RINGCENTRAL_API_URL", "platform.ringcentral.com"],
  ])("names a mistake with its remedy, and repeats no secret: %s=%j", (key, value) => {
    const problems = problemsOf({ ...complete, [key]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${key} `)).toBe(true);
    expect(problems[0]).toMatch(/\.$/);
    expect(problems[0]).not.toContain("not-a-jwt");
    expect(problems[0]).not.toContain("very-secret");
  });

  it("says how a login's variable is named where there is none", () => {
    const { RINGCENTRAL_JWT_FRONT_DESK: _, ...without } = complete;
    expect(problemsOf(without)).toEqual([
      expect.stringMatching(/^RINGCENTRAL_JWT_MAIN is missing .*MAIN stands for the login's name/),
    ]);
  });

  it("needs a public address for webhooks alone", () => {
    expect(problemsOf({ ...complete, RINGCENTRAL_RECEIVE: "webhook" })).toEqual([
      expect.stringContaining("PUBLIC_URL is missing"),
    ]);
  });
});
