import { describe, expect, it } from "vitest";
import { carrierLines, linesOfAccount } from "../../../src/bridge/context/carrier-lines.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import {
  benLine,
  benSecondLine,
  benWith,
  billingLine,
  frontLine,
  officeWithDirect,
  officeWithTwoDirect,
} from "../front-desk.ts";

const [main, other] = ["main", "other"] as LoginName[];
const carrier = officeWithDirect.lines[0]?.carrier ?? "";
const withLogin = {
  ...officeWithDirect,
  lines: officeWithDirect.lines.map((line) =>
    line.number === billingLine ? { ...line, login: other as LoginName } : line,
  ),
};
const numbersOf = (login: LoginName | undefined, logins?: readonly LoginName[]) =>
  linesOfAccount(withLogin, login === undefined ? { carrier } : { carrier, login }, logins).lines?.map(
    ({ number }) => number,
  );

describe("the lines of an account", () => {
  it("are those that name its login", () => {
    expect(numbersOf(other, [main, other] as LoginName[])).toEqual([billingLine]);
    expect(numbersOf(main, [main, other] as LoginName[])).toEqual([]);
  });

  it("are those that name none, too, where there is only one login", () => {
    const numbers = numbersOf(main, [main] as LoginName[]);
    expect(numbers).toEqual(expect.arrayContaining([frontLine, benLine]));
    expect(numbers).not.toContain(billingLine);
  });

  it("are not said to a carrier that knows no logins", () => {
    expect(numbersOf(undefined)).toBeUndefined();
  });
});

describe("the lines that a carrier is told of", () => {
  const silent = (directory = officeWithTwoDirect) =>
    carrierLines(directory, carrier)
      .filter(({ sendsNothing }) => sendsNothing === true)
      .map(({ number }) => number);

  it("say of a member's other lines that nothing leaves from them, and of no group's", () => {
    expect(silent()).toEqual([benSecondLine]);
  });

  it("say it of none that somebody sends from", () => {
    const groups = officeWithTwoDirect.groups.map((group, at) =>
      at === 0 ? { ...group, outboundLine: benSecondLine } : group,
    );
    expect(silent({ ...officeWithTwoDirect, groups })).toEqual([]);
    expect(silent(benWith({ outboundLine: frontLine }, officeWithTwoDirect))).toEqual([
      benLine,
      benSecondLine,
    ]);
  });
});
