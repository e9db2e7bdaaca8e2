import { describe, expect, it } from "vitest";
import { offerRecipients } from "../../../src/bridge/new-text/offer-recipients.ts";
import type { Address, ContactId, SlackUserId } from "../../../src/domain/ids.ts";
import { readChosen } from "../../../src/domain/recipient.ts";
import { ana, ben, eve, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const offered = async (world: World, typed: string, user: SlackUserId = ana) =>
  Object.fromEntries(
    (await offerRecipients(world.ctx, { user, typed }))
      .filter(({ options }) => options.length > 0)
      .map(({ heading, options }) => [heading, options.map(({ label, value }) => `${label} = ${value}`)]),
  );

async function keep(world: World, addresses: readonly string[], nameOf: (index: number) => string) {
  const details = addresses.map((address, index) => ({
    id: `c${index}` as ContactId,
    address: address as Address,
    name: nameOf(index),
    company: null,
    timeZone: null,
    shared: null,
  }));
  await world.ctx.store.transaction((tx) => tx.contacts.putAll(details, 1));
}

const mary = { Contacts: ["Maria Lopez, (555) 019-9001 = number:+15550199001"] };

describe("whom a text may go to", () => {
  it.each([
    ["maria", mary],
    ["LOPEZ", mary],
    ["199001", mary],
    ["(555) 019-9001", { Number: mary.Contacts }],
    ["+1 555 019 9077", { Number: ["(555) 019-9077 = number:+15550199077"] }],
    ["+44 20 7946 0958", { Number: ["+44 20 7946 0958 = number:+442079460958"] }],
    ["12345", { Number: ["12345 = typed:12345"] }],
    ["5550199077; 5550199078", { Number: ["5550199077; 5550199078 = typed:5550199077; 5550199078"] }],
    ["103", { Team: ["cy, 103 = member:cy"] }],
    ["ben", { Team: ["Ben Ito (ben, 102) = member:ben"] }],
    ["front", { Groups: ["Front desk (200), 4 people = group:200"] }],
    ["300", { Groups: ["Billing (300), 1 person = group:300"] }],
    ["nobody at all", {}],
    ["", { Team: expect.anything(), Groups: expect.anything() }],
  ])("is found by %j", async (typed, wanted) => {
    const world = await createWorld({ directory: officeWithDirect });
    expect(await offered(world, typed)).toEqual(wanted);
  });

  it("is each number by itself where more were typed than an option holds: none is lost, or cut into another", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const numbers = Array.from({ length: 6 }, (_, index) => `+4917012345${60 + index}`);
    const groups = await offerRecipients(world.ctx, { user: ana, typed: numbers.join(", ") });
    const chosen = groups.flatMap(({ options }) => options.map(({ value }) => readChosen(value)));
    expect(chosen).toEqual(numbers.map((typed) => ({ kind: "typed", typed })));
    const { Number: [cut] = [] } = await offered(world, "1".repeat(80));
    expect(cut).toMatch(/…$/);
  });

  it("are no senders that can't be texted, not oneself, and nobody for who is not in the directory", async () => {
    const world = await createWorld();
    await keep(world, ["BANK"], () => "Maria's bank");
    expect(await offered(world, "maria")).toEqual(mary);
    expect(await offered(world, "ana")).toEqual({});
    expect(await offered(world, "maria", stranger)).toEqual({});
  });

  it("is found by a colleague without a line, too", async () => {
    const world = await createWorld();
    expect(await offered(world, "maria", eve)).toEqual(mary);
    expect(await offered(world, "555 019 9001", eve)).toEqual({ Number: mary.Contacts });
  });

  it("costs the same few statements among ten thousand contacts, whatever is typed", async () => {
    const heard: string[] = [];
    const world = await createWorld({ onStatement: (sql) => heard.push(sql) });
    const numbers = Array.from({ length: 10_000 }, (_, index) => `+1555${2_000_000 + index}`);
    await keep(world, numbers, (index) => `Person ${index}`);
    await offered(world, "the directory is read once");
    for (const typed of ["p", "person 1", "555200", "+1 555 200 0007", "nobody"]) {
      heard.length = 0;
      const groups = await offered(world, typed, ben);
      expect(heard.length, heard.join("\n")).toBeLessThanOrEqual(4);
      for (const options of Object.values(groups)) expect(options.length).toBeLessThanOrEqual(50);
    }
  });
});
