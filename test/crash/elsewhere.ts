/** What people do meanwhile in RingCentral's own app: they text customers from there, and give conversations of the shared inbox to each other. */
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import { pause } from "./pause.ts";
import type { Phone } from "./phones.ts";
import type { Random } from "./random.ts";

export interface SentElsewhere {
  readonly token: string;
  readonly phone: Phone;
}

export interface ElsewhereOptions {
  readonly sandbox: Pick<Sandbox, "ringcentral">;
  readonly random: Random;
  readonly phones: readonly Phone[];
  /** How many texts; as often a conversation gets to somebody else. */
  readonly count: number;
  /** About how long all of it takes. Milliseconds. */
  readonly span: number;
  /** Who answers a phone. */
  readonly extensionFor: (phone: Phone) => string;
}

export const elsewhereTokens = /other-\d{5}/g;

/** `sent` has each as soon as it left. */
export async function workElsewhere(options: ElsewhereOptions, sent: SentElsewhere[]): Promise<void> {
  const { sandbox, random, phones, count, span, extensionFor } = options;
  if (count === 0) return;
  const { control } = sandbox.ringcentral;
  const open = () => control.threads().filter(({ status }) => status === "Open");
  for (let index = 0; index < count; index += 1) {
    await pause((span / count) * 2 * random.next());
    const phone = random.pick(phones);
    if (phone === undefined) return;
    const holder = open().find(({ guest, line }) => guest === phone.number && line === phone.line)?.assignee;
    const written = { token: `other-${String(index).padStart(5, "0")}`, phone };
    sent.push(written);
    await control.sendElsewhere({
      extension: holder ?? extensionFor(phone),
      from: phone.line,
      to: phone.number,
      body: `${written.token} to ${phone.name}`,
    });
    await giveToSomebody(options, random.pick(open())?.id);
  }
}

/** To whoever answers it, or to nobody: a colleague's conversation is not answered here. */
async function giveToSomebody(
  { sandbox, random, phones, extensionFor }: ElsewhereOptions,
  id: string | undefined,
): Promise<void> {
  const { control } = sandbox.ringcentral;
  const thread = control.threads().find((one) => one.id === id);
  const phone = phones.find(({ number }) => number === thread?.guest);
  if (thread === undefined || phone === undefined || thread.line !== scene.line) return;
  const to = random.pick([extensionFor(phone), null]) ?? null;
  await control.assign(thread.id, to, ringCentralIds.office);
}
