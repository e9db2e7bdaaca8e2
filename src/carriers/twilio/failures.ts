/** Twilio's error numbers, in words for the person whose text did not arrive. */

import type { LastingFailure } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import { type FailureSentences, failureOf, failuresByCode, type KnownFailure } from "../known-failures.ts";

const notFetched = "Twilio could not fetch a picture or file of this text at our public address:";
const checkAddress = "An administrator has to check that address.";

const sentences: FailureSentences = {
  recipient: {
    "21211": "This is not a phone number that can be texted. Check the digits.",
    "21214": "This number can't be reached by phone or text.",
    "21217": "This is not a phone number that can be texted. Check the digits.",
    "21265": "A short code can't be texted from this line.",
    "21408":
      "Texting this country is not switched on in the Twilio account. An administrator can allow it there.",
    "21604": "There is no number to send this to.",
    "21608": "The Twilio account is a trial, which may only text numbers that were verified there.",
    "21610":
      "This person has opted out of texts from this line. They have to text START to it before anything reaches them again.",
    "21612": "No route leads from this line to that number: it can't be texted from here.",
    "21614": "This number is not a mobile phone and can't receive texts.",
    "21635": "This number is a landline and can't receive texts.",
    "30003":
      "The phone could not be reached: it may be switched off, without signal, or unable to receive texts. It may work later.",
    "30004": "The phone or its provider blocks texts from this line.",
    "30005": "This number is unknown to its provider. It may be wrong or out of service.",
    "30006": "This number is a landline, or its provider does not take texts.",
    "30011": "Pictures can't be sent to this number.",
    "30026": "This number takes no texts from this kind of line.",
    "60200": "This is not a phone number that can be texted. Check the digits.",
  },
  content: {
    "21602": "The text was empty.",
    "21605": "The text is longer than the carrier takes (1,600 characters).",
    "21617": "The text is longer than the carrier takes (1,600 characters).",
    "21619": "The text was empty.",
    "11751": "The pictures and files of this text are too large together: Twilio takes 5 MB.",
    "12300": "Twilio does not take a file of this kind along.",
    "12301": "Twilio can't read a file of this text: it may be damaged, or of a kind that it does not take.",
    "21620": "Twilio does not take the address of a picture or file of this text.",
    "21623": "There are more pictures and files in this text than Twilio takes along: it takes ten.",
    "30007": "The text was stopped by a spam filter. Different words may get through.",
    "30019": "The text, or a picture or file with it, is larger than the phone's provider takes.",
    "30038": "The text was stopped because it looks like a one-time password.",
    "30044": "The text is longer than a trial account may send.",
    "63021": "The phone's provider does not take a file of this kind.",
    "63034": "The pictures and files of this text are too large together: Twilio takes 5 MB.",
  },
  account: {
    "10001": "The Twilio account is not active. An administrator has to look at it.",
    "11205": `${notFetched} it could not connect. ${checkAddress}`,
    "11206": `${notFetched} what answered there made no sense to it. ${checkAddress}`,
    "11210": `${notFetched} it does not know its name. ${checkAddress}`,
    "11215": `${notFetched} it was led from one address to the next. ${checkAddress}`,
    "11220": `${notFetched} no encrypted connection came about. ${checkAddress}`,
    "11235": `${notFetched} its certificate is for another name. ${checkAddress}`,
    "11236": `${notFetched} its certificate has expired. ${checkAddress}`,
    "11237": `${notFetched} it does not trust its certificate. ${checkAddress}`,
    no_address:
      "Pictures and files can't leave: Twilio fetches them at a public address, and there is none. An administrator has to set it up.",
    "20003":
      "Twilio refuses our credentials. No text can leave until an administrator corrects the auth token.",
    "20005": "The Twilio account is not active. An administrator has to look at it.",
    "20008":
      "Twilio's test credentials are in use, with which nothing is sent. An administrator has to change them.",
    "20404": "Twilio does not know this account. An administrator has to check the account SID.",
    "21212": "Twilio does not take this line's number as a sender. An administrator has to check the line.",
    "21603": "There was no line to send this from. An administrator has to check the line.",
    "21606":
      "This line's number is not one that the Twilio account can text from. An administrator has to check it.",
    "21609":
      "Twilio refuses the address for delivery reports. An administrator has to check the public address.",
    "21659": "This line's number does not belong to the Twilio account. An administrator has to check it.",
    "21660": "This line's number belongs to another Twilio account. An administrator has to check it.",
    "21703": "The messaging service has no number to send from. An administrator has to add one.",
    "30002": "The Twilio account is suspended. No text can leave until an administrator has it reopened.",
    "30010": "The text costs more than the account's highest price allows.",
    "30018":
      "The destination takes texts only from registered senders, and this line is not registered there.",
    "30022": "The line's registration allows no more texts this minute or day.",
    "30023": "The daily limit of texts for this line's registration is used up.",
    "30024": "The sender is not set up with the destination's providers.",
    "30027": "The daily limit of texts to T-Mobile phones is used up.",
    "30032": "This toll-free line is not verified yet. Texts can't leave from it until it is.",
    "30033": "The line's registration is suspended. An administrator has to look at it.",
    "30034":
      "This line's number is not registered for business texting (A2P 10DLC). Texts to US phones are refused until it is.",
    "30035": "The line's number is still being set up for business texting. It may take a few days.",
    "30450": "Texts to this country or kind of number are blocked for the account.",
    "63038": "The account has reached its daily limit of texts.",
  },
  passing: {
    "11200": `${notFetched} it got no answer that it could use. Try again in a minute.`,
    "20429":
      "Twilio is taking too many requests at the moment. The text did not leave; try again in a minute.",
    "20500": "Twilio had a failure of its own. The text did not leave; try again later.",
    "20503": "Twilio is not available at the moment. Try again later.",
    "21611": "Too many texts wait to leave from this line already. Try again in some hours.",
    "30001": "The text waited too long in Twilio's queue and was dropped. Try again later.",
    "30008": "The phone's provider did not deliver the text and gave no reason. It may work later.",
    "30009": "A part of the text was lost on the way. Try again.",
    "30017": "The phone's provider is overloaded. Try again later.",
    "30036": "The text could not be delivered in time and was dropped. Try again later.",
    "63019": "Twilio could not fetch a picture or file of this text. Try again in a minute.",
    "30410": "The phone's provider did not answer in time. Try again later.",
    undelivered: "The text did not reach the phone, and no reason was given. It may work later.",
    failed: "The text could not be sent, and no reason was given. It may work later.",
    canceled: "The text was cancelled at Twilio before it left.",
    unreachable: "Twilio can't be reached from here at the moment. The text did not leave.",
  },
};

