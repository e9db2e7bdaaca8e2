/** The lists of the app's Home, and how far somebody has turned in each: one that is hidden has no page. */

/** How many rows of each are shown at once: together, with all that stands around them, they fit into Slack's hundred blocks. */
export const pageSizes = {
  /** The reader's texts that wait for their word. */
  deciding: 4,
  /** The conversations that they have, or that are their own. */
  mine: 10,
  /** Those of their groups that nobody has. */
  unassigned: 5,
  scheduled: 3,
  /** Texts to many that are under way. */
  lists: 3,
  /** What they keep unsent. */
  drafts: 2,
  snoozed: 4,
  /** What the CRM does not hold. */
  unlogged: 2,
  groups: 4,
  /** The open conversations of one group. */
  group: 5,
  memberless: 5,
  opt_outs: 5,
  blocked: 3,
} as const;

export type HomeList = keyof typeof pageSizes;

/** From 0, by list; of `group` the key says which one, as `groupKey` does. */
export type HomePages = Readonly<Record<string, number>>;

/** A page of one, from 0; null hides it. */
export interface Turn {
  readonly list: string;
  readonly page: number | null;
}

/** One page of a list. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  /** From 0. */
  readonly page: number;
  readonly more: boolean;
  /** Of all pages; null where they are not counted. */
  readonly total: number | null;
}

const groupPrefix = "group:";
/** Nobody turns so far by hand. */
const lastPage = 100_000;

export function groupKey(extension: string): string {
  return `${groupPrefix}${extension}`;
}

/** The extension of the group that is looked into; null where none is. */
export function shownGroup(pages: HomePages): string | null {
  const key = Object.keys(pages).find((list) => list.startsWith(groupPrefix));
  return key?.slice(groupPrefix.length) ?? null;
}

/** Null for a list or a page that there can't be: a button of an earlier version, or one that was made up. */
export function turned(pages: HomePages, { list, page }: Turn): HomePages | null {
  const isGroup = list.startsWith(groupPrefix);
  if (!isGroup && (list === "group" || !Object.hasOwn(pageSizes, list))) return null;
  if (page !== null && !(Number.isInteger(page) && page >= 0 && page <= lastPage)) return null;
  // One group is looked into at a time.
  const others = Object.entries(pages).filter(
    ([key]) => key !== list && !(isGroup && key.startsWith(groupPrefix)),
  );
  return Object.fromEntries(page === null ? others : [...others, [list, page]]);
}

/** Of a list that is known whole. A page that there is not any more is the first. */
export function pageOf<Row>(rows: readonly Row[], size: number, wanted: number): Listed<Row> {
  const page = wanted * size < rows.length ? wanted : 0;
  const from = page * size;
  return {
    rows: rows.slice(from, from + size),
    page,
    more: rows.length > from + size,
    total: rows.length,
  };
}
