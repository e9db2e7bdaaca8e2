import { type Rules, ruleForDelivery } from "./misbehaviour.ts";
import type { DeliveryRecord } from "./types/activity.ts";
import type { Misbehaviour } from "./types/misbehaviour.ts";
import type { Wire } from "./wire.ts";
import { remember, tell, type World } from "./workspace.ts";

/** What goes to the app: an event, or something that a person did and that wants an answer. */
export interface Outgoing {
  kind: DeliveryRecord["kind"];
  type: string;
  channel: string | null;
  body: Wire;
}

/** Which try this is (1, 2, 3) and why the one before failed. */
export interface Retry {
  num: number;
  reason: string;
  /** The socket that did not acknowledge the one before, in socket mode. */
  silent?: number | undefined;
}

export interface AttemptResult {
  ok: boolean;
  status?: number;
  reason?: string;
  answer?: unknown;
  socket?: number;
  /** The app answered `x-slack-no-retry: 1`. */
  noRetry?: boolean;
}

/** A way to the app. With `breakAfter` the payload arrives, and its answer (or its socket) is lost. */
export type Transport = (
  outgoing: Outgoing,
  retry: Retry | null,
  breakAfter: boolean,
) => Promise<AttemptResult>;

interface HeldDelivery {
  record: DeliveryRecord;
  outgoing: Outgoing;
  untilNext: boolean;
}

/** Everything on its way to the app. */
export interface DeliveryOffice {
  readonly world: World;
  readonly rules: Rules;
  readonly transport: Transport;
  readonly held: HeldDelivery[];
  readonly naps: Set<() => void>;
  readonly waiters: Set<() => void>;
  pending: number;
  isClosed: boolean;
}

export function createDeliveryOffice(world: World, rules: Rules, transport: Transport): DeliveryOffice {
  return {
    world,
    rules,
    transport,
    held: [],
    naps: new Set(),
    waiters: new Set(),
    pending: 0,
    isClosed: false,
  };
}

/** Waits, unless the office closes. */
function nap(office: DeliveryOffice, ms: number): Promise<void> {
  if (ms <= 0 || office.isClosed) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      office.naps.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    office.naps.add(wake);
  });
}

function begin(office: DeliveryOffice, outgoing: Outgoing): DeliveryRecord {
  const { world } = office;
  world.deliverySeq += 1;
  const record: DeliveryRecord = {
    seq: world.deliverySeq,
    at: world.now(),
    kind: outgoing.kind,
    type: outgoing.type,
    id: String(outgoing.body.event_id ?? outgoing.body.trigger_id ?? ""),
    channel: outgoing.channel,
    body: outgoing.body,
    attempts: [],
    state: "waiting",
  };
  remember(world.deliveries, record, world.settings.keepLog);
  return record;
}

function settle(office: DeliveryOffice, record: DeliveryRecord, state: DeliveryRecord["state"]): void {
  record.state = state;
  tell(office.world, () => ({ type: "delivery", delivery: record }));
}

async function attempt(
  office: DeliveryOffice,
  record: DeliveryRecord,
  outgoing: Outgoing,
  retry: Retry | null,
) {
  const rule = ruleForDelivery(office.rules, outgoing.type, outgoing.channel, false);
  if (rule?.kind === "delay") await nap(office, rule.ms ?? 0);
  const unreachable = rule?.kind === "fail" || office.world.isDown || office.isClosed;
  const result: AttemptResult = unreachable
    ? { ok: false, reason: "connection_failed" }
    : await office.transport(outgoing, retry, rule?.kind === "dropAnswer");
  const { answer, noRetry, ...rest } = result;
  record.attempts.push({ at: office.world.now(), ...rest });
  return result;
}

