/** Templates as a carrier keeps them, for tests: its rules, and how it may go wrong. */
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type {
  CarrierTemplate,
  CarrierTemplates,
  NewCarrierTemplate,
  TemplateOutcome,
} from "../../../src/bridge/contracts/carrier-templates.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { LoginName } from "../../../src/domain/ids.ts";

export const office = "office" as LoginName;
export const bens = "ben" as LoginName;

export interface TemplatesThere {
  /** For `createWorld`. */
  readonly carrierHas: Partial<Carrier>;
  /** The company's, as `name: text`, by name. */
  shows(): string[];
  /** Somebody writes one there, or changes the one of this name. */
  put(name: string, text: string, more?: { readonly rename?: string; readonly by?: LoginName }): void;
  delete(name: string): void;
  /** All that was to be seen there when somebody looked. */
  readonly shown: Set<string>;
  /** What was written there by us, in order. */
  readonly writes: string[];
  /** Who may change the company's. */
  readonly editors: Set<LoginName>;
  /** Who is let in. */
  readonly letIn: Set<LoginName>;
  limit: number;
  longest: number;
  /** How it keeps what it is given. */
  keeps: (template: NewCarrierTemplate) => NewCarrierTemplate;
  /** Tells when each was changed. */
  tellsTimes: boolean;
  /** The answer to the next write is lost, and whoever asked with it. */
  losesNext: boolean;
  /** What happens there right after it was listed next. */
  afterList: (() => void) | null;
  /** What it answers to the next write, in its place. */
  readonly answers: TemplateOutcome[];
  /** Its list is cut off behind so many. */
  listsAtMost: number;
  /** Another than it began with has none yet. */
  account: string;
}

const first = "of before";

interface Kept extends NewCarrierTemplate {
  readonly id: string;
  readonly changedAt: number;
  /** Null: the company's. */
  readonly by: LoginName | null;
}

export function createTemplatesThere(now: () => number): TemplatesThere {
  const kept = new Map<string, Kept>();
  let ids = 0;
  const company = () => [...kept.values()].filter(({ by }) => by === null);
  const enter = (by: LoginName) => {
    if (there.letIn.has(by)) return;
    throw new CarrierError("The login is refused.", { kind: "refused", retryable: false, certain: true });
  };
  const list = (all: readonly Kept[]): CarrierTemplate[] =>
    all.map(({ id, name, text, changedAt }) => ({
      id,
      name,
      text,
      changedAt: there.tellsTimes ? new Date(changedAt) : null,
    }));

  async function write(by: LoginName, said: string, act: () => TemplateOutcome): Promise<TemplateOutcome> {
    enter(by);
    const prepared = there.answers.shift();
    if (prepared !== undefined) return prepared;
    if (!there.editors.has(by))
      return { kind: "refused", why: "permission", sentence: "Nobody of ours may. Ask for it." };
    const outcome = act();
    if (outcome.kind === "done") there.writes.push(said);
    if (!there.losesNext) return outcome;
    there.losesNext = false;
    throw new CarrierError("No answer came.", { kind: "unreachable", retryable: true, certain: false });
  }

  function keep(id: string | null, template: NewCarrierTemplate): TemplateOutcome {
    if (id !== null && !kept.has(id)) return { kind: "gone" };
    if (company().some((one) => one.id !== id && one.name === template.name))
      return { kind: "refused", why: "name_taken", sentence: "The name is taken." };
    if (id === null && company().length >= there.limit)
      return { kind: "refused", why: "full", sentence: "There are too many." };
    ids += id === null ? 1 : 0;
    const own = id ?? `T${ids}`;
    kept.set(own, { ...there.keeps(template), id: own, changedAt: now(), by: null });
    return { kind: "done", id: own };
  }

  const templates: CarrierTemplates = {
    get longest() {
      return there.longest;
    },
    get limits() {
      return { company: there.limit, personal: 25 };
    },
    listCompany: async (by) => {
      enter(by);
      for (const line of there.shows()) there.shown.add(line);
      const listed = there.account === first ? list(company().slice(0, there.listsAtMost)) : [];
      there.afterList?.();
      there.afterList = null;
      return listed;
    },
    accountOf: async () => there.account,
    isGone: async (id, by) => {
      enter(by);
      return !kept.has(id) || there.account !== first;
    },
    listPersonal: async (login) => {
      enter(login);
      return list([...kept.values()].filter(({ by }) => by === login));
    },
    create: (template, by) => write(by, `create ${template.name}`, () => keep(null, template)),
    update: (id, template, by) => write(by, `update ${template.name}`, () => keep(id, template)),
    remove: (id, by) =>
      write(by, `remove ${kept.get(id)?.name}`, () =>
        kept.delete(id) ? { kind: "done", id } : { kind: "gone" },
      ),
  };

  const there: TemplatesThere = {
    carrierHas: { templates, logins: [office, bens] },
    shows: () =>
      company()
        .map(({ name, text }) => `${name}: ${text}`)
        .sort(),
    put(name, text, { rename = name, by = null as LoginName | null } = {}) {
      const found = [...kept.values()].find((one) => one.name === name && one.by === by);
      ids += found === undefined ? 1 : 0;
      const id = found?.id ?? `T${ids}`;
      kept.set(id, { id, name: rename, text, changedAt: now(), by });
    },
    delete(name) {
      for (const [id, one] of kept) if (one.name === name) kept.delete(id);
    },
    shown: new Set(),
    writes: [],
    editors: new Set([office]),
    letIn: new Set([office, bens]),
    limit: 50,
    longest: 1_000,
    keeps: (template) => template,
    tellsTimes: false,
    losesNext: false,
    afterList: null,
    answers: [],
    listsAtMost: 50,
    account: first,
  };
  return there;
}
