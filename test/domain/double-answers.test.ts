import { describe, expect, it } from "vitest";
import { doubleAnswers } from "../../src/domain/double-answers.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

const carriers = [
  { name: "ringrx", title: "RingRx", hasAutoResponder: true },
  { name: "twilio", title: "Twilio" },
];

function said(change: {
  carrier?: string;
  sms?: "on" | "off";
  leadsTo?: "ben" | "200";
  isOn?: boolean;
  afterHours?: string;
}): string[] {
  const { carrier = "ringrx", sms = "on", leadsTo = "ben", isOn = true, afterHours = "" } = change;
  const parsed = parseDirectory(
    `time_zone: UTC
carriers:
  - { name: ringrx, sms: ${sms} }
lines:
  - { number: "+15550100001", name: Main, carrier: ${carrier}, sms_extension: "${leadsTo}" }
members:
  - { username: ben, slack: U0BEN, name: Ben Ito, outbound_line: "+15550100001" }
groups:
  - { name: Desk, extension: "200", channel: C0DESK, members: [ben], outbound_line: "+15550100001"${afterHours} }
`,
    "d.yml",
    ["ringrx", "twilio"],
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return doubleAnswers(parsed.directory, carriers, () => isOn).map(({ sentence }) => sentence);
}

const reply = (on: string) =>
  `, hours: "Mon-Fri 8:00-18:00", after_hours_reply: { text: "We are closed.", on: ${on} }`;

describe("a line at a carrier that may answer by itself", () => {
  it("that leads to a member whose auto-reply is on may answer twice", () => {
    const [sentence, ...others] = said({});
    expect(sentence).toContain("Main, (555) 010-0001, may be answered twice: by the auto-reply of Ben Ito");
    expect(sentence).toContain("SMS auto-responder of the number's user in RingRx");
    expect(others).toEqual([]);
  });

  it("that leads to a group with an after-hours reply may, where the number leads to a user there", () => {
    const [sentence] = said({ leadsTo: "200", afterHours: reply("true") });
    expect(sentence).toContain("`after_hours_reply`");
    expect(sentence).toContain("leads to a user there");
  });

  it.each<[string, Parameters<typeof said>[0]]>([
    ["whose member's auto-reply is off", { isOn: false }],
    ["that is another carrier's", { carrier: "twilio" }],
    ["through which no automatic answer leaves", { sms: "off" }],
    ["of a group without an after-hours reply", { leadsTo: "200" }],
    ["of a group whose after-hours reply is off", { leadsTo: "200", afterHours: reply("false") }],
  ])("%s is not warned of", (_, change) => {
    expect(said(change)).toEqual([]);
  });
});