async function attemptAll(
  office: DeliveryOffice,
  record: DeliveryRecord,
  outgoing: Outgoing,
): Promise<boolean> {
  let result = await attempt(office, record, outgoing, null);
  for (const [index, delay] of office.world.settings.retryDelaysMs.entries()) {
    if (result.ok || result.noRetry === true) break;
    await nap(office, delay);
    if (office.isClosed) break;
    const reason = retryReason(result.reason);
    result = await attempt(office, record, outgoing, { num: index + 1, reason, silent: result.socket });
  }
  return result.ok;
}

/** The six reasons that Slack gives. */
function retryReason(reason: string | undefined): string {
  return reason === undefined || reason === "no_socket" ? "connection_failed" : reason;
}

function run(office: DeliveryOffice, record: DeliveryRecord, outgoing: Outgoing): void {
  office.pending += 1;
  void attemptAll(office, record, outgoing)
    .then((ok) => settle(office, record, ok ? "delivered" : "given_up"))
    .finally(() => done(office));
}

function done(office: DeliveryOffice): void {
  office.pending -= 1;
  if (office.pending > 0) return;
  for (const wake of office.waiters) wake();
  office.waiters.clear();
}

function hold(office: DeliveryOffice, record: DeliveryRecord, outgoing: Outgoing, untilNext: boolean): void {
  office.held.push({ record, outgoing, untilNext });
  settle(office, record, "held");
}

/** Lets go what is held: all of it, or only what waits for the next delivery. */
export function releaseHeld(
  office: DeliveryOffice,
  order: "newest_first" | "oldest_first",
  all: boolean,
): void {
  const going = office.held.filter((held) => all || held.untilNext);
  const staying = office.held.filter((held) => !going.includes(held));
  office.held.splice(0, office.held.length, ...staying);
  if (order === "newest_first") going.reverse();
  for (const { record, outgoing } of going) {
    record.state = "waiting";
    run(office, record, outgoing);
  }
}

function copyOf(office: DeliveryOffice, outgoing: Outgoing, rule: Misbehaviour): Outgoing {
  if (rule.newEventId !== true) return outgoing;
  return { ...outgoing, body: { ...outgoing.body, event_id: office.world.mint.id("Ev") } };
}

/** Takes an event; delivers it with Slack's retries, unless a rule has other plans for it. */
export function deliverEvent(office: DeliveryOffice, outgoing: Outgoing): void {
  if (office.isClosed) return;
  const rule = ruleForDelivery(office.rules, outgoing.type, outgoing.channel, true);
  const record = begin(office, outgoing);
  if (rule?.kind === "hold" || rule?.kind === "reorder") {
    hold(office, record, outgoing, rule.kind === "reorder");
    return;
  }
  run(office, record, outgoing);
  if (rule?.kind === "duplicate") {
    for (let i = 0; i < (rule.copies ?? 1); i += 1) {
      const copy = copyOf(office, outgoing, rule);
      run(office, begin(office, copy), copy);
    }
  }
  if (office.held.length > 0) releaseHeld(office, "oldest_first", false);
}

/** Takes something that a person did; one attempt, and its result. A `duplicate` rule sends it twice. */
export async function deliverInteraction(office: DeliveryOffice, outgoing: Outgoing): Promise<AttemptResult> {
  const rule = ruleForDelivery(office.rules, outgoing.type, outgoing.channel, true);
  office.pending += 1;
  try {
    const record = begin(office, outgoing);
    const result = await attempt(office, record, outgoing, null);
    settle(office, record, result.ok ? "delivered" : "given_up");
    if (rule?.kind === "duplicate") await attempt(office, begin(office, outgoing), outgoing, null);
    return result;
  } finally {
    done(office);
  }
}

/** Resolves when nothing is under way. */
export function whenIdle(office: DeliveryOffice): Promise<void> {
  if (office.pending === 0) return Promise.resolve();
  return new Promise((resolve) => office.waiters.add(resolve));
}

/** Gives up everything that still waits. */
export function closeOffice(office: DeliveryOffice): void {
  office.isClosed = true;
  for (const wake of [...office.naps]) wake();
}
