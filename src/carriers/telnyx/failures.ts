/** Telnyx's error codes, in words for the person whose text did not arrive. */

import type { LastingFailure } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import { type FailureSentences, failureOf, failuresByCode, type KnownFailure } from "../known-failures.ts";
import type { TelnyxError } from "./telnyx-api.ts";

const noNumber = "This is not a phone number that can be texted. Check the digits.";
const checkLine = "An administrator has to check the line in the Telnyx portal.";
const tooLarge =
  "The text is longer than Telnyx takes: about 1,500 characters, or 670 with emoji and other special signs in it.";

/** 40300 where its words say something else than that they opted out, and where there are no words. */
const otherBlock = "40300-other";
const wordlessBlock = "40300-no-words";

const sentences: FailureSentences = {
  recipient: {
    "10002": noNumber,
    "10016": noNumber,
    "40001": "This number is a landline, or no texts can be routed to it.",
    "40004": "The phone's provider rejected the text and gave no reason. It may work later.",
    "40008": "The phone's provider did not accept the text: the number may be wrong or out of service.",
    "40012": noNumber,
    "40300":
      "This person has opted out of texts from this line. They have to text START to it before anything reaches them again.",
    "40301": "This number takes no texts of this kind. Without pictures and files it may work.",
    "40309":
      "Texting this country is not switched on in the line's Telnyx messaging profile. An administrator can allow it there.",
    "40310": noNumber,
    "40319": "This number takes no texts of this kind. Without pictures and files it may work.",
  },
  content: {
    "40002":
      "The text was stopped by a provider's spam filter. Different words, or fewer texts, may get through.",
    "40009": "The text holds signs that could not be sent. Different words may get through.",
    "40015": "The text was stopped by Telnyx's spam filter. Different words may get through.",
    "40017": "The text was stopped by AT&T's spam filter. Different words may get through.",
    "40302": tooLarge,
    "40304": "Telnyx does not take a text with these pictures and files along.",
    "40316": "The text was empty.",
    "40317":
      "Telnyx does not take the pictures and files of this text: it takes ten at most, of less than 1 MB together.",
    "40322": "The text was stopped because of what it says. Different words may get through.",
    "40328": tooLarge,
  },
  account: {
    "10001": `This line's number is not active at Telnyx. ${checkLine}`,
    "10003": "Telnyx does not take our public address. An administrator has to check PUBLIC_URL.",
    "10009": "Telnyx refuses our API key. No text can leave until an administrator corrects it.",
    "10010": "Our API key may not send texts. An administrator has to look at it in the Telnyx portal.",
    "20002": "Our API key was revoked. No text can leave until an administrator sets another one.",
    "20012": "The Telnyx account is not active: it may be out of funds. An administrator has to look at it.",
    "20013": "The Telnyx account is blocked. An administrator has to look at it.",
    "20014": "The Telnyx account is not verified yet. An administrator has to look at it.",
    "20015": "Texting is not switched on in the Telnyx account. An administrator has to look at it.",
    "20016": "The Telnyx account is not verified yet. An administrator has to look at it.",
    "20017": "The Telnyx account is not verified far enough. An administrator has to look at it.",
    "20100": "The Telnyx account is out of funds. No text can leave until an administrator adds some.",
    "40003":
      "The phones' providers block this line for good as a sender of spam. An administrator has to ask Telnyx's support.",
    "40010":
      "This line's number is not registered for business texting (10DLC). Texts to US phones are refused until it is.",
    "40013": `This line's number is not one that can send texts. ${checkLine}`,
    "40016": "The daily limit of texts to T-Mobile phones is used up.",
    "40018": "The line's registration allows no more texts to AT&T phones this minute.",
    "40100": `Texting is not switched on for this line's number. ${checkLine}`,
    "40150": `Texting is not set up yet for this toll-free line. ${checkLine}`,
    "40151": `Texting for this line's number is still being moved to Telnyx. ${checkLine}`,
    "40305": `This line's number is in no messaging profile of the Telnyx account. ${checkLine}`,
    "40306": `This line can't text that country under its number. ${checkLine}`,
    "40308": "Pictures and files can't be sent from this line: its number has no MMS.",
    "40312": "The line's messaging profile is switched off at Telnyx. An administrator has to switch it on.",
    "40314": "Texting is switched off for the Telnyx account. An administrator has to ask Telnyx's support.",
    "40315":
      "Telnyx holds this line back: too few of its texts arrive, or too many are spam. An administrator has to look at it.",
    "40320": `This line's number is still being bought. ${checkLine}`,
    "40321":
      "The line's messaging profile has no number that can send texts. An administrator has to add one.",
    "40329": "This toll-free line is not verified yet. Texts can't leave from it until it is.",
    "40333":
      "The line's messaging profile has reached its spending limit. An administrator can raise it in the Telnyx portal.",
    [otherBlock]:
      "Telnyx blocks texts from this line to that number, and not because they opted out. An administrator has to look at the line's messaging profile.",
    [wordlessBlock]:
      "Telnyx blocks texts from this line to that number, and does not say why: they may have opted out. An administrator can look the text up in the Telnyx portal.",
    no_address:
      "Pictures and files can't leave: Telnyx fetches them at a public address, and there is none. An administrator has to set it up.",
  },
  passing: {
    "10007": "Telnyx had a failure of its own. Try again later.",
    "10011":
      "Telnyx is taking too many requests at the moment. The text did not leave; try again in a minute.",
    "40005": "The text could not be delivered in time and was dropped. Try again later.",
    "40006": "The phone's provider can't be reached at the moment. Try again later.",
    "40011": "The phone's provider is overloaded. Try again later.",
    "40014": "The text waited too long in Telnyx's queue and was dropped. Try again later.",
    "40318": "Too many texts wait to leave from this line already. Try again in some hours.",
    expired: "The text could not be delivered in time and was dropped. Try again later.",
    sending_failed: "The text could not be sent, and no reason was given. It may work later.",
    delivery_failed: "The text did not reach the phone, and no reason was given. It may work later.",
    cancelled: "The text was cancelled at Telnyx before it left.",
    unreachable: "Telnyx can't be reached from here at the moment. The text did not leave.",
  },
};

