import { describe, expect, it } from "vitest";
import type { Directory, Member } from "../../src/domain/directory.ts";
import type { Address, E164, Extension, SlackUserId, Username } from "../../src/domain/ids.ts";
import { type Sender, senderOf } from "../../src/domain/sender.ts";

const dee: Member = {
  username: "dee" as Username,
  slack: { kind: "id", id: "U0DEE" as SlackUserId },
  role: "agent",
  mobile: "+15550170007" as E164,
};
const directory: Directory = {
  timeZone: "UTC",
  customerWord: "customer",
  lines: [
    {
      number: "+15550100001" as E164,
      name: "Front desk",
      carrier: "twilio",
      smsExtension: "200" as Extension,
      preview: "full",
    },
  ],
  members: [dee],
  groups: [],
  contacts: [],
};

describe("who texted", () => {
  it.each([
    ["+15550190001", "outside"],
    ["+15550170007", "internal"],
    ["+15550100001", "internal"],
    ["72345", "short_code"],
    ["ACME Bank", "sender_name"],
    ["RESTRICTED", "sender_name"],
    ["+266696687", "sender_name"],
  ] satisfies [string, Sender][])("%s is %s", (from, sender) => {
    expect(senderOf(directory, from as Address)).toBe(sender);
  });
});
