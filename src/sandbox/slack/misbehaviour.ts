import type { Misbehaviour, MisbehaviourKind } from "./types/misbehaviour.ts";

interface Rule {
  id: number;
  rule: Misbehaviour;
  left: number;
}

/** The rules in force. Empty almost always, and then costs nothing. */
export interface Rules {
  list: Rule[];
  lastId: number;
}

/** Kinds that act on an event as a whole; the others act on one attempt to deliver it. */
const WHOLE_KINDS: ReadonlySet<MisbehaviourKind> = new Set(["duplicate", "reorder", "hold"]);

export function noRules(): Rules {
  return { list: [], lastId: 0 };
}

/** Adds a rule; says its number. */
export function addRule(rules: Rules, rule: Misbehaviour): number {
  rules.lastId += 1;
  const times = rule.times ?? 1;
  rules.list.push({ id: rules.lastId, rule, left: times === 0 ? Number.POSITIVE_INFINITY : times });
  return rules.lastId;
}

/** `chat.update` fits itself, `message.*` fits `message` and all its subtypes, `*` anything. */
export function fitsName(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === name) return true;
  if (!pattern.endsWith(".*")) return false;
  return name === pattern.slice(0, -2) || name.startsWith(pattern.slice(0, -1));
}

function take(rules: Rules, fits: (rule: Misbehaviour) => boolean): Misbehaviour | null {
  const found = rules.list.find(({ rule }) => fits(rule));
  if (found === undefined) return null;
  found.left -= 1;
  if (found.left <= 0) rules.list = rules.list.filter((rule) => rule !== found);
  return found.rule;
}

function inChannel(rule: Misbehaviour, channel: string | null): boolean {
  return rule.match?.channel === undefined || rule.match.channel === channel;
}

/** The rule that befalls this call, used up by one. */
export function ruleForCall(rules: Rules, method: string, channel: string | null): Misbehaviour | null {
  if (rules.list.length === 0) return null;
  return take(rules, (rule) => {
    const { method: wanted, event } = rule.match ?? {};
    if (wanted === undefined) return event === undefined && inChannel(rule, channel);
    return fitsName(wanted, method) && inChannel(rule, channel);
  });
}

/** The rule of one of `kinds` that befalls this delivery, used up by one. */
export function ruleForDelivery(
  rules: Rules,
  type: string,
  channel: string | null,
  whole: boolean,
): Misbehaviour | null {
  if (rules.list.length === 0) return null;
  return take(rules, (rule) => {
    const wanted = rule.match?.event;
    if (wanted === undefined || WHOLE_KINDS.has(rule.kind) !== whole) return false;
    return fitsName(wanted, type) && inChannel(rule, channel);
  });
}
