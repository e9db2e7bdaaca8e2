/** RingCentral's error codes, in words for the person whose text did not arrive. */
import type { LastingFailure } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { type FailureSentences, failureOf, failuresByCode, type KnownFailure } from "../known-failures.ts";

interface KnownOutcome extends KnownFailure {
  /** Whether it says that nothing reached the phone; else that may still come. */
  readonly isCertain: boolean;
  /** What it means for every text to the same contact. */
  readonly lasting: LastingFailure | null;
}

const optedOut =
  "This person has opted out of texts from this line. They have to text START to it before anything reaches them again.";
const notOurs =
  "This line's number is not one that its login may text from. An administrator has to check the line and its login in the directory.";
const tooFast =
  "RingCentral takes no more texts from this login now. The text did not leave; it can be sent again in a minute.";
const spam = "The text was stopped by a spam filter. Different words may get through.";
const notLetIn =
  "RingCentral could not let this login in at the moment. The text did not leave; try again in a minute.";
const subscriber =
  "RingCentral does not let this login hear of another user's texts. An administrator has to give it the permission, or a login to each user.";

const sentences: FailureSentences = {
  recipient: {
    "MSG-240": "This number is in a country that this line can't text. Check the digits.",
    "MSG-241": "This is a fax number, which can't be texted.",
    "MSG-243":
      "RingCentral blocks texts to this number. An administrator can look at the blocked numbers there.",
    "MSG-246": "This is an extension, not a phone number that can be texted. Check the digits.",
    "MSG-247": "This is a short number, which can't be texted from this line.",
    "MSG-309": "This is a fax number, which can't be texted.",
    "MSG-403": "A toll-free line can't text other countries. Another line may.",
    "MSG-427":
      "Someone else has this conversation in RingCentral's shared inbox, and only its assignee may send. Assign it there to the user who sends for this line, or resolve it there, and send again.",
    "SMS-RC-410": "This number can't receive texts. Check the digits.",
    "SMS-RC-413": optedOut,
    "SMS-UP-410": "This number can't receive texts. Check the digits.",
    "SMS-UP-413": optedOut,
    "SMS-CAR-400": "The phone's provider does not take this kind of text.",
    "SMS-CAR-411": "This number is unknown to its provider. It may be wrong or out of service.",
    "SMS-CAR-412": "The phone can't be reached: it may be switched off or without signal. It may work later.",
    "SMS-CAR-413": optedOut,
  },
  content: {
    "MSG-337": "The text is longer, or its files are larger, than RingCentral takes.",
    "MSG-338": "The text is longer, or its files are larger, than RingCentral takes.",
    "MSG-348": "RingCentral does not take files of this kind.",
    "no-group":
      "A group text can't leave from a line of RingCentral's shared inbox. Text each person by themselves.",
    "file-gone": "A file of this text is no longer there. Attach it again, or send the text only.",
    "SMS-RC-430": spam,
    "SMS-UP-430": spam,
    "SMS-UP-432": "The text is longer than the network takes. A shorter one may get through.",
    "SMS-UP-433": "The network could not read the text. Other words or characters may get through.",
    "SMS-CAR-430": "The phone's provider stopped the text as spam. Different words may get through.",
    "SMS-CAR-432": "The text is longer than the phone's provider takes. A shorter one may get through.",
    "SMS-CAR-433": "The phone's provider could not read the text. Other words or characters may get through.",
    "SMS-CAR-434": "A file in the text is larger than the phone's provider takes.",
    "SMS-CAR-435": "The phone's provider does not take shortened web addresses. Write the address out.",
  },
  account: {
    "MSG-242":
      "This line's number can't text, or can't take files along. An administrator has to look at the number in RingCentral.",
    "MSG-245": notOurs,
    "MSG-304": notOurs,
    "MSG-310": notOurs,
    "MSG-314":
      "The login of this line is of a kind of extension that can't text. An administrator has to give the line another login.",
    "CMN-401":
      "The RingCentral app lacks a scope that texting needs. An administrator has to add it in the developer console: SMS, Read Accounts, Read Messages and Edit Messages.",
    "CMN-404":
      "RingCentral does not let this login act for another user. An administrator has to give the line the login of the user whose number it is.",
    "CMN-408":
      "The user of this login lacks a permission for texting. An administrator has to give it in RingCentral's roles.",
    "SUB-405": subscriber,
    "SUB-406": subscriber,
    "SUB-505":
      "This login has as many subscriptions as RingCentral allows (30). An administrator has to remove those of other installations.",
    "SUB-524":
      "RingCentral does not trust the certificate of our public address. An administrator has to check it.",
    "SUB-525":
      "RingCentral got no proper answer at our public address. An administrator has to check PUBLIC_URL and what stands before it.",
    "SMS-RC-403":
      "The line has sent as many texts as it may for now. An administrator can see its limits in RingCentral.",
    "SMS-RC-501": "The line is not set up for texting. An administrator has to look at its registration.",
    "SMS-RC-504": "The line is not set up for texting. An administrator has to look at its registration.",
    "SMS-UP-414":
      "The line is not set up with the network. An administrator has to look at its registration.",
    "SMS-UP-431": "The network takes texts from this line for spam. An administrator has to look at it.",
    "SMS-CAR-414": "The phone's provider does not know this line. An administrator has to look at it.",
    "SMS-CAR-431": "The phone's provider blocks this line. An administrator has to look at it.",
    "SMS-CAR-450": "The daily limit of texts to T-Mobile phones is used up. They can leave again tomorrow.",
    "SMS-CAR-451": "The daily limit of texts to AT&T phones is used up. They can leave again tomorrow.",
    "SMS-CAR-452":
      "The daily limit of texts to this phone's provider is used up. They can leave again tomorrow.",
    "SMS-CAR-461":
      "This toll-free line is not verified yet. Texts can't leave from it until it is; an administrator can see how far it is.",
    "no-login":
      "This line names no RingCentral login, and there is more than one. An administrator has to name it in the directory.",
  },
  passing: {
    "MSG-290": "RingCentral can't take texts at the moment. The text did not leave; try again in a minute.",
    "MSG-305": tooFast,
    "MSG-333": "RingCentral no longer knows how far its list was read. It is read anew.",
    "CMN-301": tooFast,
    "CMN-302": tooFast,
    "CMN-303": tooFast,
    "CMN-304": tooFast,
    "CMN-310": tooFast,
    "OAU-128": notLetIn,
    "OAU-129": notLetIn,
    "OAU-149": notLetIn,
    "WSG-902": "The connection to RingCentral was silent for too long and was ended. It is opened anew.",
    "WSG-903": "The connection to RingCentral was open for a day and was ended. It is opened anew.",
    "SMS-RC-500": "RingCentral had a failure of its own. The text did not arrive; try again later.",
    "SMS-RC-503": "RingCentral can't take texts at the moment. Try again later.",
    "SMS-UP-500": "The network had a failure of its own. The text did not arrive; try again later.",
    "SMS-CAR-104":
      "The phone's provider has not said yet whether the text arrived. It may be known in an hour.",
    "SMS-CAR-199": "The phone's provider did not deliver the text and gave no reason. It may work later.",
    "SMS-CAR-410": "The phone could not be reached in time, and the text was dropped. Try again later.",
    "SMS-CAR-500": "The phone's provider had a failure of its own. Try again later.",
    SendingFailed: "The text could not be sent, and no reason was given. It may work later.",
    DeliveryFailed: "The text did not reach the phone, and no reason was given. It may work later.",
    "thread-over": "The conversation was resolved in RingCentral meanwhile. The text leaves in a new one.",
    unreachable: "RingCentral can't be reached from here at the moment. The text did not leave.",
    "token-unreadable": notLetIn,
  },
};

