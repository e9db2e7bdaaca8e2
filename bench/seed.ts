/** A database that has been in use for a while: written through the store itself, so that it is one that the product could have. */
import { writeFileSync } from "node:fs";
import type { Store, Tx } from "../src/bridge/contracts/store/store.ts";
import { applyDirectoryFile } from "../src/directory-file.ts";
import type {
  Address,
  CarrierMessageId,
  E164,
  EpisodeId,
  MessageId,
  SlackChannelId,
  SlackTs,
  Username,
} from "../src/domain/ids.ts";
import { createIds } from "../src/lib/new-id.ts";
import { scene, sceneDirectory } from "../src/sandbox/sandbox.ts";
import { openStore } from "../src/store/index.ts";

/** Conversations that take part in the measurement; all others only lie there. */
export const activeCount = 100;
/** Of the others every so many-th is open. */
const openEvery = 50;
const perTransaction = 200;

export const phoneOf = (index: number): string => `+1206${String(2_000_000 + index)}`;

export async function seed(folder: string, stored: number): Promise<{ database: string; directory: string }> {
  const directory = `${folder}/directory.yml`;
  const database = `${folder}/seed-${stored}.db`;
  writeFileSync(directory, sceneDirectory);
  const store = await openStore({ file: database, keys: [], tables: "update" });
  await applyDirectoryFile(store, directory, Date.now());
  for (let from = 0; from < stored; from += perTransaction) {
    await store.transaction(async (tx) => {
      for (let index = from; index < Math.min(stored, from + perTransaction); index += 1)
        await addConversation(tx, index, stored);
    });
  }
  await store.close();
  return { database, directory };
}

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const newId = createIds(Date.now, random);

/** The active ones are spread evenly over the whole. */
function isActive(index: number, stored: number): boolean {
  return index % Math.max(1, Math.floor(stored / activeCount)) === 0;
}

export function activePhones(stored: number): string[] {
  const every = Math.max(1, Math.floor(stored / activeCount));
  return Array.from({ length: activeCount }, (_, place) => phoneOf(place * every));
}

async function addConversation(tx: Tx, index: number, stored: number): Promise<void> {
  const at = Date.now() - (stored - index) * 60_000;
  const line = scene.line as E164;
  const owner = { kind: "line", number: line } as const;
  const channel = scene.channel as SlackChannelId;
  const conversation = await tx.conversations.open(phoneOf(index) as Address, owner, newId, at);
  const id = newId() as EpisodeId;
  await tx.episodes.insert({ id, conversationId: conversation.id, number: 1, channel, openedAt: at });
  await tx.episodes.addThread(
    channel,
    `${Math.floor(at / 1000)}.${String(index).padStart(6, "0")}` as SlackTs,
    id,
  );
  for (const direction of ["in", "out"] as const) {
    await tx.messages.insert({
      id: newId() as MessageId,
      conversationId: conversation.id,
      episodeId: id,
      line,
      direction,
      state: direction === "in" ? "received" : "delivered",
      body: "Could you tell me whether you are open on Saturday, and until when?",
      carrier: "twilio",
      carrierMessageId: `SM${newId().replaceAll("-", "")}` as CarrierMessageId,
      writtenAt: at,
      createdAt: at,
    });
  }
  if (isActive(index, stored) || index % openEvery === 0) return;
  await tx.episodes.update(id, { state: "resolved", resolvedAt: at, resolvedBy: "ben" as Username });
}

/** The active conversations get threads that stand in the present workspace. */
export async function useThreads(
  file: string,
  threads: readonly (readonly [phone: string, thread: string])[],
): Promise<void> {
  const store: Store = await openStore({ file, keys: [], tables: "update" });
  const owner = { kind: "line", number: scene.line as E164 } as const;
  await store.transaction(async (tx) => {
    for (const [phone, thread] of threads) {
      const conversation = await tx.conversations.find(phone as Address, owner);
      const episode = conversation && (await tx.episodes.findOpen(conversation.id));
      if (!episode) throw new Error(`${phone} has no open conversation`);
      await tx.episodes.update(episode.id, { assignee: "ben" as Username });
      await tx.episodes.addThread(scene.channel as SlackChannelId, thread as SlackTs, episode.id);
    }
  });
  await store.close();
}
