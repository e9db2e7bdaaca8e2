import type { Message, StoredMedia, World } from "./world.ts";

/** What came with texts: it can be fetched by its address alone, and not for ever. */
export interface MediaShelf {
  /** Undefined: there is none of that key, or not any more. */
  find(key: string): StoredMedia | undefined;
  /** From now on nothing that came before can be had. */
  expire(): void;
}

/** Looks into the messages of that world. @param lifetimeMs how long each can be had */
export function createMediaShelf(world: World, lifetimeMs: number): MediaShelf {
  let expired: ReadonlySet<Message> = new Set();
  return {
    find(key) {
      const now = world.now().getTime();
      for (const message of world.messages.values()) {
        const isHad = now - message.createdAt.getTime() < lifetimeMs && !expired.has(message);
        const found = isHad ? message.media.find((one) => one.key === key) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
    expire() {
      expired = new Set(world.messages.values());
    },
  };
}
