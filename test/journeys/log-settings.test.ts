import { afterEach, describe, expect, it } from "vitest";
import type { SlackMode } from "../../src/sandbox/slack/types/settings.ts";
import type { Person } from "./person.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const benLine = "+15550100003";

const directory = (crm = "", ofLine = "") => `time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${benLine}", name: Ben direct, carrier: twilio, sms_extension: ben, crm: {${ofLine}} }
members:
  - { username: ana, slack: ${scene.ana}, role: manager, name: Ana Reyes }
  - { username: ben, slack: ben@example.com, name: Ben Ito, outbound_line: "${benLine}" }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}" }
crm: {${crm}}
`;

async function begin(text: string, mode: SlackMode = "socket"): Promise<Person> {
  world = await createWorld({ directory: text, mode });
  world.sandbox.twilio.control.addNumber({ number: benLine, name: "Ben direct" });
  const ben = world.person(scene.ben);
  await until("the welcome", () => ben.directCard("come to your messages"));
  ben.opensHome();
  await until("the Home", () => ben.seesAtHome().includes("Logging settings"));
  return ben;
}

async function opens(ben: Person): Promise<void> {
  await ben.pressesAtHome("Logging settings");
  await ben.waitsForModal("log.settings");
}

const modes: readonly SlackMode[] = ["socket", "http"];

describe.each(modes)("in %s mode", (mode) => {
  it("a member sets at their Home what their admin leaves to them, and sees there what is so", async () => {
    const ben = await begin(directory(" write: { value: once, customizable: on }, log_notes: off "), mode);
    expect(ben.seesAtHome()).toContain("*Logging*  ·  by itself");
    await opens(ben);
    const form = ben.seesInModal();
    expect(form).toContain("*Notes in the thread*  ·  Off\\n:lock: Set by your admin for everyone");
    expect(form).toContain("Once, when the day is over (your company’s default)");
    await ben.fillsIn("auto_log", "Off");
    await ben.fillsIn("write", "As the conversation goes on");
    await ben.fillsIn("do_not_log", "(555) 019-9001");
    await ben.fillsIn("remind_weekly", "Off");
    expect(await ben.submits()).toMatchObject({ action: "closed" });
    await until("the Home anew", () => ben.seesAtHome().includes("*Logging*  ·  by hand"));
    expect(ben.seesAtHome()).toContain(
      "3 settings are your own. You are not reminded of what is not logged.",
    );

    await world.restart();
    await opens(ben);
    expect(ben.fieldInModal("auto_log")).toBe("Off");
    expect(ben.fieldInModal("write")).toBe("As the conversation goes on");
    expect(ben.fieldInModal("do_not_log")).toBe("+1 555 019 9001");
    expect(ben.fieldInModal("remind_weekly")).toBe("Off");
    await ben.fillsIn("auto_log", "On (default)");
    await ben.fillsIn("write", "Once, when the day is over (your company’s default)");
    await ben.fillsIn("do_not_log", "");
    await ben.submits();
    await until("the Home anew", () => ben.seesAtHome().includes("*Logging*  ·  by itself"));
    expect(ben.seesAtHome()).not.toContain("your own.");
  });
});

describe("the logging settings", () => {
  it("are refused in a sentence where the admin has set them meanwhile, and show who did", async () => {
    const ben = await begin(directory());
    await opens(ben);
    await ben.fillsIn("auto_log", "Off");
    await world.writeDirectory(directory("", " auto_log: on "));
    expect(await ben.submits()).toMatchObject({
      action: "errors",
      errors: {
        auto_log:
          "Your admin has set this for the line Ben direct meanwhile. Close this and open it again to see how it is.",
      },
    });
    await ben.closesModal();
    await opens(ben);
    expect(ben.seesInModal()).toContain(
      "*Log by itself*  ·  On\\n:lock: Set by your admin for the line Ben direct",
    );
    expect(await ben.submits()).toMatchObject({ action: "closed" });
  });

  it("say what can't be read", async () => {
    const ben = await begin(directory());
    await opens(ben);
    await ben.fillsIn("do_not_log", "my sister");
    expect(await ben.submits()).toMatchObject({
      action: "errors",
      errors: { do_not_log: expect.stringContaining("my sister is not a phone number.") },
    });
  });

  it("can be looked at by whoever has no line of their own", async () => {
    await begin(directory());
    const ana = world.person(scene.ana);
    ana.opensHome();
    await until("the Home", () => ana.seesAtHome().includes("Logging settings"));
    await opens(ana);
    expect(ana.seesInModal()).toContain("No line leads to you alone.");
    expect(ana.seesInModal()).toContain("Shared conversations are logged when they are resolved");
    await ana.fillsIn("remind_weekly", "Off");
    await ana.submits();
    await until("the Home anew", () => ana.seesAtHome().includes("You are not reminded"));
  });

  it("are nobody's who was taken out of the directory meanwhile", async () => {
    const ben = await begin(directory());
    await opens(ben);
    await ben.fillsIn("auto_log", "Off");
    const without = directory()
      .replace(/ {2}- \{ username: ben.*\n/, "")
      .replace("members: [ana, ben]", "members: [ana]")
      .replace("sms_extension: ben", "sms_extension: ana");
    await world.writeDirectory(without);
    expect(await ben.submits()).toMatchObject({ action: "errors" });
    expect(Object.values(ben.errorsInModal()).join()).toContain("directory");
  });
});
