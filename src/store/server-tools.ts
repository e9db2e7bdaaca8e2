/** Of an engine whose databases are copied and put back by its server's own programs: how, and what is looked at afterwards. */
export interface ServerTools {
  /** Sentences and commands, a line each, without a password. */
  howToBackUp(database: string, file: string): readonly string[];
  howToRestore(database: string, file: string): readonly string[];
  /** @throws AppError `database` where it can't be read. */
  lookInto(database: string): Promise<RestoredDatabase>;
}

/** What a database holds that was put back. */
export interface RestoredDatabase {
  readonly texts: number;
  /** Tables that would give numbers again which stand in them already. */
  readonly behind: readonly string[];
}
