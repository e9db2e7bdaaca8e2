import { describe, expect, it } from "vitest";
import { labelOf, nameOf, ownNameOf } from "../../src/domain/contact.ts";
import type { Directory, Member } from "../../src/domain/directory.ts";
import type { Address, E164, Extension, SlackUserId, Username } from "../../src/domain/ids.ts";
import { insideName, type Sender, senderOf } from "../../src/domain/sender.ts";

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

describe("a contact that is of the team itself", () => {
  const named = (address: string, givenName: string | null = null) => ({
    address: address as Address,
    givenName,
    shared: false,
  });

  it.each([
    ["+15550170007", "dee"],
    ["+15550100001", "Front desk"],
    ["+15550190001", null],
    ["dee", null],
  ])("is known: %s is %s", (from, name) => {
    expect(insideName(directory, from as Address)).toBe(name);
  });

  it("is marked as internal wherever it is named", () => {
    expect(nameOf(directory, named("+15550170007"))).toBe("dee, internal");
    expect(nameOf(directory, named("+15550170007", "Dee at home"))).toBe("Dee at home, internal");
    expect(labelOf(directory, named("+15550100001"))).toContain("Front desk, internal");
    expect(nameOf(directory, named("+15550190001"))).toBeNull();
  });

  it("keeps the name that somebody gave it", () => {
    expect(ownNameOf(directory, named("+15550170007"))).toBeNull();
    expect(ownNameOf(directory, named("+15550170007", "Dee at home"))).toBe("Dee at home");
  });
});
