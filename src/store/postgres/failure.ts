/** What PostgreSQL's refusals mean, and what to do about them. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
import pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { isSocket, nameOf, tlsFiles } from "./address.ts";
import { instead } from "./pooler.ts";

/** A query's failure stands behind that of whoever made the query. */
const deepest = 5;

/** SQLSTATE, or the system's word for what became of the connection; null for what is neither. */
export function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < deepest && current instanceof Error; depth += 1) {
    if (current instanceof pg.DatabaseError) return current.code ?? "XX000";
    const trouble = current instanceof AppError ? null : troubleOf(current);
    if (trouble !== null) return trouble;
    current = current.cause;
  }
  return null;
}

/** pg says these of a connection in words alone. */
const brokenOff =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|Query read timeout)/;
const ofTheSystem = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOENT",
]);

/** pg and Node say these of a connection that never stood. */
const aboutCertificates = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;

/** What became of the connection, or why none came about; null where it is nothing of that. */
function troubleOf(error: Error): "lost" | "no TLS" | "certificate" | null {
  const code = "code" in error ? String(error.code) : "";
  if (error.message.startsWith("The server does not support SSL")) return "no TLS";
  if (aboutCertificates.test(code)) return "certificate";
  // A file that is not there is none of these; a socket's is.
  if ("syscall" in error && error.syscall === "open") return null;
  return brokenOff.test(error.message) || ofTheSystem.has(code) ? "lost" : null;
}

/** Two decided at the same time, or one waited for the other: the same succeeds when it is decided anew. */
const met = new Set(["40001", "40P01", "55P03", "25P02"]);
/** The connection, or the server behind it, is gone or not there yet, or is not the one that is written to. */
const gone = /^(lost|08...|57P0[1235]|53300|25006|25P03|25P04)$/;

/** A key is there that was not when it was looked for: another one has written it just now, or whoever writes it did not look. */
export const isTaken = (error: unknown): boolean => codeOf(error) === "23505";
export const isMeeting = (error: unknown): boolean => met.has(codeOf(error) ?? "");
export const isGone = (error: unknown): boolean => gone.test(codeOf(error) ?? "");

/** As the server says it to whoever writes there. */
export function readOnly(): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError("the server can only be read", 0, "error"), { code: "25006" });
}

const onlyRead =
  "can only be read: it is a standby, or is set so. Name the server that is written to in DATABASE_URL.";
export const holdsTooLittle = (encoding: string): string =>
  `keeps texts in ${encoding}, which can't hold all that people write.`;
export const inUtf8 = "Make one with createdb --template=template0 --encoding=UTF8.";
const withoutTls =
  "speaks no TLS. Set it up there, or write sslmode=disable into DATABASE_URL where the network is yours alone.";
const notItsCertificate =
  "shows a certificate that can't be verified. Name whoever signed it with sslrootcert=FILE in DATABASE_URL, and the host as the certificate does.";
const unreachable =
  "can't be reached. Check that PostgreSQL runs and that the host and port in DATABASE_URL are right.";
const inFolder = "Its host is a folder, in which the server keeps its socket: .s.PGSQL. and the port.";

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^28/, "does not let this user in. Correct the user and the password in DATABASE_URL, or pg_hba.conf."],
  [/^3D000$/, "does not exist. Make it with createdb, or correct its name in DATABASE_URL."],
  [/^25006$/, onlyRead],
  [
    /^42501$/,
    "refuses what this user wants to do. Make it the owner of the database and of all tables in it.",
  ],
  [
    // The last two: whoever had this connection of the server's before left statements in it, or has them elsewhere.
    /^(08P01|42P05|26000)$/,
    `is behind a pooler that keeps no sessions, or not PostgreSQL at all. ${instead}`,
  ],
  [/^55P03$/, "is held up by somebody else's work on its tables. Let that end, then try again."],
  [/^no TLS$/, withoutTls],
  [/^certificate$/, notItsCertificate],
  [/^53100$/, "can't grow: the disk of its server is full. Free some space there."],
  [/^53300$/, "has no connection left. Raise max_connections or this user's limit, or end what holds them."],
  [/^(lost|08|57P)/, unreachable],
];

/** An `AppError` for whatever was thrown by work on this database; one that is one already stays as it is. */
export function explainFailure(error: unknown, database: string): AppError {
  if (error instanceof AppError) return error;
  const file = unreadFile(error, database);
  if (file !== null) return file;
  const code = codeOf(error) ?? "";
  const known = sentences.find(([pattern]) => pattern.test(code))?.[1];
  const sentence =
    known ?? `failed${code === "" ? "" : ` (PostgreSQL says ${code})`}. Its server's log says more.`;
  const more = known === unreachable && isSocket(database) ? ` ${inFolder}` : "";
  return new AppError("database", `PostgreSQL: ${nameOf(database)} ${sentence}${more}`, { cause: error });
}

/** One that the address names. */
function unreadFile(error: unknown, database: string): AppError | null {
  const path = error instanceof Error && "path" in error ? error.path : null;
  if (typeof path !== "string" || !tlsFiles(database).includes(path)) return null;
  const sentence = `The file ${path}, which DATABASE_URL names, can't be read. Check its path and its rights.`;
  return new AppError("database", sentence, { cause: error });
}
