import { chmodSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { apply } from "../../../src/command-line/apply.ts";
import { doctor } from "../../../src/command-line/doctor/doctor.ts";
import type { TemplateId } from "../../../src/domain/ids.ts";
import type { TemplateScope } from "../../../src/domain/template.ts";
import { startCrm } from "../../../src/sandbox/crm/start-crm.ts";
import { hubspot } from "../../../src/sandbox/hubspot/hubspot.ts";
import { scene, sceneDirectory } from "../../../src/sandbox/sandbox.ts";
import { openStore } from "../../../src/store/index.ts";
import { until } from "../../journeys/until.ts";
import { createScreen, createSite, type Site } from "../site.ts";

let site: Site;
afterEach(() => site.stop());

const key = Buffer.alloc(32, 1).toString("base64");

async function examined(
  change: Record<string, string> = {},
  now: () => number = Date.now,
): Promise<{ code: number; said: string }> {
  const screen = createScreen();
  const code = await doctor({ ...site.env, ...change }, screen, now);
  return { code, said: screen.text() };
}

/** The rows about one thing. */
function about(said: string, name: string): string {
  const findings = said.split(/\n(?=\S)/);
  return findings.filter((finding) => finding.slice(9).startsWith(name)).join("\n");
}

describe("threadline doctor", () => {
  it.each(["socket", "http"] as const)(
    "finds nothing wrong with a site in %s mode that runs",
    async (mode) => {
      site = await createSite(mode);
      await site.startApp({ ENCRYPTION_KEY: key });
      await until("readiness", async () => (await fetch(`${site.env.PUBLIC_URL}/readyz`)).ok);
      const { code, said } = await examined({ ENCRYPTION_KEY: key });
      expect(said).not.toContain("PROBLEM");
      expect(code).toBe(0);
      for (const name of [
        "configuration",
        "encryption",
        "database",
        "directory",
        "running",
        "address",
        "slack: token",
      ])
        expect(about(said, name)).toMatch(/^ok/);
      expect(about(said, `slack: channel ${scene.channel}`)).toMatch(/^ok/);
      expect(about(said, "twilio: account")).toMatch(/^ok/);
      expect(about(said, "clock")).toMatch(/^ok/);
    },
  );

  it("says of a key that is wrong only that, not that there is none", async () => {
    site = await createSite();
    const { said } = await examined({ ENCRYPTION_KEY: "short" });
    expect(about(said, "configuration")).toMatch(/^PROBLEM.*ENCRYPTION_KEY must be 32 bytes/);
    expect(about(said, "encryption")).toBe("");
    expect(about((await examined({ ENCRYPTION_KEY: "" })).said, "encryption")).toMatch(/^warning/);
  });

  it("prints no secret", async () => {
    site = await createSite("http");
    await site.startApp({ ENCRYPTION_KEY: key });
    const { said } = await examined({ ENCRYPTION_KEY: key });
    const {
      SLACK_BOT_TOKEN: token = "",
      SLACK_SIGNING_SECRET: secret = "",
      TWILIO_AUTH_TOKEN: auth = "",
    } = site.env;
    for (const word of [token, secret, auth, key]) {
      expect(word).not.toBe("");
      expect(said).not.toContain(word);
    }
  });

  it("looks before the first start: nothing is there yet, and nothing is made", async () => {
    site = await createSite();
    const { code, said } = await examined();
    expect(code).toBe(0);
    expect(about(said, "database")).toContain("the first start makes it");
    expect(about(said, "encryption")).toMatch(/^warning.*openssl rand -base64 32/s);
    expect(about(said, "address")).toMatch(/^warning.*only while Threadline runs/s);
    await expect(async () => chmodSync(site.databaseFile, 0o600)).rejects.toThrow(/ENOENT/);
  });

  it("goes on with the rest when the configuration is wrong", async () => {
    site = await createSite();
    const { code, said } = await examined({ SLACK_BOT_TOKEN: "", PORT: "many" });
    expect(code).toBe(1);
    expect(said).toContain("SLACK_BOT_TOKEN is missing");
    expect(said).toContain("PORT must be");
    expect(about(said, "slack")).toMatch(/^warning.*was not asked/s);
    expect(about(said, "twilio: account")).toMatch(/^ok/);
    expect(about(said, "directory")).toMatch(/^ok/);
  });

  it("asks RingCentral where something else is wrong, and says nothing of Twilio, which nobody set up", async () => {
    site = await createSite("socket", "ringcentral");
    const { said } = await examined({ SLACK_BOT_TOKEN: "" });
    expect(about(said, "ringcentral: login office")).toMatch(/^ok.*credentials work/);
    expect(said).not.toContain("Twilio");
  });

  it("asks RingCentral about all other logins where the credential of one is none", async () => {
    site = await createSite("socket", "ringcentral");
    const { code, said } = await examined({ RINGCENTRAL_JWT_DESK2: "eyJhbGci" });
    expect(code).toBe(1);
    expect(about(said, "configuration")).toContain("RINGCENTRAL_JWT_DESK2 is no JWT");
    expect(about(said, "ringcentral: login office")).toMatch(/^ok/);
    expect(about(said, "slack: token")).toMatch(/^ok/);
  });

  it("says of a RingCentral that is half set up what is missing, and that it was not asked", async () => {
    site = await createSite("socket", "ringcentral");
    const { said } = await examined({ RINGCENTRAL_CLIENT_SECRET: "" });
    expect(about(said, "configuration")).toContain("RINGCENTRAL_CLIENT_SECRET is missing");
    expect(about(said, "ringcentral")).toMatch(/^warning.*was not asked/s);
    expect(said).not.toContain("Twilio");
  });

  it("says where answers don't come back to who sends, which is no reason not to start", async () => {
    site = await createSite();
    await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    const open = await examined();
    expect(about(open.said, "directory: routes")).toBe("");
    site.writeDirectory(sceneDirectory.replace(/username: ben/, `$&, outbound_line: "${scene.line}"`));
    const { code, said } = await examined();
    expect(code).toBe(0);
    expect(about(said, "directory: routes")).toMatch(
      /^warning.* sends from Front desk, \(555\) 010-0001, but its texts go to Front desk: .*-> Write an `outbound_line`/s,
    );
  });

  it("says of texts to a line that leads to nobody that they are kept, and how they arrive", async () => {
    site = await createSite();
    const ofNobody = sceneDirectory.replace(/, sms_extension: "200"/, "");
    site.writeDirectory(ofNobody);
    await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    const { code, said } = await examined();
    expect(code).toBe(0);
    expect(about(said, "directory: routes")).toMatch(
      /The line Front desk, \(555\) 010-0001, leads to nobody/,
    );
    expect(about(said, "unrouted texts")).toMatch(
      /^warning.*1 text came to \(555\) 010-0001, a line that leads to nobody.*-> Write its `sms_extension`/s,
    );
  });

  it("says so when nothing at all is configured", async () => {
    site = await createSite();
    const screen = createScreen();
    const code = await doctor(
      { DIRECTORY_FILE: join(site.folder, "none.yml"), DATABASE_URL: "file:none/x.db" },
      screen,
      Date.now,
    );
    expect(code).toBe(1);
    expect(screen.text()).toContain("none.yml can't be read");
    expect(screen.text()).toContain("No carrier is set up");
  });

  it("names file and line of a mistake in the directory", async () => {
    site = await createSite();
    site.writeDirectory(sceneDirectory.replace("carrier: twilio", "carrier: twillio"));
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "directory")).toMatch(/directory\.yml, line 3: .*twilio/);
  });

  it("warns when the directory's file is not in force", async () => {
    site = await createSite();
    await apply(site.config(), createScreen(), Date.now);
    site.writeDirectory(sceneDirectory.replace("role: manager", "role: admin"));
    expect(about((await examined()).said, "directory")).toMatch(/^warning.*threadline apply/s);
  });

  it.each([
    ["is no database", "hello, this is no database, but long enough to be one"],
    ["is empty", ""],
  ])("sees that the database %s, and goes on", async (_, content) => {
    site = await createSite();
    writeFileSync(site.databaseFile, content);
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "database")).toContain("is not a");
    expect(about(said, "slack: token")).toMatch(/^ok/);
  });

  it("sees that the key does not fit the database", async () => {
    site = await createSite();
    const app = await site.startApp({ ENCRYPTION_KEY: key });
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Sealed" });
    await app.stop();
    const { code, said } = await examined({ ENCRYPTION_KEY: Buffer.alloc(32, 2).toString("base64") });
    expect(code).toBe(1);
    expect(about(said, "database")).toContain("sealed with another key");
  });

  it("says what to do about a revoked token, and about a missing scope", async () => {
    site = await createSite();
    const { control } = site.sandbox.slack;
    control.setScopes(control.state().scopes.filter((scope) => scope !== "reactions:write"));
    expect(about((await examined()).said, "slack: scope reactions:write")).toContain(
      "messages carry no marks",
    );
    control.revokeToken();
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "slack: token")).toMatch(/^PROBLEM.*-> Install the app again/s);
  });

  it("refuses a channel that is shared with another organisation, and warns of guests", async () => {
    site = await createSite();
    const { control } = site.sandbox.slack;
    control.addUser({ id: "U0GUEST", name: "gil", realName: "Gil Guest", isGuest: true });
    control.invite({ channel: scene.channel, user: "U0GUEST" });
    expect(about((await examined()).said, `slack: channel ${scene.channel}`)).toMatch(/^warning.*guests/s);
    control.setShared({ channel: scene.channel, isExtShared: true });
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, `slack: channel ${scene.channel}`)).toMatch(/^PROBLEM.*another organisation/s);
  });

  it("names members whom Slack does not know", async () => {
    site = await createSite();
    site.writeDirectory(sceneDirectory.replace("ben@example.com", "bob@example.com"));
    expect(about((await examined()).said, "members")).toMatch(/^warning.*bob@example\.com/s);
  });

  it.each([
    ["is unknown to Slack", "U0NOBODY"],
    ["is an app in Slack", "BOT"],
  ])("sees that a member ID %s", async (what, id) => {
    site = await createSite();
    const bot = site.sandbox.slack.control.state().botUserId;
    site.writeDirectory(sceneDirectory.replace("ben@example.com", id === "BOT" ? bot : id));
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "members")).toMatch(new RegExp(`^PROBLEM.*ben's member ID .* ${what}`));
  });

  it.each([
    ["a group without members", "directory: groups", "members: [ana, ben]", "members: []"],
    ["a team without a manager", "directory: managers", "role: manager", "role: agent"],
  ])("calls %s a problem", async (_, name, from, to) => {
    site = await createSite();
    site.writeDirectory(sceneDirectory.replace(from, to));
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, name)).toMatch(/^PROBLEM/);
  });

  it("sees that Twilio posts a line's texts elsewhere, which the app itself can live with", async () => {
    site = await createSite();
    site.sandbox.twilio.control.addNumber({ number: scene.line, smsUrl: "https://old.example.com/sms" });
    await site.startApp();
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "twilio: line")).toMatch(/^PROBLEM.*old\.example\.com.*Messaging Service/s);
    expect((await fetch(`${site.env.PUBLIC_URL}/readyz`)).status).toBe(200);
  });

  it.each([true, false])("sees that PUBLIC_URL holds a path; the app runs: %s", async (runs) => {
    site = await createSite();
    if (runs) await site.startApp();
    const { PUBLIC_URL: url = "" } = site.env;
    const { code, said } = await examined({ PUBLIC_URL: `${url}/webhooks/twilio/inbound` });
    expect(code).toBe(1);
    expect(about(said, "address")).toContain(`Write the address alone: ${url}.`);
  });

  it("doubts a signing secret that is not one, with which the app starts nonetheless", async () => {
    site = await createSite("http");
    await site.startApp({ SLACK_SIGNING_SECRET: "secret" });
    const { code, said } = await examined({ SLACK_SIGNING_SECRET: "secret" });
    expect(code).toBe(1);
    expect(about(said, "configuration")).toMatch(/PROBLEM.*SLACK_SIGNING_SECRET is not 32 digits/s);
    const both = await examined({ SLACK_SIGNING_SECRET: "secret", SLACK_APP_TOKEN: "xapp-1-A1-1-abc" });
    expect(both.said).not.toContain("SLACK_SIGNING_SECRET");
  });

  it.each(["socket", "http"] as const)("asks the running app, and is no attack to it (%s)", async (mode) => {
    site = await createSite(mode);
    const running = site.run(["start"]);
    await until("the start", () => running.out().includes("Threadline is up"));
    const { said } = await examined();
    expect(about(said, "address")).toMatch(/^ok.*leads here/);
    const metrics = await (await fetch(`${site.env.PUBLIC_URL}/metrics`)).text();
    expect(metrics).toMatch(/threadline_webhooks_refused_total 0/);
    expect(running.out()).not.toContain("refused");
    const forged = { "x-own-probe": `${Date.now()}.${"0".repeat(64)}` };
    await fetch(`${site.env.PUBLIC_URL}/webhooks/twilio/inbound`, { method: "POST", headers: forged });
    await until("the refusal in the log", () => running.out().includes("refused"));
  });

  it("counts what was stored before there was a key", async () => {
    site = await createSite();
    const app = await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Before the key" });
    await app.stop();
    const { said } = await examined({ ENCRYPTION_KEY: key });
    expect(about(said, "encryption")).toMatch(/^warning.*\d+ rows? w.*readable.*threadline seal/s);
  });

  it("says that Slack and Twilio can't be reached", async () => {
    site = await createSite();
    site.sandbox.slack.control.down(true);
    site.sandbox.twilio.control.down(true);
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, "slack: reachable")).toMatch(/^PROBLEM/);
    expect(about(said, "twilio: connection")).toMatch(/^PROBLEM.*HTTPS_PROXY/s);
  });

  it("asks the CRM that is chosen, and says what to do about it", async () => {
    site = await createSite();
    const crm = await startCrm(hubspot);
    onTestFinished(() => crm.stop());
    const chosen = { CRM: "hubspot", ...crm.environment };
    expect(about((await examined(chosen)).said, "HubSpot")).toMatch(/^ok.*answers\.\nok.*token works/s);
    crm.control.revoke(true);
    const { code, said } = await examined(chosen);
    expect(code).toBe(1);
    expect(about(said, "HubSpot: token")).toMatch(/^PROBLEM.*HUBSPOT_ACCESS_TOKEN.*access token again/s);
    expect(said).not.toContain(crm.environment.HUBSPOT_ACCESS_TOKEN);
    crm.control.down(true);
    expect(about((await examined(chosen)).said, "HubSpot: connection")).toMatch(/^PROBLEM.*HTTPS_PROXY/s);
  });

  it("names the members who are nobody in the CRM, and what the directory says of logging in vain", async () => {
    site = await createSite();
    const crm = await startCrm(hubspot);
    onTestFinished(() => crm.stop());
    const id = crm.control.addUser({ name: "Ben Ito", email: "ben@example.com" });
    const chosen = { CRM: "hubspot", ...crm.environment };
    const found = async (written: string) => {
      site.writeDirectory(`${sceneDirectory}crm: { ${written} }\n`);
      return (await examined(chosen)).said;
    };
    const said = await found("contact_type: patient");
    expect(about(said, "CRM: owners")).toMatch(
      /^ok.*1 of 2 members are users of HubSpot.*\nwarning.*e-mail of ana: /s,
    );
    expect(about(said, "directory: crm")).toMatch(/^warning.*`contact_type: patient` names another/s);
    const everybody = await found(`owners: { ana: "${id}" }`);
    expect(about(everybody, "CRM: owners").trim()).toBe(
      "ok       CRM: owners: 2 of 2 members are users of HubSpot.",
    );
    expect(about(await found(`owners: { ana: "1" }`), "CRM: owners")).toMatch(
      /PROBLEM.*`owners` says that ana is 1 in HubSpot, which lists nobody/s,
    );
  });

  it.each([
    [{ CRM: "hubspot" }, "HUBSPOT_ACCESS_TOKEN is missing", "HubSpot: HubSpot"],
    [{ CRM: "hubspt" }, "CRM must be one of", "CRM: The CRM"],
  ])("goes on with the rest when %j is all there is of a CRM", async (change, missing, name) => {
    site = await createSite();
    const { code, said } = await examined(change);
    expect(code).toBe(1);
    expect(said).toContain(missing);
    expect(about(said, name)).toMatch(/^warning.*was not asked/s);
    expect(about(said, "twilio: account")).toMatch(/^ok/);
  });

  it("counts texts to a number that is no line", async () => {
    site = await createSite();
    const { control } = site.sandbox.twilio;
    await site.startApp();
    control.addNumber({ number: "+15550100009" });
    await control.text({ from: scene.sam, to: "+15550100009", body: "Anybody?" });
    const { said } = await examined();
    expect(about(said, "unrouted texts")).toMatch(/^warning.*1 text came to \(555\) 010-0009/s);
    expect(said).not.toContain("Anybody");
  });

  it("names the channel of texts that are no SMS, and what to do about them", async () => {
    site = await createSite();
    const { control } = site.sandbox.twilio;
    await site.startApp();
    for (const [from, to] of [
      [`whatsapp:${scene.sam}`, `whatsapp:${scene.line}`],
      ["rcs:+15550199002", "rcs:front_desk"],
    ] as const) {
      control.addNumber({ number: to });
      await control.text({ from, to, body: "Anybody?" });
    }
    const { said } = await examined();
    const found = about(said, "unrouted texts");
    expect(found).toMatch(/1 text came to whatsapp:\+15550100001 by WhatsApp, which is no SMS\./);
    expect(found).toMatch(
      /1 text came to rcs:front_desk by RCS, which is no SMS\.\n +-> .*answer them where you use RCS/,
    );
    expect(said).not.toContain("Anybody");
  });

  it("counts the templates of groups and members who are not in the directory any more, and shows no word of theirs", async () => {
    site = await createSite();
    await apply(site.config(), createScreen(), Date.now);
    const { database, encryptionKeys: keys } = site.config();
    const store = await openStore({ database, keys, tables: "expect" });
    const scopes = [
      { kind: "group", extension: "200" },
      { kind: "group", extension: "310" },
      { kind: "group", extension: "300" },
      { kind: "group", extension: "300" },
      { kind: "personal", username: "ben" },
      { kind: "personal", username: "gil" },
      { kind: "company" },
    ] as TemplateScope[];
    await store.transaction(async (tx) => {
      for (const [index, scope] of scopes.entries()) {
        const words = { key: `key-${index}`, name: "Secret", text: "Secret.", literal: false };
        await tx.templates.insert({ ...words, scope, id: `t${index}` as TemplateId, by: null, at: 1 });
      }
    });
    await store.close();
    const { said } = await examined();
    expect(about(said, "templates of groups")).toMatch(
      /^warning.*: 3 templates are kept and offered to nobody: of the groups 300, 310, not in the directory any more\..*-> Give the group its extension back/s,
    );
    expect(about(said, "templates of members")).toMatch(
      /: 1 template is kept and offered to nobody: of the member gil,/,
    );
    expect(said).not.toContain("Secret");
  });

  it("sees that the public address leads elsewhere", async () => {
    site = await createSite();
    await site.startApp();
    const { code, said } = await examined({ PUBLIC_URL: site.sandbox.slack.url });
    expect(code).toBe(1);
    expect(about(said, "address")).toMatch(/^PROBLEM.*Twilio can't deliver texts/s);
  });

  it("sees that whoever stands before it passes webhooks on, and no files", async () => {
    site = await createSite();
    await site.startApp();
    const proxy = createServer((asked, response) => {
      const { method, url = "/", headers } = asked;
      if (!url.startsWith("/webhooks/")) return void response.writeHead(404).end("not here");
      const passed = request(`${site.env.PUBLIC_URL}${url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502);
        answer.pipe(response);
      });
      asked.pipe(passed);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    });
    const { port } = proxy.address() as AddressInfo;
    const { code, said } = await examined({ PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect(code).toBe(1);
    expect(about(said, "address")).toMatch(
      /^PROBLEM.*\/media\/ does not lead here \(HTTP 404\), so Twilio can't fetch pictures.*Let the proxy pass \/media\//ms,
    );
    expect(about(said, "address")).toMatch(/takes webhooks/);
  });

  it("tells what the running app lacks", async () => {
    site = await createSite();
    await site.startApp();
    site.sandbox.slack.control.archive({ channel: scene.channel });
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    await until("the closed channel", async () => !(await fetch(`${site.env.PUBLIC_URL}/readyz`)).ok);
    const { code, said } = await examined();
    expect(code).toBe(1);
    expect(about(said, `running: channel ${scene.channel}`)).toMatch(/^PROBLEM/);
  });

  it("says of what the running app found at a carrier that it may be over, and asks anew", async () => {
    site = await createSite();
    const line = '  - { number: "+15550100077", name: Stray, carrier: twilio, sms_extension: "200" }';
    writeFileSync(site.env.DIRECTORY_FILE ?? "", sceneDirectory.replace("members:", `${line}\nmembers:`));
    await site.startApp();
    await until("asked", async () => !(await fetch(`${site.env.PUBLIC_URL}/readyz`)).ok);
    writeFileSync(site.env.DIRECTORY_FILE ?? "", sceneDirectory);
    await apply(site.config(), createScreen(), Date.now);
    const { said } = await examined();
    expect(about(said, "running: twilio: line …0077")).toMatch(
      /^PROBLEM.*does not belong.*up to five minutes ago. How it is now stands below/s,
    );
    expect(about(said, "twilio: line …0077")).toBe("");
  });

  it("says what the stopped app still owes, and why", async () => {
    site = await createSite();
    const app = await site.startApp();
    site.sandbox.slack.control.archive({ channel: scene.channel });
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    await until("the closed channel", async () => !(await fetch(`${site.env.PUBLIC_URL}/readyz`)).ok);
    await app.stop();
    const soon = await examined();
    expect(about(soon.said, `channel ${scene.channel}`)).toMatch(/^PROBLEM.*What it is owed is kept/s);
    expect(about(soon.said, "outbox")).toBe("");
    const late = await examined({}, () => Date.now() + 16 * 60_000);
    expect(about(late.said, "outbox")).toMatch(/^warning.*more than 15 minutes: .*1 × open/s);
    expect(late.said).not.toContain("Hello");
  });

  it("names templates that name a link which the directory does not have", async () => {
    site = await createSite();
    await apply(site.config(), createScreen(), Date.now);
    const store = await openStore({ database: site.databaseFile, keys: [], tables: "expect" });
    await store.transaction(async (tx) => {
      for (const number of Array.from({ length: 12 }).keys()) {
        const key = `way-${number}`;
        const written = { key, name: `Way ${number}`, text: "{{link.map}}", literal: false };
        const id = `t-${number}` as TemplateId;
        await tx.templates.insert({ id, scope: { kind: "company" }, ...written, by: null, at: 1 });
      }
    });
    await store.close();
    const said = about((await examined()).said, "templates");
    expect(said).toMatch(/^warning.*Way \d+ \(company\) leaves a gap: \{\{link\.map\}\} is not known/s);
    expect(said).toContain("2 more templates name what is not there.");
  });

  it("counts what came from Slack and was given up", async () => {
    site = await createSite();
    await apply(site.config(), createScreen(), Date.now);
    const store = await openStore({ database: site.databaseFile, keys: [], tables: "expect" });
    await store.transaction(async (tx) => {
      const id = await tx.inbox.keep({ key: "Ev1", lane: "a", body: "{}", at: Date.now() });
      await tx.inbox.postpone(id ?? expect.fail("known"), null);
    });
    await store.close();
    expect(about((await examined()).said, "events")).toMatch(/^warning.*given up: 1/s);
  });
});