/** The error codes, and the words of ours, that have a sentence of their own. */
export const knownFailures = failuresByCode(sentences);

const lasting: ReadonlyMap<string, LastingFailure> = new Map([
  ["40300", "opted_out"],
  ...["40001", "40012", "40310"].map((code) => [code, "no_texts"] as const),
]);

/** Whether the next text to the same number would fail for the same reason. */
export function lastingFailure(code: string): LastingFailure | null {
  return lasting.get(code) ?? null;
}

/** What an error code of Telnyx's, or a short word of ours, means. An unknown one gets a neutral sentence that names it. */
export function describeFailure(code: string, retryAfterMs?: number): CarrierFailure {
  return failureOf(knownFailures, code, neutral, retryAfterMs);
}

/** The same of an error as Telnyx tells it: 40300 means an opt-out only where its words say so. Its records have none. */
export function describeError({ code, title, detail }: TelnyxError): CarrierFailure {
  if (code !== "40300") return describeFailure(code);
  const said = `${title} ${detail}`.trim();
  if (said === "") return describeFailure(wordlessBlock);
  const isOptOut = /\bstop\b|opt(ed|ing)?[- ]?out|unsubscribed|block rule/i.test(said);
  return describeFailure(isOptOut ? code : otherBlock);
}

/** Telnyx refused a call without a code of its own: something between us and Telnyx answered. */
export function describeRefusal(status: number): CarrierFailure {
  return {
    code: `http-${status}`,
    scope: "account",
    sentence: `The text was refused on its way to Telnyx (HTTP ${status}). An administrator has to check the connection.`,
  };
}

function neutral(code: string): KnownFailure {
  const sentence = /^\d+$/.test(code)
    ? `The only reason given is Telnyx error ${code}.`
    : "Telnyx gave no reason.";
  return { scope: "passing", sentence };
}
