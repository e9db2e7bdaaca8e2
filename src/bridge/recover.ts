/**
 * After a start, before any traffic: what was under way when the process ended is settled or doubted, and after too long an
 * absence (an outage, a restored backup, a copied host) nothing that was due leaves by itself (law 3).
 */
import type { Choice } from "../domain/choice.ts";
import { managesGroups } from "../domain/directory.ts";
import { slackUserOf } from "../domain/rights.ts";
import type { Message } from "../store/messages.ts";
import type { Tx } from "../store/store.ts";
import type { Bridge } from "./bridge.ts";
import { lastHeartbeat } from "./hear-desk.ts";
import { oweIdentities } from "./identify-member.ts";
import { inform, tellInThread } from "./notify.ts";
import { oweFind, oweMarkOf, oweSend, sendKey } from "./owe.ts";
import { shortened } from "./shortened.ts";
import { placeOf } from "./tell-of-failure.ts";

export async function recover(bridge: Bridge): Promise<void> {
  const now = bridge.now();
  const seen = await lastHeartbeat(bridge);
  bridge.hearing.deafSince = seen ?? now;
  const away = seen !== null && now - seen > bridge.settings.sendWithin;
  if (away) bridge.hearing.awayUntil = now;
  await bridge.store.transaction(async (tx) => {
    await tx.outbox.resume();
    for (const message of await tx.messages.inState(["sending"])) await doubt(bridge, tx, message);
    const due = (await tx.messages.inState(["waiting", "queued"])).filter(
      ({ waitsFor }) => waitsFor !== "person",
    );
    if (away) await stopAll(bridge, tx, due);
    else await ensureOwed(bridge, tx, due);
    await oweIdentities(tx, now);
  });
  if (away)
    bridge.log.warn(
      { minutes: Math.round((now - seen) / 60_000) },
      "we were away; nothing that was due leaves by itself",
    );
}

async function doubt(bridge: Bridge, tx: Tx, message: Message): Promise<void> {
  const now = bridge.now();
  await tx.outbox.drop(sendKey(message.id));
  await tx.messages.update(message.id, { state: "unknown" });
  await oweMarkOf(tx, message, now);
  await oweFind(tx, message.id, now + 1_000, now);
}

/** The row that sends a text is written with it, so it is there; a copy made by hand may lack it. */
async function ensureOwed(bridge: Bridge, tx: Tx, due: readonly Message[]): Promise<void> {
  for (const message of due) {
    if (!(await tx.outbox.hasKey(sendKey(message.id))))
      await oweSend(tx, message, bridge.now(), bridge.now());
  }
}

const choices: readonly Choice[] = ["send_now", "discard"];

async function stopAll(bridge: Bridge, tx: Tx, due: readonly Message[]): Promise<void> {
  for (const message of due) {
    await tx.outbox.drop(sendKey(message.id));
    await tx.messages.update(message.id, { state: "waiting", waitsFor: "person", waitReason: "outage" });
    await oweMarkOf(tx, message, bridge.now());
    const episode = await tx.episodes.get(message.episodeId);
    if (episode === null) continue;
    const author = message.authorUser === null ? [] : [{ mention: message.authorUser }, " "];
    await tellInThread(bridge, tx, {
      episode,
      about: placeOf(message),
      message: message.id,
      sentence: [
        ...author,
        `Threadline was away when this text was due: “${shortened(message.body)}”. It has not left.`,
      ],
      choices,
      causedAt: message.writtenAt,
    });
  }
  await tellManagers(bridge, tx, due.length);
}

async function tellManagers(bridge: Bridge, tx: Tx, waiting: number): Promise<void> {
  const directory = await tx.directories.current();
  const identities = await tx.directories.identities();
  const doubtful = (await tx.messages.inState(["unknown"])).length;
  const texts = `${waiting} ${waiting === 1 ? "text waits" : "texts wait"} in their threads for Send now or Discard`;
  const unclear = doubtful === 0 ? "" : `; of ${doubtful} more it is not known whether they left`;
  for (const member of directory.members.filter(managesGroups)) {
    const user = slackUserOf(member, identities);
    if (user === null) continue;
    await inform(bridge, tx, user, [
      `Threadline is back after a long absence. ${texts}${unclear}. What customers wrote meanwhile is being fetched now.`,
    ]);
  }
}
