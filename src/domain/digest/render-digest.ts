/** A record as the CRM gets it: whole, or in numbered pieces where it takes less. Nothing that was said is ever left out. */
import { cut } from "../cut.ts";
import type { Digest, DigestForm, Rendered } from "../digest.ts";
import { localDay } from "../local-day.ts";
import { cleanName } from "./clean-words.ts";
import { type Block, blocksOf, drawBlock, factsOf } from "./digest-blocks.ts";
import { digestForms, type Fact, type FormOf } from "./digest-forms.ts";
import { inPieces } from "./in-pieces.ts";

/** What CRMs take as a subject, in UTF-16 code units. */
const longestSubject = 255;

/** However large it is. */
export function renderDigest(
  digest: Digest,
  form: DigestForm,
  maxSubject: number = longestSubject,
): Rendered {
  const body = drawn(factsOf(digest), blocksOf(digest), digestForms[form]);
  return { subject: subjectOf(digest, "", maxSubject), body };
}

/** Each block behind the day that it stands under, where that is another than before. */
function drawn(facts: readonly Fact[], blocks: readonly Block[], form: FormOf): string {
  let day: string | null = null;
  const said = blocks.flatMap((block) => {
    const begins = block.day !== null && block.day.key !== day ? [form.day(block.day.words)] : [];
    day = block.day?.key ?? day;
    return [...begins, drawBlock(form, block)];
  });
  return [form.facts(facts), ...said].join(form.between);
}

/**
 * In so many pieces as it needs, each with its number in subject and body ("2 of 3"); what fits into one has none. As more is said, only the
 * first (with the summary) and the last piece change, until one more is needed: then the others change their numbers, and nothing else.
 * @param maxBody of one body, in UTF-16 code units: 4,000 at least.
 */
export function splitDigest(
  digest: Digest,
  form: DigestForm,
  maxBody: number,
  maxSubject: number = longestSubject,
): Rendered[] {
  const shape = digestForms[form];
  const [facts, blocks] = [factsOf(digest), blocksOf(digest)];
  const whole = drawn(facts, blocks, shape);
  if (whole.length <= maxBody) return [{ subject: subjectOf(digest, "", maxSubject), body: whole }];
  const marked = (number: number, of: number) =>
    shape.marker(`Part ${number} of ${of}: ${subjectOf(digest, "", longestSubject)}`);
  const room = maxBody - marked(9_999, 9_999).length - shape.between.length;
  const pieces = inPieces(facts, blocks, shape, room);
  return pieces.map((body, index) => ({
    subject: subjectOf(digest, ` (${index + 1} of ${pieces.length})`, maxSubject),
    body: [marked(index + 1, pieces.length), body].join(shape.between),
  }));
}

/** `SMS with Maria Lopez, (555) 019-9001, 2026-11-26`: of one that is too long, the name is cut. */
function subjectOf({ kind, contact, day, startedAt, zone }: Digest, part: string, max: number): string {
  const name = cleanName(contact.name ?? contact.number ?? "");
  const number = contact.number === null || contact.number === name ? "" : `, ${cleanName(contact.number)}`;
  const chosen = kind === "selected" ? ", chosen texts" : "";
  const end = `${number}${chosen}, ${day ?? localDay(startedAt, zone)}${part}`;
  return cut(`${beginning}${cut(name, Math.max(1, max - beginning.length - end.length))}${end}`, max);
}

const beginning = "SMS with ";
