import { describe, expect, it } from "vitest";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

const EXAMPLE = `time_zone: America/New_York
lines:
  - number: "+15550100001"
    name: Front desk
    carrier: twilio
    sms_extension: "200"
    crm: { auto_log: off, do_not_log: ["555 019 9009"] }
members:
  - { username: ana, extension: "101", slack: U0ANA }
groups:
  - name: Front desk
    extension: "200"
    channel: C0FRONT
    members: [ana]
    outbound_line: "+15550100001"
    crm: { log_shared: from_first_message }
crm:
  auto_log: { value: on, customizable: on }
  popup_after_first: false
  unknown_contact: placeholder
  name_prefix: SMS contact
  contact_type: lead
  several_contacts: { value: most_recent, customizable: true }
  log_shared: at_resolve
  log_open_after_hours: 48
  log_notes: on
  write: { value: once }
  do_not_log: ["(555) 019-9001", "+44 20 7946 0958", tel:+15550199003]
  owners: { ana: "1234" }
`;

function read(from: string, to: string) {
  if (!EXAMPLE.includes(from)) throw new Error(`nothing to exchange: ${from}`);
  const parsed = parseDirectory(EXAMPLE.replace(from, to), "directory.yml", ["twilio"]);
  return parsed.ok
    ? { ...parsed.directory, problems: [] }
    : { problems: parsed.problems.map(({ line, sentence }) => `line ${line}: ${sentence}`) };
}

const locked = <T>(value: T) => ({ value, customizable: false });
const free = <T>(value: T) => ({ value, customizable: true });

