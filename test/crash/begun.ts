/** What a member begins meanwhile: texts to one customer for a moment later, and lists to several. They insist until each is taken. */
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

/** How long somebody insists. Milliseconds. */
const patience = 60_000;
/** How far ahead a text is planned, at most. Seconds. */
const furthest = 5;

/** Begins so many, one after the other; `taken` has each as soon as it can be with the app. */
export async function beginTexts(options: BeginOptions, taken: BegunText[]): Promise<void> {
  const { sandbox, random, phones, listed, count, span } = options;
  const ana = createPerson(sandbox, scene.ana);
  for (let index = 0; index < count; index += 1) {
    await pause((span / count) * 2 * random.next());
    const one = random.pick(phones);
    if (one === undefined) return;
    const isList = index % 2 === 1 && listed.length > 0;
    const to = isList ? [one, ...listed] : [one];
    const begun = { token: `begun-${String(index).padStart(5, "0")}`, phones: to };
    const later = () => String(Math.ceil(Date.now() / 1000 + random.between(1, furthest)));
    taken.push(begun);
    await insist(begun.token, async () => {
      await open(ana);
      for (const { name } of to) await ana.choosesInModal("recipients", name);
      await ana.fillsIn("text", `${begun.token} to whom it concerns`);
      if (!isList) await ana.fillsIn("when", later());
    });
    // The same form again, as often as it takes: it is one text.
    await insist(begun.token, async () => {
      const { action, error, errors } = await ana.submits();
      // The time went by while the app was away.
      if (errors?.when !== undefined) await ana.fillsIn("when", later());
      if (action !== "closed") throw new Error(error ?? JSON.stringify(errors ?? action));
    });
  }
}

async function open(person: Person): Promise<void> {
  while (person.modal() !== null) await person.closesModal();
  const { acked } = await person.types("/sms", scene.channel);
  if (!acked) throw new Error("no answer");
  await person.waitsForModal("text.new", 3_000);
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
