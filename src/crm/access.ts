/** What a CRM lets us in with, and where it is; both may change while we run. */

export interface Pass {
  /** Where its API lives, without a slash at the end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Access {
  /** May throw `CrmError`: then nothing is asked. */
  pass(): Promise<Pass>;
  /** A new one in place of one that was refused; absent where there is no other. */
  renew?(refused: Pass): Promise<Pass>;
}

/** One that never changes. */
export function fixedAccess(pass: Pass): Access {
  return { pass: async () => pass };
}

/**
 * One that is fetched when it is first needed and when it was refused: once, however many wait for it, because what it is fetched with
 * may work once.
 */
export function renewedAccess(
  fetchPass: () => Promise<Pass>,
): Access & { renew(refused: Pass): Promise<Pass> } {
  let current: Pass | null = null;
  let fetching: Promise<Pass> | null = null;
  const fetchOnce = (): Promise<Pass> => {
    fetching ??= fetchPass()
      .then((pass) => {
        current = pass;
        return pass;
      })
      .finally(() => {
        fetching = null;
      });
    return fetching;
  };
  return {
    pass: async () => current ?? (await fetchOnce()),
    // Whoever was refused with an older one takes the newer.
    renew: async (refused) => (current !== null && current !== refused ? current : await fetchOnce()),
  };
}
