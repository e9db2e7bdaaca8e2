import { describe, expect, it } from "vitest";
import { importsOf, sourceFiles, targetOf, textOf } from "./repository.ts";

/** What each folder of Slack's side may import beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  features: ["views", "transport", "text"],
  transport: ["views", "text", "uses.ts"],
  views: ["text"],
  text: [],
};

const imports = sourceFiles()
  .filter((path) => path.startsWith("src/slack/"))
  .flatMap((path) =>
    importsOf(textOf(path)).map(({ specifier, typeOnly }) => ({
      path,
      typeOnly,
      target: targetOf(path, specifier) ?? "",
    })),
  );

/** `views` of `src/slack/views/card.ts`; `slack.ts` of `src/slack/slack.ts`. */
const folderOf = (path: string) => path.split("/")[2] ?? "";

describe("Slack's side", () => {
  it("has folders that import each other one way only", () => {
    expect(imports.length).toBeGreaterThan(100);
    const inside = imports.filter(({ target }) => target.startsWith("src/slack/"));
    const wrong = inside.filter(({ path, target }) => {
      const [from, to] = [folderOf(path), folderOf(target)];
      return from !== to && from !== "slack.ts" && MAY_IMPORT[from]?.includes(to) !== true;
    });
    expect(wrong).toEqual([]);
  });

  it("takes nothing of the bridge but its contracts, and types", () => {
    const ofBridge = imports.filter(({ target }) => target.startsWith("src/bridge/"));
    expect(ofBridge.length).toBeGreaterThan(10);
    expect(
      ofBridge.filter(({ typeOnly, target }) => !typeOnly && !target.startsWith("src/bridge/contracts/")),
    ).toEqual([]);
  });
});
