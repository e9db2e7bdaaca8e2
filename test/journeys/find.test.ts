import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, cy } = scene;
const control = () => world.sandbox.slack.control;
const told = (user: string, words: string) =>
  until(words, () => world.told(user).findLast((one) => one.includes(words)));
const find = (user: string, words: string) => world.person(user).types(`/sms find ${words}`);

const second = "+15550199055";
const directory = (front: readonly string[]) => `
time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
members:
  - { username: ana, extension: "101", slack: "${ana}", name: Ana Silva, role: manager }
  - { username: ben, extension: "102", slack: "${ben}", name: Ben Ito, role: agent }
  - { username: cy, extension: "103", slack: "${cy}", name: Cy Young, role: agent }
groups:
  - { extension: "200", name: Front desk, channel: "${scene.channel}", members: [${front.join(", ")}], outbound_line: "${scene.line}" }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
  - { number: "${second}", name: Mario Rossi }
`;

const begin = async (options: WorldOptions = {}) => {
  world = await createWorld({ directory: directory(["ana", "ben"]), ...options });
};

describe.each([["by socket", {}] as const, ["over HTTP", { mode: "http" } as const] as const])(
  "/sms find, %s",
  (_, options) => {
    it("lists the conversations with somebody by name or number, closed ones too, with link and transcript", async () => {
      await begin(options);
      const card = await world.opened("Are you open?");
      await world.press(ben, card, "Resolve");
      await until("resolved", () => control().message(scene.channel, card.ts)?.text.includes("esolved"));
      world.sandbox.twilio.control.addPhone({ number: second });
      await world.text("And for lunch?", second);
      await until("both cards", () => world.cards().length === 2);

      await find(ben, "mari");
      const found = await told(ben, "Found for “mari”, the newest first:");
      expect(found.indexOf("Mario Rossi (…9055)")).toBeGreaterThan(0);
      expect(found.indexOf("Maria Lopez (…9001)")).toBeGreaterThan(found.indexOf("Mario Rossi (…9055)"));
      expect(found).toContain("open, nobody has it");
      expect(found).toContain("resolved");
      expect(found).toContain(`/archives/${scene.channel}/p${card.ts.replace(".", "")}`);

      await find(ben, "(555) 019-9001");
      const one = await told(ben, "Found for “(555) 019-9001”");
      expect(one).not.toContain("Mario");
      await world.choose(ben, "Transcript");
      const [plain] = await until("the files", () => {
        const files = world.person(ben).filesInDirect();
        return files.length === 2 ? files : null;
      });
      expect(plain?.content).toContain("Are you open?");
    });
  },
);

describe("/sms find", () => {
  it("shows nobody what they may not see", async () => {
    await begin();
    await world.opened("Are you open?");
    await find(cy, "Maria");
    await told(cy, "Nothing was found for “Maria” on lines that you may see.");
    await world.writeDirectory(directory(["ana", "ben", "cy"]));
    await find(cy, "Maria");
    await told(cy, "Found for “Maria”");
  });

  it("finds what one wrote with a colleague, for the two alone", async () => {
    await begin();
    await world.person(ana).types("/sms ben Lunch?");
    await until("posted", () => world.person(ana).groupWith(ben)?.sees().length === 1);
    await world.settle();
    for (const [user, word] of [
      [ana, "ito"],
      [ben, "101"],
    ] as const) {
      await find(user, word);
      expect(await told(user, `Found for “${word}”`)).toContain("in Slack");
    }
    await find(cy, "ben");
    await told(cy, "Nothing was found for “ben”");
    await find(ana, "ben");
    await told(ana, "Found for “ben”");
    await world.choose(ana, "Transcript");
    const [plain] = await until("the files", () => {
      const files = world.person(ana).filesInDirect();
      return files.length === 2 ? files : null;
    });
    expect(plain?.content).toMatch(/^Between Ana Silva and Ben Ito, in Slack\n/);
    expect(plain?.content).toContain("  Lunch?");
  });

  it("says what to write where nothing was typed, and shows names and words as they are", async () => {
    await begin();
    await find(ana, "");
    await told(ana, "Write a name or a number behind it, such as “/sms find Maria”.");
    await find(ana, "<!channel> *x*");
    expect(await told(ana, "Nothing was found for")).not.toContain("<!channel>");
  });

  it("shows at most twenty, and says how many more there are", async () => {
    await begin();
    for (let index = 0; index < 22; index += 1) {
      const number = `+155501970${String(index).padStart(2, "0")}`;
      world.sandbox.twilio.control.addPhone({ number });
      await world.text("Hi", number);
    }
    await until("all cards", () => world.cards().length === 22);
    await find(ben, "0197");
    const found = await told(ben, "Found for “0197”");
    expect(found.match(/open, nobody has it/g)).toHaveLength(20);
    expect(found).toContain("2 older ones are not shown.");
  });
});
