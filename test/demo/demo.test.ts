import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../../src/lib/free-port.ts";
import { type Running, runCommand } from "../command-line/site.ts";
import { until } from "../journeys/until.ts";
import { knock, otherLoopback } from "../lib/knock.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";

const shell = promisify(execFile);

const folder = temporaryFolder("demos");
const started: Running[] = [];
afterAll(async () => {
  for (const running of started) running.signal("SIGKILL");
  await Promise.all(started.map(({ ended }) => ended));
  rmSync(folder, { recursive: true, force: true });
});

/** What a site has configured must not matter, nor be touched. */
const real = {
  SLACK_BOT_TOKEN: "xoxb-real",
  TWILIO_ACCOUNT_SID: "AC1",
  DATABASE_URL: "file:/nowhere/real.db",
};

function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const running = runCommand(["demo", ...args], { ...real, TMPDIR: folder, ...env }, folder);
  started.push(running);
  return running;
}

/** The lines of one step, from its title to the next. */
function step(out: string, number: number): string {
  const from = out.indexOf(`${number}/10  `);
  const to = out.indexOf(`${number + 1}/10  `);
  return out.slice(from, to === -1 ? undefined : to);
}

const pageOf = (out: string) => /^Open (http:\S+) in a browser/m.exec(out)?.[1] ?? "";
/** Each of these plays the scene at its own pace, beside whatever else the machine does. Milliseconds. */
const patience = 240_000;

/** The scene is over, and what to try stands there. */
const invited = (demo: Running) => until("the invitation", () => demo.out().includes("Ctrl+C"), patience);

const begun = (demo: Running) => until("the first step", () => demo.out().includes("1/10  "), patience);

const folderOf = (out: string) => /its database is in (\S+)/.exec(out)?.[1] ?? "";

