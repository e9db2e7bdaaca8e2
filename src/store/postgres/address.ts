/** Where a database of PostgreSQL's is, as `DATABASE_URL` has it: how people and programs are told of it. */
import { readPostgresAddress } from "../../lib/postgres-address.ts";

/** As people are told of it: without its password, or whatever else could be a secret. */
export function nameOf(database: string): string {
  const read = readPostgresAddress(database);
  if ("problem" in read) return "the database";
  const { host, port, database: name } = read.address;
  return `the database ${name} on ${host}${port === null ? "" : `:${port}`}`;
}

/** For PostgreSQL's own programs, which ask for the password where one is needed. */
export function withoutPassword(database: string): string {
  const read = readPostgresAddress(database);
  if ("problem" in read) return "postgres://…";
  const { user, host, port, database: name, tls } = read.address;
  const bySocket = host.startsWith("/");
  const at = bySocket ? "" : host.includes(":") ? `[${host}]` : encodeURIComponent(host);
  const place = [["host", host] as const, ...(port === null ? [] : [["port", `${port}`] as const])];
  const parameters = [...(bySocket ? place : []), ...tls].map(
    ([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2F", "/")}`,
  );
  return [
    "postgres://",
    user === "" ? "" : `${encodeURIComponent(user)}@`,
    at,
    port === null || bySocket ? "" : `:${port}`,
    `/${encodeURIComponent(name)}`,
    parameters.length === 0 ? "" : `?${parameters.join("&")}`,
  ].join("");
}

/** Of another database of the same server. */
export function withName(database: string, name: string): string {
  return database.replace(/^([^?]*\/)[^/?]*/, (_, before: string) => `${before}${encodeURIComponent(name)}`);
}

/** Whether its host is a socket's folder. */
export function isSocket(database: string): boolean {
  const read = readPostgresAddress(database);
  return "address" in read && read.address.host.startsWith("/");
}

/** The files that it names: of a certificate, of a key. */
export function tlsFiles(database: string): string[] {
  const read = readPostgresAddress(database);
  if ("problem" in read) return [];
  return [...read.address.tls].flatMap(([name, value]) => (name === "sslmode" ? [] : [value]));
}

/** For `pg`, which takes libpq's words for how a connection is encrypted by libpq's meaning only where it is told to. */
export function connectionString(database: string): string {
  return database.includes("sslmode=") ? `${database}&uselibpqcompat=true` : database;
}
