/** What stands in the CRM after all that: each text of each customer in a record of theirs, once. Judged from outside. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { begunTokens } from "./begun.ts";
import type { Phone } from "./phones.ts";
import { replyTokens, type Traffic, textTokens } from "./traffic.ts";
import { countOf, outbound, sorted } from "./verdict-counts.ts";

export interface LoggedVerdict {
  /** Each text counts for itself and its customer: `text-00001 with Phone 002`. */
  readonly once: number;
  /** Whether their record was made is not known: it is looked for for ten minutes, and then a person is asked. */
  readonly uncertain: string[];
  readonly lost: string[];
  readonly doubled: string[];
}

const withPhone = (token: string, { name }: Phone) => `${token} with ${name}`;

export function tokensIn(words: string): string[] {
  return [textTokens, replyTokens, begunTokens].flatMap((tokens) => words.match(tokens) ?? []);
}

/** @param uncertain numbers of those of whose records it is not known whether they were made */
export function judgeLogged(
  sandbox: Pick<Sandbox, "crm" | "phones">,
  { texts, listed }: Traffic,
  phones: readonly Phone[],
  uncertain: readonly string[],
  wrong: string[],
): LoggedVerdict {
  const { crm } = sandbox;
  if (crm === null) return { once: 0, uncertain: [], lost: [], doubled: [] };
  const all = [...phones, ...listed];
  const customers = new Map(crm.control.contacts().map(({ id, phones: [number] }) => [id, number]));
  const told = crm.control.records().flatMap(({ id, contact, body }) => {
    const phone = all.find(({ number }) => number === customers.get(contact ?? ""));
    if (phone === undefined) wrong.push(`the record ${id} stands on ${contact ?? "nobody"}`);
    return phone === undefined ? [] : tokensIn(body).map((token) => withPhone(token, phone));
  });
  const wanted = [
    ...texts.map(({ token, phone }) => withPhone(token, phone)),
    ...all.flatMap((phone) => arrivedAt(sandbox, phone).map((token) => withPhone(token, phone))),
  ];
  const counts = countOf(told);
  const mayMiss = new Set(all.filter(({ number }) => uncertain.includes(number)).map(({ name }) => name));
  const isUncertain = (text: string) =>
    !counts.has(text) && mayMiss.has(text.slice(text.indexOf(" with ") + " with ".length));
  const texted = [...new Set(wanted)];
  return {
    ...sorted(
      texted.filter((text) => !isUncertain(text)),
      counts,
    ),
    uncertain: texted.filter(isUncertain),
  };
}

function arrivedAt(sandbox: Pick<Sandbox, "phones">, phone: Phone): string[] {
  return outbound(sandbox, phone)
    .filter(({ arrived }) => arrived)
    .flatMap(({ body }) => tokensIn(body));
}
