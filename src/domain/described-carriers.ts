/** The carriers that a directory describes, beside those that the house knows and all that names them. */

import type { DirectoryDraft } from "./directory-draft.ts";
import type { Located } from "./draft-record.ts";
import type { HttpCarrier, SecretName } from "./http-carrier.ts";
import type { DescribedDraft } from "./http-carriers/read-http-carriers.ts";
import { secretsIn } from "./http-carriers/templates.ts";
import type { Outline, Problem } from "./outline.ts";

/** What the house has beside a directory. */
export interface Registry {
  /** The names of its carriers. */
  readonly carriers: readonly string[];
  /** Whether a variable of the environment is its own, or one of its carriers'. */
  readonly isTaken: (variable: string) => boolean;
}

/** What `carrier:` may say of it: the one that is described, whatever it is called. */
const ANY = "http";

/** With `carrier: http` written as the one that is meant, where one alone is described. */
export function withMeantCarrier(draft: DirectoryDraft): DirectoryDraft {
  const { http_carriers: described, carriers, logins, lines } = draft.fields;
  const [only, other] = described?.value ?? [];
  const meant = only?.name?.value;
  if (meant === undefined || other !== undefined) return draft;
  const named = <F extends Located<string> | undefined>(name: F): F =>
    name?.value === ANY ? { ...name, value: meant } : name;
  const atCarrier = <D extends { readonly fields: { readonly carrier?: Located<string> } }>(
    list: readonly D[],
  ) => list.map((item) => ({ ...item, fields: { ...item.fields, ...carrierIn(item.fields) } }));
  const carrierIn = ({ carrier }: { readonly carrier?: Located<string> }) =>
    carrier && { carrier: named(carrier) };
  const switches = carriers?.value.map((item) => {
    const { name } = item.fields;
    return name === undefined ? item : { ...item, fields: { ...item.fields, name: named(name) } };
  });
  return {
    ...draft,
    fields: {
      ...draft.fields,
      ...(carriers && switches && { carriers: { ...carriers, value: switches } }),
      ...(logins && { logins: { ...logins, value: atCarrier(logins.value) } }),
      ...(lines && { lines: { ...lines, value: atCarrier(lines.value) } }),
    },
  };
}

/** Those in which nothing is wrong, by themselves and beside the others. */
export function soundCarriers({ fields }: DirectoryDraft, registry: Registry): HttpCarrier[] {
  const described = fields.http_carriers?.value ?? [];
  return described.flatMap((one) =>
    one.carrier === null || checkOne(one, described, registry).length > 0 ? [] : [one.carrier],
  );
}

export function checkDescribed(described: readonly DescribedDraft[], registry: Registry): Problem[] {
  return described.flatMap((one) => checkOne(one, described, registry));
}

function checkOne(one: DescribedDraft, all: readonly DescribedDraft[], registry: Registry): Problem[] {
  return [...checkName(one, all, registry), ...checkVariables(one, registry)];
}

function checkName({ name }: DescribedDraft, all: readonly DescribedDraft[], registry: Registry): Problem[] {
  if (name === undefined) return [];
  const at = (sentence: string) => [{ line: name.line, sentence }];
  if (registry.carriers.includes(name.value))
    return at(`Threadline knows a carrier called ${name.value} already; give this one another name.`);
  const first = all.find((other) => other.name?.value === name.value)?.name;
  if (first === undefined || first === name) return [];
  return at(
    `The carrier ${name.value} is described on line ${first.line} already; give each a \`name\` of its own.`,
  );
}

function checkVariables({ carrier, outline }: DescribedDraft, { isTaken }: Registry): Problem[] {
  if (carrier === null) return [];
  return secretsOf(carrier)
    .filter(isTaken)
    .map((name) => ({
      line: lineOf(name, outline) ?? outline.line,
      sentence: `${name} is a variable of Threadline's own; give the carrier's secret a variable of another name.`,
    }));
}

/** The variables that a description names, each once. */
export function secretsOf(carrier: Pick<HttpCarrier, "proof" | "send">): readonly SecretName[] {
  return [...new Set([...provingSecrets(carrier), ...sendingSecrets(carrier)])];
}

/** Those that prove a callback. */
export function provingSecrets({ proof }: Pick<HttpCarrier, "proof">): readonly SecretName[] {
  const { secretPath, basic, hmac } = proof;
  return [
    ...(secretPath === undefined ? [] : [secretPath]),
    ...(basic === undefined ? [] : [basic.username, basic.password]),
    ...(hmac === undefined ? [] : [hmac.secret]),
  ];
}

/** Those that a text is sent with. */
function sendingSecrets({ send }: Pick<HttpCarrier, "send">): readonly SecretName[] {
  const { path, headers, basic, query, body } = send;
  const texts = [path, ...[...headers, ...query].map(([, value]) => value), JSON.stringify(body)];
  return [...(basic === null ? [] : [basic.username, basic.password]), ...texts.flatMap(secretsIn)];
}

/** Where a variable is named first. */
function lineOf(name: SecretName, outline: Outline): number | null {
  const inside =
    outline.kind === "map"
      ? outline.entries.map(({ value }) => value)
      : outline.kind === "list"
        ? outline.items
        : [];
  for (const part of inside) {
    const line = lineOf(name, part);
    if (line !== null) return line;
  }
  const isNamed =
    outline.kind === "text" && (outline.text.trim() === name || secretsIn(outline.text).includes(name));
  return isNamed ? outline.line : null;
}
