/** What Slack may send (`test/fixtures/slack/payloads.yml`), and what in a payload is not of it. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** An example of each field: a string, a number, false, a list of one, an object; null where anything goes. */
export type Shape = string | number | boolean | null | readonly Shape[] | { readonly [name: string]: Shape };

type Lists = Readonly<Record<string, string>>;

interface Payloads {
  readonly objects: Lists;
  readonly events: Lists;
  readonly interactions: Lists;
  readonly answers: Lists;
}

const payloads = parse(
  readFileSync(new URL("../../fixtures/slack/payloads.yml", import.meta.url), "utf8"),
) as Payloads;

export const envelopeShape: Shape = shapeOf("<envelope>", payloads.objects);
export const eventShapes = shapesOf(payloads.events);
export const interactionShapes = shapesOf(payloads.interactions);
export const answerShapes = shapesOf(payloads.answers);

function shapesOf(lists: Lists): ReadonlyMap<string, Shape> {
  return new Map(Object.entries(lists).map(([name, list]) => [name, shapeOf(list, payloads.objects)]));
}

/** Reads a list of fields as the fixture's head explains it. @throws Error where it is none. */
export function shapeOf(list: string, objects: Lists): Shape {
  const words = list.match(/<[\w-]+>|\w+|\[\]|[#?*()]/g) ?? [];
  if (words.join("") !== list.replace(/\s/g, "")) throw new Error(`not a list of fields: ${list}`);
  const known = (word: string): Shape => {
    const names = objects[word.slice(1, -1)];
    if (names === undefined) throw new Error(`nobody says what ${word} is: ${list}`);
    return shapeOf(names, objects);
  };
  let at = 0;
  const take = (word: string): boolean => {
    if (words[at] !== word) return false;
    at += 1;
    return true;
  };

  function value(): Shape {
    if (take("[]")) return listed();
    if (take("#")) return 0;
    if (take("?")) return false;
    if (take("*")) return null;
    return take("(") ? fields(")") : "";
  }
  function listed(): Shape {
    const item = value();
    return item === null ? [] : [item];
  }
  function fields(end?: string): Record<string, Shape> {
    const found: Record<string, Shape> = {};
    for (;;) {
      const word = words[at];
      at += 1;
      if (word === end) return found;
      if (word === undefined) throw new Error(`a bracket stays open: ${list}`);
      if (word.startsWith("<")) Object.assign(found, known(word));
      else if (/\w/.test(word)) found[word] = value();
      else throw new Error(`${word} names no field: ${list}`);
    }
  }
  return fields();
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where `value` has a key that the shape has not, or another JSON type. Null is taken everywhere. */
export function differences(value: unknown, shape: unknown, path = ""): string[] {
  if (value === null || shape === null) return [];
  if (kindOf(shape) !== kindOf(value)) return [`${path}: ${kindOf(value)} instead of ${kindOf(shape)}`];
  if (Array.isArray(value)) {
    const [item] = shape as unknown[];
    return item === undefined ? [] : value.flatMap((one) => differences(one, item, `${path}[]`));
  }
  if (!isObject(value) || !isObject(shape)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${key}`;
    if (!Object.hasOwn(shape, key)) return [`${at}: no such key`];
    return differences(inner, shape[key], at);
  });
}
