import { describe, expect, it } from "vitest";
import { directoryChanges } from "../../src/domain/directory-changes.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { ACME, directoryWith, problemsOf } from "./described.ts";

const beta = ACME.replace("name: acme", "name: beta");
const nameless = ACME.replace("name: acme\n    title: Acme SMS", "title: Another one");
const at = (carrier: string, more = "") =>
  `{ number: "+15550100001", name: Front desk, carrier: ${carrier}${more} }`;

function read(text: string) {
  const parsed = parseDirectory(text, "directory.yml", ["twilio", "telnyx"]);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ sentence }) => sentence).join("\n"));
  return parsed.directory;
}

describe("a line at a described carrier", () => {
  it("names it, or says http where it is the only one", () => {
    for (const name of ["acme", "http"])
      expect(read(directoryWith(ACME, at(name))).lines).toMatchObject([{ carrier: "acme" }]);
    expect(read(directoryWith(nameless, at("http"))).lines).toMatchObject([{ carrier: "http" }]);
  });

  it("says http of one without a name, whatever stands beside it", () => {
    expect(read(directoryWith(ACME + nameless, at("http"))).lines).toMatchObject([{ carrier: "http" }]);
  });

  it("has to name it where there are several", () => {
    expect(problemsOf(ACME + beta, at("http"))).toEqual([
      "line 6: Several carriers are described under `http_carriers`; write which one, `acme` or `beta`.",
    ]);
  });

  it("is a mistake where none is described, and hears which names there are", () => {
    expect(problemsOf("  []\n", at("http"))).toEqual([
      "line 6: No carrier is described under `http_carriers`; add it there, or write `twilio` or `telnyx`.",
    ]);
    expect(problemsOf(ACME, at("acne"))).toEqual([
      "line 6: No carrier is called acne; known are `twilio`, `telnyx` or `acme`.",
    ]);
  });

  it("is no mistake because of one in the description", () => {
    const told = problemsOf(ACME.replace("method: PUT", "method: PUSH"), at("acme"));
    expect(told).toEqual([expect.stringContaining("line 46: `method: PUSH`")]);
    expect(problemsOf(ACME.replace("name: acme", "name: 7"), at("acme"))).toHaveLength(1);
  });

  it("has no login there, and no login is there", () => {
    expect(problemsOf(ACME, at("http", ", login: desk"))).toEqual([
      "line 6: acme is described under `http_carriers`, and such a carrier knows no logins; leave it out.",
    ]);
    const logins = "http_carriers:\n".concat(ACME, "logins:\n  - { name: desk, carrier: http }\n");
    const parsed = parseDirectory(
      `time_zone: UTC\nlines: []\nmembers: []\ngroups: []\n${logins}`,
      "d.yml",
      [],
    );
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ sentence: expect.stringContaining("acme is described under `http_carriers`") }],
    });
  });

  it("has its switch under the same names", () => {
    const text = `${directoryWith(ACME, at("http"))}carriers:\n  - { name: http, sms: off }\n`;
    expect(read(text).carriers).toEqual([{ name: "acme", sms: false }]);
  });
});

describe("described carriers", () => {
  it("have names that nobody else has", () => {
    expect(problemsOf(ACME.replace("name: acme", "name: twilio"))).toEqual([
      "line 8: Threadline knows a carrier called twilio already; give this one another name.",
    ]);
    expect(problemsOf(ACME + ACME)).toEqual([
      "line 67: The carrier acme is described on line 8 already; give each a `name` of its own.",
    ]);
    expect(problemsOf(nameless + nameless).join()).toContain(
      "The carrier http is described on line 8 already",
    );
  });

  it("may share a secret, and use no variable that is somebody else's", () => {
    expect(problemsOf(ACME + beta)).toEqual([]);
    const taken = "is a variable of Threadline's own; give the carrier's secret a variable of another name.";
    expect(problemsOf(ACME.replace("ACME_SIGNING_SECRET", "TWILIO_AUTH_TOKEN"))).toEqual([
      `line 20: TWILIO_AUTH_TOKEN ${taken}`,
    ]);
    expect(problemsOf(ACME.replace("ACME_TOKEN", "TWILIO_AUTH_TOKEN"))).toEqual([
      `line 48: TWILIO_AUTH_TOKEN ${taken}`,
    ]);
  });

  it("are known as far as they are sound, whatever is wrong elsewhere", () => {
    const text = directoryWith(ACME + beta.replace("method: PUT", "method: PUSH"), at("twlio"));
    const parsed = parseDirectory(text, "directory.yml", ["twilio"]);
    expect(parsed).toMatchObject({ ok: false, httpCarriers: [{ name: "acme" }] });
    const doubled = parseDirectory(directoryWith(ACME + ACME), "directory.yml", ["twilio"]);
    expect(doubled).toMatchObject({ ok: false, httpCarriers: [{ name: "acme" }] });
    const named = parseDirectory(directoryWith(ACME), "directory.yml", ["twilio", "acme"]);
    expect(named).not.toHaveProperty("httpCarriers");
  });

  it("are named when they come, go and change", () => {
    const [none, one] = [read(directoryWith("  []\n")), read(directoryWith(ACME))];
    const other = read(directoryWith(ACME.replace("max_text: 1000", "max_text: 900").replace("PUT", "POST")));
    expect(directoryChanges(none, one)).toEqual(["New: described carrier acme."]);
    expect(directoryChanges(one, other)).toEqual(["described carrier acme: another max_text, send."]);
    expect(directoryChanges(one, none)).toEqual(["Gone: described carrier acme."]);
    expect(directoryChanges(one, one)).toEqual([]);
  });
});
