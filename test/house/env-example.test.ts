import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { environmentKeys } from "../../src/environment.ts";

const TEXT = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
const written = TEXT.split("\n").flatMap((row) => {
  const [, key, value] = /^([A-Z_]+)=(.*)$/.exec(row) ?? [];
  return key === undefined ? [] : [{ key, value: value ?? "" }];
});

/** Node reads it before any of our code runs. */
const NODES_OWN = ["NODE_EXTRA_CA_CERTS"];

const NEEDED = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  TWILIO_ACCOUNT_SID: "AC1",
  TWILIO_AUTH_TOKEN: "t",
  PUBLIC_URL: "https://sms.example.com",
};

describe(".env.example", () => {
  it("documents every variable that the app reads, and no other, once", () => {
    expect(written.map(({ key }) => key).sort()).toEqual([...environmentKeys, ...NODES_OWN].sort());
  });

  it("explains each: a comment stands above it or above its neighbour", () => {
    const rows = TEXT.split("\n");
    const unexplained = written.filter(({ key }) => {
      const at = rows.findIndex((row) => row.startsWith(`${key}=`));
      const above = rows
        .slice(0, at)
        .reverse()
        .find((row) => !/^[A-Z_]+=/.test(row));
      return !above?.startsWith("# ");
    });
    expect(unexplained).toEqual([]);
  });

  it("shows the defaults: they change nothing", () => {
    const shown = Object.fromEntries(written.map(({ key, value }) => [key, value]));
    const loaded = loadConfig({ ...shown, ...NEEDED });
    expect(loaded.ok).toBe(true);
    expect(loaded).toEqual(loadConfig(NEEDED));
  });
});
