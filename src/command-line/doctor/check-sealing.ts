/** What `doctor` says about how people's words are kept: by what is stored, not only by what is configured. */
import type { Store } from "../../bridge/contracts/store/store.ts";
import type { Finding } from "../../domain/finding.ts";
import type { CheckedConfig } from "./check-config.ts";

const name = "encryption";

/** @param store null where there is none, or none that can be opened. */
export async function checkSealing({ config, set }: CheckedConfig, store: Store | null): Promise<Finding[]> {
  const { encryptionKeys: keys } = config;
  if (!set.keys) return [];
  if (keys.length === 0) return [noKey];
  const counts = store === null ? null : await store.read((tx) => tx.sealing.counts());
  if (counts !== null && counts.readable > 0) {
    const are = counts.readable === 1 ? "1 row was" : `${counts.readable} rows were`;
    return [
      {
        name,
        level: "warning",
        sentence: `What people write is sealed before it is stored, but ${are} stored before there was a key, and readable by whoever has the database.`,
        remedy: "Seal them, also while it runs: threadline seal",
      },
    ];
  }
  const more = keys.length > 1 ? ` ${keys.length} keys are listed: the first one writes, all read.` : "";
  const older =
    counts === null || counts.older === 0
      ? ""
      : ` Sealed with an older key: ${counts.older} of ${counts.rows} rows; threadline seal seals them with the first.`;
  return [{ name, level: "ok", sentence: `What people write is sealed before it is stored.${more}${older}` }];
}

const noKey: Finding = {
  name,
  level: "warning",
  sentence:
    "ENCRYPTION_KEY is not set: what people write is stored readable, and so is what members write to each other.",
  remedy:
    "Make one with: openssl rand -base64 32. Keep a copy elsewhere; threadline seal then seals what is stored already.",
};
