/** Why a text did not reach a phone, by the words that the description gives a meaning. */
import type { LastingFailure } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { ErrorMeaning, HttpCarrier } from "../../domain/http-carrier.ts";

const scopes: Readonly<Record<ErrorMeaning, CarrierFailure["scope"]>> = {
  opted_out: "recipient",
  no_texts: "recipient",
  content: "content",
  account: "account",
  passing: "passing",
};

const sentences: Readonly<Record<ErrorMeaning, (title: string) => string>> = {
  opted_out: (title) =>
    `${title} takes no more texts to this person, who has opted out of them. They have to text START to this line before anything reaches them again.`,
  no_texts: () => "This number can't receive texts: it may be a landline, or out of service.",
  content: (title) => `${title} does not let a text of these words pass. Other words may get through.`,
  account: (title) =>
    `${title} takes no texts from this line or account at the moment. An administrator has to look at it.`,
  passing: (title) => `${title} could not deliver the text at the moment. It may work later.`,
};

/** What a word of the carrier's means; null where the description does not say. Case does not count. */
export function meaningOf({ send }: HttpCarrier, word: string): ErrorMeaning | null {
  const plain = word.trim().toLowerCase();
  return send.answer.errors.find(({ words }) => words.includes(plain))?.means ?? null;
}

/** A word that says that there is no error. */
export function isNoError(word: string): boolean {
  return /^\s*(0*|null|none|false|ok|success)\s*$/i.test(word);
}

/** `words`: what the carrier said, the most exact first. The first that means something leads. */
export function describeFailure(carrier: HttpCarrier, words: readonly string[]): CarrierFailure {
  for (const word of words) {
    const means = meaningOf(carrier, word);
    if (means !== null) return meant(carrier, means, codeOf(word) ?? means);
  }
  const code = words.filter((word) => !isNoError(word)).map(codeOf)[0] ?? null;
  const { title } = carrier;
  const sentence =
    code === null
      ? `${title} did not deliver the text, and gave no reason that is known here.`
      : `${title} did not deliver the text. The only reason given is “${code}”.`;
  return { code: code ?? "failed", scope: "content", sentence };
}

function meant({ title }: HttpCarrier, means: ErrorMeaning, code: string): CarrierFailure {
  return { code, scope: scopes[means], sentence: sentences[means](title) };
}

/** It is logged and shown: no sentence with somebody's number or words in it. */
function codeOf(word: string): string | null {
  const code = word.trim();
  return /^[\w.:-]{1,40}$/.test(code) && !/\d{7}/.test(code) ? code : null;
}

/** The carrier refused with a code of HTTP's, and without a word that is known. */
export function describeRefusal({ title }: HttpCarrier, status: number): CarrierFailure {
  const code = `http-${status}`;
  const account = (sentence: string): CarrierFailure => ({ code, scope: "account", sentence });
  if (status === 401)
    return account(
      `${title} refuses our credentials. No text can leave until an administrator corrects them.`,
    );
  if (status === 402 || status === 403)
    return account(
      `${title} does not allow us this text (HTTP ${status}). An administrator has to look at the account.`,
    );
  if (status === 404 || status === 405 || status === 415)
    return account(
      `${title} does not know how it was asked to send (HTTP ${status}). An administrator has to check its description.`,
    );
  const sentence = `${title} refused the text (HTTP ${status}), and gave no reason that is known here.`;
  return { code, scope: "content", sentence };
}

/** What kept a text from being handed over, whatever it said. */
export function describeOwn(
  { title }: HttpCarrier,
  code: "busy" | "no_address" | "no_files" | "other_country" | "unreachable" | "unwritable",
): CarrierFailure {
  const own: Readonly<Record<typeof code, readonly [CarrierFailure["scope"], string]>> = {
    busy: [
      "passing",
      `${title} takes no more texts at the moment. The text did not leave; try again in a minute.`,
    ],
    no_address: [
      "account",
      `Pictures and files can't leave: ${title} fetches them at a public address, and there is none. An administrator has to set it up.`,
    ],
    no_files: ["content", `${title} takes no pictures or files along.`],
    other_country: ["recipient", `${title} texts numbers of its own country only.`],
    unreachable: ["passing", `${title} can't be reached from here at the moment. The text did not leave.`],
    unwritable: ["content", `${title} can't be given a text of these words alone. Add some others.`],
  };
  const [scope, sentence] = own[code];
  return { code, scope, sentence };
}

/** The contract's `lastingFailure`. */
export function lastingFailure(carrier: HttpCarrier, code: string): LastingFailure | null {
  const means = meaningOf(carrier, code) ?? code;
  return means === "opted_out" || means === "no_texts" ? means : null;
}
