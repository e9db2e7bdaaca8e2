import { expect, it } from "vitest";
import { showFinding } from "../../../src/command-line/doctor/show-finding.ts";
import { createScreen } from "../site.ts";

it("lets no name from outside move the cursor, or turn what follows round", () => {
  const screen = createScreen();
  const harm = "Acme\u001b[2J\u202e";
  showFinding(
    { name: harm, level: "problem", sentence: `In ${harm}.\nAnd there.`, remedy: `Ask ${harm}.` },
    screen,
  );
  expect(screen.text().split("\n")).toEqual([
    "PROBLEM  Acme[2J: In Acme[2J.",
    "         And there.",
    "         -> Ask Acme[2J.",
  ]);
});
