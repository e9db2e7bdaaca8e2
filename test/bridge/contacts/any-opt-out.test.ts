/** Whatever the order of events: whoever opted out gets nothing but the one confirmation, once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../../src/bridge/choices/choose-notice.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { Address, E164, SlackTs } from "../../../src/domain/ids.ts";
import { standingOptOut } from "../../../src/domain/opt-out-ledger.ts";
import type { OptOutScope } from "../../../src/domain/opt-out-scope.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, billing, billingLine, dan, front, frontLine, maria, noel } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

const runs = Number(process.env.ANY_LIFE_RUNS ?? thinned(40));
const lines = [frontLine, billingLine] as const;
const contacts = [maria, noel] as const;
const stops = ["STOP", "Parar", "stop all", "Unsubscribe!", "🛑 stop"];
const starts = ["START", "yes", "resume"];
const others = ["hello", "please stop texting me", "info", "cancel my 3pm", "Take me off your list"];

const which = fc.nat({ max: 1 });
const pick = fc.nat({ max: 1000 });
const anyAction = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("text" as const),
      contact: which,
      line: which,
      body: fc.constantFrom(...stops, ...starts, ...others),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("reply" as const), thread: pick, files: which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("press" as const), offer: pick, user: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("record" as const),
      contact: which,
      kind: fc.constantFrom("out" as const, "in" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("resolve" as const), which: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("restart" as const, "deaf" as const, "hear" as const) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("pass" as const, "skip" as const),
      ms: fc.constantFrom(second, 5 * second, 11 * second, minute, 15 * minute),
    }),
  },
);
type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

/** Who wants no texts from which line, as a person would keep it. */
function createMemory(scope: OptOutScope) {
  const out = new Set<string>();
  const key = (contact: Address, line: E164) => `${contact} ${line}`;
  const reach = (line: E164) => (scope === "all" ? lines : [line]);
  return {
    isOut: (contact: Address, line: E164) => out.has(key(contact, line)),
    optOut: (contact: Address, line: E164) => {
      for (const each of reach(line)) out.add(key(contact, each));
    },
    optIn: (contact: Address, line: E164) => {
      for (const each of reach(line)) out.delete(key(contact, each));
    },
  };
}

