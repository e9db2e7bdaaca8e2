import { describe, expect, it } from "vitest";
import type { Line } from "../../src/domain/directory.ts";
import type { LoginName, Username } from "../../src/domain/ids.ts";
import { memberOfLogin, sendingLogin } from "../../src/domain/whose-login.ts";
import { billingLine, frontLine } from "../bridge/front-desk.ts";
import { anas, bens, desks, inboxOffice } from "../bridge/shared-inbox/inbox-world.ts";

function lineOf(number: string): Line {
  const line = inboxOffice.lines.find((one) => one.number === number);
  if (line === undefined) throw new Error("no such line");
  return line;
}

const front = lineOf(frontLine);
const direct: Line = { ...front, smsExtension: "ben" as Username };
const elsewhere: Line = { ...front, carrier: "pigeon" };
const [has, hasNot] = [true, false];

describe("whose login sends", () => {
  it.each([
    ["the line's, where nobody has it", front, null, has, desks],
    ["their own of whoever has it", front, "ben", has, bens],
    ["the line's, where whoever has it has none", front, "cy", has, desks],
    ["the line's, where whoever had it is gone", front, "gone", has, desks],
    ["the line's, where the carrier has no shared inbox", front, "ben", hasNot, desks],
    ["the line's, where a member answers it alone", direct, "ben", has, desks],
    ["the line's, where their own is at another carrier", elsewhere, "ben", has, desks],
    ["their own, where the line names none", { ...front, login: undefined }, "ben", has, bens],
    ["none, where there are none", lineOf(billingLine), "dan", has, null],
  ])("%s", (_, line, assignee, hasInbox, login) => {
    const { login: named, ...rest } = line as Line;
    const given = named === undefined ? rest : { ...rest, login: named };
    expect(sendingLogin(inboxOffice, given, assignee as Username | null, hasInbox)).toBe(login);
  });
});

describe("whose a login is", () => {
  it.each([
    ["the member's who has it", front, bens, "ben"],
    ["nobody's, where it is the line's", front, desks, undefined],
    ["nobody's, where no member has it", front, "kim" as LoginName, undefined],
    ["nobody's, where it is of another carrier", elsewhere, anas, undefined],
    ["nobody's, where none is told", front, null, undefined],
  ])("%s", (_, line, login, username) => {
    expect(memberOfLogin(inboxOffice, line, login)?.username).toBe(username);
  });
});
