import { describe, expect, it } from "vitest";
import { aroundEpisode } from "../../../src/bridge/context/episode-context.ts";
import {
  colleagueFacts,
  factsOfContact,
  factsOfEpisode,
} from "../../../src/bridge/template-library/template-facts.ts";
import type { Directory, Member } from "../../../src/domain/directory.ts";
import type { Address, ContactId, E164 } from "../../../src/domain/ids.ts";
import { fillTemplate, type TemplateFacts } from "../../../src/domain/template-text.ts";
import { variableNames } from "../../../src/domain/template-variables.ts";
import { maria, office } from "../front-desk.ts";
import { createWorld } from "../world.ts";

const [ana, ben] = office.members as [Member, Member];
const [front] = office.lines;
/** 23:30 in New York, 22:30 in Chicago, the next day's noon in Tokyo. */
const at = Date.parse("2026-11-27T04:30:00Z");
/** Its area is in one zone; one that no plan assigns is in none. */
const chicago = "+13125550142" as Address;
const around = { member: { ...ana, name: "Ana Ruiz" }, line: front ?? null, at };

const fill = (text: string, facts: TemplateFacts) => fillTemplate({ text, literal: false }, facts);
const contact = (change: object = {}) => ({
  address: maria,
  givenName: null,
  shared: false,
  timeZone: null,
  company: null,
  ...change,
});
function of(change: object = {}, directory: Directory = office, from: object = {}): TemplateFacts {
  const known = contact(change);
  return factsOfContact(directory, { ...around, ...from, contact: known, address: known.address });
}
const whyOf = (facts: TemplateFacts, name: string) => fill(`{{${name}}}`, facts).gaps[0]?.why;

describe("what is known of a contact", () => {
  it("is its name as the desk gave it, else as the directory has it, and what it is called by", () => {
    const names = "{{contact.name}}, {{contact.first_name}}";
    expect(fill(names, of()).text).toBe("Maria Lopez, Maria");
    expect(fill(names, of({ givenName: "Dr. Nora Quist" })).text).toBe("Dr. Nora Quist, Nora");
  });

  it("is its number as people read it, which is never its name", () => {
    const facts = of({ address: "+15550199077" });
    expect(fill("{{contact.phone}}", facts).text).toBe("(555) 019-9077");
    expect(whyOf(facts, "contact.name")).toBe("This number has no name yet.");
    expect(whyOf(facts, "contact.first_name")).toBe("This number has no name yet.");
    expect(whyOf(of({ address: "MYBANK" }), "contact.phone")).toBe("This sender has no number.");
  });

  it("says of a company no first name", () => {
    const facts = of({ givenName: "Acme Inc" });
    expect(fill("{{contact.name}}", facts).text).toBe("Acme Inc");
    expect(whyOf(facts, "contact.first_name")).toBe("“Acme Inc” does not say it.");
  });

  it("is no name, first name or company of a number that several people use", () => {
    const facts = of({ givenName: "The Quists", company: "Quist & Co", shared: true });
    for (const name of ["contact.name", "contact.first_name", "contact.company"])
      expect(whyOf(facts, name)).toBe("Several people use this number.");
    expect(fill("{{contact.phone}}, {{contact.first_name|there}}", facts).text).toBe("(555) 019-9001, there");
  });

  it("is for whom it works, as it was said here, else as the directory has it", () => {
    const company = "{{contact.company}}";
    const listed: Directory = {
      ...office,
      contacts: [{ number: maria as string as E164, name: "Maria Lopez", company: "Lopez Bakery" }],
    };
    expect(fill(company, of({ company: "Quist & Co" }, listed)).text).toBe("Quist & Co");
    expect(fill(company, of({}, listed)).text).toBe("Lopez Bakery");
    expect(whyOf(of(), "contact.company")).toBe("For whom they work is not written down here.");
  });

  it("is never that they are of the team: a member's own phone is theirs by name", () => {
    const mobile = "+15550177001";
    const members = [{ ...ben, name: "Ben Ito", mobile: mobile as E164 }];
    expect(fill("{{contact.name}}", of({ address: mobile }, { ...office, members })).text).toBe("Ben Ito");
    const nameless = [{ ...ben, mobile: mobile as E164 }];
    const facts = of({ address: mobile }, { ...office, members: nameless });
    expect(whyOf(facts, "contact.name")).toBe("This number has no name yet.");
  });
});

