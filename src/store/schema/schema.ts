/**
 * All tables. Only types that PostgreSQL shares are used: text, whole numbers, and booleans as such.
 * Moments are milliseconds since 1970. Columns named `sealed_…` hold what a person wrote, encrypted at rest.
 */
export * from "./carrier-tables.ts";
export * from "./contact-tables.ts";
export * from "./conversation-tables.ts";
export * from "./desk-tables.ts";
export * from "./message-tables.ts";
export * from "./queue-tables.ts";
export * from "./record-tables.ts";
export * from "./site-tables.ts";
export * from "./staff-tables.ts";
export * from "./template-tables.ts";
