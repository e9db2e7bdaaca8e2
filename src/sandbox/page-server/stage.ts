/**
 * The stand-ins as one: their state together, one stream of what changes, one door for what a person does. What the
 * page has to remember between two windows (what was seen, the switches, the scene) lives here.
 */
import { randomUUID } from "node:crypto";
import { type CarrierName, carrierNames, carrierTitle, isCarrierName } from "../carriers.ts";
import type { CrmEvent } from "../crm/types/control.ts";
import type { CarrierEvent } from "../define-carrier.ts";
import { isTouched } from "../is-touched.ts";
import type { Act, ActAnswer, AppFace, CarrierFace, PageEvent, PageState, RawExchange } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Activity } from "../slack/types/activity.ts";
import type { FileView } from "../slack/types/messages.ts";
import { actInSlack, addPhone, refusal, textIn } from "./acts.ts";
import { createNames } from "./names.ts";
import { createPlay, type Scene } from "./play.ts";
import { type Seen, snapshotCrm, snapshotPhones, snapshotSlack, takenOf } from "./snapshot.ts";
import { createStrip } from "./strip.ts";
import { allOff, isSwitch, turn } from "./switches.ts";

export interface StageOptions {
  readonly sandbox: Sandbox;
  readonly app: AppFace;
  /** Stops everything, begins anew, and says the new outside world. Absent: there is no reset. */
  readonly reset?: (carrier: CarrierName) => Promise<Sandbox>;
  /** The walk-through; absent: there is none. */
  readonly scene?: Scene;
  readonly now?: () => number;
}

export interface Stage {
  state(): PageState;
  raw(id: string): RawExchange | null;
  /** A file that stands in Slack, as whoever sees it there gets it; null where there is none. */
  file(id: string): FileView | null;
  /** A file that a phone sent with a text, by its place among those; null where there is none. */
  phoneFile(sid: string, index: number): Pick<FileView, "name" | "mimetype" | "content"> | null;
  act(act: Act): Promise<ActAnswer>;
  /** Plays the scene with another player, shown like the page's own. */
  play(player: Scene["play"]): Promise<void>;
  /** Begins with the whole state; ends with the function returned. */
  listen(listener: (event: PageEvent) => void): () => void;
  close(): void;
}

