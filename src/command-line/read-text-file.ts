/** A file that somebody prepared, as its words: UTF-8 alone, since anything else would be mangled unseen. */
import { readFile, stat } from "node:fs/promises";
import { AppError } from "../domain/errors.ts";

/** @param largest in bytes; absent: any. @throws AppError where it can't be read, is another encoding, or larger. */
export async function readTextFile(
  file: string,
  { what, largest = Number.POSITIVE_INFINITY }: { readonly what: string; readonly largest?: number },
): Promise<string> {
  const bytes = await bytesOf(file, largest);
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    if (!isWide) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Said below.
  }
  const line = isWide ? 1 : firstWrongLine(bytes);
  throw new AppError(
    "refused",
    `${file}, line ${line}: This is not UTF-8 but another encoding${isWide ? " (UTF-16)" : ""}, so ${what} would be mangled. Save the file as UTF-8 (in Excel: “CSV UTF-8”).`,
  );
}

async function bytesOf(file: string, largest: number): Promise<Buffer> {
  const bytes = await stat(file)
    .then(async ({ size }) => (size > largest ? null : await readFile(file)))
    .catch((cause) => {
      throw new AppError("refused", `The file ${file} can't be read. Check its name and your rights.`, {
        cause,
      });
    });
  if (bytes !== null) return bytes;
  const most = `${Math.floor(largest / 1_000_000)} MB`;
  throw new AppError("refused", `${file} is larger than ${most}, which is the most that is read at once.`);
}

function firstWrongLine(bytes: Buffer): number {
  const lines = bytes.toString("latin1").split("\n");
  const isRight = (line: string) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "latin1"));
      return true;
    } catch {
      return false;
    }
  };
  return lines.findIndex((line) => !isRight(line)) + 1;
}
