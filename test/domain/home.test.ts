import { describe, expect, it } from "vitest";
import type { Directory, Group, Line, Member } from "../../src/domain/directory.ts";
import { homeOf } from "../../src/domain/home.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";

const [own, desk] = ["+15550100007", "+15550100001"] as [E164, E164];
const line = (number: E164, name: string, more: Partial<Line>): Line => ({
  number,
  name,
  carrier: "twilio",
  preview: "full",
  ...more,
});
const dee: Member = {
  username: "dee" as Username,
  extension: "107" as Extension,
  slack: { kind: "id", id: "U0DEE" as SlackUserId },
  role: "agent",
  outboundLine: desk,
  hours: [{ days: [1, 2, 3, 4, 5], from: 540, to: 1020 }],
};
const group: Group = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: "C1" as SlackChannelId,
  members: ["dee" as Username],
  outboundLine: desk,
  notify: "none",
  reopenWithinMinutes: 0,
};
const directory: Directory = {
  timeZone: "UTC",
  customerWord: "customer",
  lines: [
    line(own, "Dee", { smsExtension: "107" as Extension }),
    line(desk, "Front desk", { smsExtension: group.extension }),
  ],
  members: [dee],
  groups: [group],
  contacts: [],
};
const reply = { text: "I am away.", on: true, hours: "outside" } as const;

describe("a member's Home", () => {
  it("names the lines that lead to them, the one that they answer from, and their groups", () => {
    expect(homeOf(directory, dee, reply, null)).toEqual({
      kind: "member",
      lines: [{ name: "Dee", number: own, channel: null }],
      outbound: { name: "Front desk", number: desk, isSmsOn: true },
      groups: [{ name: "Front desk", channel: "C1" }],
      autoReply: { reply, hours: "Mon-Fri 9:00-17:00" },
      blocked: null,
    });
  });

  it("names none where there is none", () => {
    const { outboundLine, hours, ...bare } = dee;
    const empty = { ...directory, lines: [], groups: [] };
    expect(homeOf(empty, bare, null, [])).toEqual({
      kind: "member",
      lines: [],
      outbound: null,
      groups: [],
      autoReply: { reply: null, hours: null },
      blocked: [],
    });
  });

  it("says that the account of their outbound line sends nothing by itself", () => {
    const off = { ...directory, carriers: [{ name: "twilio", sms: false }] };
    expect(homeOf(off, dee, null, null).outbound?.isSmsOn).toBe(false);
  });

  it("says in which channel of its own a line's texts stand", () => {
    const channel = "C7" as SlackChannelId;
    const lines = [line(own, "Dee", { smsExtension: "107" as Extension, channel })];
    expect(homeOf({ ...directory, lines }, dee, null, null).lines).toEqual([
      { name: "Dee", number: own, channel },
    ]);
  });
});
