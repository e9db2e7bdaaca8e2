/** The lines of the directory in force as a carrier has to know them, and whose logins they are. */
import { type Directory, groupOfLine, isSentFrom, type Line, memberOfLine } from "../../domain/directory.ts";
import type { E164, LoginName } from "../../domain/ids.ts";
import type { Carrier, CarrierLine } from "../contracts/carrier.ts";
import type { Context } from "./context.ts";

export function carrierLines(directory: Directory, carrier: string): readonly CarrierLine[] {
  return directory.lines
    .filter((line) => line.carrier === carrier)
    .map((line) => ({
      number: line.number,
      ...(line.login === undefined ? {} : { login: line.login }),
      ...(groupOfLine(directory, line) === null ? {} : { isShared: true }),
      ...(sendsNothing(directory, line) ? { sendsNothing: true } : {}),
    }));
}

/** Of several lines that lead to a member their answers leave from one alone. */
function sendsNothing(directory: Directory, line: Line): boolean {
  return memberOfLine(directory, line) !== null && !isSentFrom(directory, line);
}

/** An account that is asked by itself what came: of a login, or the carrier's only one. */
export interface Account {
  readonly carrier: string;
  readonly login?: LoginName;
}

export function accountsOf({ name, logins }: Pick<Carrier, "name" | "logins">): readonly Account[] {
  return logins?.map((login) => ({ carrier: name, login })) ?? [{ carrier: name }];
}

/** @param login of this one alone; absent: of all. */
export function accountsAt(
  { carriers }: Pick<Context, "carriers">,
  name: string,
  login?: LoginName,
): readonly Account[] {
  const carrier = carriers.get(name);
  const all = carrier === undefined ? [] : accountsOf(carrier);
  return login === undefined ? all : all.filter((account) => account.login === login);
}

/** Names it in the database and in what this process remembers. */
export function accountKey({ carrier, login }: Account): string {
  return login === undefined ? carrier : `${carrier}/${login}`;
}

/** The numbers of an account: where its carrier knows no logins, all that it serves. */
export function numbersOfAccount(
  { carriers }: Pick<Context, "carriers">,
  directory: Directory,
  account: Account,
): readonly E164[] {
  const { logins } = carriers.get(account.carrier) ?? {};
  const { lines = carrierLines(directory, account.carrier) } = linesOfAccount(directory, account, logins);
  return lines.map(({ number }) => number);
}

/** Whose news it is, and of which lines: as its carrier is asked. A line that names no login has the only one that there is. */
export function linesOfAccount(
  directory: Directory,
  { carrier, login }: Account,
  logins: readonly LoginName[] | undefined,
): { readonly login?: LoginName; readonly lines?: readonly CarrierLine[] } {
  if (login === undefined) return {};
  const isOnly = logins?.length === 1;
  const isIts = (line: CarrierLine) => line.login === login || (isOnly && line.login === undefined);
  return { login, lines: carrierLines(directory, carrier).filter(isIts) };
}
