/** What people do meanwhile: customers text from many phones, members answer in whatever threads they see. */
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { type BegunText, beginTexts } from "./begun.ts";
import { type SentElsewhere, workElsewhere } from "./elsewhere.ts";
import { pause } from "./pause.ts";
import type { Phone } from "./phones.ts";
import type { Random } from "./random.ts";

export interface WrittenText {
  readonly token: string;
  readonly phone: Phone;
}

export interface WrittenReply {
  readonly token: string;
  readonly phone: Phone;
  readonly channel: string;
  readonly ts: string;
}

export interface Traffic {
  readonly begun: readonly BegunText[];
  /** Whom only lists reach. */
  readonly listed: readonly Phone[];
  readonly texts: readonly WrittenText[];
  readonly replies: readonly WrittenReply[];
  readonly elsewhere: readonly SentElsewhere[];
  /** Begins; resolves when the last one is written. */
  run(): Promise<void>;
}

export interface TrafficOptions {
  readonly sandbox: Sandbox;
  readonly random: Random;
  readonly phones: readonly Phone[];
  readonly texts: number;
  readonly replies: number;
  /** Texts that Ana begins: for later, to a list, from a template, in turn. */
  readonly begun: number;
  readonly listed: readonly Phone[];
  /** Texts that are sent from another of the carrier's apps. */
  readonly elsewhere: number;
  /** About how long all of it takes. Milliseconds. */
  readonly span: number;
}

/** How long members look for something to answer: seconds, unless the machine is full of other work. Milliseconds. */
const patience = 120_000;

/** Where conversations stand: in the team's channel, and in Ben's direct messages, where he is told other things, too. */
export function placesOf({ slack }: Pick<Sandbox, "slack">): { channel: string; isDirect: boolean }[] {
  return [
    { channel: scene.channel, isDirect: false },
    { channel: slack.control.directMessage(scene.ben), isDirect: true },
  ];
}

export function isCard({ botId, blocks }: MessageView): boolean {
  return botId !== null && JSON.stringify(blocks).includes('"episode.');
}

/** The token of a text or reply: what it is found by. */
const token = (kind: "text" | "reply", index: number) => `${kind}-${String(index).padStart(5, "0")}`;
export const textTokens = /text-\d{5}/g;
export const replyTokens = /reply-\d{5}/g;

/** Whose thread hangs under this card; undefined for what is no card of one of the phones. */
export function phoneOfCard(card: MessageView, phones: readonly Phone[]): Phone | undefined {
  const [, name] = /Phone (\d{3})/.exec(JSON.stringify(card.blocks)) ?? [];
  return card.botId === null || name === undefined ? undefined : phones[Number(name)];
}

/** Whose customer somebody is on the team's line: Ana's or Ben's. */
function isOfAna(phone: Phone, phones: readonly Phone[]): boolean {
  return phone.line === scene.line && phones.indexOf(phone) % 2 === 0;
}

export function createTraffic(options: TrafficOptions): Traffic {
  const { sandbox, random, phones } = options;
  const texts: WrittenText[] = [];
  const replies: WrittenReply[] = [];
  const { control } = sandbox.slack;

  async function writeTexts(): Promise<void> {
    // A phone's next text leaves when its last one was delivered or given up, as on a real network.
    const last = new Map<Phone, Promise<unknown>>();
    for (let index = 0; index < options.texts; index += 1) {
      await pause(interval(options.texts));
      const phone = random.pick(phones);
      if (phone === undefined) return;
      const written: WrittenText = { token: token("text", index), phone };
      const before = last.get(phone) ?? Promise.resolve();
      const send = async () => {
        texts.push(written);
        await sandbox.phones.text({
          from: phone.number,
          to: phone.line,
          body: `${written.token} from ${phone.name}`,
        });
      };
      last.set(phone, before.then(send));
    }
    await Promise.all(last.values());
  }

  async function writeReplies(): Promise<void> {
    let lastCardAt = Date.now();
    for (let index = 0; index < options.replies; ) {
      await pause(interval(options.replies));
      if (Date.now() - lastCardAt > patience) throw new Error("no card to answer under ever appeared");
      const card = random.pick(
        placesOf(sandbox).flatMap(({ channel }) => control.messages(channel).filter(isCard)),
      );
      const phone = card && phoneOfCard(card, phones);
      if (card === undefined || phone === undefined) continue;
      // One for each conversation: nobody is asked about a colleague's.
      const isAna = isOfAna(phone, phones);
      const { channel } = card;
      const written = token("reply", index);
      const { ts } = control.post({
        user: isAna ? scene.ana : scene.ben,
        channel,
        text: `${written} to ${phone.name}`,
        threadTs: card.ts,
      });
      replies.push({ token: written, phone, channel, ts });
      lastCardAt = Date.now();
      index += 1;
    }
  }

  function interval(count: number): number {
    return (options.span / count) * 2 * random.next();
  }

  const begun: BegunText[] = [];
  const elsewhere: SentElsewhere[] = [];
  const extensionFor = (phone: Phone) => (isOfAna(phone, phones) ? ringCentralIds.ana : ringCentralIds.ben);
  const others = { ...options, count: options.elsewhere, extensionFor };
  const own = phones.filter((phone) => isOfAna(phone, phones));
  const begin = () => beginTexts({ ...options, phones: own, count: options.begun }, begun);
  return {
    texts,
    replies,
    begun,
    elsewhere,
    listed: options.listed,
    run: async () =>
      void (await Promise.all([writeTexts(), writeReplies(), begin(), workElsewhere(others, elsewhere)])),
  };
}
