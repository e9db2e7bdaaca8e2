import type { CrmKeeping } from "../../src/bridge/contracts/crm.ts";

export interface MemoryKeeping {
  readonly keeping: CrmKeeping;
  /** By name, as it lies on the disk. */
  readonly tokens: Map<string, string>;
  /** While set, the disk takes nothing. */
  full: boolean;
}

/** What outlives the process, for a CRM that keeps tokens alone. */
export function createMemoryKeeping(): MemoryKeeping {
  const kept: MemoryKeeping = {
    tokens: new Map(),
    full: false,
    keeping: {
      readToken: async (name) => kept.tokens.get(name) ?? null,
      keepToken: async (name, token) => {
        if (kept.full) throw new Error("the disk is full");
        kept.tokens.set(name, token);
      },
      replaceToken: async (name, before, token) => {
        if (kept.full) throw new Error("the disk is full");
        const isStill = (kept.tokens.get(name) ?? null) === before;
        if (isStill) kept.tokens.set(name, token);
        return isStill;
      },
      findOwn: nothingOwn,
      nameOwn: nothingOwn,
      putLog: nothingOwn,
    },
  };
  return kept;
}

async function nothingOwn(): Promise<never> {
  throw new Error("this CRM has contacts and records of its own");
}
