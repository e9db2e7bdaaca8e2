import { randomUUID } from "node:crypto";
import type { PhoneSpec } from "../types/numbers.ts";
import type {
  Consent,
  Extension,
  Hint,
  Line,
  Login,
  Message,
  Note,
  Phone,
  Template,
  Thread,
} from "./entities.ts";
import type { ExtensionSpec, LineSpec, LoginSpec } from "./types/account.ts";

/** The account: who is in it, what it has, what was said. */
export interface World {
  readonly accountId: string;
  now(): number;
  /** The clock goes on. */
  shift(ms: number): void;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly logins: ReadonlyMap<string, Login>;
  readonly phones: ReadonlyMap<string, Phone>;
  readonly messages: ReadonlyMap<bigint, Message>;
  readonly threads: Map<string, Thread>;
  readonly notes: Map<string, Note>;
  readonly hints: Hint[];
  readonly templates: Map<string, Template>;
  /** By `line>phone`. */
  readonly consents: Map<string, Consent>;
  /** Scopes that the app lacks. */
  readonly lacksScopes: Set<string>;
  /** Whether the account has them. */
  hasThreads: boolean;
  addExtension(spec: ExtensionSpec): Extension;
  addLine(spec: LineSpec): Line;
  addLogin(spec: LoginSpec): Login;
  addPhone(spec: PhoneSpec): Phone;
  /** The phone of that number; a new mobile when there is none. */
  phone(number: string): Phone;
  /** @throws Error with a sentence. */
  extension(id: string): Extension;
  addMessage(message: NewMessage): Message;
  /** Marks something as changed just now. */
  touch(thing: { changedAt: number; change: number }): void;
  /** The same for the same people. */
  conversation(extension: string, numbers: readonly string[]): bigint;
  newId(): bigint;
  nextChange(): number;
  lastChange(): number;
}

export type NewMessage = Pick<
  Message,
  | "direction"
  | "from"
  | "to"
  | "text"
  | "attachments"
  | "extension"
  | "thread"
  | "author"
  | "conversation"
  | "readStatus"
>;

/** The first whole number that JavaScript does not tell from its neighbour. */
const BEYOND_NUMBERS = 9_007_199_254_740_993n;
const FIRST_CONVERSATION = 5_228_713_228_647_895_001n;

export function createWorld(clock: () => number): World {
  let shifted = 0;
  let changes = 0;
  let ids = 0n;
  const extensions = new Map<string, Extension>();
  const lines = new Map<string, Line>();
  const logins = new Map<string, Login>();
  const phones = new Map<string, Phone>();
  const messages = new Map<bigint, Message>();
  const conversations = new Map<string, bigint>();

  const addPhone = (spec: PhoneSpec): Phone => {
    const known = phones.get(spec.number);
    const phone = known ?? { number: spec.number, name: spec.number, kind: "mobile", messages: [] };
    phone.name = spec.name ?? phone.name;
    phone.kind = spec.kind ?? phone.kind;
    phones.set(spec.number, phone);
    return phone;
  };

  const world: World = {
    accountId: "37439510",
    now: () => clock() + shifted,
    shift(ms) {
      shifted += ms;
    },
    extensions,
    lines,
    logins,
    phones,
    messages,
    threads: new Map(),
    notes: new Map(),
    hints: [],
    templates: new Map(),
    consents: new Map(),
    lacksScopes: new Set(),
    hasThreads: true,
    addExtension(spec) {
      const id = spec.id ?? String(400_000_000 + extensions.size + 1);
      const { number, name, type = "User", isAdmin = false, readsOthers = false } = spec;
      const extension = { id, number, name, type, isAdmin, readsOthers, lacks: new Set<string>() };
      extensions.set(id, extension);
      return extension;
    },
    addLine(spec) {
      world.extension(spec.extension);
      const id = lines.get(spec.number)?.id ?? 700_000 + lines.size + 1;
      const {
        number,
        name = number,
        extension,
        features = ["SmsSender", "MmsSender"],
        isTollFree = false,
        isShared = false,
        handlers = [],
        withoutLicence = [],
      } = spec;
      const line = {
        id,
        number,
        name,
        extension,
        features,
        isTollFree,
        isShared,
        handlers,
        withoutLicence,
      };
      lines.set(number, line);
      return line;
    },
    addLogin({ name, extension, jwt }) {
      world.extension(extension);
      const login = { name, extension, jwt: jwt ?? `eyJ.${name}.${randomUUID()}`, isRevoked: false };
      logins.set(name, login);
      return login;
    },
    addPhone,
    phone: (number) => phones.get(number) ?? addPhone({ number }),
    extension(id) {
      const found = extensions.get(id);
      if (found === undefined) throw new Error(`There is no extension with the id ${id}.`);
      return found;
    },
    addMessage(given) {
      const at = world.now();
      const message: Message = {
        ...given,
        seq: messages.size,
        id: world.newId(),
        availability: "Alive",
        createdAt: at,
        changedAt: at,
        sentAt: null,
        change: world.nextChange(),
      };
      messages.set(message.id, message);
      const people =
        message.direction === "Inbound" ? [message.from] : message.to.map(({ number }) => number);
      for (const number of people) world.phone(number).messages.push(message);
      return message;
    },
    touch(thing) {
      thing.changedAt = world.now();
      thing.change = world.nextChange();
    },
    conversation(extension, numbers) {
      const key = `${extension} ${[...numbers].sort().join(" ")}`;
      const known = conversations.get(key) ?? FIRST_CONVERSATION + 2n * BigInt(conversations.size);
      conversations.set(key, known);
      return known;
    },
    newId() {
      ids += 1n;
      return BEYOND_NUMBERS + 2n * ids;
    },
    nextChange() {
      changes += 1;
      return changes;
    },
    lastChange: () => changes,
  };
  return world;
}

/** Whether these stand in the shared inbox. */
export function isThreaded(world: World, line: Line): boolean {
  return world.hasThreads && line.isShared;
}

/** Who may see and answer what stands there: those with a licence. */
export function handlersOf(line: Line): string[] {
  return line.handlers.filter((id) => !line.withoutLicence.includes(id));
}

/** Who may send from it: whose it is, and who answers a queue's. */
export function sendersOf(line: Line): string[] {
  return [line.extension, ...line.handlers];
}

export function iso(moment: number): string {
  return new Date(moment).toISOString();
}