/** The error numbers, and the words of ours, that have a sentence of their own. */
export const knownFailures = failuresByCode(sentences);

const lasting: ReadonlyMap<string, LastingFailure> = new Map([
  ["21610", "opted_out"],
  ...["21211", "21214", "21217", "21265", "21604", "21614", "21635", "30005", "30006", "60200"].map(
    (code) => [code, "no_texts"] as const,
  ),
]);

/** Whether the next text to the same number would fail for the same reason. */
export function lastingFailure(code: string): LastingFailure | null {
  return lasting.get(code) ?? null;
}

/** What an error number of Twilio's, or a short word of ours, means. An unknown one gets a neutral sentence that names it. */
export function describeFailure(code: string, retryAfterMs?: number): CarrierFailure {
  return failureOf(knownFailures, code, neutral, retryAfterMs);
}

/** What the same means of a text that was to take files along: they may be all that is in the way. */
export function describeWithFiles(failure: CarrierFailure): CarrierFailure {
  const sentence = withFiles.get(failure.code);
  return sentence === undefined ? failure : { ...failure, sentence };
}

const withFiles: ReadonlyMap<string, string> = new Map([
  ["21612", "Pictures and files can't be sent from this line to that number. The words alone may reach it."],
]);

/** Twilio refused a call without a number of its own: something between us and Twilio answered. */
export function describeRefusal(status: number): CarrierFailure {
  return {
    code: `http-${status}`,
    scope: "account",
    sentence: `The text was refused on its way to Twilio (HTTP ${status}). An administrator has to check the connection.`,
  };
}

function neutral(code: string): KnownFailure {
  const sentence = /^\d+$/.test(code)
    ? `The only reason given is Twilio error ${code}.`
    : "Twilio gave no reason.";
  return { scope: "passing", sentence };
}
