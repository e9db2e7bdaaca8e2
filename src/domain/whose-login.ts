/**
 * Whose login a text leaves by, and who the carrier's own shared inbox is told has a conversation: the same one, for there only who has it
 * may answer.
 */
import {
  type Directory,
  groupOfLine,
  type Line,
  loginByName,
  type Member,
  memberByUsername,
  membersOfGroup,
} from "./directory.ts";
import type { LoginName, Username } from "./ids.ts";

/**
 * That of whoever has the conversation, where they have one of their own and the carrier has a shared inbox for its line; else the line's.
 * @param assignee null where nobody has it.
 * @param hasInbox whether the line's carrier has one.
 */
export function sendingLogin(
  directory: Directory,
  line: Line,
  assignee: Username | null,
  hasInbox: boolean,
): LoginName | null {
  const own = hasInbox && groupOfLine(directory, line) !== null ? ownLogin(directory, line, assignee) : null;
  return own ?? line.login ?? null;
}

/** A member's own at the carrier of this line. */
export function ownLogin(
  directory: Directory,
  { carrier }: Pick<Line, "carrier">,
  username: Username | null,
): LoginName | null {
  const login = username === null ? undefined : memberByUsername(directory, username)?.login;
  if (login === undefined) return null;
  return loginByName(directory, login)?.carrier === carrier ? login : null;
}

/** Whose own it is: one of those who answer the line before anybody else; null where it is nobody's, or the line's. */
export function memberOfLogin(directory: Directory, line: Line, login: LoginName | null): Member | null {
  if (login === null || login === line.login) return null;
  const group = groupOfLine(directory, line);
  const isTheirs = (member: Member) => ownLogin(directory, line, member.username) === login;
  const among = group === null ? [] : membersOfGroup(directory, group);
  return among.find(isTheirs) ?? directory.members.find(isTheirs) ?? null;
}

/** Whether one that there are credentials for is used: the directory names it, or none of its carrier's. */
export function usesLogin({ logins = [] }: Directory, carrier: string, login: LoginName): boolean {
  const named = logins.filter((one) => one.carrier === carrier);
  return named.length === 0 || named.some(({ name }) => name === login);
}
