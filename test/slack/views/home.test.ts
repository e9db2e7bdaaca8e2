import { describe, expect, it } from "vitest";
import type { AutoReply } from "../../../src/domain/directory.ts";
import type { BlockedAtHome, MembersHome } from "../../../src/domain/home.ts";
import type { Address, ContactId, E164, SlackChannelId } from "../../../src/domain/ids.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawHome } from "../../../src/slack/views/home.ts";

const line = (name: string, number: string, channel: string | null = null) => ({
  name,
  number: number as E164,
  channel: channel as SlackChannelId | null,
});
const cell = line("Dee", "+15550100007");
const away: AutoReply = { text: "I am away.", on: true, hours: "always" };

const spammer = (index: number): BlockedAtHome => ({
  contact: `c${index}` as ContactId,
  address: "+15550190066" as Address,
  name: "Loud *Larry*",
  by: "Ben Ito",
  at: 1_700_000_000_000,
  texts: 3,
});

function homeWith(change: Partial<MembersHome> = {}): string {
  const home = drawHome({
    kind: "member",
    lines: [cell],
    outbound: { name: "Front desk", number: "+15550100001" as E164, isSmsOn: true },
    groups: [],
    autoReply: { reply: away, hours: null },
    blocked: null,
    ...change,
  });
  expect(checkView({ ...home }).messages).toEqual([]);
  return JSON.stringify(home.blocks);
}

describe("the Home", () => {
  it("tells somebody who is not in the directory so, and offers nothing", () => {
    const home = JSON.stringify(drawHome({ kind: "stranger" }).blocks);
    expect(home).toContain("You are not in Threadline’s directory");
    expect(home).not.toContain("auto_reply");
  });

  it("names the lines that lead to a member and the one that they answer from", () => {
    const lines = [cell, line("Fax", "+15550100008"), line("Sales", "+15550100009", "C9")];
    const home = homeWith({ lines });
    expect(home).toContain("Texts to *Dee* (555) 010-0007 and *Fax* (555) 010-0008 come to your messages");
    expect(home).toContain("Texts to *Sales* (555) 010-0009 come to <#C9>.");
    expect(home).toContain("What you answer leaves from *Front desk* (555) 010-0001.");
  });

  it("says what is missing where nothing can leave", () => {
    expect(homeWith({ outbound: null })).toContain("You have no outbound line");
    const outbound = { ...cell, isSmsOn: false };
    expect(homeWith({ outbound })).toContain("SMS is switched off for its account");
  });

  it("offers an auto-reply to whom a line leads to alone", () => {
    expect(homeWith()).toContain('"action_id":"auto_reply.edit"');
    const groups = [{ name: "Front desk", channel: "C1" as SlackChannelId }];
    const home = homeWith({ lines: [], groups });
    expect(home).not.toContain("auto_reply");
    expect(home).toContain("No line leads to you alone.");
    expect(home).toContain("You answer for Front desk in <#C1>.");
    expect(homeWith({ groups })).toContain("You also answer for Front desk in <#C1>.");
  });

  it.each<[string, AutoReply | null, string[]]>([
    ["none", null, ["*Auto-reply*  ·  off", "A text that answers by itself"]],
    ["one that is on", away, ["*Auto-reply*  ·  on", "It answers at any time:", "I am away."]],
    ["one that is off", { ...away, on: false }, ["*Auto-reply*  ·  off", "I am away."]],
    ["one outside hours", { ...away, hours: "outside" }, ["outside your hours (Mon-Fri 9:00-17:00):"]],
    ["one with a pause", { ...away, atMostEveryMinutes: 60 }, ["one number once in 60 minutes at most:"]],
    ["one with a short pause", { ...away, atMostEveryMinutes: 1 }, ["one number once a minute at most:"]],
  ])("shows an auto-reply as it stands: %s", (_, reply, words) => {
    const home = homeWith({ autoReply: { reply, hours: "Mon-Fri 9:00-17:00" } });
    for (const word of words) expect(home).toContain(word);
  });

  it("shows the words of an auto-reply as they are, whatever stands in them", () => {
    const home = homeWith({ autoReply: { reply: { ...away, text: "<!here> *now*" }, hours: null } });
    expect(home).toContain("&lt;!");
    expect(home).not.toContain("<!here>");
    expect(home).not.toContain("*now*");
  });

  it("lists to managers the numbers that are blocked, each with its button", () => {
    expect(homeWith()).not.toContain("Blocked numbers");
    expect(homeWith({ blocked: [] })).toContain("*Blocked numbers*\\nNone.");
    const home = homeWith({ blocked: [spammer(1), { ...spammer(2), name: null, texts: 1 }] });
    expect(home).toMatch(/Loud \*?.*Larry.* \(555\) 019-0066 {2}· {2}by Ben Ito, .* {2}· {2}3 texts since/);
    expect(home).toContain("1 text since");
    expect(home.match(/"action_id":"contact.unblock","value":"c\d"/g)).toHaveLength(2);
  });

  it("fits into Slack's limits however long everything is", () => {
    const names = Array.from({ length: 200 }, () => line("x".repeat(300), "+15550100007"));
    homeWith({
      lines: names,
      autoReply: { reply: { ...away, text: "*".repeat(1_600) }, hours: "x".repeat(900) },
      blocked: Array.from({ length: 200 }, (_, index) => ({ ...spammer(index), name: "*".repeat(300) })),
    });
  });
});
