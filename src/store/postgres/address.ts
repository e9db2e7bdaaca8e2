/** Where a database of PostgreSQL's is, as `DATABASE_URL` has it. */

export function isPostgres(database: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(database);
}

/** As people are told of it: without its password, or whatever else could be a secret. */
export function nameOf(database: string): string {
  try {
    // By a socket of the system's it names no host, which is no address by itself.
    const url = new URL(database.replace("@/", "@localhost/"));
    const socket = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
    const name = decodeURIComponent(url.pathname.slice(1));
    const host = socket === "" ? "" : ` on ${socket}${url.port === "" ? "" : `:${url.port}`}`;
    return `the database ${name === "" ? "of its user" : name}${host}`;
  } catch {
    return "the database";
  }
}
