/** How `doctor` shows what it finds: a sign, what it is about, a sentence, and what to do. Others' names may stand in each. */
import type { Finding } from "../../domain/finding.ts";
import { inert, inertLines } from "../inert.ts";
import type { Colour, Terminal } from "../terminal.ts";

const signs: Readonly<Record<Finding["level"], readonly [string, Colour]>> = {
  ok: ["ok", "green"],
  warning: ["warning", "yellow"],
  problem: ["PROBLEM", "red"],
};

const signWidth = 9;
const indent = " ".repeat(signWidth);

export function showFinding({ name, level, sentence, remedy }: Finding, { say, paint }: Terminal): void {
  const [sign, colour] = signs[level];
  const words = inertLines(sentence).join(`\n${indent}`);
  say(`${paint(colour, sign.padEnd(signWidth))}${paint("bold", inert(name))}: ${words}`);
  if (remedy !== undefined) showBelow(`${paint("dim", "->")} ${inert(remedy)}`, { say });
}

/** What belongs to the finding above. */
export function showBelow(line: string, { say }: Pick<Terminal, "say">): void {
  say(`${indent}${line}`);
}
