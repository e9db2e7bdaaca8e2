/** A database of two, as somebody named it: what is wrong with it is told in the same word. */
import { AppError } from "../domain/errors.ts";

export interface Place {
  readonly database: string;
  /** Where its address stands: `DATABASE_URL`, `--from` or `--to`. */
  readonly givenAs: string;
}

/** The same sentence, of the address where it stands. */
export function inWordsOf({ givenAs }: Place, { code, message, cause }: AppError): AppError {
  return new AppError(code, message.replaceAll("DATABASE_URL", givenAs), { cause });
}
