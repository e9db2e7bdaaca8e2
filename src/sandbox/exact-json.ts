/** JSON in which a bigint is written as a number, digit by digit: some ids do not fit what JavaScript takes numbers for. */
const MARK = "\u0001int64:";
const marked = new RegExp(`"${JSON.stringify(MARK).slice(1, -1).replaceAll("\\", "\\\\")}(-?\\d+)"`, "g");

export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    typeof held === "bigint" ? `${MARK}${held}` : held,
  ).replace(marked, "$1");
}
