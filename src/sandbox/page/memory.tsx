/** What a window remembers over a reload: who acts, what is open, what is half written. Two windows remember apart. */
import { useCallback, useState } from "preact/hooks";

function readFrom(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function writeTo(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Without storage nothing survives a reload, and nothing else is lost.
  }
}

const OF_A_WORLD = /^(draft|line|place|sms|texts|thread):/;

/** In another world than before, the drafts and places of the old one lead nowhere. */
export function enterWorld(world: string): void {
  const { sessionStorage } = window;
  if (readFrom(sessionStorage, "world") === world) return;
  for (const key of Object.keys(sessionStorage)) if (OF_A_WORLD.test(key)) sessionStorage.removeItem(key);
  writeTo(sessionStorage, "world", world);
}

/** A string of this window. */
export function useRemembered(key: string, initial: string): [string, (value: string) => void] {
  return useStored(window.sessionStorage, key, initial);
}

/** A string of this browser. */
export function usePreference(key: string, initial: string): [string, (value: string) => void] {
  return useStored(window.localStorage, key, initial);
}

function useStored(storage: Storage, key: string, initial: string): [string, (value: string) => void] {
  const [held, setHeld] = useState({ key, value: readFrom(storage, key) ?? initial });
  // Another key is another thing: a draft belongs to its thread.
  const value = held.key === key ? held.value : (readFrom(storage, key) ?? initial);
  const set = useCallback(
    (next: string) => {
      writeTo(storage, key, next);
      setHeld({ key, value: next });
    },
    [storage, key],
  );
  return [value, set];
}
