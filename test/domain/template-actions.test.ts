import { describe, expect, it } from "vitest";
import type { Extension, Username } from "../../src/domain/ids.ts";
import { readScope, type TemplateScope, writeScope } from "../../src/domain/template.ts";
import {
  actionsOn,
  isSeenBy,
  scopeLabel,
  scopeOfCopy,
  scopesSeen,
  scopesToMove,
  scopesToWrite,
} from "../../src/domain/template-actions.ts";
import { office } from "../bridge/front-desk.ts";

const memberCalled = (name: string) => {
  const found = office.members.find(({ username }) => username === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
/** Ana manages and is of the front desk, eve manages and is of no group, ben is an agent of the front desk. */
const [ana, ben, eve] = ["ana", "ben", "eve"].map(memberCalled) as [
  ReturnType<typeof memberCalled>,
  ReturnType<typeof memberCalled>,
  ReturnType<typeof memberCalled>,
];
const scope = (written: string): TemplateScope => {
  const read = readScope(written);
  if (read === null) throw new Error(written);
  return read;
};
const written = (scopes: readonly TemplateScope[]) => scopes.map(writeScope).join(" ");
const of = (where: string, origin = "own") => ({ scope: scope(where), origin });

describe("templates where they are managed", () => {
  it("are seen by who may use them, and all groups' by managers", () => {
    expect(written(scopesSeen(office, ben))).toBe("personal:ben group:200 company");
    expect(written(scopesSeen(office, ana))).toBe("personal:ana group:200 group:300 company");
    expect(written(scopesSeen(office, eve))).toBe("personal:eve group:200 group:300 company");
  });

  it("are written by agents for themselves, by managers for everybody", () => {
    expect(written(scopesToWrite(office, ben))).toBe("personal:ben");
    expect(written(scopesToWrite(office, eve))).toBe("personal:eve group:200 group:300 company");
  });

  it.each([
    ["an agent", ben, "personal:ben", ""],
    ["an agent", ben, "company", ""],
    ["a manager", ana, "personal:ana", "group:200 group:300 company"],
    ["a manager", ana, "group:300", "group:200 company"],
    ["a manager", ana, "company", "group:200 group:300"],
    ["a manager", ana, "personal:ben", ""],
  ])("move for %s from %#: %s", (_who, member, from, to) => {
    expect(written(scopesToMove(office, member, scope(from)))).toBe(to);
  });

  const all = "edit duplicate move versions delete";
  it.each([
    [ben, of("personal:ben"), "edit duplicate versions delete", true],
    [ben, of("group:200"), "duplicate versions", true],
    [ben, of("company"), "duplicate versions", true],
    [ben, of("group:300"), "duplicate versions", false],
    [ben, of("personal:ana"), "duplicate versions", false],
    [ana, of("personal:ana"), all, true],
    [ana, of("group:200"), all, true],
    [eve, of("group:300"), all, true],
    [eve, of("company"), all, true],
    [eve, of("personal:ben"), "duplicate versions", false],
    [eve, of("group:999"), "duplicate versions", false],
    [eve, of("company", "ringcentral"), "duplicate versions", true],
  ])("offer what their reader may do, and are shown to who sees them (%#)", (member, template, may, seen) => {
    expect(actionsOn(office, member, template).join(" ")).toBe(may);
    expect(isSeenBy(office, member, template)).toBe(seen);
  });

  it("are copied to where their reader may write", () => {
    expect(writeScope(scopeOfCopy(office, ben, of("company")))).toBe("personal:ben");
    expect(writeScope(scopeOfCopy(office, ana, of("company")))).toBe("company");
  });

  it("say whose they are", () => {
    const labels = ["personal:ana", "group:300", "group:999", "company"].map((one) =>
      scopeLabel(office, scope(one)),
    );
    expect(labels).toEqual(["Yours", "Billing", "Group 999", "Company"]);
    const [first] = scopesSeen(office, ben);
    expect(first).toEqual({ kind: "personal", username: "ben" as Username });
    expect(scope("group:200")).toEqual({ kind: "group", extension: "200" as Extension });
  });
});
