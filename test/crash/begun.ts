/**
 * What a member begins meanwhile: texts to one customer for a moment later, lists to several, and filled-in templates in conversations
 * that are open. They insist until each is taken.
 */
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import { createPerson, type Person } from "../journeys/person.ts";
import { pause } from "./pause.ts";
import type { Phone } from "./phones.ts";
import type { Random } from "./random.ts";

export interface BegunText {
  readonly token: string;
  /** One, or those of a list. */
  readonly phones: readonly Phone[];
}

export interface BeginOptions {
  readonly sandbox: Sandbox;
  readonly random: Random;
  /** Whom Ana texts on her own: nobody else answers them. */
  readonly phones: readonly Phone[];
  /** Whom only lists reach. */
  readonly listed: readonly Phone[];
  readonly count: number;
  /** About how long all of it takes. Milliseconds. */
  readonly span: number;
}

export const begunTokens = /begun-\d{5}/g;

/** The template that is filled in. The app reads it while it lives. */
export const begunTemplates = `- scope: company
  key: begun
  name: Begun
  text: "{{contact.name|You there}}: {{?what it is about}}"
`;

/** How long somebody insists: seconds, unless the machine is full of other work. Milliseconds. */
const patience = 120_000;
/** How far ahead a text is planned, at most. Seconds. */
const furthest = 5;

/** Begins so many, one after the other; `taken` has each as soon as it can be with the app. */
export async function beginTexts(options: BeginOptions, taken: BegunText[]): Promise<void> {
  const { sandbox, random, phones, listed, count, span } = options;
  const ana = createPerson(sandbox, scene.ana);
  for (let index = 0; index < count; index += 1) {
    await pause((span / count) * 2 * random.next());
    const token = `begun-${String(index).padStart(5, "0")}`;
    const one = random.pick(phones);
    if (one === undefined) return;
    if (index % 3 === 2) {
      await insist(token, async () => {
        const phone = await fillsTemplate(ana, token, phones, random);
        taken.push({ token, phones: [phone] });
      });
      await insistOnSending(ana, token, null);
      continue;
    }
    const isList = index % 3 === 1 && listed.length > 0;
    const to = isList ? [one, ...listed] : [one];
    const later = () => String(Math.ceil(Date.now() / 1000 + random.between(1, furthest)));
    taken.push({ token, phones: to });
    await insist(token, async () => {
      await opens(ana, "/sms", "text.new");
      for (const { name } of to) await ana.choosesInModal("recipients", name);
      await ana.fillsIn("text", wordsOf(token));
      if (!isList) await ana.fillsIn("when", later());
    });
    await insistOnSending(ana, token, later);
  }
}

const wordsOf = (token: string) => `${token} to whom it concerns`;

/** The same form again, as often as it takes: it is one text. */
function insistOnSending(ana: Person, token: string, later: (() => string) | null): Promise<void> {
  return insist(token, async () => {
    const { action, error, errors } = await ana.submits();
    // The time went by while the app was away.
    if (errors?.when !== undefined && later !== null) await ana.fillsIn("when", later());
    if (action !== "closed") throw new Error(error ?? JSON.stringify(errors ?? action));
  });
}

/** Up to what is left to send; with whose conversation was picked: one that is open. */
async function fillsTemplate(
  ana: Person,
  token: string,
  phones: readonly Phone[],
  random: Random,
): Promise<Phone> {
  const phone = random.pick(phones);
  if (phone === undefined) throw new Error("nobody to text");
  await opens(ana, "/sms-template begun", "template.pick");
  await ana.choosesInModal("conversation", phone.name);
  const { action, error, errors } = await ana.submits();
  if (action !== "updated") throw new Error(error ?? JSON.stringify(errors ?? action));
  await ana.fillsIn("value.1", wordsOf(token));
  return phone;
}

async function opens(person: Person, command: string, modal: string): Promise<void> {
  while (person.modal() !== null) await person.closesModal();
  const { acked } = await person.types(command, scene.channel);
  if (!acked) throw new Error("no answer");
  await person.waitsForModal(modal, 3_000);
}

/** Until it comes off: the app may be away at any moment. */
async function insist(what: string, act: () => Promise<void>): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what} was never taken`, { cause: error });
      await pause(100);
    }
  }
}