describe("what is known of who sends it, and from where", () => {
  it("is what the directory says", () => {
    const text =
      "{{agent.name}}, {{agent.first_name}}, {{agent.extension}}; {{line.name}}, {{line.number}}; {{link.map}}";
    const directory = { ...office, links: [{ name: "map", url: "https://example.com/map" }] };
    expect(fill(text, of({}, directory)).text).toBe(
      "Ana Ruiz, Ana, 101; Front desk, (555) 010-0001; https://example.com/map",
    );
  });

  it("is missing, with why, where the directory says nothing: a username is no name", () => {
    const { extension: _, ...nobody } = ana;
    const facts = of({}, office, { member: nobody, line: null });
    expect(whyOf(facts, "agent.name")).toBe("The directory has no name for you.");
    expect(whyOf(facts, "agent.first_name")).toBe("The directory has no name for you.");
    expect(whyOf(facts, "agent.extension")).toBe("The directory has no extension for you.");
    expect(whyOf(facts, "line.name")).toBe("There is no line that it could leave from.");
    expect(whyOf(facts, "line.number")).toBe("There is no line that it could leave from.");
    expect(whyOf(facts, "link.map")).toBe("The directory has no link of this name.");
  });
});

describe("today and the time", () => {
  const when = "{{today}}, {{time}}";
  const berlin = { ...office, lines: office.lines.map((line) => ({ ...line, timeZone: "Europe/Berlin" })) };

  it.each<[string, object, Directory, string]>([
    ["where the contact was said to be", { timeZone: "Asia/Tokyo" }, berlin, "November 27, 2026, 1:30 PM"],
    ["else where its number is", { address: chicago }, berlin, "November 26, 2026, 10:30 PM"],
    ["else where the line is", {}, berlin, "November 27, 2026, 5:30 AM"],
    ["else where the directory says", {}, office, "November 26, 2026, 11:30 PM"],
    // All over the country; all over the continent.
    [
      "where the line is, of a number that may be anywhere",
      { address: "+18005550142" },
      berlin,
      "November 27, 2026, 5:30 AM",
    ],
  ])("are %s", (_, change, directory, expected) => {
    const [line = null] = directory.lines;
    const { text } = fill(when, of(change, directory, { line }));
    expect(text).toBe(expected);
    // Each of these would make a text twice as long.
    expect(text).not.toMatch(/[\u00a0\u202f]/);
  });
});

describe("a colleague", () => {
  it("is called by the directory's name, and reads by their own clock", () => {
    const colleague = { ...ben, name: "Ben Ito", timeZone: "Asia/Tokyo" };
    const facts = colleagueFacts(office, { ...around, colleague });
    expect(fill("{{contact.first_name}}, {{time}}, {{agent.first_name}}", facts).text).toBe(
      "Ben, 1:30 PM, Ana",
    );
    expect(whyOf(facts, "contact.phone")).toBe("The directory has no mobile of theirs.");
    expect(
      fill("{{contact.name}}", colleagueFacts(office, { ...around, colleague: null })).gaps,
    ).toHaveLength(1);
  });
});

describe("the facts of a conversation", () => {
  it("are of its contact as it stands now, its line, and the member who answers", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const { id } = await world.openEpisode(maria);
    const facts = () =>
      world.ctx.store.transaction(async (tx) => {
        const found = await aroundEpisode(tx, id);
        if (found === null) throw new Error("there is no conversation");
        return await factsOfEpisode(world.ctx, tx, found, around.member);
      });
    const text = "{{contact.first_name}}, {{agent.first_name}}, {{line.name}}, {{today}}, {{time}}";
    expect(fill(text, await facts()).text).toBe("Maria, Ana, Front desk, January 5, 2026, 7:00 AM");
    const details = { id: "c" as ContactId, address: maria, name: "Nora", shared: null };
    await world.ctx.store.transaction((tx) =>
      tx.contacts.putAll([{ ...details, company: "Quist & Co", timeZone: "Asia/Tokyo" }], 1),
    );
    expect(fill(`${text}, {{contact.company}}`, await facts()).text).toBe(
      "Nora, Ana, Front desk, January 5, 2026, 9:00 PM, Quist & Co",
    );
  });

  it("say of every variable what it is, or why it is not known", () => {
    const facts = of({ address: "MYBANK" }, office, { member: ana, line: null });
    for (const name of variableNames)
      expect([name, facts.values.has(name) !== facts.why.has(name)]).toEqual([name, true]);
  });
});
