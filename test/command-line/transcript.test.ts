import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { printTranscript } from "../../src/command-line/transcript.ts";
import { scene } from "../../src/sandbox/sandbox.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
  site.writeDirectory(twoLines);
});
afterEach(() => site.stop());

const second = "+15550100009";
const twoLines = `
time_zone: Europe/Berlin
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${second}", name: Back office, carrier: twilio, sms_extension: "200" }
members:
  - { username: ana, extension: "101", slack: "${scene.ana}", name: Ana Silva, role: manager }
groups:
  - { extension: "200", name: Front desk, channel: "${scene.channel}", members: [ana], outbound_line: "${scene.line}" }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
`;

async function printed(number: string, csv = false): Promise<string> {
  const screen = createScreen();
  expect(await printTranscript(site.config(), number, csv, screen)).toBe(0);
  return screen.text();
}

/** Two texts and an answer on one line, a text on the other. */
async function talked(): Promise<void> {
  const app = await site.startApp();
  const { slack, twilio } = site.sandbox;
  const smsUrl = `${site.env.PUBLIC_URL}/webhooks/twilio/inbound`;
  twilio.control.addNumber({ number: second, smsUrl });
  await twilio.control.text({ from: scene.maria, to: scene.line, body: "Are you open?" });
  const posted = () => slack.control.messages(scene.channel).filter(({ botId }) => botId !== null);
  const card = await until("the card", () => posted()[0]);
  slack.control.post({ user: scene.ana, channel: scene.channel, threadTs: card.ts, text: "Until 6" });
  await until("the answer", () =>
    twilio.control.phone(scene.maria).messages.some(({ body, arrived }) => body === "Until 6" && arrived),
  );
  await twilio.control.text({ from: scene.maria, to: second, body: "=And you?" });
  await until("the other card", () => posted()[1]);
  await app.stop();
}

describe("threadline transcript", () => {
  it("prints every conversation with a number, whichever line it is on and however it is written", async () => {
    await talked();
    const text = await printed("+1 555 019 9001");
    expect(text).toMatch(/^Texts with Maria Lopez, \(555\) 019-9001\nOn Front desk, \(555\) 010-0001\n/);
    expect(text).toContain("Times are those of Europe/Berlin.");
    expect(text).toMatch(/Maria Lopez, to Front desk, \(555\) 010-0001: received\n {2}Are you open\?/);
    expect(text).toMatch(/Ana Silva, from Front desk, \(555\) 010-0001: \S.*\n {2}Until 6/);
    expect(text).toMatch(/\n\nTexts with Maria Lopez, \(555\) 019-9001\nOn Back office, \(555\) 010-0009\n/);
    expect(text.trimEnd()).toMatch(/ {2}=And you\?$/);
  });

  it("prints one table of them all, in which no words are a formula", async () => {
    await talked();
    const rows = (await printed(scene.maria, true)).split("\n");
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatch(/^"time","zone","direction",/);
    expect(rows[1]).toMatch(/"in","Maria Lopez","\(555\) 019-9001","Front desk".*"Are you open\?"/);
    expect(rows[2]).toMatch(/"out".*"Ana Silva","Until 6"/);
    expect(rows[3]).toContain(`"'=And you?"`);
  });

  it("tells what came while the number was blocked", async () => {
    await talked();
    const app = await site.startApp();
    const { control } = site.sandbox.slack;
    await until("the app's socket", () => control.sockets() > 0);
    const card = control.messages(scene.channel).find(({ botId }) => botId !== null);
    const block =
      /"value":"((?:[^"\\]|\\.)*block(?:[^"\\]|\\.)*)"/.exec(JSON.stringify(card?.blocks))?.[1] ?? "";
    const value = JSON.parse(`"${block}"`) as string;
    const menu = {
      user: scene.ana,
      channel: scene.channel,
      ts: card?.ts ?? "",
      actionId: "episode.more",
      value,
    };
    await control.press(menu);
    await until("the form", () => control.views(scene.ana)[0]);
    await control.submitView({ user: scene.ana, values: {} });
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Cheap insurance" });
    await until("it is kept", async () => (await printed(scene.maria)).includes("Cheap insurance"));
    await app.stop();
    expect(await printed(scene.maria)).toMatch(
      /Maria Lopez, to Front desk, .*: received while the number was blocked\n {2}Cheap insurance/,
    );
  });

  it.each([
    ["+15550199777", "Nothing is stored of (555) 019-9777."],
    ["(555) 019-9001", "Nothing is stored of (555) 019-9001. Did you mean +15550199001?"],
    [
      "12345",
      "Nothing is stored of 12345. If no short code was meant, write the number with its country code, such as +15550199001.",
    ],
    [
      "+15550199778, +15550199777, +15550199779",
      "Nothing is stored of (555) 019-9777, (555) 019-9778 and (555) 019-9779.",
    ],
    ["not a number", "That is no number. Write it with its country code, such as +15550199001."],
  ])("says in words that there is nothing of %s, and prints no table", async (typed, sentence) => {
    await talked();
    const screen = createScreen();
    await expect(printTranscript(site.config(), typed, true, screen)).rejects.toThrow(sentence);
    expect(screen.text()).toBe("");
  });
});
