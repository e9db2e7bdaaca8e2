import { describe, expect, it } from "vitest";
import type { Directory, Group, Line, Member } from "../../src/domain/directory.ts";
import { shownAutoReply } from "../../src/domain/home.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";
import { ownLinesOf } from "../../src/domain/own-lines.ts";

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

describe("a member's own lines", () => {
  it("are those that lead to them, beside the one that they answer from, and their groups", () => {
    expect(ownLinesOf(directory, dee)).toEqual({
      lines: [{ name: "Dee", number: own, channel: null }],
      outbound: {
        name: "Front desk",
        number: desk,
        isSmsOn: true,
        answersTo: { kind: "others", name: "Front desk" },
      },
      groups: [{ name: "Front desk", channel: "C1" }],
    });
  });

  it("are none where there is none", () => {
    const { outboundLine, hours, ...bare } = dee;
    const empty = { ...directory, lines: [], groups: [] };
    expect(ownLinesOf(empty, bare)).toEqual({ lines: [], outbound: null, groups: [] });
  });

  it.each<[string, Partial<Line>, object]>([
    ["come back to them", { smsExtension: "dee" as Username }, { kind: "back" }],
    ["come to the group", { smsExtension: group.extension }, { kind: "others", name: "Front desk" }],
    ["come to nobody", {}, { kind: "nobody" }],
  ])("say whether answers %s", (_, more, answersTo) => {
    const lines = [line(desk, "Front desk", more)];
    expect(ownLinesOf({ ...directory, lines }, dee).outbound).toMatchObject({ answersTo });
  });

  it("say that the account of their outbound line sends nothing by itself", () => {
    const off = { ...directory, carriers: [{ name: "twilio", sms: false }] };
    expect(ownLinesOf(off, dee).outbound?.isSmsOn).toBe(false);
  });

  it("say in which channel of its own a line's texts stand", () => {
    const channel = "C7" as SlackChannelId;
    const lines = [line(own, "Dee", { smsExtension: "107" as Extension, channel })];
    expect(ownLinesOf({ ...directory, lines }, dee).lines).toEqual([{ name: "Dee", number: own, channel }]);
  });
});

it("an auto-reply is shown with the hours of its member, where they have some", () => {
  expect(shownAutoReply(dee, reply)).toEqual({ reply, hours: "Mon-Fri 9:00-17:00" });
  const { hours, ...without } = dee;
  expect(shownAutoReply(without, null)).toEqual({ reply: null, hours: null });
});
