/** Contacts by number, and by what somebody types of a name or a number; what is written down of them. */
import { asc, eq, isNotNull, like, or, sql } from "drizzle-orm";
import type { Contacts, StoredContact } from "../../bridge/contracts/store/contacts.ts";
import type { Directories } from "../../bridge/contracts/store/directories.ts";
import { atAGlance } from "../../domain/at-a-glance.ts";
import { rankOfName, readSearch, type Search } from "../../domain/contact-search.ts";
import type { Address } from "../../domain/ids.ts";
import { contacts } from "../schema/schema.ts";
import type { Sealer } from "../seal.ts";
import type { Connected } from "./connected.ts";
import { readName } from "./conversations.ts";

type Row = Pick<
  typeof contacts.$inferSelect,
  "id" | "address" | "sealedName" | "sealedCompany" | "timeZone" | "shared" | "blockedAt"
>;

const columns = {
  id: contacts.id,
  address: contacts.address,
  sealedName: contacts.sealedName,
  sealedCompany: contacts.sealedCompany,
  timeZone: contacts.timeZone,
  shared: contacts.shared,
  blockedAt: contacts.blockedAt,
};
const isNamed = isNotNull(contacts.sealedName);
const isDescribed = or(
  isNamed,
  isNotNull(contacts.sealedCompany),
  isNotNull(contacts.timeZone),
  eq(contacts.shared, true),
);

export function createContactSearch(
  { db, sealer, dialect, prepared }: Connected,
  directories: Directories,
): Pick<Contacts, "find" | "search" | "described"> {
  const one = prepared(() =>
    db
      .select(columns)
      .from(contacts)
      .where(eq(contacts.address, sql.placeholder("address"))),
  );
  const open = rememberNames(sealer);
  const read = ({ sealedName, sealedCompany, ...rest }: Row): StoredContact => ({
    ...rest,
    givenName: readName(sealer, sealedName),
    company: readName(sealer, sealedCompany),
  });

  /** Sealed names can't be compared where they lie. Of the others, those whose digits fit and those whom the directory names. */
  function candidates(digits: string | null, named: readonly Address[]) {
    const fits = digits === null ? undefined : like(contacts.address, `%${digits}%`);
    return db
      .select(columns)
      .from(contacts)
      .where(or(isNamed, fits, dialect.isAmong(contacts.address, named)));
  }

  return {
    find: async (address) => {
      const row = await one.get({ address });
      return row === undefined ? null : read(row);
    },
    described: async () =>
      (await db.select(columns).from(contacts).where(isDescribed).orderBy(asc(contacts.address))).map(read),
    search: async (typed, limit) => {
      const search = readSearch(typed);
      const { contacts: listed } = await directories.current();
      const inDirectory = new Map(
        listed.flatMap(({ number, name }) => {
          const address = number as string as Address;
          return rankOf(address, atAGlance(name), search) === null ? [] : [[address, name]];
        }),
      );
      const found: Ranked[] = [];
      for (const row of await candidates(search.digits, [...inDirectory.keys()])) {
        const given = row.sealedName === null ? null : open(row.sealedName);
        const name = given?.name ?? inDirectory.get(row.address) ?? null;
        inDirectory.delete(row.address);
        const looked = given?.looked ?? (name === null ? null : atAGlance(name));
        const rank = rankOf(row.address, looked, search);
        if (rank !== null) found.push({ rank, looked, name, address: row.address, row });
      }
      for (const [address, name] of inDirectory) {
        const looked = atAGlance(name);
        found.push({ rank: rankOf(address, looked, search) ?? 0, looked, name, address, row: null });
      }
      return found
        .sort(better)
        .slice(0, limit)
        .map(({ row, name, address }) =>
          row === null ? { ...unknown, address, name } : { ...read(row), name },
        );
    },
  };
}

interface Ranked {
  readonly rank: number;
  /** Its name at a glance. */
  readonly looked: string | null;
  readonly name: string | null;
  readonly address: Address;
  readonly row: Row | null;
}

const unknown = { id: null, givenName: null, company: null, shared: false, timeZone: null, blockedAt: null };
const last = "\uffff";

/** By code: thousands may fit, and comparing as a language does takes longer than all else. */
function better(left: Ranked, right: Ranked): number {
  if (left.rank !== right.rank) return left.rank - right.rank;
  const [one, other] = [left.looked ?? last, right.looked ?? last];
  if (one !== other) return one < other ? -1 : 1;
  return left.address < right.address ? -1 : 1;
}

/** @param looked its name at a glance. Null where neither that nor its number fits. */
function rankOf(address: Address, looked: string | null, search: Search): number | null {
  const { digits } = search;
  if (digits !== null && address.includes(digits)) return address === `+${digits}` ? 0 : 1;
  return looked === null ? null : rankOfName(looked, search);
}

interface Opened {
  readonly name: string;
  /** At a glance. */
  readonly looked: string;
}

const remembered = 100_000;

/** Opening one costs more than all else, and somebody who types asks for the same ones at each letter. */
function rememberNames(sealer: Sealer): (sealedName: string) => Opened {
  const known = new Map<string, Opened>();
  return (sealedName) => {
    const before = known.get(sealedName);
    if (before !== undefined) return before;
    const name = sealer.open(sealedName);
    const opened = { name, looked: atAGlance(name) };
    if (known.size >= remembered) known.clear();
    known.set(sealedName, opened);
    return opened;
  };
}