// All at once: each waits for its scene most of the time.
describe.concurrent("threadline demo", { timeout: patience }, () => {
  it("plays the scene, tells it, and leaves nothing behind; also where nobody looks on, and at other carriers", async () => {
    const [asked, unattended, described] = await Promise.all([
      start(["--once"]).ended,
      start(["--carrier", "ringcentral"], { CI: "true" }).ended,
      start(["--carrier", "http", "--once"]).ended,
    ]);
    expect({ ...described, out: "" }).toEqual({ code: 0, err: "", out: "" });
    expect(described.out).toContain("two lines at Acme SMS");
    expect(step(described.out, 10)).toMatch(/Resolved by @Ben Ito[\s\S]*Logged to HubSpot/);
    expect({ ...unattended, out: "" }).toEqual({ code: 0, err: "", out: "" });
    expect(unattended.out).toContain("two lines at RingCentral");
    expect(step(unattended.out, 2)).toMatch(/Ben Ito +Yes, until 6 🙂 +\(delivered\)/);
    expect(step(unattended.out, 8)).toMatch(/phone[\s\S]*Ben's number +3 is fine\./);
    expect(step(unattended.out, 10)).toMatch(/Resolved by @Ben Ito[\s\S]*Logged to HubSpot/);
    const { code, out, err } = asked;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(step(out, 1)).toMatch(/phone {2}Maria +Hi, are you open today\?/);
    expect(step(out, 1)).toMatch(
      /\[Take\] \[Resolve\] \[Template\] \[More ▾\]\n.*Maria Lopez +Hi, are you open today\?/,
    );
    expect(step(out, 2)).toMatch(/Ben Ito +Yes, until 6 🙂 +\(delivered\)/);
    expect(step(out, 2)).toMatch(/phone[\s\S]*Front desk +Yes, until 6 🙂/);
    expect(step(out, 3)).toMatch(/note: ask her about March +\(note, stays here\)/);
    expect(step(out, 3).split("   phone ")[1]).not.toContain("March");
    expect(step(out, 4)).toMatch(/Resolved by @Ben Ito[\s\S]*\[Reopen\]/);
    expect(step(out, 5)).toMatch(/earlier conversation[\s\S]*One more thing[\s\S]*later conversation/);
    expect(step(out, 6)).toMatch(/Ben Ito +!parking +\(note, stays here\)/);
    expect(step(out, 6)).toMatch(
      /Ben Ito +Hi Maria, there is parking behind the house, free after 5\. Ben +\(delivered\)/,
    );
    expect(step(out, 6)).toMatch(/from template Parking/);
    expect(step(out, 6)).toMatch(/phone[\s\S]*Front desk +Hi Maria, there is parking/);
    expect(step(out, 7)).toMatch(/phone {2}Sam +Hi Ben, can we move our call to 3\?/);
    expect(step(out, 7)).toMatch(/Ben's number +Thanks for your text\. I answer within the hour\. Ben/);
    expect(step(out, 7)).toMatch(
      /Sam Okafor .*→ {2}Ben's number[\s\S]*answers leave from Ben's number \(555\) 010-0002[\s\S]*\[Call it done\] \[Template\] \[More ▾\]/,
    );
    expect(step(out, 8)).toMatch(/Ben Ito +3 is fine\. +\(delivered\)/);
    expect(step(out, 8)).toMatch(/phone[\s\S]*Ben's number +3 is fine\./);
    expect(step(out, 9)).toMatch(/Ben Ito +I'm calling you in five minutes\. +\(delivered\)/);
    expect(step(out, 9)).toMatch(/phone[\s\S]*Ben's number +I'm calling you in five minutes\./);
    expect(step(out, 10)).toMatch(/Resolved by @Ben Ito[\s\S]*Logged to HubSpot/);
    expect(step(out, 10)).toMatch(/CRM[\s\S]*HubSpot .* Maria Lopez .* SMS, Ben Ito/);
    expect(step(out, 10)).toMatch(
      /CRM[\s\S]*Hi, are you open today\?[\s\S]*ask her about March[\s\S]*resolved it/,
    );
    expect(out).not.toContain("\u001b");
    expect(folderOf(out)).not.toBe("");
    expect(existsSync(folderOf(out))).toBe(false);
  });

  it("stays up for this computer alone, and every command that it prints does what it says, until Ctrl+C", async () => {
    const demo = start([]);
    await invited(demo);
    // Its page, its app and the stand-ins.
    const ports = [...demo.out().matchAll(/http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(
      ([, port]) => port,
    );
    expect(new Set(ports).size).toBe(5);
    for (const port of ports) {
      expect(await knock("127.0.0.1", Number(port))).toBe(true);
      expect(await knock(otherLoopback, Number(port))).toBe(false);
    }
    const told = () => demo.out().slice(demo.out().indexOf("Ctrl+C"));
    const commands = [...demo.out().matchAll(/ {3}(.+):\n {3}(curl .+)\n/g)].map(
      ([, says = "", command = ""]) => ({
        says,
        command,
      }),
    );
    expect(commands.length).toBeGreaterThan(7);
    const paste = async (says: RegExp) => {
      const found = commands.find((candidate) => says.test(candidate.says));
      expect(found, String(says)).toBeDefined();
      const { stdout } = await shell("sh", ["-c", found?.command ?? ""]);
      expect(stdout).not.toContain('"error"');
      return stdout;
    };
    await paste(/Sam texts/);
    await until("Sam's card", () => /\| +> Customer: Do you have time on Friday\?/.test(told()));
    await paste(/Ben answers Maria/);
    await until("his words on her phone", () => told().includes("Maria Lopez gets: Yes, behind the house."));
    await paste(/Ben calls a template/);
    await until("what he is shown", () =>
      /only Ben Ito sees: .*Opening hours[\s\S]*Hi Maria, we are open/.test(told()),
    );
    await paste(/Sam texts Ben's own number/);
    await until("Sam's words to Ben", () => /Sam Okafor +Thank you, Ben\./.test(told()));
    await paste(/Cy, who is not/);
    await until("why it did not leave", () => told().includes("only Cy Park sees: This did not leave"));
    await paste(/The carrier will refuse/);
    await paste(/Ben answers Maria/);
    await until("the failure", () => told().includes("This person has opted out"));
    expect(told()).not.toContain("[Try again]");
    await paste(/Slack goes down/);
    await until("the silence", () => told().includes("the app has no connection"));
    await paste(/Sam texts/);
    await paste(/Slack comes back/);
    await until(
      "the text that waited",
      () => told().split(/Sam Okafor +Do you have time/).length === 3,
      60_000,
    );
    await until("the connection", () => /no connection[\s\S]*the app is connected/.test(told()));
    await paste(/presses Resolve/);
    await until("the resolved card", () => told().includes("Resolved by @Ben Ito"));
    await until("the record of it", () => told().includes("a new SMS on Maria Lopez"));
    expect(await paste(/stands in HubSpot/)).toContain("resolved it");
    await paste(/whom HubSpot does not know/);
    await until("Kim's card", () => told().includes("Hi, it's Kim."));
    expect(JSON.parse(await paste(/Maria's phone/))).toHaveProperty("messages");
    expect(JSON.parse(await paste(/is ready/))).toHaveProperty("ready");

    demo.signal("SIGINT");
    const { code, out, err } = await demo.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(existsSync(folderOf(out))).toBe(false);
  });

  it("stays up when somebody stops the scene, and says what to do", async () => {
    const demo = start([]);
    await begun(demo);
    const down = (on: boolean) =>
      fetch(`${pageOf(demo.out())}/act`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ act: "switch", name: "slackDown", on }),
      });
    await down(true);
    await until("the sentence", () => demo.out().includes("The scene stopped: "), patience);
    expect(demo.out()).toMatch(/The scene stopped: .+\. Reset on the page, and play it again there\./);
    await down(false);
    await until("the connection", () => demo.out().includes("the app is connected"), patience);
    demo.signal("SIGINT");
    const { code, err } = await demo.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("names the page's address first, and serves it where it was asked to, or not at all", async () => {
    const port = await freePort();
    const demo = start(["--port", String(port)]);
    await begun(demo);
    const [title = "", , first = ""] = demo.out().split("\n");
    expect(title).toContain("in a sandbox");
    expect(first).toContain(`Open http://localhost:${port} in a browser`);
    expect((await fetch(pageOf(demo.out()))).status).toBe(200);
    const { code, err } = await start(["--port", String(port)]).ended;
    expect(code).toBe(1);
    expect(err).toContain(`The page can't be served at port ${port}`);
    expect(err).toContain("Give --port another one.");
    const other = await start(["--carrier", "pigeon"]).ended;
    expect(other.code).toBe(1);
    expect(other.err).toContain(
      'The demo has no carrier "pigeon": --carrier takes one of twilio, ringcentral, ',
    );
    demo.signal("SIGINT");
    expect((await demo.ended).code).toBe(0);
  });
});
