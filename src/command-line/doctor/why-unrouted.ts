/** Why a text is kept and shown to nobody, and what to do about it. */
import { channelOf } from "../../carriers/addresses.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { partyOfLine } from "../../domain/owner.ts";
import { parseE164 } from "../../domain/phone.ts";
import { capitalized } from "../../lib/capitalized.ts";

export interface Unrouted {
  /** Behind the number that the text came to: ", which is no line of the directory". */
  readonly why: string;
  readonly remedy: string;
}

/**
 * Null where it leads to somebody.
 * @param directory null where there is none: no number is a line then.
 */
export function whyUnrouted(to: E164 | Address, directory: Directory | null): Unrouted | null {
  const channel = channelOf(to);
  if (channel !== null && channel !== "unknown") return ofChannel(channel);
  if (parseE164(to) === null)
    return {
      why: ", which can be no line of the directory",
      remedy: "Threadline carries SMS between numbers alone: answer them where they came from.",
    };
  const line = directory && lineByNumber(directory, to);
  if (directory === null || line === null)
    return {
      why: ", which is no line of the directory",
      remedy: "Add the number to the directory's lines and apply it; they are delivered then.",
    };
  return partyOfLine(directory, line) === null ? toNobody : null;
}

/** Also of those that came to a line before it led to somebody. */
export const toNobody: Unrouted = {
  why: ", a line that leads to nobody, or did when they came",
  remedy: "Write its `sms_extension` and apply it; they are delivered then, while Threadline runs.",
};

/** As their companies write them. */
const channels: Readonly<Record<string, string>> = { whatsapp: "WhatsApp", rcs: "RCS" };

function ofChannel(channel: string): Unrouted {
  const name = channels[channel] ?? capitalized(channel);
  return {
    why: ` by ${name}, which is no SMS`,
    remedy: `Threadline carries SMS alone, so nobody sees these and nobody can answer them here: answer them where you use ${name}, and at the carrier let its webhook lead there instead of to Threadline.`,
  };
}
