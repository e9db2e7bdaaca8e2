import { describe, expect, it } from "vitest";
import { type Config, loadConfig, loadDirectoryConfig, loadMoveConfig } from "../src/config.ts";
import { environmentKeys } from "../src/environment.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER_KEY = Buffer.alloc(32, 8).toString("base64");
const NEEDED = {
  SLACK_BOT_TOKEN: "xoxb-1-secret",
  SLACK_APP_TOKEN: "xapp-1-secret",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
  TWILIO_AUTH_TOKEN: "twilio-secret",
  PUBLIC_URL: "https://sms.example.com",
};

function configOf(env: Record<string, string | undefined>): Config {
  const loaded = loadConfig({ ...NEEDED, ...env });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  return loaded.config;
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  const loaded = loadConfig({ ...NEEDED, ...env });
  return loaded.ok ? [] : loaded.problems;
}

describe("configuration", () => {
  it("gives health and metrics a port of their own where it is told to, and never that of the webhooks", () => {
    expect(configOf({ INSIDE_PORT: "3001" }).insidePort).toBe(3001);
    expect(configOf({ INSIDE_PORT: "0" }).insidePort).toBeUndefined();
    expect(problemsOf({ INSIDE_PORT: "3000" })).toEqual([
      expect.stringContaining("INSIDE_PORT is the same as PORT"),
    ]);
  });

  it("lets nothing begin while Node is told to write what goes over the wire to its output", () => {
    expect(problemsOf({ NODE_DEBUG: "fetch,undici" })).toEqual([
      expect.stringContaining("take it out of the environment"),
    ]);
    expect(problemsOf({ NODE_DEBUG: " " })).toEqual([]);
  });

  it("has the documented defaults", () => {
    expect(configOf({})).toEqual({
      crm: { name: "local", settings: {} },
      slack: {
        botToken: "xoxb-1-secret",
        connection: { kind: "socket", appToken: "xapp-1-secret" },
        apiUrl: null,
        postsPerSecond: 1,
      },
      carriers: {
        twilio: {
          accountSid: NEEDED.TWILIO_ACCOUNT_SID,
          authTokens: ["twilio-secret"],
          apiUrl: null,
          pollSeconds: 0,
          textsPerSecond: 1,
        },
      },
      port: 3000,
      publicUrl: "https://sms.example.com",
      database: "data/threadline.db",
      directoryFile: "directory.yml",
      encryptionKeys: [],
      leadPatienceSeconds: 10,
      holdSeconds: 10,
      sendWithinMinutes: 10,
      remindMinutes: 10,
      resolveBy: "assignee",
      directIdleDays: 14,
      optOutScope: "all",
      quietHours: { from: 8, to: 21 },
      listLimit: 100,
      templateLimits: { personal: 25, company: 50 },
      mirrorNotes: false,
      mirrorTemplates: true,
      insideWords: ["note", "internal", "private", "fyi"],
      logLevel: "info",
      proxy: { httpsProxy: null, noProxy: "" },
    });
  });

  it("can't be changed", () => {
    const config = configOf({ ENCRYPTION_KEY: KEY });
    const parts = [
      config,
      config.slack,
      config.slack.connection,
      config.carriers,
      config.carriers.twilio,
      config.carriers.twilio?.authTokens,
      config.proxy,
    ];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
    expect(Object.isFrozen(config.encryptionKeys)).toBe(true);
  });

  it("takes Socket Mode when both ways to Slack are configured, HTTP when only the secret is", () => {
    expect(configOf({ SLACK_SIGNING_SECRET: "s" }).slack.connection.kind).toBe("socket");
    expect(configOf({ SLACK_SIGNING_SECRET: "s", SLACK_APP_TOKEN: "" }).slack.connection).toEqual({
      kind: "http",
      signingSecret: "s",
    });
  });

  it.each<[string, string, (config: Config) => unknown, unknown]>([
    [
      "SLACK_API_URL",
      "http://127.0.0.1:8080/api/",
      (config) => config.slack.apiUrl,
      "http://127.0.0.1:8080/api/",
    ],
    [
      "SLACK_API_URL",
      "http://127.0.0.1:8080/api",
      (config) => config.slack.apiUrl,
      "http://127.0.0.1:8080/api/",
    ],
    ["SLACK_POSTS_PER_SECOND", "0", (config) => config.slack.postsPerSecond, 0],
    ["SLACK_POSTS_PER_SECOND", "0.5", (config) => config.slack.postsPerSecond, 0.5],
    ["PORT", "0", (config) => config.port, 0],
    ["PUBLIC_URL", "https://example.com/sms/", (config) => config.publicUrl, "https://example.com/sms"],
    ["PUBLIC_URL", "https://example.com/", (config) => config.publicUrl, "https://example.com"],
    ["PUBLIC_URL", "http://example.com:8080", (config) => config.publicUrl, "http://example.com:8080"],
    ["DATABASE_URL", "file:other.db", (config) => config.database, "other.db"],
    ["DATABASE_URL", "file:/var/lib/t.db", (config) => config.database, "/var/lib/t.db"],
    ["DATABASE_URL", "file:///var/a%20b.db", (config) => config.database, "/var/a b.db"],
    [
      "DATABASE_URL",
      "postgres://u:p%40@db:5433/x",
      (config) => config.database,
      "postgres://u:p%40@db:5433/x",
    ],
    ["DIRECTORY_FILE", "/etc/team.yml", (config) => config.directoryFile, "/etc/team.yml"],
    [
      "ENCRYPTION_KEY",
      `${KEY}, ${OTHER_KEY}`,
      (config) => config.encryptionKeys.map((key) => key[0]),
      [7, 8],
    ],
    ["HOLD_SECONDS", "0", (config) => config.holdSeconds, 0],
    ["SEND_WITHIN_MINUTES", "60", (config) => config.sendWithinMinutes, 60],
    ["REMIND_MINUTES", "0", (config) => config.remindMinutes, 0],
    ["RESOLVE_BY", "Manager", (config) => config.resolveBy, "manager"],
    ["DIRECT_IDLE_DAYS", "0", (config) => config.directIdleDays, 0],
    ["DIRECT_IDLE_DAYS", "3650", (config) => config.directIdleDays, 3650],
    ["OPT_OUT_SCOPE", "Line", (config) => config.optOutScope, "line"],
    ["QUIET_HOURS", "9-17", (config) => config.quietHours, { from: 9, to: 17 }],
    ["QUIET_HOURS", "00:00 – 24:00", (config) => config.quietHours, { from: 0, to: 24 }],
    ["QUIET_HOURS", "Off", (config) => config.quietHours, null],
    ["LIST_LIMIT", "1", (config) => config.listLimit, 1],
    ["LIST_LIMIT", "1000", (config) => config.listLimit, 1000],
    ["TEMPLATE_LIMIT_PERSONAL", "0", (config) => config.templateLimits.personal, 0],
    ["TEMPLATE_LIMIT_PERSONAL", "1000", (config) => config.templateLimits.personal, 1000],
    ["MIRROR_NOTES", "on", (config) => config.mirrorNotes, true],
    ["MIRROR_TEMPLATES", "off", (config) => config.mirrorTemplates, false],
    ["TEMPLATE_LIMIT_COMPANY", "200", (config) => config.templateLimits.company, 200],
    ["INSIDE_WORDS", "Intern, nur für uns", (config) => config.insideWords, ["Intern", "nur für uns"]],
    ["LOG_LEVEL", "silent", (config) => config.logLevel, "silent"],
    ["TWILIO_AUTH_TOKEN", "new, old", (config) => config.carriers.twilio?.authTokens, ["new", "old"]],
    [
      "TWILIO_API_URL",
      "http://127.0.0.1:9000/",
      (config) => config.carriers.twilio?.apiUrl,
      "http://127.0.0.1:9000",
    ],
    ["TWILIO_POLL_SECONDS", "30", (config) => config.carriers.twilio?.pollSeconds, 30],
    ["TWILIO_TEXTS_PER_SECOND", "3", (config) => config.carriers.twilio?.textsPerSecond, 3],
    ["HTTPS_PROXY", "http://u:p@proxy:8080", (config) => config.proxy.httpsProxy, "http://u:p@proxy:8080"],
    ["https_proxy", "http://proxy:8080", (config) => config.proxy.httpsProxy, "http://proxy:8080"],
    ["NO_PROXY", "a.example,b.example", (config) => config.proxy.noProxy, "a.example,b.example"],
  ])("reads %s=%s", (key, value, read, expected) => {
    expect(read(configOf({ [key]: ` ${value} ` }))).toEqual(expected);
  });

  it("needs no public address where texts are fetched", () => {
    expect(configOf({ PUBLIC_URL: "", TWILIO_POLL_SECONDS: "30" }).publicUrl).toBeNull();
  });

  it("ignores variables that it does not know", () => {
    expect(configOf({ SLACK_TEAM: "x", TWILIO_REGION: "y", THREADLINE_X: "z" })).toEqual(configOf({}));
  });
});

