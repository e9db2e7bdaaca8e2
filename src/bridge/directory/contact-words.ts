/** What is said when somebody noted where a contact is, or whether several people share its number. */
import { senderLabel } from "../../domain/phone.ts";
import type { EpisodeContext } from "../context/episode-context.ts";

/** As the thread says it after somebody's name, and as they themselves are told. */
export interface Said {
  readonly done: string;
  readonly outcome: string;
}

export function whereWords({ conversation, directory }: EpisodeContext, timeZone: string | null): Said {
  const address = senderLabel(conversation.address);
  const { customerWord } = directory;
  return timeZone === null
    ? {
        done: `took back where this ${customerWord} is.`,
        outcome: `Where ${address} is goes by the number again.`,
      }
    : {
        done: `noted that this ${customerWord} is in ${timeZone}.`,
        outcome: `${address} is in ${timeZone}.`,
      };
}

/** @param known what it works for where nobody says anything else: as the directory has it. */
export function companyWords(
  { conversation, directory }: EpisodeContext,
  company: string | null,
  known: string | null,
): Said {
  const address = senderLabel(conversation.address);
  const { customerWord } = directory;
  const stop = (name: string) => `${name}${name.endsWith(".") ? "" : "."}`;
  if (company !== null)
    return {
      done: `noted that this ${customerWord} works for ${stop(company)}`,
      outcome: `${address} works for ${stop(company)}`,
    };
  return {
    done: `took back for whom this ${customerWord} works.`,
    outcome:
      known === null
        ? `For whom ${address} works is not written down any more.`
        : `${address} works for ${known} again, as the directory says.`,
  };
}

export function whoWords({ conversation }: EpisodeContext, shared: boolean): Said {
  const address = senderLabel(conversation.address);
  return shared
    ? {
        done: "noted that several people use this number. It is shown under no name.",
        outcome: `${address} is shown under no name from now on, because several people use it.`,
      }
    : {
        done: "noted that one person uses this number.",
        outcome: `${address} is shown under its name again, where it has one.`,
      };
}
