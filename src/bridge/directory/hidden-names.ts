import type { Directory } from "../../domain/directory.ts";
import type { Address } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Store } from "../contracts/store/store.ts";

/** Names of the directory that don't show, because somebody gave another one at the desk: in sentences for whoever wrote it. */
export async function hiddenNames(
  store: Pick<Store, "read">,
  { contacts }: Pick<Directory, "contacts">,
): Promise<readonly string[]> {
  return await store.read(async (tx) => {
    const sentences: string[] = [];
    for (const { number, name } of contacts) {
      const known = await tx.contacts.find(number as string as Address);
      const given = known?.givenName ?? null;
      if (given === null || given === name || known?.shared) continue;
      sentences.push(
        `contact ${formatPhone(number)}: ${given}, as given in Slack, shows instead of ${name}.`,
      );
    }
    return sentences;
  });
}
