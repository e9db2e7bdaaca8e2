/** The name of a login in `directory.yml`, and what to write where it can't be one. */
import { type Read, shorten } from "./directory-fields.ts";
import type { LoginName } from "./ids.ts";

/** It is a part of a variable's name, too: `RINGCENTRAL_JWT_FRONT_DESK` is the one of `front-desk`. */
export const readLoginName: Read<LoginName> = (text, key) => {
  const value = text.toLowerCase();
  if (/^[a-z][a-z0-9-]{0,31}$/.test(value)) return { value: value as LoginName };
  if (text === "") return { problem: `\`${key}\` is empty; write the login's name, such as front-desk.` };
  return {
    problem: `\`${key}: ${shorten(text)}\` can't name a login; write a letter and then letters, digits or \`-\` (32 at most), such as front-desk.`,
  };
};

/** What ends the names of its variables. */
export function loginVariable(name: LoginName): string {
  return name.toUpperCase().replaceAll("-", "_");
}
