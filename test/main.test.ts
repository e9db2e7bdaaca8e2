import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scene, sceneDirectory } from "../src/sandbox/sandbox.ts";
import { prunedCopy } from "./command-line/pruned-copy.ts";
import { createSite, entry, type Running, runCommand, type Site } from "./command-line/site.ts";
import { until } from "./journeys/until.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

/** A process starts as late as a busy machine lets it, which nothing in here could tell. Milliseconds. */
const patience = 240_000;
const isUp = (running: Running) =>
  until("the start", () => running.out().includes("Threadline is up"), patience);

describe("threadline", { timeout: patience }, () => {
  it("explains itself", async () => {
    const { code, out } = await site.run(["--help"]).ended;
    expect(code).toBe(0);
    for (const command of ["start", "demo", "doctor", "apply", "backup FILE", "restore FILE"])
      expect(out).toContain(`threadline ${command}`);
  });

  it("says its version", async () => {
    const { code, out } = await site.run(["--version"]).ended;
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("answers a slip with what is wrong and no stack, before it looks at the environment", async () => {
    const { code, out, err } = await runCommand(["backup", "a.db", "b.db"], {}, site.folder).ended;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      'backup takes one file; "b.db" is one too many.\nthreadline --help lists all commands and options.\n',
    );
  });

  it("lists everything that is wrong with the environment, and no stack", async () => {
    const { code, out, err } = await runCommand(
      ["start"],
      { SLACK_BOT_TOKEN: "xapp-secret", PORT: "many" },
      site.folder,
    ).ended;
    expect(code).toBe(1);
    for (const key of ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TWILIO_ACCOUNT_SID", "PORT", "PUBLIC_URL"])
      expect(err).toContain(key);
    expect(out + err).not.toContain("xapp-secret");
    expect(err).not.toMatch(/\n {4}at /);
  });

  it("starts nothing while the directory has a mistake, or a carrier that it describes lacks its secrets", async () => {
    const acme = `http_carriers:
  - name: acme
    url: "https://api.acme.example"
    proof: { basic: { username: ACME_USER, password: ACME_PASSWORD } }
    inbound: { id: /id, from: /from, to: /to, text: /text }
    send: { form: { to: "{{to}}", text: "{{text}}" } }
`;
    site.writeDirectory(sceneDirectory + acme);
    const { code, err } = await site.run(["start"], { ACME_USER: "acme" }).ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: "ACME_PASSWORD is missing; the directory names it for Acme (the password with which it posts). Set it in the environment.\n",
    });
    site.writeDirectory(sceneDirectory.replace("role: manager", "role: boss"));
    expect(await site.run(["start"]).ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^\S*directory\.yml, line \d+: `role: boss` is not known; .*\n$/),
    });
    expect(existsSync(site.databaseFile)).toBe(false);
  });

  it("needs no token for what touches the disk alone", async () => {
    const { DATABASE_URL = "", DIRECTORY_FILE = "" } = site.env;
    const run = (...args: string[]) => runCommand(args, { DATABASE_URL, DIRECTORY_FILE }, site.folder).ended;
    const copy = join(site.folder, "copy.db");
    for (const args of [["apply"], ["backup", copy], ["restore", copy]])
      expect(await run(...args)).toMatchObject({ code: 0, err: "" });
    const { code, err } = await runCommand(["backup", copy], { DATABASE_URL: "mysql:x" }, site.folder).ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^DATABASE_URL must name a file.*\n$/),
    });
  });

  it("warns in doctor of what is misspelt in .env, and of nothing else in it", async () => {
    writeFileSync(join(site.folder, ".env"), "HOLD_SECOND=3\nREMIND_MINUTES=5\nMY_OWN=1\nno_proxy=x\n");
    const { out } = await site.run(["doctor"]).ended;
    expect(out).toContain("nothing reads HOLD_SECOND.\n         -> Write HOLD_SECONDS, if you meant that.");
    expect(out.match(/nothing reads/g)).toHaveLength(1);
  });

  it("does its work to the end when nobody reads along any more", async () => {
    const command = `{ ${process.execPath} ${entry} doctor; echo "ended $?" >&2; } | head -n 1`;
    const env = { PATH: process.env.PATH ?? "", ...site.env };
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command], { cwd: site.folder, env });
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("ended 0\n");
  });

  it("reads .env in its folder, where the environment says nothing else", async () => {
    const { PORT: port, ...rest } = site.env;
    const rows = Object.entries({ ...rest, PORT: "not a number" }).map(([key, value]) => `${key}=${value}`);
    writeFileSync(join(site.folder, ".env"), rows.join("\n"));
    const running = runCommand(["start"], { PORT: port ?? "" }, site.folder);
    await isUp(running);
    running.signal("SIGTERM");
    expect((await running.ended).code).toBe(0);
  });
});

