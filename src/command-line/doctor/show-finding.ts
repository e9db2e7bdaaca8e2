/** How `doctor` shows what it finds: a sign, what it is about, a sentence, and what to do. */
import type { Finding } from "../../domain/finding.ts";
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
  say(
    `${paint(colour, sign.padEnd(signWidth))}${paint("bold", name)}: ${sentence.replaceAll("\n", `\n${indent}`)}`,
  );
  if (remedy !== undefined) showBelow(`${paint("dim", "->")} ${remedy}`, { say });
}

/** What belongs to the finding above. */
export function showBelow(line: string, { say }: Pick<Terminal, "say">): void {
  say(`${indent}${line}`);
}