describe("a mistake in the configuration", () => {
  it.each([
    [
      "SLACK_BOT_TOKEN",
      "",
      "SLACK_BOT_TOKEN is missing; copy the bot user token (xoxb-) from the Slack app's OAuth page.",
    ],
    [
      "SLACK_BOT_TOKEN",
      "xapp-1-secret",
      "SLACK_BOT_TOKEN holds an app-level token (xapp-); put that into SLACK_APP_TOKEN and the bot user token (xoxb-) here.",
    ],
    [
      "SLACK_BOT_TOKEN",
      "xoxp-1-secret",
      "SLACK_BOT_TOKEN holds a user's token (xoxp-); copy the bot user token (xoxb-).",
    ],
    ["SLACK_BOT_TOKEN", "xoxb-1 secret", "SLACK_BOT_TOKEN holds spaces; copy it again."],
    [
      "SLACK_APP_TOKEN",
      "",
      "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing; set one of the two.",
    ],
    [
      "SLACK_APP_TOKEN",
      "xoxb-1-secret",
      "SLACK_APP_TOKEN holds a bot or user token; generate an app-level token (xapp-) with the scope connections:write.",
    ],
    [
      "SLACK_API_URL",
      "http://127.0.0.1:8080",
      "SLACK_API_URL must end with /api/, such as http://127.0.0.1:8080/api/.",
    ],
    [
      "SLACK_API_URL",
      "slack.com/api",
      'SLACK_API_URL must be an http(s) address such as http://127.0.0.1:8080/api/, not "slack.com/api".',
    ],
    ["SLACK_POSTS_PER_SECOND", "-1", 'SLACK_POSTS_PER_SECOND must be a number from 0 to 1000, not "-1".'],
    ["PORT", "65536", 'PORT must be a whole number from 0 to 65535, not "65536".'],
    ["PORT", "3000x", 'PORT must be a whole number from 0 to 65535, not "3000x".'],
    [
      "PUBLIC_URL",
      "ftp://example.com",
      'PUBLIC_URL must be an http(s) address such as https://sms.example.com, not "ftp://example.com".',
    ],
    [
      "PUBLIC_URL",
      "https://example.com/?a=b",
      "PUBLIC_URL must end before any ? or #, such as https://sms.example.com.",
    ],
    ["PUBLIC_URL", "https://u:p@example.com", "PUBLIC_URL must not hold a user name or password."],
    [
      "PUBLIC_URL",
      "",
      "PUBLIC_URL is missing, so no text can come in; set it to the address that Twilio reaches, or set TWILIO_POLL_SECONDS (30, say) to fetch texts without a public address.",
    ],
    [
      "DATABASE_URL",
      "mysql://u:secret@db/x",
      "DATABASE_URL must name a file, such as file:data/threadline.db, or a database of PostgreSQL's, such as postgres://USER:PASSWORD@HOST:5432/DATABASE.",
    ],
    [
      "DATABASE_URL",
      "postgres://u:secret@db",
      "DATABASE_URL names no database behind its host; it must look like postgres://threadline:PASSWORD@localhost:5432/threadline.",
    ],
    [
      "DATABASE_URL",
      "POSTGRES://u:secret@db/x",
      "DATABASE_URL must begin in small letters, with postgres:// or file:.",
    ],
    ["DATABASE_URL", "File:a.db", "DATABASE_URL must begin in small letters, with postgres:// or file:."],
    ["DATABASE_URL", '"postgres://u:secret@db/x"', "DATABASE_URL stands in quotes; write it without them."],
    ["DATABASE_URL", "'file:a.db'", "DATABASE_URL stands in quotes; write it without them."],
    [
      "DATABASE_URL",
      "file:",
      "DATABASE_URL must name a file, such as file:data/threadline.db, or a database of PostgreSQL's, such as postgres://USER:PASSWORD@HOST:5432/DATABASE.",
    ],
    [
      "DATABASE_URL",
      "file:a.db?mode=ro",
      "DATABASE_URL must name a file, such as file:data/threadline.db, or a database of PostgreSQL's, such as postgres://USER:PASSWORD@HOST:5432/DATABASE.",
    ],
    [
      "ENCRYPTION_KEY",
      "c2VjcmV0",
      "ENCRYPTION_KEY must be 32 bytes in base64, several separated by commas; make one with: openssl rand -base64 32",
    ],
    ["ENCRYPTION_KEY", `${KEY},`, "ENCRYPTION_KEY holds an empty part between commas; remove it."],
    ["HOLD_SECONDS", "ten", 'HOLD_SECONDS must be a number from 0 to 3600, not "ten".'],
    [
      "HOLD_SECONDS",
      "600",
      "HOLD_SECONDS (600) is as long as SEND_WITHIN_MINUTES (10), so every reply would be too late to leave; make it shorter.",
    ],
    ["SEND_WITHIN_MINUTES", "0", 'SEND_WITHIN_MINUTES must be a whole number from 1 to 1440, not "0".'],
    ["REMIND_MINUTES", "1e3", 'REMIND_MINUTES must be a whole number from 0 to 1440, not "1e3".'],
    ["RESOLVE_BY", "all", 'RESOLVE_BY must be anyone, assignee or manager, not "all".'],
    ["DIRECT_IDLE_DAYS", "1.5", 'DIRECT_IDLE_DAYS must be a whole number from 0 to 3650, not "1.5".'],
    ["OPT_OUT_SCOPE", "lines", 'OPT_OUT_SCOPE must be all or line, not "lines".'],
    [
      "QUIET_HOURS",
      "8:30-21",
      "QUIET_HOURS must be the whole hours between which texts may leave, such as 8-21, or off.",
    ],
    [
      "QUIET_HOURS",
      "8-25",
      "QUIET_HOURS must be the whole hours between which texts may leave, such as 8-21, or off.",
    ],
    ["QUIET_HOURS", "8-8", "QUIET_HOURS ends as it begins; write 0-24 for the whole day, or off."],
    ["QUIET_HOURS", "9-8", "QUIET_HOURS ends before it begins; write the hours of one day, such as 9-20."],
    [
      "QUIET_HOURS",
      "21-8",
      "QUIET_HOURS ends before it begins; these are the hours in which texts leave, so write 8-21.",
    ],
    ["LIST_LIMIT", "0", 'LIST_LIMIT must be a whole number from 1 to 1000, not "0".'],
    ["LIST_LIMIT", "1001", 'LIST_LIMIT must be a whole number from 1 to 1000, not "1001".'],
    [
      "TEMPLATE_LIMIT_PERSONAL",
      "many",
      'TEMPLATE_LIMIT_PERSONAL must be a whole number from 0 to 1000, not "many".',
    ],
    [
      "TEMPLATE_LIMIT_COMPANY",
      "1001",
      'TEMPLATE_LIMIT_COMPANY must be a whole number from 0 to 1000, not "1001".',
    ],
    [
      "INSIDE_WORDS",
      "note,",
      "INSIDE_WORDS must be words separated by commas, such as note,internal,private,fyi.",
    ],
    ["LOG_LEVEL", "loud", 'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent, not "loud".'],
    ["TWILIO_ACCOUNT_SID", "", "TWILIO_ACCOUNT_SID is missing; copy it from the Twilio console."],
    [
      "TWILIO_ACCOUNT_SID",
      "SK123",
      "TWILIO_ACCOUNT_SID must be the account's SID, which begins with AC (an API key's begins with SK).",
    ],
    ["TWILIO_AUTH_TOKEN", " ", "TWILIO_AUTH_TOKEN is missing; copy it from the Twilio console."],
    ["TWILIO_AUTH_TOKEN", "a,b,c", "TWILIO_AUTH_TOKEN holds more than 2; remove the old ones."],
    [
      "TWILIO_TEXTS_PER_SECOND",
      "0",
      'TWILIO_TEXTS_PER_SECOND must be a whole number from 1 to 100, not "0".',
    ],
    ["TWILIO_POLL_SECONDS", "0.5", 'TWILIO_POLL_SECONDS must be a whole number from 0 to 3600, not "0.5".'],
    [
      "HTTPS_PROXY",
      "proxy:8080",
      "HTTPS_PROXY must be an http(s) address such as http://proxy.example.com:8080.",
    ],
  ])("is named with its remedy: %s=%j", (key, value, expected) => {
    expect(problemsOf({ [key]: value })).toEqual([expected]);
  });

  it("does not hide another one", () => {
    const empty = Object.fromEntries(Object.keys(NEEDED).map((key) => [key, ""]));
    const problems = problemsOf({ ...empty, PORT: "x", RESOLVE_BY: "x", HOLD_SECONDS: "700" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "PORT",
      "RESOLVE_BY",
      "SLACK_BOT_TOKEN",
      "SLACK_APP_TOKEN",
      "No",
      ...Array(3).fill("RingCentral:"),
      ...Array(3).fill("RingRx:"),
      ...Array(3).fill("Telnyx:"),
      ...Array(3).fill("Twilio:"),
      "HOLD_SECONDS",
    ]);
    expect(problems).toContain(
      "No carrier is set up, so no text comes or leaves. One is needed: RingCentral, RingRx, Telnyx, Twilio or one that the directory describes (http_carriers). What each lacks:",
    );
    expect(problems).toContain("Twilio: TWILIO_AUTH_TOKEN is missing; copy it from the Twilio console.");
  });

  it("names of carriers that nobody has set up those alone whose the lines are", () => {
    const none = Object.fromEntries(
      Object.keys(NEEDED).map((key) => [
        key,
        key.startsWith("TWILIO") ? "" : NEEDED[key as keyof typeof NEEDED],
      ]),
    );
    const loaded = loadConfig(none, { ofLines: ["twilio", "twilio"] });
    expect(loaded.ok ? [] : loaded.problems).toEqual([
      "No carrier is set up, so no text comes or leaves. The directory's lines are at Twilio. What it lacks:",
      "Twilio: TWILIO_ACCOUNT_SID is missing; copy it from the Twilio console.",
      "Twilio: TWILIO_AUTH_TOKEN is missing; copy it from the Twilio console.",
    ]);
  });

  it("never repeats a secret", () => {
    const secretKeys = [
      "SLACK_BOT_TOKEN",
      "SLACK_SIGNING_SECRET",
      "SLACK_APP_TOKEN",
      "ENCRYPTION_KEY",
      "TWILIO_AUTH_TOKEN",
    ];
    for (const value of [
      "hunter2 hunter2",
      "xoxp-hunter2",
      "xoxb-hunter2",
      ",hunter2",
      "hunter2,hunter2,hunter2",
    ]) {
      const all = Object.fromEntries(
        environmentKeys.map((key) => [key, secretKeys.includes(key) ? value : "x"]),
      );
      expect(problemsOf(all).join("\n")).not.toContain("hunter2");
    }
    for (const key of ["SLACK_API_URL", "PUBLIC_URL", "DATABASE_URL", "TWILIO_API_URL", "HTTPS_PROXY"]) {
      const problems = problemsOf({ [key]: "ftp://user:hunter2@host/x" });
      expect(problems).toHaveLength(1);
      expect(problems[0]).not.toContain("hunter2");
    }
  });
});

