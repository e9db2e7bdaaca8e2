import { describe, expect, it } from "vitest";
import { linesOfAccount } from "../../../src/bridge/context/carrier-lines.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import { benLine, billingLine, frontLine, officeWithDirect } from "../front-desk.ts";

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
