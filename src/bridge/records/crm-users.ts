/** Who may own records in the CRM, as it was told last: asked once an hour, by one at a time. */
import type { Context } from "../context/context.ts";
import type { Crm, CrmUser } from "../contracts/crm.ts";

interface Kept {
  readonly users: readonly CrmUser[];
  readonly until: number;
}

interface Known {
  kept: Kept | null;
  asking: Promise<readonly CrmUser[]> | null;
}

/** People seldom come and go; an old list harms nobody. Milliseconds. */
const keptFor = 60 * 60_000;
/** A CRM that does not answer is asked again sooner, but not for each record. Milliseconds. */
const failureKeptFor = 60_000;

const known = new WeakMap<Crm, Known>();

/** Empty where it does not say. Never throws: what is not known must not keep a record waiting. */
export async function crmUsers({
  crm,
  now,
  log,
}: Pick<Context, "crm" | "now" | "log">): Promise<readonly CrmUser[]> {
  if (crm.listUsers === undefined) return [];
  const state = known.get(crm) ?? { kept: null, asking: null };
  known.set(crm, state);
  if (state.kept !== null && state.kept.until > now()) return state.kept.users;
  state.asking ??= ask(crm.listUsers.bind(crm)).finally(() => {
    state.asking = null;
  });
  return await state.asking;

  async function ask(listUsers: NonNullable<Crm["listUsers"]>): Promise<readonly CrmUser[]> {
    try {
      const users = await listUsers();
      state.kept = { users, until: now() + keptFor };
      return users;
    } catch (error) {
      log.warn({ err: error }, "the CRM did not list its users");
      const users = state.kept?.users ?? [];
      state.kept = { users, until: now() + failureKeptFor };
      return users;
    }
  }
}
