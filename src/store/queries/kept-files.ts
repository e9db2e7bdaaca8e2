import { and, asc, eq, lt, lte, sql } from "drizzle-orm";
import type { FileAddress, FileSource, Files, StoredFile } from "../../bridge/contracts/store/files.ts";
import type { FileId, MessageId } from "../../domain/ids.ts";
import { fileBytes, files } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof files.$inferSelect;

/** As the index says it, word for word. */
const isKept = sql`${files.state} = 'kept'`;

function addressColumns(address: FileAddress | null | undefined): Partial<Pick<Row, "token" | "tokenUntil">> {
  return address === undefined ? {} : { token: address?.token ?? null, tokenUntil: address?.until ?? null };
}

export function createFiles({ db, sealer }: Connected): Files {
  const read = ({ sealedName, sealedSource, token, tokenUntil, ...row }: Row): StoredFile => ({
    ...row,
    ...(token === null || tokenUntil === null ? {} : { address: { token, until: tokenUntil } }),
    name: sealedName === null ? null : sealer.open(sealedName),
    source: sealedSource === null ? null : (JSON.parse(sealer.open(sealedSource)) as FileSource),
  });
  const sealedSourceOf = (source: FileSource | null) =>
    source === null ? null : sealer.seal(JSON.stringify(source));

  return {
    insert: async (rows: readonly StoredFile[]): Promise<void> => {
      const values = rows.map(({ name, source, address, ...row }) => ({
        ...row,
        ...addressColumns(address),
        sealedName: name === null ? null : sealer.seal(name),
        sealedSource: sealedSourceOf(source),
      }));
      if (values.length > 0) await db.insert(files).values(values);
    },
    get: async (id: FileId): Promise<StoredFile | null> => {
      const [row] = await db.select().from(files).where(eq(files.id, id));
      return row === undefined ? null : read(row);
    },
    ofMessage: async (message: MessageId): Promise<StoredFile[]> => {
      const rows = await db
        .select()
        .from(files)
        .where(eq(files.messageId, message))
        .orderBy(asc(files.position), asc(files.id));
      return rows.map(read);
    },
    update: async (id, { source, address, ...change }) => {
      const sealed = source === undefined ? {} : { sealedSource: sealedSourceOf(source) };
      await db
        .update(files)
        .set({ ...change, ...sealed, ...addressColumns(address) })
        .where(eq(files.id, id));
    },
    putBytes: async (id: FileId, bytes: Buffer): Promise<void> => {
      const row = { fileId: id, sealedBytes: sealer.seal(bytes.toString("base64")) };
      await db.insert(fileBytes).values(row).onConflictDoUpdate({ target: fileBytes.fileId, set: row });
    },
    bytesOf: async (id: FileId): Promise<Buffer | null> => {
      const [row] = await db.select().from(fileBytes).where(eq(fileBytes.fileId, id));
      return row === undefined ? null : Buffer.from(sealer.open(row.sealedBytes), "base64");
    },
    dropBytes: async (id: FileId): Promise<void> => {
      await db.delete(fileBytes).where(eq(fileBytes.fileId, id));
    },
    remove: async (id: FileId): Promise<void> => {
      await db.delete(fileBytes).where(eq(fileBytes.fileId, id));
      await db.delete(files).where(eq(files.id, id));
    },
    byToken: async (token: string): Promise<StoredFile | null> => {
      const [row] = await db.select().from(files).where(eq(files.token, token));
      return row === undefined ? null : read(row);
    },
    pastAddress: async (moment: number, limit: number): Promise<StoredFile[]> => {
      const rows = await db
        .select()
        .from(files)
        // An address is younger than its file.
        .where(and(isKept, lt(files.createdAt, moment), lte(files.tokenUntil, moment)))
        .orderBy(asc(files.createdAt), asc(files.id))
        .limit(limit);
      return rows.map(read);
    },
    keptBefore: async (moment: number, limit: number): Promise<StoredFile[]> => {
      const rows = await db
        .select()
        .from(files)
        .where(and(isKept, lt(files.createdAt, moment)))
        .orderBy(asc(files.createdAt), asc(files.id))
        .limit(limit);
      return rows.map(read);
    },
  };
}