/** What says that nothing is known yet: another report follows. */
const uncertain: ReadonlySet<string> = new Set(["SMS-CAR-104"]);

const lasting: ReadonlyMap<string, LastingFailure> = new Map([
  ...["SMS-RC-413", "SMS-UP-413", "SMS-CAR-413"].map((code) => [code, "opted_out"] as const),
  ...["MSG-241", "MSG-246", "MSG-247", "MSG-309", "SMS-RC-410", "SMS-UP-410", "SMS-CAR-411"].map(
    (code) => [code, "no_texts"] as const,
  ),
]);

/** Each means that too much was asked, and that nothing was done. */
const rateCodes: ReadonlySet<string> = new Set([
  ...["CMN-301", "CMN-302", "CMN-303", "CMN-304", "CMN-310", "MSG-305"],
]);

/** The codes, and the words of ours, that have a sentence of their own. */
export const knownFailures: ReadonlyMap<string, KnownOutcome> = new Map(
  [...failuresByCode(sentences)].map(([code, failure]) => [
    code,
    { ...failure, isCertain: !uncertain.has(code), lasting: lasting.get(code) ?? null },
  ]),
);

/** Whether the next text to the same number would fail for the same reason. An opt-out has one number, whoever tells of it. */
export function lastingFailure(code: string): LastingFailure | null {
  return lasting.get(code) ?? (/^SMS-[A-Z]+-413$/.test(code) ? "opted_out" : null);
}

export function isRateCode(code: string): boolean {
  return rateCodes.has(code);
}

/** What a code of RingCentral's, or a short word of ours, means. An unknown one gets a neutral sentence that names it. */
export function describeFailure(code: string, retryAfterMs?: number): CarrierFailure {
  return failureOf(knownFailures, code, neutral, retryAfterMs);
}

/** RingCentral refused a call without a code of its own: something between us and RingCentral answered. */
export function describeRefusal(status: number): CarrierFailure {
  return {
    code: `http-${status}`,
    scope: "account",
    sentence: `The text was refused on its way to RingCentral (HTTP ${status}). An administrator has to check the connection.`,
  };
}

export function noCredentials(login: LoginName): CarrierFailure {
  return {
    code: "no-credentials",
    scope: "account",
    sentence: `There are no RingCentral credentials for the login ${login}. An administrator has to set RINGCENTRAL_JWT_${loginVariable(login)}.`,
  };
}

function neutral(code: string): KnownFailure {
  if (lastingFailure(code) === "opted_out") return { scope: "recipient", sentence: optedOut };
  const sentence = /^[A-Z]+(-[A-Z]+)?-\d+$/.test(code)
    ? `The only reason given is RingCentral's error ${code}.`
    : "RingCentral gave no reason.";
  return { scope: "passing", sentence };
}
