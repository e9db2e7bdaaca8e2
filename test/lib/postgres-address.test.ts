import { describe, expect, it } from "vitest";
import { isPostgresAddress, readPostgresAddress } from "../../src/lib/postgres-address.ts";

function addressIn(text: string) {
  const read = readPostgresAddress(text);
  if ("problem" in read) throw new Error(read.problem);
  return { ...read.address, tls: Object.fromEntries(read.address.tls) };
}

function problemIn(text: string): string {
  const read = readPostgresAddress(text);
  return "problem" in read ? read.problem : "none";
}

describe("an address of PostgreSQL's", () => {
  it("names user, host, port and database, and how it is encrypted", () => {
    expect(
      addressIn(
        "postgresql://threadline:p%40ss@db.example.com:5433/texts?sslmode=verify-full&sslrootcert=/etc/ca.pem",
      ),
    ).toEqual({
      user: "threadline",
      host: "db.example.com",
      port: 5433,
      database: "texts",
      tls: { sslmode: "verify-full", sslrootcert: "/etc/ca.pem" },
    });
  });

  it.each([
    ["a user or none", "postgres://localhost/texts", { user: "", host: "localhost", port: null }],
    [
      "a socket's folder behind it",
      "postgres://u@/texts?host=/var/run/pg",
      { user: "u", host: "/var/run/pg" },
    ],
    ["a socket's folder in it", "postgres://u:p@%2Fvar%2Frun/texts", { user: "u", host: "/var/run" }],
    ["a socket's folder, encoded", "postgres:///texts?host=%2Ftmp&port=5433", { host: "/tmp", port: 5433 }],
    ["an address of IPv6", "postgres://[::1]:5432/texts", { host: "::1", port: 5432 }],
    ["a name with signs in it", "postgres://h/te%20xts", { database: "te xts" }],
  ])("may have %s", (_, text, part) => {
    expect(isPostgresAddress(text)).toBe(true);
    expect(addressIn(text)).toMatchObject(part);
  });

  it.each([
    ["postgres://u:pa/hunter2@h/texts", "can't be read"],
    ["postgres://u:pa#hunter2@h/texts", "can't be read"],
    ["postgres://u:hunter2%@h/texts", "can't be read"],
    ["postgres://u:hunter2@h:port/texts", "can't be read"],
    ["postgres://u:hunter2 @h/texts", "write % @ : / ? # as %25 %40 %3A %2F %3F %23"],
    ["postgres://u:hunter2@a:5432,b:5432/texts", "names several hosts"],
    ["postgres://u:hunter2@a,b/texts", "names several hosts"],
    ["postgres://u:hunter2@/texts", "names no host"],
    ["postgres://u:hunter2@h/texts?host=other", "names two hosts"],
    ["postgres://u:hunter2@h", "names no database behind its host"],
    ["postgres://u:hunter2@h/", "names no database behind its host"],
    ["postgres://u:hunter2@h/texts?port=hunter2", "has a port that is no number"],
    ["postgres://u@h/texts?hunter2!=1", "has a parameter behind its ?, which is not read here"],
    [
      "postgres://u:hunter2@h/texts?schema=x",
      "has the parameter schema behind its ?, which is not read here",
    ],
    ["postgres://u:hunter2@h/texts?sslmode=prefer", "disable, require, verify-ca, verify-full"],
    ["postgres://u:hunter2@h/texts?sslmode=verify-ca", "needs sslrootcert=FILE"],
    ["postgres://u:hunter2@h/texts?sslrootcert=ca.pem", "needs sslmode=verify-full"],
  ])("is refused in words that repeat no secret: %s", (text, words) => {
    expect(problemIn(text)).toContain(words);
    expect(problemIn(text)).not.toContain("hunter2");
  });
});
