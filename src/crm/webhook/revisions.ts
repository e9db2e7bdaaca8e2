/**
 * By which the receiver knows what is newer. It grows by the clock: an older copy of our database, or one in which another CRM was in use
 * meanwhile, knows less than the receiver of how often a record was written.
 */
export interface Revisions {
  /**
   * Above all that came before: the second in which it is posted, or more. What is posted again since its answer was lost has the one that
   * it had. @param said a digest of it
   */
  next(document: string, said: string, before: number): number;
  /** Its answer came. */
  forget(document: string): void;
}

export function createRevisions(now: () => number): Revisions {
  /** Whose answers are not known. */
  const tried = new Map<string, { readonly said: string; readonly revision: number }>();
  return {
    next(document, said, before) {
      const last = tried.get(document);
      if (last?.said === said) return last.revision;
      const revision = Math.max(before + 1, (last?.revision ?? 0) + 1, Math.floor(now() / 1000));
      tried.set(document, { said, revision });
      return revision;
    },
    forget: (document) => void tried.delete(document),
  };
}