async function live(actions: readonly Action[], scope: OptOutScope) {
  const memory = createMemory(scope);
  const world = await createWorld({ optOutScope: scope });
  const against: string[] = [];
  let optOuts = 0;
  const optOut = (contact: Address, line: E164) => {
    if (!memory.isOut(contact, line)) optOuts += 1;
    memory.optOut(contact, line);
  };
  const { sent } = world.carrier;
  const push = sent.push.bind(sent);
  sent.push = (sms) => {
    const isConfirmation = sms.body.startsWith("You will get no more texts");
    if (memory.isOut(sms.to, sms.from) && !isConfirmation) against.push(`${sms.body} to ${sms.to}`);
    return push(sms);
  };
  const refused = async (): Promise<SendOutcome> => {
    const sms = sent.at(-1);
    if (sms !== undefined) optOut(sms.to, sms.from);
    return { kind: "rejected", failure: { code: "21610", sentence: "Opted out.", scope: "recipient" } };
  };
  let replies = 0;
  const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

  async function act(action: Action): Promise<void> {
    switch (action.do) {
      case "text": {
        const [contact, line] = [contacts[action.contact] ?? maria, lines[action.line] ?? frontLine];
        const isIn = starts.includes(action.body) && memory.isOut(contact, line);
        if (stops.includes(action.body)) optOut(contact, line);
        if (isIn) memory.optIn(contact, line);
        await world.text(contact, action.body, { to: line });
        return;
      }
      case "reply": {
        const root = at(
          world.desk.posted.filter(({ card }) => card !== null),
          action.thread,
        );
        if (root === undefined) return;
        replies += 1;
        const author = root.channel === billing ? dan : ben;
        const how = { channel: root.channel, files: action.files };
        await world.reply(author, root.ts as SlackTs, `r${replies}`, how);
        return;
      }
      case "press":
        return await press(action);
      case "record":
        return await record(action);
      case "refuse":
        world.carrier.answers.push(refused);
        return;
      case "resolve": {
        const episode = at(await world.episodes(), action.which);
        if (episode !== undefined) await resolveEpisode(world.ctx, { episode: episode.id, user: ana });
        return;
      }
      case "restart":
        return await world.restart();
      case "deaf":
        return world.ctx.connection.lose();
      case "hear":
        return await regainConnection(world.ctx);
      case "pass":
        return await world.pass(action.ms);
      case "skip":
        return world.skip(action.ms);
    }
  }

  async function press(action: Action & { do: "press" }): Promise<void> {
    const offer = at(world.desk.offers, action.offer);
    const choice = offer && at(offer.choices, action.user);
    if (offer === undefined || choice === undefined) return;
    const about = await world.ctx.store.read(async (tx) => {
      const notice = await tx.notices.get(offer.notice);
      const message = notice?.messageId ? await tx.messages.get(notice.messageId) : null;
      const conversation = message && (await tx.conversations.get(message.conversationId));
      return { message, conversation };
    });
    const user = at([ben, dan, ana], action.user) ?? ana;
    const { deed } = await chooseNotice(world.ctx, { notice: offer.notice, choice, user });
    if (deed === "opted them out" && about.message && about.conversation)
      optOut(about.conversation.address, about.message.line);
  }

  async function record({ contact: index, kind }: Action & { do: "record" }): Promise<void> {
    const contact = contacts[index] ?? maria;
    const open = (await world.episodes(contact)).find(
      ({ state, channel }) => state === "open" && channel === front,
    );
    if (open === undefined) return;
    const form = { episode: open.id, user: ana, kind, evidence: "So they said", act: `act ${world.newTs()}` };
    if ((await world.bridge.recordOptOut(form)) !== null) return;
    if (kind === "out") optOut(contact, frontLine);
    else memory.optIn(contact, frontLine);
  }

  for (const action of actions) await act(action);
  world.carrier.answers.length = 0;
  await world.restart();
  await world.pass(2 * hour);
  return { world, memory, against, optOuts };
}

async function check(world: World, { memory, against, optOuts }: Awaited<ReturnType<typeof live>>) {
  expect(against, "nothing is sent to who opted out").toEqual([]);
  const ids = world.carrier.sent.map(({ messageId }) => messageId);
  expect(new Set(ids).size, "nothing is sent twice").toBe(ids.length);
  const confirmations = world.carrier.sent.filter(({ body }) =>
    body.startsWith("You will get no more texts"),
  );
  expect(confirmations.length).toBeLessThanOrEqual(optOuts);
  for (const contact of contacts) {
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(contact));
    for (const line of lines)
      expect(standingOptOut(rows, line) !== null, `${contact} ${line}`).toBe(memory.isOut(contact, line));
    const named = rows.flatMap(({ confirmationId }) => confirmationId ?? []);
    expect(
      world.carrier.sent
        .filter(({ to, body }) => to === contact && body.startsWith("You will"))
        .every(({ messageId }) => named.includes(messageId)),
      "each confirmation is one that the ledger names",
    ).toBe(true);
  }
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
}

describe("whatever the order of events", () => {
  it.each(["all", "line"] as const)(
    "whoever opted out gets nothing but the one confirmation, where that reaches: %s",
    async (scope) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyAction, { minLength: 5, maxLength: 60, size: "max" }),
          async (actions) => {
            const life = await live(actions, scope);
            try {
              await check(life.world, life);
            } finally {
              await life.world.close();
            }
          },
        ),
        { numRuns: Math.ceil(runs / 2), interruptAfterTimeLimit: 100_000 },
      );
    },
  );
});
