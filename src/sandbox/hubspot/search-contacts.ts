/** `POST /crm/v3/objects/contacts/search`: groups of filters, or words, over what the index shows by now. */
import { asList, asObject, type CrmAnswer, type Json } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { refuse } from "./errors.ts";
import { renderObject } from "./objects.ts";
import { contactProperties, iso, propertiesOfContact, readOnlyOfContact } from "./properties.ts";

const known = new Set([...Object.keys(contactProperties), ...readOnlyOfContact]);
const searchedByWords = ["firstname", "lastname", "email", "phone", "mobilephone", "company"] as const;
const usual = ["firstname", "lastname", "email"];
const MOST = { groups: 5, filters: 18, inGroup: 6, results: 10_000, page: 200, query: 3_000 };

type Values = Readonly<Record<string, string | null>>;

export function searchContacts(world: CrmWorld, sent: unknown): CrmAnswer {
  const body = asObject(sent);
  const groups = asList(body.filterGroups).map((group) => asList(asObject(group).filters).map(asObject));
  const limit = Number(body.limit ?? 10);
  const after = Number(body.after ?? 0);
  const query = typeof body.query === "string" ? body.query : "";
  const mistake = mistakeIn(groups, { limit, after, query });
  if (mistake !== null) return refuse(400, "VALIDATION_ERROR", mistake);
  const found = world
    .shownPeople()
    .map((person) => ({ person, values: propertiesOfContact(person) }))
    .filter(({ values }) => groups.length === 0 || groups.some((group) => group.every(holds(values))))
    .filter(({ values }) => hasWords(values, query))
    .sort(byId);
  const page = found.slice(after, after + limit);
  const asked = Array.isArray(body.properties) ? body.properties.map(String) : null;
  const next = after + limit;
  return {
    status: 200,
    body: {
      total: found.length,
      results: page.map(({ person, values }) =>
        renderObject(
          {
            id: person.id,
            properties: values,
            createdAt: iso(person.createdAt),
            updatedAt: iso(person.changedAt),
          },
          asked,
          usual,
        ),
      ),
      ...(next < found.length ? { paging: { next: { after: String(next) } } } : {}),
    },
  };
}

function byId(a: { person: { id: string } }, b: { person: { id: string } }): number {
  return Number(a.person.id) - Number(b.person.id);
}

interface Asked {
  readonly limit: number;
  readonly after: number;
  readonly query: string;
}

function mistakeIn(groups: readonly (readonly Json[])[], { limit, after, query }: Asked): string | null {
  const filters = groups.flat();
  if (groups.length > MOST.groups) return `There are more than ${MOST.groups} filterGroups.`;
  if (filters.length > MOST.filters) return `There are more than ${MOST.filters} filters.`;
  if (groups.some((group) => group.length > MOST.inGroup))
    return `A filterGroup has more than ${MOST.inGroup} filters.`;
  if (!Number.isInteger(limit) || limit < 0 || limit > MOST.page)
    return `limit has to be between 0 and ${MOST.page}.`;
  if (!Number.isInteger(after) || after < 0) return "after has to be a number.";
  if (after + limit > MOST.results) return `Paging past ${MOST.results} results is not possible.`;
  if (query.length > MOST.query) return `query is longer than ${MOST.query} characters.`;
  for (const { propertyName, operator, value, values } of filters) {
    if (typeof propertyName !== "string" || !known.has(propertyName))
      return `There is no property ${String(propertyName)}.`;
    if (!(String(operator) in operators)) return `There is no operator ${String(operator)}.`;
    const needsValue = !["HAS_PROPERTY", "NOT_HAS_PROPERTY", "IN", "NOT_IN"].includes(String(operator));
    if (needsValue && typeof value !== "string") return `The filter on ${propertyName} lacks its value.`;
    if (/IN$/.test(String(operator)) && !Array.isArray(values))
      return `The filter on ${propertyName} lacks its values.`;
  }
  return null;
}

type Operator = (held: string | null, value: string, values: readonly string[]) => boolean;

/** Case does not count. */
const operators: Readonly<Record<string, Operator>> = {
  EQ: (held, value) => held === value,
  NEQ: (held, value) => held !== value,
  IN: (held, _, values) => held !== null && values.includes(held),
  NOT_IN: (held, _, values) => held !== null && !values.includes(held),
  HAS_PROPERTY: (held) => held !== null,
  NOT_HAS_PROPERTY: (held) => held === null,
  CONTAINS_TOKEN: (held, value) => containsToken(held, value),
  NOT_CONTAINS_TOKEN: (held, value) => !containsToken(held, value),
};

function containsToken(held: string | null, value: string): boolean {
  const pattern = value.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return (held ?? "").split(/[\s,;()/-]+/).some((token) => new RegExp(`^${pattern}$`).test(token));
}

function holds(values: Values) {
  return ({ propertyName, operator, value, values: several }: Json): boolean => {
    const held = values[String(propertyName)]?.toLowerCase() ?? null;
    const wanted = asList(several).map((one) => String(one).toLowerCase());
    return operators[String(operator)]?.(held, String(value ?? "").toLowerCase(), wanted) ?? false;
  };
}

/** Each word begins a word somewhere. */
function hasWords(values: Values, query: string): boolean {
  const held = searchedByWords.flatMap((name) => (values[name] ?? "").toLowerCase().split(/[\s@.]+/));
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.every((word) => held.some((one) => one.startsWith(word)));
}
