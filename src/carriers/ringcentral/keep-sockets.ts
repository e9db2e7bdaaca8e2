/** Keeps a socket for a login, over which RingCentral tells us of what came. */
import type { LoginName } from "../../domain/ids.ts";
import type { Json } from "../../lib/json.ts";
import { grantedOf } from "./attempts.ts";
import type { Wishes } from "./event-filters.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { openSocket, type Socket } from "./socket.ts";
import { lackingIn } from "./verify-news.ts";

export interface Kept {
  /** Does nothing where it stands. True: what came before now has to be asked for. Throws `CarrierError`. */
  attend(wishes: Wishes): Promise<boolean>;
  /** Of what was wished for, what was refused. */
  readonly lacking: readonly string[];
  stop(): void;
}

/** Silence for so long is asked about, and one that stays silent for so long after it is given up. Milliseconds. */
const quiet = 30_000;
const patience = 20_000;
/** The next one is opened so long before the end of one that can't last longer, or for a quarter of that. Milliseconds. */
const ahead = 5 * 60_000;

interface Standing {
  readonly socket: Socket;
  readonly openedAt: number;
  subscribed: string;
  beatAt: number | null;
}

export function createKeptSocket(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  login: LoginName,
  heard: (envelope: Json) => void,
): Kept {
  const { steady } = settings;
  let standing: Standing | null = null;
  let lost: { readonly token: string; readonly until: number; readonly subscribed: string } | null = null;
  let lacking: readonly string[] = [];
  let isStopped = false;

  async function subscribe(socket: Socket, wishes: Wishes): Promise<void> {
    const { granted } = await grantedOf(wishes, (filters) => socket.subscribe(filters));
    lacking = lackingIn(granted, wishes[0] ?? []);
  }

  function lose(gone: Standing): void {
    if (standing !== gone) return;
    standing = null;
    const { token, recoveryMs } = gone.socket;
    lost = token === null ? null : { token, until: steady() + recoveryMs, subscribed: gone.subscribed };
  }

  /** True: it was not subscribed to this before. */
  async function open(wishes: Wishes, recovering: typeof lost): Promise<boolean> {
    const wanted = keyOf(wishes);
    let mine: Standing | null = null;
    let isGone = false;
    const socket = await openSocket(settings, api, login, recovering?.token ?? null, {
      heard,
      closed() {
        isGone = true;
        if (mine !== null) lose(mine);
      },
    });
    try {
      const isWhole = socket.isRecovered && recovering?.subscribed === wanted;
      if (!isWhole) await subscribe(socket, wishes);
      mine = { socket, openedAt: steady(), subscribed: wanted, beatAt: null };
      const old = standing;
      standing = mine;
      lost = null;
      old?.socket.close();
      if (isGone) lose(mine);
      if (isStopped) stop();
      return !isWhole;
    } catch (thrown) {
      socket.close();
      throw thrown;
    }
  }

  /** Whether it can be relied on; asks where nothing was heard for long. */
  function isAlive({ socket, beatAt }: Standing, now: number): boolean {
    const isHeard = beatAt === null || socket.heardAt >= beatAt;
    return isHeard || now - beatAt < patience;
  }

  function beat(one: Standing, now: number): void {
    const isAsked = one.beatAt !== null && one.socket.heardAt < one.beatAt;
    if (isAsked || now - one.socket.heardAt < quiet) return;
    one.beatAt = now;
    one.socket.beat();
  }

  async function keep(wishes: Wishes): Promise<boolean> {
    const now = steady();
    if (standing !== null && !isAlive(standing, now)) {
      const dead = standing;
      lose(dead);
      dead.socket.close();
    }
    if (standing === null) {
      return await open(wishes, lost !== null && now < lost.until ? lost : null);
    }
    const { lastsMs } = standing.socket;
    if (now - standing.openedAt > lastsMs - Math.min(ahead, lastsMs / 4)) return await open(wishes, null);
    beat(standing, now);
    if (standing.subscribed === keyOf(wishes)) return false;
    const one = standing;
    await subscribe(one.socket, wishes);
    one.subscribed = keyOf(wishes);
    return true;
  }

  function stop(): void {
    isStopped = true;
    const one = standing;
    standing = null;
    one?.socket.close();
  }

  return {
    get lacking() {
      return lacking;
    },
    async attend(wishes) {
      return isStopped ? false : await keep(wishes);
    },
    stop,
  };
}

function keyOf(wishes: Wishes): string {
  return JSON.stringify(wishes[0]);
}
