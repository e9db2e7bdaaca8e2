/** What customers wrote is nobody else's on this machine: files are made for their owner alone, whatever the umask says. */
import { chmodSync, closeSync, existsSync, fchmodSync, openSync, statSync } from "node:fs";

const ownersAlone = 0o600;

/** Made empty where there is none, so that SQLite finds it with the rights that it shall have: its other files get the same. */
export function makeOwnFile(file: string): void {
  if (!existsSync(file)) make(file);
  else closeToOthers(file);
}

function make(file: string): void {
  const descriptor = openSync(file, "wx", ownersAlone);
  try {
    fchmodSync(descriptor, ownersAlone);
  } finally {
    closeSync(descriptor);
  }
}

function closeToOthers(file: string): void {
  const { mode, uid } = statSync(file);
  if (uid === process.getuid?.() && (mode & 0o077) !== 0) chmodSync(file, mode & 0o700);
}
