import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/command-line/apply.ts";
import type { Address, E164, TemplateId, Username } from "../../src/domain/ids.ts";
import { demoDirectory, scene, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import { until } from "../journeys/until.ts";
import { createScreen, createSite, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await createSite();
});
afterEach(() => site.stop());

const newLine = "+15550100002";
const withNewLine = sceneDirectory.replace(
  "members:\n",
  `  - { number: "${newLine}", name: Billing, carrier: twilio, sms_extension: "200" }\nmembers:\n`,
);
const withoutBen = sceneDirectory
  .replace(/ {2}- \{ username: ben.*\n/, "")
  .replace("members: [ana, ben]", "members: [ana]");

async function applied(): Promise<string> {
  const screen = createScreen();
  expect(await apply(site.config(), screen, Date.now)).toBe(0);
  return screen.text();
}

const words = () =>
  JSON.stringify(
    site.sandbox.slack.control
      .messages(scene.channel)
      .map(({ ts }) => site.sandbox.slack.control.thread(scene.channel, ts)),
  );

describe("threadline apply", () => {
  it("makes the database where there is none, and says what is new", async () => {
    const said = await applied();
    expect(said).toContain("New: line Front desk, (555) 010-0001.");
    expect(said).toContain("New: member ben.");
    expect(said).toContain("Threadline is not running; it goes by it when it starts.");
    expect(await applied()).toContain("nothing changed");
  });

  it.each([
    ["missing", () => rmSync(join(site.folder, "directory.yml"))],
    ["mistaken", () => site.writeDirectory("lines: 3\n")],
  ])("leaves nothing behind where the file is %s", async (_, spoil) => {
    spoil();
    const before = readdirSync(site.folder);
    await expect(apply(site.config(), createScreen(), Date.now)).rejects.toThrow(/directory\.yml/);
    expect(readdirSync(site.folder)).toEqual(before);
  });

  it("warns of texts that may get two automatic answers, by the directory or by what a member set in Slack", async () => {
    const text = "Back at five";
    const onRingRx = (autoReply: string) =>
      demoDirectory
        .replaceAll("carrier: twilio", "carrier: ringrx")
        .replace(/auto_reply: \{.*?\}/, `auto_reply: { text: "${text}", on: ${autoReply} }`);
    const twice = "may be answered twice";
    site.writeDirectory(onRingRx("true"));
    expect(await applied()).toContain(`Ben's number, (555) 010-0002, ${twice}: by the auto-reply of Ben Ito`);
    site.writeDirectory(onRingRx("false"));
    expect(await applied()).not.toContain(twice);

    const { database: file, encryptionKeys: keys } = site.config();
    const store = await openStore({ database: file, keys, tables: "expect" });
    const directoryWas = JSON.stringify([text, false, null, "always"]);
    const chosen = { reply: { text, on: true, hours: "always" as const }, directoryWas };
    await store.transaction((tx) => tx.autoReplies.put("ben" as Username, chosen, 1));
    await store.close();
    expect(await applied()).toContain(twice);
  });

  it("says which of its names don't show, because others were given in Slack", async () => {
    await applied();
    const { database: file, encryptionKeys: keys } = site.config();
    const store = await openStore({ database: file, keys, tables: "expect" });
    await store.transaction(async (tx) => {
      const line = { kind: "line", number: scene.line as E164 } as const;
      let ids = 0;
      const newId = () => `id-${ids++}`;
      for (const [number, name] of [
        [scene.maria, "Mia"],
        [scene.sam, "Sam Okafor"],
      ] as const) {
        const { contactId } = await tx.conversations.open(number as Address, line, newId, 1);
        await tx.contacts.giveName(contactId, name, "ben" as Username, 1);
      }
    });
    await store.close();
    site.writeDirectory(withNewLine);
    const said = await applied();
    expect(said).toContain("contact (555) 019-9001: Mia, as given in Slack, shows instead of Maria Lopez.");
    expect(said).not.toContain("instead of Sam");
  });

  it("says what differs, field by field, and what is gone", async () => {
    await applied();
    site.writeDirectory(
      withoutBen.replace("role: manager", "role: admin").replace("preview: full", "preview: none"),
    );
    const said = await applied();
    expect(said).toContain("line Front desk, (555) 010-0001: preview none, before full.");
    expect(said).toContain("member ana: role admin, before manager.");
    expect(said).toContain("group Front desk: members ana, before ana, ben.");
    expect(said).toContain("Gone: member ben.");
    expect(said).not.toContain("New:");
  });

  it("says each time where answers don't come back to who sends, and refuses nothing for it", async () => {
    site.writeDirectory(
      withNewLine
        .replace(/(username: ben)/, `$1, outbound_line: "${newLine}"`)
        .replace(/, sms_extension: "200" \}\nmembers/, " }\nmembers"),
    );
    const warnings = (said: string) => said.split("\n").filter((row) => row.startsWith("warning"));
    const said = await applied();
    expect(said).toContain("New: line Billing, (555) 010-0002.");
    expect(warnings(said)).toEqual([
      expect.stringMatching(
        /^warning {2}The line Billing, \(555\) 010-0002, leads to nobody: .*Write its `sms_extension`/,
      ),
      expect.stringMatching(/^warning {2}.* sends from Billing, \(555\) 010-0002, but it leads to nobody/),
    ]);
    expect(warnings(await applied())).toEqual(warnings(said));
    site.writeDirectory(sceneDirectory);
    expect(warnings(await applied())).toEqual([]);
  });

  it("says each time what it says of logging in vain, and refuses nothing for it", async () => {
    site.writeDirectory(`${sceneDirectory}crm: { contact_type: patient, write: once }\n`);
    const said = await applied();
    expect(said).toContain("crm contact_type patient, before none.");
    const warning =
      "warning  Threadline has but one kind of contact, and `contact_type: patient` names another. Leave it out.";
    expect(said.split("\n")).toContain(warning);
    expect((await applied()).split("\n")).toContain(warning);
    site.writeDirectory(`${sceneDirectory}crm: { contact_type: patient }\n`);
    const change = { CRM: "hubspot", HUBSPOT_ACCESS_TOKEN: "pat-1" };
    const screen = createScreen();
    await apply(site.config(change), screen, Date.now);
    expect(screen.text()).toContain("HubSpot has but one kind of contact");
  });

  it("says each time which templates name a link that it does not have", async () => {
    site.writeDirectory(`${sceneDirectory}links:\n  - { name: map, url: "https://example.com/map" }\n`);
    expect(await applied()).toContain("New: link map.");
    const { database: file, encryptionKeys: keys } = site.config();
    const store = await openStore({ database: file, keys, tables: "expect" });
    await store.transaction((tx) =>
      tx.templates.insert({
        id: "t-1" as TemplateId,
        scope: { kind: "company" },
        key: "way",
        name: "The way",
        text: "{{link.map}}",
        literal: false,
        by: null,
        at: 1,
      }),
    );
    await store.close();
    expect(await applied()).not.toContain("The way");
    site.writeDirectory(`${sceneDirectory}links:\n  - { name: maps, url: "https://example.com/map" }\n`);
    const said = await applied();
    expect(said).toContain("Gone: link map.");
    const warning =
      "warning  The template The way (company) leaves a gap: {{link.map}} is not known. Did you mean {{link.maps}}? Change its text, or write what it names into the directory.";
    expect(said.split("\n")).toContain(warning);
    expect((await applied()).split("\n")).toContain(warning);
  });

  it("refuses a mistake with file and line, and changes nothing", async () => {
    await applied();
    site.writeDirectory(sceneDirectory.replace("carrier: twilio", "carrier: twillio"));
    await expect(apply(site.config(), createScreen(), Date.now)).rejects.toThrow(
      /directory\.yml, line 3: .*twilio/,
    );
    site.writeDirectory(sceneDirectory);
    expect(await applied()).toContain("nothing changed");
  });

  const ben = "slack: ben@example.com";
  it.each<[string, string, string, RegExp]>([
    ["a username twice", "username: ben", "username: ana", /line 6: The username ana is already on line 5/],
    [
      "an extension twice",
      'extension: "102"',
      'extension: "200"',
      /line 8: The extension 200 is already on line 6/,
    ],
    [
      "a line that names itself",
      'sms_extension: "200"',
      `sms_extension: "${scene.line}"`,
      /line 3: .*is the line's own number/,
    ],
    ["an heir who is themselves", ben, `${ben}, inherit_to: ben`, /line 6: inherit_to ben is ben's own/],
    [
      "heirs in a circle",
      `role: manager, name: Ana Reyes }\n  - { username: ben, `,
      `role: manager, inherit_to: ben }\n  - { username: ben, inherit_to: ana, `,
      /line 6: inherit_to leads in a circle \(ana, ben, ana\)/,
    ],
    [
      "an outbound line of another account",
      ben,
      `${ben}, outbound_line: "+15550100077"`,
      /line 6: .*is none of the lines/,
    ],
    [
      "hours that end before they begin",
      ben,
      `${ben}, hours: Mon-Fri 17-9`,
      /line 6: .*ends before it begins/,
    ],
    [
      "an auto-reply longer than the carrier takes",
      ben,
      `${ben}, auto_reply: { on: on, text: "${"x".repeat(1601)}" }`,
      /line 6: `text` is 1601 characters long.*shorten it by 1/,
    ],
    [
      "a mobile that is a line",
      ben,
      `${ben}, mobile: "${scene.line}"`,
      /line 6: mobile .* is one of the lines/,
    ],
  ])("refuses %s in words, and changes nothing", async (_, from, to, expected) => {
    await applied();
    site.writeDirectory(sceneDirectory.replace(from, to));
    await expect(apply(site.config(), createScreen(), Date.now)).rejects.toThrow(expected);
    site.writeDirectory(sceneDirectory);
    expect(await applied()).toContain("nothing changed");
  });

  it("delivers texts that were kept because their line led to nobody, once it leads to somebody", async () => {
    site.writeDirectory(sceneDirectory.replace(', sms_extension: "200"', ""));
    await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.sam, to: scene.line, body: "Anybody there?" });
    expect(words()).not.toContain("Anybody there?");
    site.writeDirectory(sceneDirectory);
    expect(await applied()).toContain("line Front desk, (555) 010-0001: sms_extension 200, before none.");
    await until("the kept text in a thread", () => words().includes("Anybody there?"));
  });

  it("is taken over by the running app: texts kept for a new line arrive", async () => {
    await site.startApp();
    const { control } = site.sandbox.twilio;
    control.addNumber({ number: newLine });
    await control.text({ from: scene.sam, to: newLine, body: "About my invoice" });
    expect(words()).not.toContain("About my invoice");
    site.writeDirectory(withNewLine);
    const said = await applied();
    expect(said).toContain("New: line Billing, (555) 010-0002.");
    expect(said).toContain("The running Threadline goes by it from now on");
    await until("the kept text in a thread", () => words().includes("About my invoice"));
  });

  it("says who takes over what is open from a member who is gone", async () => {
    site.writeDirectory(sceneDirectory.replace("name: Ben Ito }", "name: Ben Ito, inherit_to: ana }"));
    await applied();
    await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    const { control } = site.sandbox.slack;
    const card = await until("the card", () =>
      control.messages(scene.channel).find(({ text }) => text.includes("Hello")),
    );
    await until("the app's socket", () => control.sockets() > 0);
    await control.press({ user: scene.ben, channel: scene.channel, ts: card.ts, actionId: "episode.take" });
    await until("Ben has it", () => words().includes("has this conversation"));
    site.writeDirectory(withoutBen);
    expect(await applied()).toContain("Ana Reyes takes over from Ben Ito: 1 conversation is open.");
    await until("Ana has it", () => words().includes("Ben Ito has left: "));
  });

  it("changes rights at once: who is removed can't text any more", async () => {
    await site.startApp();
    const { control } = site.sandbox.slack;
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    const card = await until("the card", () =>
      control.messages(scene.channel).find(({ botId }) => botId !== null),
    );
    site.writeDirectory(withoutBen);
    await applied();
    const reply = control.post({ user: scene.ben, channel: scene.channel, threadTs: card.ts, text: "Hi!" });
    await until("the refusal", () =>
      control.message(scene.channel, reply.ts)?.reactions.some(({ name }) => name === "no_entry_sign"),
    );
    const sent = site.sandbox.twilio.control
      .phone(scene.maria)
      .messages.filter(({ direction }) => direction !== "inbound");
    expect(sent).toEqual([]);
  });

  it("refuses to remove a line that has open conversations, naming them", async () => {
    await site.startApp();
    await site.sandbox.twilio.control.text({ from: scene.maria, to: scene.line, body: "Hello" });
    site.writeDirectory(sceneDirectory.replaceAll(scene.line, newLine));
    await expect(apply(site.config(), createScreen(), Date.now)).rejects.toThrow(
      /still has an open conversation: Maria Lopez \(…9001\)/,
    );
  });
});