describe("what is logged to the CRM, in a directory", () => {
  it("is read of all, of a line and of a group", () => {
    expect(read("", "")).toMatchObject({
      problems: [],
      lines: [{ crm: { autoLog: locked(false), doNotLog: locked(["+15550199009"]) } }],
      groups: [{ crm: { logShared: locked("from_first_message") } }],
      crm: {
        autoLog: free(true),
        popupAfterFirst: locked(false),
        unknownContact: locked("placeholder"),
        namePrefix: locked("SMS contact"),
        contactType: locked("lead"),
        severalContacts: free("most_recent"),
        logShared: locked("at_resolve"),
        logOpenAfterHours: locked(48),
        logNotes: locked(true),
        write: locked("once"),
        doNotLog: locked(["+15550199001", "+442079460958", "+15550199003"]),
        owners: { ana: "1234" },
      },
    });
  });

  it("may be left out", () => {
    const parsed = read(EXAMPLE.slice(EXAMPLE.indexOf("\ncrm:")), "\n");
    expect(parsed.problems).toEqual([]);
    expect(parsed).not.toHaveProperty("crm");
  });

  it.each([
    ["whoever has no YAML in them", "log_notes: on", "log_notes: FALSE", { logNotes: locked(false) }],
    ["yes", "popup_after_first: false", "popup_after_first: yes", { popupAfterFirst: locked(true) }],
    [
      "no number at all",
      'do_not_log: ["(555) 019-9001", "+44 20 7946 0958", tel:+15550199003]',
      "do_not_log: []",
      { doNotLog: locked([]) },
    ],
    [
      "the same number twice",
      '"+44 20 7946 0958"',
      '"5550199001"',
      { doNotLog: locked(["+15550199001", "+15550199003"]) },
    ],
    ["members' extensions", "{ ana:", '{ "101":', { owners: { ana: "1234" } }],
    ["names as people write them", "{ ana:", "{ ANA:", { owners: { ana: "1234" } }],
    [
      "owners that are locked",
      'owners: { ana: "1234" }',
      'owners: { value: { ana: "1234" } }',
      { owners: { ana: "1234" } },
    ],
    ["nobody's id", 'owners: { ana: "1234" }', "owners: {}", { owners: {} }],
    [
      "no hours of silence",
      "log_open_after_hours: 48",
      "log_open_after_hours: 0",
      { logOpenAfterHours: locked(0) },
    ],
  ])("takes %s", (_, from, to, crm) => {
    const found = read(from, to);
    expect(found.problems).toEqual([]);
    expect(found).toMatchObject({ crm });
  });

  it.each<[string, string, string]>([
    [
      "  auto_log: {",
      "  autolog: {",
      "line 18: `autolog` is not a key of the crm section; did you mean `auto_log`?",
    ],
    [
      "popup_after_first: false",
      "popup_after_first: maybe",
      "line 19: `popup_after_first: maybe` is neither on nor off; write `on` or `off`.",
    ],
    [
      "value: on, customizable: on",
      "value: 1, customizable: on",
      "line 18: `auto_log: 1` is neither on nor off",
    ],
    [
      "value: on, customizable: on",
      "value: on, customizible: on",
      "line 18: `customizible` is not a key of `auto_log`; did you mean `customizable`?",
    ],
    [
      "value: on, customizable: on",
      "customizable: on",
      "line 18: `value` is missing from `auto_log`; add it.",
    ],
    [
      "value: on, customizable: on",
      "value: on, customizable: some",
      "line 18: `customizable: some` is neither on nor off",
    ],
    ["unknown_contact: placeholder", "unknown_contact: placehodler", "Did you mean `placeholder`?"],
    [
      "unknown_contact: placeholder",
      "unknown_contact: ",
      "line 20: `unknown_contact: ` is not known; write `ask`, `placeholder` or `skip`.",
    ],
    ["value: most_recent,", "value: newest,", "line 23: `several_contacts: newest` is not known"],
    [
      "log_shared: at_resolve",
      "log_shared: [at_resolve]",
      "line 24: `log_shared` holds a list; write a single value.",
    ],
    [
      "log_open_after_hours: 48",
      "log_open_after_hours: three days",
      "line 25: `log_open_after_hours: three days` is not a number of hours; write 0 to 720 (0: only when it is resolved).",
    ],
    ["log_open_after_hours: 48", "log_open_after_hours: -1", "is not a number of hours"],
    [
      "write: { value: once }",
      "write: twice",
      "line 27: `write: twice` is not known; write `as_it_grows` or `once`.",
    ],
    ["contact_type: lead", 'contact_type: ""', "line 22: `contact_type` is empty; write a name."],
    [
      "tel:+15550199003",
      "Maria",
      'line 28: `do_not_log` holds Maria, which is not a phone number; write it as "+15550100001".',
    ],
    ["tel:+15550199003", '""', "line 28: `do_not_log` holds an empty number"],
    [
      'do_not_log: ["(555) 019-9001", "+44 20 7946 0958", tel:+15550199003]',
      "do_not_log: 5",
      "line 28: `do_not_log` must be a list",
    ],
    ["555 019 9009", "019", "line 7: `do_not_log` holds 019, which is not a phone number"],
    ["{ ana:", "{ anna:", "line 29: No member is called anna; did you mean ana?"],
    ["{ ana:", "{ zoe:", "line 29: No member is called zoe (ana)."],
    ["{ ana:", '{ "101": "7", ana:', "line 29: ana stands twice among the owners; once is enough."],
    ["{ ana:", "{ ana lee:", "line 29: `owners: ana lee` can't be a username"],
    ['{ ana: "1234" }', "{ ana: }", "line 29: `ana` is empty; write the CRM's id of that user."],
    ['{ ana: "1234" }', "{ ana: Ana Reyes }", "line 29: `ana: Ana Reyes` is no id of a CRM"],
    ['{ ana: "1234" }', "[ana]", "line 29: `owners` holds a list; write usernames with the CRM's ids"],
    [
      "crm: { log_shared: from_first_message }",
      "crm: off",
      "line 16: This is not the crm section; write its keys and values (`auto_log`,",
    ],
    ["log_shared: from_first_message }", "log_shared: first }", "line 16: `log_shared: first` is not known"],
  ])("%j as %j is refused: %s", (from, to, problem) => {
    expect(read(from, to).problems.join("\n")).toContain(problem);
  });

  it("asks for the country of a number that two lines would read differently", () => {
    const second = `lines:
  - { number: "+442079460000", name: London, carrier: twilio, sms_extension: "200" }`;
    const { problems } = read("lines:", second);
    expect(problems.join("\n")).toContain(
      "`do_not_log` holds (555) 019-9001, which may be +445550199001 or +15550199001; write it with its country code.",
    );
  });

  it("reads a line's own numbers as of its country", () => {
    expect(
      read(
        'crm: { auto_log: off, do_not_log: ["555 019 9009"] }',
        `country: gb
    crm: { do_not_log: ["020 7946 0958"] }`,
      ),
    ).toMatchObject({
      lines: [{ crm: { doNotLog: locked(["+442079460958"]) } }],
    });
  });
});
