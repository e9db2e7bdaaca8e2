/** A RingCentral on which nobody can rely: answers get lost, sockets break, hints never come, tokens end, until it is told to stop. */

import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import type { RingCentralStandIn } from "../../src/sandbox/ringcentral/types/stand-in.ts";
import { openStore } from "../../src/store/index.ts";
import { withOwnLogins } from "../journeys/own-logins.ts";
import type { CrashCarrier } from "./crash-carrier.ts";
import type { CrashDatabase } from "./database.ts";
import { endThreads } from "./end-threads.ts";
import { threadsThatDiffer } from "./judge-threads.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";

type Control = RingCentralStandIn["control"];

const groups = ["Light", "Medium"] as const;

const harmless: readonly ((control: Control, random: Random) => void)[] = [
  (control) => control.misbehave({ match: "read", kind: "fail" }),
  (control) => control.misbehave({ match: "read", kind: "fail", status: 0 }),
  (control) => control.misbehave({ match: "read", kind: "garble" }),
  (control) => control.misbehave({ match: "write", kind: "dropAnswer" }),
  (control) => control.misbehave({ match: "write", kind: "fail" }),
  (control) => control.misbehave({ match: "subscription", kind: "dropAnswer" }),
  (control) => control.misbehave({ match: "token", kind: "fail" }),
  (control) => control.misbehave({ match: "send", kind: "delay", ms: 300 }),
  (control) => control.cutSockets(true),
  (control) => control.cutSockets(false),
  (control) => control.endSockets(),
  (control, random) => control.drop(random.between(1, 4)),
  (control) => control.expireTokens(),
  (control) => control.expireSyncTokens(),
  (control) => control.blacklist(),
  (control, random) => control.penalty(ringCentralIds.office, random.pick(groups) ?? "Light"),
];

/** What became of a text is not known for certain after these. */
const harmful = [
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "garble" },
  { kind: "fail", status: 0 },
  { kind: "fail" },
] as const;

export const badRingCentral: CrashCarrier = {
  sandbox: { ownLogins: true, ringcentral: { penaltySeconds: 1 } },
  directory: withOwnLogins,
  prepare: knowOthers,
  isAskedAtStart: true,
  sharedInbox: { differing: threadsThatDiffer, endSome: endThreads },
  misbehave({ ringcentral }, random) {
    let isOver = false;
    const doubtful = misbehaves(ringcentral, random, () => isOver);
    return {
      end() {
        isOver = true;
        return doubtful;
      },
    };
  },
};

/** Resolves once it behaves again, with how many texts it may have brought into doubt. */
async function misbehaves(
  { control }: RingCentralStandIn,
  random: Random,
  isOver: () => boolean,
): Promise<number> {
  let doubtful = 0;
  while (!isOver()) {
    if (random.next() < 0.8) random.pick(harmless)?.(control, random);
    else {
      const wrong = random.pick(harmful);
      if (wrong !== undefined) control.misbehave({ match: "send", ...wrong });
      doubtful += 1;
    }
    await pause(random.between(100, 500));
  }
  control.clearMisbehaviour();
  return doubtful;
}

/** That people text from the carrier's own app is known, as it is after the first days of a site: else the first such text of a pause might be of an older copy. */
async function knowOthers({ prepare, database }: CrashDatabase): Promise<void> {
  await prepare();
  const store = await openStore({ database, keys: [], tables: "expect" });
  await store.transaction((tx) => tx.settings.writeTime("others send:ringcentral", Date.now()));
  await store.close();
}
