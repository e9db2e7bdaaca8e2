/** Threads whose conversation is erased here and whose posts are still to be deleted at the desk: so that it can be gone on with. */
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Store, Tx } from "../contracts/store/store.ts";

const prefix = "erased thread:";

export async function noteErasedThread(tx: Tx, { channel, ts }: Place): Promise<void> {
  await tx.settings.write(`${prefix}${channel}:${ts}`, "");
}

export async function erasedThreads(store: Pick<Store, "read">): Promise<Place[]> {
  const rows = await store.read((tx) => tx.settings.beginning(prefix));
  return rows.map(({ key }) => {
    const [channel = "", ts = ""] = key.slice(prefix.length).split(":");
    return { channel: channel as SlackChannelId, ts: ts as SlackTs };
  });
}

export async function forgetErasedThread(
  store: Pick<Store, "transaction">,
  { channel, ts }: Place,
): Promise<void> {
  await store.transaction((tx) => tx.settings.drop(`${prefix}${channel}:${ts}`));
}
