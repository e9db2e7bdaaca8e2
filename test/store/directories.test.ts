import { describe, expect, it } from "vitest";
import { applyDirectory } from "../../src/bridge/directory/apply-directory.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";
import { openStore } from "../../src/store/index.ts";
import { ACME, directoryWith } from "../domain/described.ts";
import { temporaryPlace } from "./temporary.ts";

function parsed(text: string) {
  const found = parseDirectory(text, "directory.yml", ["twilio"]);
  if (!found.ok) throw new Error(found.problems.map(({ sentence }) => sentence).join("\n"));
  return found.directory;
}

describe("the directory in force", () => {
  it("keeps what describes a carrier, as it was written, and knows it again", async () => {
    const place = await temporaryPlace();
    const written = parsed(directoryWith(ACME));
    const first = await openStore({ ...place, keys: [], tables: "update" });
    expect(await applyDirectory(first, written, 1)).toMatchObject({ changed: true });
    await first.close();
    const again = await openStore({ ...place, keys: [], tables: "expect" });
    const kept = await again.read((tx) => tx.directories.current());
    expect(kept.httpCarriers).toEqual(written.httpCarriers);
    expect(await applyDirectory(again, parsed(directoryWith(ACME)), 2)).toMatchObject({ changed: false });
    const other = parsed(directoryWith(ACME.replace("max_text: 1000", "max_text: 999")));
    expect(await applyDirectory(again, other, 3)).toMatchObject({ changed: true });
    await again.close();
  });
});
