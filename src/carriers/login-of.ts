import type { LoginName } from "../domain/ids.ts";

/** Whose login is meant: the one that is named, or the only one that there is. Null where that can't be told. */
export function loginOf(
  { logins }: { readonly logins: readonly LoginName[] },
  named: LoginName | undefined,
): LoginName | null {
  if (named !== undefined) return logins.includes(named) ? named : null;
  const [only, ...others] = logins;
  return only !== undefined && others.length === 0 ? only : null;
}
