/** What `crm:` of the directory says in vain. Nothing is refused for it: the CRM may change, and the directory is read without it. */
import { contactTypeProblem, type KnownType } from "./contact-type.ts";
import type { Directory } from "./directory.ts";
import type { Finding } from "./finding.ts";
import { defaultLogPolicy, type LogRules, type RuledBy, type RulesOf } from "./log-policy.ts";
import { logRulesOf } from "./log-rules-of.ts";

/** What of the CRM these go by. */
export interface LogsTo {
  /** As people write it. */
  readonly title: string;
  readonly contactTypes: readonly KnownType[];
}

/** @param crm null where it is not known which one. */
export function logFindings(directory: Directory, crm: LogsTo | null): readonly Finding[] {
  const places = placesOf(directory);
  return [
    ...(crm === null ? [] : places.flatMap(({ by, rules }) => unknownType(by, rules, crm))),
    ...places.flatMap(({ by, rules, wider }) => pageWithoutLog(by, rules, wider)),
    ...places.flatMap(({ by, rules }) => nobodysOwn(by, rules)),
  ];
}

interface RuledPlace extends RulesOf {
  /** What holds there where it says nothing itself, the narrowest first. */
  readonly wider: readonly RulesOf[];
}

function placesOf(directory: Directory): readonly RuledPlace[] {
  const all: RulesOf[] = directory.crm === undefined ? [] : [{ by: { kind: "all" }, rules: directory.crm }];
  return [
    ...all.map((place) => ({ ...place, wider: [] })),
    ...directory.groups.flatMap(({ name, crm }) =>
      crm === undefined ? [] : [{ by: { kind: "group", name } as const, rules: crm, wider: all }],
    ),
    ...directory.lines.flatMap(({ name, number, crm }) => {
      if (crm === undefined) return [];
      const [, ...wider] = logRulesOf(directory, { kind: "line", number });
      return [{ by: { kind: "line", name } as const, rules: crm, wider }];
    }),
  ];
}

function unknownType(by: RuledBy, { contactType }: LogRules, { title, contactTypes }: LogsTo): Finding[] {
  const said = contactType?.value ?? null;
  const problem = said === null ? null : contactTypeProblem(contactTypes, said, title);
  return problem === null ? [] : warning(by, problem.sentence, problem.remedy);
}

function pageWithoutLog(by: RuledBy, rules: LogRules, wider: readonly RulesOf[]): Finding[] {
  const said = [rules, ...wider.map((place) => place.rules)];
  const autoLog = said.find((one) => one.autoLog !== undefined)?.autoLog;
  const isOff = !(autoLog?.value ?? defaultLogPolicy.autoLog) && !(autoLog?.customizable ?? true);
  if (rules.popupAfterFirst?.value !== true || !isOff) return [];
  return warning(
    by,
    "`popup_after_first` is on where `auto_log` is off, so no logging page opens.",
    "Write `auto_log: on`, or leave `popup_after_first` out.",
  );
}

/** Shared conversations are nobody's own, so nobody can set these for themselves. */
function nobodysOwn(by: RuledBy, { logShared, logOpenAfterHours }: LogRules): Finding[] {
  const left = [
    ...(logShared?.customizable === true ? ["log_shared"] : []),
    ...(logOpenAfterHours?.customizable === true ? ["log_open_after_hours"] : []),
  ];
  return left.flatMap((key) =>
    warning(
      by,
      `\`${key}\` is customizable, but shared conversations are nobody's own: it is the same for everyone.`,
      `Write its value alone: \`${key}: …\`.`,
    ),
  );
}

function warning(by: RuledBy, sentence: string, remedy: string): Finding[] {
  const name = by.kind === "all" ? "directory: crm" : `directory: crm of ${by.name}`;
  const where = by.kind === "all" ? "" : `Of the ${by.kind} ${by.name}: `;
  return [{ name, level: "warning", sentence: `${where}${sentence}`, remedy }];
}