describe("what suffices to put a directory into force", () => {
  const crmOf = (env: Record<string, string>) => {
    const loaded = loadDirectoryConfig(env);
    return loaded.ok ? (loaded.config.crm?.name ?? null) : loaded.problems;
  };

  it.each([
    ["the database itself where no CRM is chosen", {}, "local"],
    ["the CRM that is configured", { CRM: "hubspot", HUBSPOT_ACCESS_TOKEN: "pat-1" }, "hubspot"],
    ["no CRM where its variables are missing", { CRM: "hubspot" }, null],
    [
      "no CRM where its variables are wrong",
      { CRM: "hubspot", HUBSPOT_ACCESS_TOKEN: "pat-1", HUBSPOT_API_URL: "hub" },
      null,
    ],
    ["no CRM where nobody knows it", { CRM: "sugar" }, null],
  ])("is %s, whatever else is missing", (_, env, crm) => {
    expect(crmOf(env)).toBe(crm);
  });

  it("is what concerns the disk", () => {
    expect(crmOf({ ENCRYPTION_KEY: "short" })).toEqual([
      expect.stringContaining("ENCRYPTION_KEY must be 32 bytes"),
    ]);
  });
});

describe("what is moved", () => {
  const file = { database: "data/threadline.db", givenAs: "DATABASE_URL" };
  const there = "postgres://threadline:hunter2@db.internal/threadline";

  it("is told by where its address was written", () => {
    expect(loadMoveConfig({}, { from: null, to: there })).toEqual({
      ok: true,
      config: { from: file, to: { database: there, givenAs: "--to" }, encryptionKeys: [] },
    });
    expect(loadMoveConfig({ DATABASE_URL: there }, { from: " file:a.db ", to: null })).toEqual({
      ok: true,
      config: {
        from: { database: "a.db", givenAs: "--from" },
        to: { database: there, givenAs: "DATABASE_URL" },
        encryptionKeys: [],
      },
    });
  });

  it.each([
    [{}, { from: "a.db", to: there }, "--from must name a file, such as file:data/threadline.db"],
    [{}, { from: null, to: `${there}?schema=x` }, "--to has the parameter schema behind its ?"],
    [{ DATABASE_URL: "a.db" }, { from: null, to: there }, "DATABASE_URL must name a file"],
    [{}, { from: "", to: there }, "--from must name a file"],
    [
      { DATABASE_URL: "file:a.db" },
      { from: null, to: "file:./a.db" },
      "onto itself: DATABASE_URL and --to name",
    ],
    [{}, { from: there, to: there }, "onto itself: --from and --to name the same database."],
  ])("given %j and asked %j is refused in the words that were typed", (env, asked, sentence) => {
    const loaded = loadMoveConfig(env, asked);
    const said = loaded.ok ? "" : loaded.problems.join("\n");
    expect(said).toContain(sentence);
    expect(said).not.toContain("hunter2");
  });
});
