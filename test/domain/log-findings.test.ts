import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import { logFindings } from "../../src/domain/log-findings.ts";
import type { LogRules } from "../../src/domain/log-policy.ts";
import { office } from "../bridge/front-desk.ts";

const crm = { title: "Salesforce", contactTypes: [{ value: "Lead", name: "Lead" }] };
const locked = <T>(value: T) => ({ value, customizable: false });
const free = <T>(value: T) => ({ value, customizable: true });

interface At {
  readonly all?: LogRules;
  readonly group?: LogRules;
  readonly line?: LogRules;
}

function officeWith({ all, group, line }: At): Directory {
  return {
    ...office,
    lines: office.lines.map((one, index) => (index === 0 && line ? { ...one, crm: line } : one)),
    groups: office.groups.map((one, index) => (index === 0 && group ? { ...one, crm: group } : one)),
    ...(all && { crm: all }),
  };
}

const found = (at: At) =>
  logFindings(officeWith(at), crm).map(({ name, sentence }) => `${name}: ${sentence}`);
const page = "`popup_after_first` is on where `auto_log` is off, so no logging page opens.";

describe("what the directory says of logging in vain", () => {
  it.each<[string, At, readonly string[]]>([
    ["nothing", {}, []],
    [
      "a kind of contact that the CRM has, in any case of letters",
      { all: { contactType: locked("lead") } },
      [],
    ],
    [
      "kinds of contact that it has not",
      { all: { contactType: locked("patient") }, line: { contactType: free("guest") } },
      [
        "directory: crm: Salesforce knows no contact of the type patient.",
        "directory: crm of Front desk: Of the line Front desk: Salesforce knows no contact of the type guest.",
      ],
    ],
    [
      "a logging page without logging",
      { all: { popupAfterFirst: locked(true), autoLog: locked(false) } },
      [`directory: crm: ${page}`],
    ],
    [
      "a logging page of a line whose group does not log",
      { group: { autoLog: locked(false) }, line: { popupAfterFirst: free(true) } },
      [`directory: crm of Front desk: Of the line Front desk: ${page}`],
    ],
    [
      "a logging page where members may log",
      { all: { popupAfterFirst: locked(true), autoLog: free(false) } },
      [],
    ],
    [
      "a logging page where a line logs and its group does not",
      {
        group: { autoLog: locked(false) },
        line: { popupAfterFirst: locked(true), autoLog: locked(true) },
      },
      [],
    ],
    [
      "what nobody can set for themselves, left to members",
      { group: { logShared: free("at_resolve"), logOpenAfterHours: free(4) } },
      [
        expect.stringContaining("Of the group Front desk: `log_shared` is customizable, but shared"),
        expect.stringContaining("`log_open_after_hours` is customizable"),
      ],
    ],
  ])("is %s", (_, at, sentences) => {
    expect(found(at)).toEqual(sentences);
  });

  it("says nothing of kinds of contact where the CRM is not known", () => {
    expect(logFindings(officeWith({ all: { contactType: locked("patient") } }), null)).toEqual([]);
  });
});