describe("threadline where npm prune --omit=dev has left the packages of a site alone", {
  timeout: patience,
}, () => {
  const run = (...args: string[]) => runCommand(args, site.env, site.folder, prunedCopy(site.folder));

  it("starts", async () => {
    const running = run("start");
    await isUp(running);
    running.signal("SIGTERM");
    const { code, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("says in a sentence what the demo needs", async () => {
    expect(await run("demo").ended).toEqual({
      code: 1,
      out: "",
      err: "The demo needs packages that are left out here: run npm ci, then npm run demo.\n",
    });
  });
});

describe("threadline start", { timeout: patience }, () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "writes one JSON object a line, and ends in order at %s",
    async (signal) => {
      const running = site.run(["start"]);
      await isUp(running);
      running.signal(signal);
      const { code, out, err } = await running.ended;
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain("stopped");
      const rows = out.trim().split("\n");
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(JSON.parse(row)).toHaveProperty("msg");
    },
  );

  /** Told to end while the carrier keeps it waiting for an answer. */
  async function stoppedAtACall(): Promise<Running> {
    const { slack, twilio } = site.sandbox;
    const running = site.run(["start"]);
    await isUp(running);
    await until("the socket", () => slack.control.sockets() > 0);
    await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open?" });
    const card = await until("the card", () => slack.control.messages(scene.channel)[0]);
    twilio.control.misbehave({ match: "send", kind: "hold" });
    slack.control.post({ user: scene.ben, channel: scene.channel, text: "Yes", threadTs: card.ts });
    await until("the call under way", () => twilio.control.state().held > 0);
    running.signal("SIGTERM");
    await until("the stop", () => running.out().includes('"stopping"'));
    return running;
  }

  it("ends in order although a call is never answered", async () => {
    const running = await stoppedAtACall();
    const { code, out, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain('"stopped"');
  });

  it("ends at once when it is told a second time", async () => {
    const running = await stoppedAtACall();
    running.signal("SIGINT");
    const { code, out } = await running.ended;
    expect(code).toBe(1);
    expect(out).not.toContain('"stopped"');
  });

  it("says no more than LOG_LEVEL asks for", async () => {
    const running = site.run(["start"], { LOG_LEVEL: "error" });
    await until(
      "the start",
      async () => {
        const answer = await fetch(`${site.env.PUBLIC_URL}/healthz`).catch(() => null);
        return answer?.ok;
      },
      patience,
    );
    running.signal("SIGTERM");
    expect(await running.ended).toEqual({ code: 0, out: "", err: "" });
  });

  it("refuses a second app on the same database", async () => {
    await site.startApp();
    const { code, err } = await site.run(["start"], { PORT: "0" }).ended;
    expect(code).toBe(1);
    expect(err).toBe(
      "Another Threadline is running on this database. Stop it first, or give this one a DATABASE_URL of its own.\n",
    );
  });

  it("refuses a directory with a mistake, naming file and line", async () => {
    site.writeDirectory("time_zone: Mars/Olympus\nlines: []\nmembers: []\ngroups: []\n");
    const { code, err } = await site.run(["start"]).ended;
    expect(code).toBe(1);
    expect(err).toContain("directory.yml, line 1: ");
    expect(err).not.toMatch(/\n {4}at /);
  });

  it("says that its port is taken", async () => {
    const other = createServer().listen(Number(site.env.PORT));
    const { code, err } = await site.run(["start"]).ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toBe("The port is taken by another program. Set PORT to a free one, or stop that program.\n");
  });
});
