/** Whether each line can be texted from by its login. */
import { z } from "zod";
import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { maskPhone } from "../../domain/phone.ts";
import { loginOf } from "../login-of.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import type { OwnNumber } from "./thread-lines.ts";
import type { LoginFacts } from "./verify-login.ts";

/** Throws `CarrierError` where nobody answers. */
export async function verifyLines(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  lines: readonly CarrierLine[],
  facts: ReadonlyMap<LoginName, LoginFacts>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const recipients = createRecipients(api);
  for (const line of lines) {
    const name = `ringcentral: line ${maskPhone(line.number)}`;
    const login = loginOf(settings, line.login);
    const claimants = new Set(lines.filter(({ number }) => number === line.number).map((one) => one.login));
    if (claimants.size > 1) findings.push(claimedTwice(name, [...claimants]));
    else if (login === null) findings.push(noLogin(name, line.login));
    // What keeps its login out is said already.
    else if (facts.has(login)) {
      const known = facts.get(login) as LoginFacts;
      findings.push(await verifyLine({ name, line, login, facts: known, recipients }));
    }
  }
  return findings.filter(
    (one, index) =>
      findings.findIndex(({ name, sentence }) => name === one.name && sentence === one.sentence) === index,
  );
}

interface Looked {
  readonly name: string;
  readonly line: CarrierLine;
  readonly login: LoginName;
  readonly facts: LoginFacts;
  readonly recipients: (login: LoginName, extension: string) => Promise<readonly Recipient[] | null>;
}

async function verifyLine(looked: Looked): Promise<Finding> {
  const { name, line, login, facts } = looked;
  const problem = (sentence: string, remedy: string): Finding => ({
    name,
    level: "problem",
    sentence,
    remedy,
  });
  if (facts.numbers === null) {
    const sentence = `RingCentral did not say which numbers the login ${login} has.`;
    const remedy = "Give the app the scope Read Accounts in the developer console.";
    return { name, level: "warning", sentence, remedy };
  }
  const own = facts.numbers.find(({ number }) => number === line.number);
  if (own === undefined)
    return problem(
      `The number is none that the login ${login} has: the account does not own it, or another user has it.`,
      "Give the line the login of the user whose number it is, or correct the number in the directory.",
    );
  if (facts.hasThreads === true && isOthers(own, facts)) return await verifySharedLine(looked, own);
  if (own.features !== null && !own.features.includes("SmsSender"))
    return problem(
      isOthers(own, facts)
        ? `The number is another user's, and the login ${login} may not text from it.`
        : `The login ${login} has the number, but it can't text (it lacks SmsSender).`,
      isOthers(own, facts)
        ? "Give the line the login of the user whose number it is."
        : "Have texting switched on for the number in RingCentral's admin portal, and its registration (TCR) finished.",
    );
  if (
    line.isShared === true &&
    facts.hasThreads !== true &&
    own.usage !== "DirectNumber" &&
    own.usage !== null
  )
    return {
      name,
      level: "ok",
      sentence: `The number is one of the login ${login}, and can text; the account has no shared inbox (MessageThreads), so all of it goes through this login's own messages.`,
    };
  return { name, level: "ok", sentence: `The number is one of the login ${login}, and can text.` };
}

function isOthers({ usage, extension }: OwnNumber, { id }: LoginFacts): boolean {
  if (extension !== null && id !== null) return extension !== id;
  return usage !== null && usage !== "DirectNumber";
}

/** In the account's shared inbox: its user has to be one of those who answer the number, with a licence. */
async function verifySharedLine(looked: Looked, own: OwnNumber): Promise<Finding> {
  const { name, login, facts, recipients } = looked;
  const problem = (sentence: string, remedy: string): Finding => ({
    name,
    level: "problem",
    sentence,
    remedy,
  });
  // Mostly a user's own; a call queue may have one that is called so, too.
  const mayBeUsers = own.usage === "DirectNumber";
  const mayNot = problem(
    mayBeUsers
      ? `The number is another user's, or one of a call queue, and the login ${login} may not text from it.`
      : `The login ${login} is none of those who answer the texts to this number.`,
    mayBeUsers
      ? "Give the line the login of the user whose number it is. Where a call queue or site has it, add the login's user to its SMS recipients in RingCentral's admin portal."
      : "Add its user to the SMS recipients of the call queue or site that has the number, in RingCentral's admin portal.",
  );
  const all = own.extension === null ? null : await recipients(login, own.extension);
  // Where that may not be asked, what the number itself says has to do.
  if (all === null)
    return own.features?.includes("SmsSender") === false
      ? mayNot
      : { name, level: "ok", sentence: `The login ${login} may text from this shared number.` };
  const mine = all.find(({ id }) => id === facts.id);
  if (mine === undefined) return mayNot;
  if (mine.hasLicense === false)
    return problem(
      `The login ${login} answers this number, but has no licence for the shared inbox.`,
      "Assign it the licence (Business SMS Booster) in RingCentral's admin portal.",
    );
  if (mine.assignable === false)
    return problem(
      `The login ${login} answers this number, but no conversation can be assigned to it, so it can't send.`,
      "Check the user's licence and permissions for the shared inbox in RingCentral's admin portal.",
    );
  return {
    name,
    level: "ok",
    sentence: `The login ${login} answers this number in the account's shared inbox, with a licence.`,
  };
}

const recipientList = z.object({
  smsRecipients: z.array(
    z.object({
      id: z.coerce.string(),
      assignable: z.boolean().nullish(),
      hasLicense: z.boolean().nullish(),
    }),
  ),
});

type Recipient = z.infer<typeof recipientList>["smsRecipients"][number];

/** Each queue or site is asked for once. Null where that may not be. */
function createRecipients(api: RingCentralApi): Looked["recipients"] {
  const known = new Map<string, readonly Recipient[] | null>();
  return async (login, extension) => {
    const key = `${login} ${extension}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const path = `/restapi/v1.0/account/~/extension/${encodeURIComponent(extension)}/sms-recipients`;
    const answer = await api.ask(login, { method: "GET", path, group: "light" });
    if (answer.kind === "silence" || answer.status >= 500 || answer.isClosed) jsonOf(answer);
    const read = recipientList.safeParse(answer.kind === "answer" ? answer.json : null);
    const all = read.success ? read.data.smsRecipients : null;
    known.set(key, all);
    return all;
  };
}

function claimedTwice(name: string, logins: readonly (LoginName | undefined)[]): Finding {
  const sentence = `Several logins claim this line: ${logins.map((login) => login ?? "none").join(", ")}.`;
  const remedy = "Name one of them at the line in the directory.";
  return { name, level: "problem", sentence, remedy };
}

function noLogin(name: string, login: LoginName | undefined): Finding {
  if (login === undefined) {
    const sentence = "The line names no login, and there is more than one.";
    return { name, level: "problem", sentence, remedy: "Write `login:` at the line in the directory." };
  }
  const sentence = `There are no credentials for its login ${login}.`;
  const remedy = `Make a JWT credential as that user in RingCentral's developer console, and set RINGCENTRAL_JWT_${loginVariable(login)} to it.`;
  return { name, level: "problem", sentence, remedy };
}
