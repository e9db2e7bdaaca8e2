import Database from "better-sqlite3";

/** How a connection to a file is had. */
export type OpenDatabase = (file: string, options: Database.Options) => Database.Database;

export const openDatabase: OpenDatabase = (file, options) => new Database(file, options);
