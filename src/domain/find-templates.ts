/** Finding a template by what somebody types: its key, its name, or words that stand in it. */
import { atAGlance } from "./at-a-glance.ts";
import { editDistance, isNear } from "./nearest.ts";
import type { Template } from "./template.ts";

export interface Findable extends Pick<Template, "key" | "name" | "text"> {
  /** How often whoever looks for one has sent it. */
  readonly uses: number;
}

/** All of them that have each of the words, the best first; without words all, the most used first. Case and accents don't count. */
export function findTemplates<T extends Findable>(offered: readonly T[], words: string): readonly T[] {
  const typed = glanceAtTyped(words);
  return offered
    .map((template) => ({ template, rank: rankOf(template, typed) }))
    .flatMap(({ template, rank }) => (rank === null ? [] : [{ template, rank }]))
    .sort((one, other) => one.rank - other.rank || byUse(one.template, other.template))
    .map(({ template }) => template);
}

/** The one that somebody means who types its key, alone: `hours`, `!Hours`. */
export function templateByKey<T extends Pick<Template, "key">>(
  offered: readonly T[],
  typed: string,
): T | null {
  const key = keyOfTyped(typed);
  return offered.find((template) => template.key === key) ?? null;
}

export type Meant<T> =
  /** The only one of this key, else the only one with these words in its key or name. */
  | { readonly kind: "one"; readonly template: T }
  /** Several may be meant, the best first; or one by what stands in its text, which somebody should look at first. */
  | { readonly kind: "some"; readonly templates: readonly T[] }
  | { readonly kind: "none" };

export function templatesMeant<T extends Findable>(offered: readonly T[], words: string): Meant<T> {
  const byKey = templateByKey(offered, words);
  if (byKey !== null) return { kind: "one", template: byKey };
  const found = findTemplates(offered, words);
  const [first, ...others] = found.filter(
    (template) => rankOf({ ...template, text: "" }, glanceAtTyped(words)) !== null,
  );
  if (first !== undefined && others.length === 0) return { kind: "one", template: first };
  return found.length === 0 ? { kind: "none" } : { kind: "some", templates: found };
}

/** Those that a mistyped word was most probably meant to be, by key or name; where none is near, those that are least far. */
export function nearestTemplates<T extends Findable>(
  offered: readonly T[],
  word: string,
  count: number,
): readonly T[] {
  const typed = keyOfTyped(word).slice(0, longestCompared);
  const far = offered
    .map((template) => ({ template, ...nearestName(template, typed) }))
    .sort(
      (one, other) =>
        one.distance - other.distance || one.whole - other.whole || byUse(one.template, other.template),
    );
  const near = far.filter(({ isMeant }) => isMeant);
  return (near.length > 0 ? near : far).slice(0, count).map(({ template }) => template);
}

/** No key is longer; what is longer was no slip of a finger. */
const longestCompared = 32;

/** Looking at a long text costs more than looking in it, and the same hundreds are looked in at each letter that somebody types. */
const glances = new Map<string, string>();
const remembered = 3_000;

function glance(words: string): string {
  const known = glances.get(words);
  if (known !== undefined) return known;
  if (glances.size >= remembered) glances.clear();
  const seen = atAGlance(words);
  glances.set(words, seen);
  return seen;
}

/** `!hours` is how one is called in a thread, so that somebody types it elsewhere, too. */
function glanceAtTyped(words: string): string {
  const typed = atAGlance(words);
  return /[\p{L}\p{N}]/u.test(typed) ? typed : "";
}

function keyOfTyped(typed: string): string {
  return glanceAtTyped(typed).replaceAll(" ", "-");
}

/** Of what stands where: the whole key, in the key, in the name, in the text. Words may stand in different ones, of which the last counts. */
function rankOf({ key, name, text }: Findable, typed: string): number | null {
  if (typed === "") return 0;
  const [inKey, inName, inText] = [key, name, text].map(glance) as [string, string, string];
  if (inKey === typed) return 0;
  if (inName === typed) return 1;
  const places = [inKey, inName, inText].flatMap((place) => [` ${place}`, place]);
  const ranks = typed.split(" ").map((word) => {
    const found = places.findIndex((place, at) => place.includes(at % 2 === 0 ? ` ${word}` : word));
    return found === -1 ? null : found + 2;
  });
  return ranks.includes(null) ? null : Math.max(...ranks.map(Number));
}

function byUse(one: Findable, other: Findable): number {
  return other.uses - one.uses || one.name.localeCompare(other.name, "en") || compare(one.key, other.key);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function nearestName({ key, name }: Findable, typed: string) {
  const names = [key, ...key.split("-"), keyOfTyped(name), ...keyOfTyped(name).split("-")];
  const all = names.map((one) => ({ distance: editDistance(typed, one.slice(0, longestCompared)), one }));
  const best = all.reduce((least, next) => (next.distance < least.distance ? next : least));
  // Of two that have a word like it, the one that is called by it alone.
  const whole = editDistance(typed, key);
  return { distance: best.distance, whole, isMeant: isNear(best.distance, best.one) };
}