export function createStage(options: StageOptions): Stage {
  let { sandbox } = options;
  const names = createNames(() => sandbox, options.app);
  const strip = createStrip(names, options.now ?? Date.now);
  const listeners = new Set<(event: PageEvent) => void>();
  const seen: Seen = new Map();
  const knownChannels = new Set<string>();
  let switches = allOff;
  let world: string = randomUUID();
  let resetting: Promise<void> | null = null;
  let leave = enter();

  const tell = (event: PageEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const play = createPlay(options.scene ?? null, (state) => tell({ type: "play", play: state }));

  function state(): PageState {
    const slack = snapshotSlack(sandbox, seen);
    for (const { id } of slack.channels) knownChannels.add(id);
    return {
      world,
      slack,
      phones: snapshotPhones(sandbox),
      crm: snapshotCrm(sandbox),
      app: options.app,
      strip: strip.lines(),
      switches,
      play: play.state(),
      carrier: faceOf(sandbox.carrier),
      carriers: options.reset === undefined ? [] : carrierNames.map(faceOf),
    };
  }

  function tellAll(): void {
    names.forget();
    if (listeners.size > 0) tell({ type: "state", state: state() });
  }

  function enter(): () => void {
    const leaveSlack = sandbox.slack.control.subscribe(hearSlack);
    const leaveCarrier = sandbox.inPlay.hear((event, lineOf) => {
      hearPhones(event);
      const line = strip.hearCarrier(lineOf(names));
      if (line !== null) tell({ type: "strip", line });
    });
    const leaveCrm = sandbox.crm?.control.subscribe(hearCrm);
    return () => {
      leaveSlack();
      leaveCarrier();
      leaveCrm?.();
    };
  }

  function hearSlack(activity: Activity): void {
    const line = strip.hearSlack(activity);
    if (line !== null) tell({ type: "strip", line });
    switch (activity.type) {
      case "call":
      case "delivery":
      case "socket_opened":
      case "socket_closed":
        return;
      case "workspace_changed":
        tellAll();
        return;
      default:
        // A direct conversation begins without notice.
        if (activity.type === "message_posted" && !knownChannels.has(activity.message.channel)) tellAll();
        else tell({ type: "slack", activity });
    }
  }

  function hearPhones(event: CarrierEvent): void {
    if (event.type === "number") tellAll();
    if (event.type === "phone") {
      names.forget();
      tell({ type: "phone", phone: event.phone });
    }
    if (event.type === "message") tell({ type: "sms", message: event.message });
    if (event.type === "delivery" && event.delivery.kind === "inbound" && event.delivery.sid !== "")
      tell({ type: "taken", sid: event.delivery.sid, taken: takenOf(event.delivery.state) });
  }

  function hearCrm(event: CrmEvent): void {
    if (event.type === "call") {
      const line = strip.hearCrm(event.call);
      if (line !== null) tell({ type: "strip", line });
      return;
    }
    tell({ type: "crm", change: event });
  }

  function see(user: string, place: string, ts: string): void {
    const places = seen.get(user) ?? new Map<string, string>();
    seen.set(user, places);
    if ((places.get(place) ?? "") >= ts) return;
    places.set(place, ts);
    const [channel = "", threadTs] = place.split("/");
    sandbox.slack.control.markRead({ user, channel, ...(threadTs === undefined ? {} : { threadTs }) });
    tell({ type: "seen", user, place, ts });
  }

  /** Two windows that ask at once get one. */
  function reset(carrier: CarrierName = sandbox.carrier): Promise<void> {
    resetting ??= beginAnew(carrier).finally(() => {
      resetting = null;
    });
    return resetting;
  }

  async function beginAnew(carrier: CarrierName): Promise<void> {
    if (options.reset === undefined) throw new Error("There is nothing to reset here.");
    leave();
    play.forget();
    sandbox = await options.reset(carrier);
    strip.clear();
    seen.clear();
    knownChannels.clear();
    switches = allOff;
    world = randomUUID();
    leave = enter();
    tellAll();
  }

  async function playFromBeginning(): Promise<void> {
    if (play.state().current !== null) return;
    if (isTouched(state())) await reset();
    // Its steps and its troubles are told by the stream.
    play.run(sandbox).catch(() => {});
  }

  async function perform(act: Act): Promise<unknown> {
    switch (act.act) {
      case "slack":
        return await actInSlack(sandbox.slack.control, act);
      case "text":
        // The webhook's way is shown by the stream; nobody waits for it here.
        sandbox.phones.text(textIn(act)).catch(() => {});
        return null;
      case "addPhone":
        return addPhone(sandbox, act.number, act.name);
      case "see":
        return see(act.user, act.place, act.ts);
      case "switch":
        if (!isSwitch(act.name)) throw new Error("There is no such switch.");
        switches = turn(sandbox, switches, act.name, act.on);
        return tell({ type: "switches", switches });
      case "reset":
        return await reset(readCarrier(act.carrier));
      case "play":
        return await playFromBeginning();
      default:
        throw new Error("There is no such act.");
    }
  }

  return {
    state,
    raw: strip.raw,
    file: (id) => sandbox.slack.control.files().find((file) => file.id === id) ?? null,
    phoneFile(sid, index) {
      const media = sandbox.phones.media(sid)[index];
      const name = `file-${index + 1}`;
      return media === undefined ? null : { name, mimetype: media.contentType, content: media.base64 };
    },
    async act(act) {
      try {
        return { ok: true, result: (await perform(act)) ?? null };
      } catch (error) {
        return refusal(error);
      }
    },
    play: (player) => play.run(sandbox, player),
    listen(listener) {
      listener({ type: "state", state: state() });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      leave();
      listeners.clear();
    },
  };
}

function faceOf(name: CarrierName): CarrierFace {
  return { name, title: carrierTitle(name) };
}

/** @throws for one that there is no stand-in of */
function readCarrier(name: string | undefined): CarrierName | undefined {
  if (name === undefined || isCarrierName(name)) return name;
  throw new Error("There is no such carrier.");
}
