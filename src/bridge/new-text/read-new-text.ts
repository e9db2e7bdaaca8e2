/** Whom a form is for, as its fields name them: or why they can't be texted, at the field. */
import { allowedLines } from "../../domain/allowed-lines.ts";
import type { Directory, Line, Member } from "../../domain/directory.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { isNote } from "../../domain/inside.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { chosenValue, type Recipient, readChosen, typedParts } from "../../domain/recipient.ts";
import { readRecipientNumber } from "../../domain/recipient-number.ts";
import { readRecipients } from "../../domain/recipients.ts";
import { refuse } from "../composing/text-refused.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteWords } from "./check-new-text.ts";
import type { NewText } from "./new-text-form.ts";

/** Each of them once. Throws what `orRefused` makes a refusal of. */
export async function readNewText(
  tx: Tx,
  directory: Directory,
  member: Member | null,
  {
    to: values,
    line: wanted,
    body,
    at,
    unlessTheyWrite,
  }: Pick<NewText, "to" | "line" | "body" | "at" | "unlessTheyWrite">,
): Promise<readonly Recipient[]> {
  if (member === null) refuse("recipients", notInDirectory);
  const lines = allowedLines(directory, member);
  const line = lines.find(({ number }) => number === wanted) ?? lines[0] ?? directory.lines[0];
  const to = new Map<string, Recipient>();
  for (const value of values)
    for (const recipient of await read(tx, directory, line, value)) to.set(chosenValue(recipient), recipient);
  if (to.size === 0) refuse("recipients", "Choose whom it is for.");
  const recipients = [...to.values()];
  refuseWithoutTime({ at, unlessTheyWrite });
  if (isNote(body) && leavesSlack(recipients)) refuse("text", noteWords);
  return recipients;
}

/** What leaves now can't be cancelled if they write first. */
export function refuseWithoutTime({ at, unlessTheyWrite }: Pick<NewText, "at" | "unlessTheyWrite">): void {
  if (unlessTheyWrite && at === null)
    refuse(
      "when",
      "“Cancel if they write first” is for a text that waits for its time. Choose one, or take the tick out.",
    );
}

/** What goes to the team alone may be meant for the team. */
export function leavesSlack(to: readonly Recipient[]): boolean {
  return to.some(({ kind }) => kind === "number");
}

async function read(
  tx: Tx,
  directory: Directory,
  line: Line | undefined,
  value: string,
): Promise<readonly Recipient[]> {
  const country = line === undefined ? "US" : countryOfLine(line);
  const chosen = readChosen(value);
  if (chosen === null)
    refuse("recipients", "One of these is not known here any more. Choose whom it is for anew.");
  if (chosen.kind === "number") return [await textable(tx, chosen.number, country)];
  if (chosen.kind !== "typed") return [chosen];
  const { people, mistakes } = readRecipients(typedParts(chosen.typed), { directory, country });
  const [mistake] = mistakes;
  if (mistake !== undefined) refuse("recipients", mistake.sentence);
  return people.map((one) => (one.kind === "member" ? one : { kind: "number", number: one.number }));
}

/** Whoever has texted with us before can be texted, whatever kind of number the plan says it is. */
async function textable(tx: Tx, number: E164, country: string): Promise<Recipient> {
  const found = readRecipientNumber(number, country);
  if ("number" in found || (await tx.messages.anySaidWith(number as string as Address)))
    return { kind: "number", number };
  return refuse("recipients", found.problem);
}
