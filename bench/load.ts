/** The load: texts by signed webhooks, replies by a member; each is timed until it stands at the other side. */
import { Agent, request } from "undici";
import { scene } from "../src/sandbox/sandbox.ts";
import { signForm } from "../src/sandbox/twilio/sign.ts";
import { moment } from "./world-messages.ts";
import type { WorldProcess } from "./world-process.ts";

export interface Timing {
  readonly count: number;
  /** From the first to the last. Seconds. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export type Pace =
  /** So many on their way at any time. */
  | { readonly inFlight: number }
  /** So many begun every second, whether the ones before have arrived or not. */
  | { readonly perSecond: number };

export interface Load {
  texts(count: number, pace: Pace): Promise<Timing>;
  replies(count: number, pace: Pace): Promise<Timing>;
  close(): Promise<void>;
}

export interface LoadOptions {
  readonly world: WorldProcess;
  readonly url: string;
  readonly threads: readonly (readonly [phone: string, thread: string])[];
  /** The one that is texted; the shared one unless given. */
  readonly line?: string;
}

/** Longer than any of them may take. Milliseconds. */
const patience = 120_000;
let lastToken = 0;

export function createLoad({ world, url, threads, line = scene.line }: LoadOptions): Load {
  const agent = new Agent({ connections: 128, pipelining: 1 });
  const address = `${url}/webhooks/twilio/inbound`;
  const token = world.environment.TWILIO_AUTH_TOKEN ?? "";

  async function text(name: string, index: number): Promise<void> {
    const [phone] = threads[index % threads.length] ?? [""];
    const params = inboundForm(name, phone, line);
    const { statusCode, body } = await request(address, {
      method: "POST",
      dispatcher: agent,
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": signForm(token, address, params),
      },
      body: new URLSearchParams(params).toString(),
    });
    await body.dump();
    if (statusCode >= 300) throw new Error(`a webhook was answered with ${statusCode}`);
  }

  /** Two replies on their way at once in one thread may reach the app in the other order: then one waits for its author. */
  const busy = new Map<string, string>();
  /** Begun while each thread had one on its way, unless more are wanted under way than there are threads. */
  const waiting: [name: string, index: number][] = [];

  let mayShare = false;

  function reply(name: string, index: number): void {
    const from = index % threads.length;
    const inTurn = [...threads.slice(from), ...threads.slice(0, from)].map(([, thread]) => thread);
    const taken = new Set(busy.values());
    const thread = inTurn.find((one) => !taken.has(one)) ?? (mayShare ? inTurn[0] : undefined);
    if (thread === undefined) return void waiting.push([name, index]);
    busy.set(name, thread);
    world.reply(thread, name);
  }

  function replied(name: string): void {
    busy.delete(name);
    const next = waiting.shift();
    if (next !== undefined) reply(...next);
  }

  return {
    texts: (count, pace) => measure(world, "t", count, pace, text),
    replies: (count, pace) => {
      mayShare = "inFlight" in pace && pace.inFlight > threads.length;
      return measure(world, "r", count, pace, reply, replied);
    },
    close: () => agent.close(),
  };
}

function inboundForm(name: string, phone: string, line: string): Record<string, string> {
  const sid = `SM${name.padStart(32, "0").replace(/[tr]/, "0")}`;
  return {
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsStatus: "received",
    AccountSid: "AC00000000000000000000000000000001",
    ApiVersion: "2010-04-01",
    From: phone,
    To: line,
    Body: `${name} is what I wanted to ask`,
    NumSegments: "1",
    NumMedia: "0",
  };
}

async function measure(
  world: WorldProcess,
  kind: "t" | "r",
  count: number,
  pace: Pace,
  act: (name: string, index: number) => Promise<void> | void,
  arrived: (name: string) => void = () => {},
): Promise<Timing> {
  const begunAt = new Map<string, number>();
  const took: number[] = [];
  let last = 0;
  let begun = 0;
  const first = moment();
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${begunAt.size} of ${count} never arrived`)), patience);
    const beginOne = () => {
      begun += 1;
      lastToken += 1;
      const name = `${kind}${String(lastToken).padStart(7, "0")}`;
      begunAt.set(name, moment());
      Promise.resolve(act(name, begun)).catch(reject);
    };
    world.onArrival(({ token, from, at }) => {
      const since = begunAt.get(token);
      if (since === undefined) return;
      begunAt.delete(token);
      arrived(token);
      took.push(at - (from ?? since));
      last = Math.max(last, at);
      if ("inFlight" in pace && begun < count) beginOne();
      if (took.length < count) return;
      clearTimeout(late);
      resolve();
    });
    if ("inFlight" in pace) for (let i = 0; i < Math.min(count, pace.inFlight); i += 1) beginOne();
    else {
      const timer = setInterval(() => {
        const due = Math.min(count, Math.floor(((moment() - first) / 1000) * pace.perSecond));
        while (begun < due) beginOne();
        if (begun >= count) clearInterval(timer);
      }, 1);
    }
  });
  world.onArrival(null);
  return timing(took, (last - first) / 1000);
}

function timing(took: number[], seconds: number): Timing {
  took.sort((one, other) => one - other);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { count: took.length, seconds, perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) };
}
