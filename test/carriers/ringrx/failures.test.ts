import { describe, expect, it } from "vitest";
import { describeFailure, describeNoKey, describeShut } from "../../../src/carriers/ringrx/failures.ts";
import type { LoginName } from "../../../src/domain/ids.ts";

const codes = [
  ...["http-400", "http-402", "http-404", "http-413", "http-414", "http-422", "http-429", "http-451"],
  ...["unreachable", "login-unanswered", "no-login", "no-files"],
];

describe("RingRx's refusals", () => {
  it.each(codes)("%s is told in sentences that somebody can act on", (code) => {
    const { sentence } = describeFailure(code);
    expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    expect(sentence).not.toMatch(/undefined|null/);
  });

  it("of a kind that is not known are an administrator's, with their number", () => {
    expect(describeFailure("http-451")).toEqual({
      code: "http-451",
      scope: "account",
      sentence: "RingRx refused the text (HTTP 451). An administrator has to look at it.",
    });
  });

  it("of a key name its variables", () => {
    const login = "front-desk" as LoginName;
    for (const { sentence } of [describeShut(login, 401), describeNoKey(login)])
      for (const variable of ["RINGRX_TOKEN_FRONT_DESK", "RINGRX_SECRET_FRONT_DESK"])
        expect(sentence).toContain(variable);
  });

  it("say when to come back where they are told it, and else nothing of it", () => {
    expect(describeFailure("unreachable", 5_000)).toMatchObject({ scope: "passing", retryAfterMs: 5_000 });
    expect(Object.keys(describeFailure("unreachable"))).not.toContain("retryAfterMs");
  });
});
