import { expect, it } from "vitest";
import { meantVariable } from "../src/environment.ts";

it.each([
  ["RINGCENTRAL_RECIEVE", "RINGCENTRAL_RECEIVE"],
  ["RINGCENTRAL_JWT_front-desk", "RINGCENTRAL_JWT_FRONT_DESK"],
  ["RINGCENTRAL_JWT_FRONT-DESK", "RINGCENTRAL_JWT_FRONT_DESK"],
  ["RINGCENTRAL_JWTBEN", "RINGCENTRAL_JWT_BEN"],
  ["RINGCENTRAL_JWT", "RINGCENTRAL_JWT_MAIN"],
  ["RINGCENTRAL_JWT_FRONT_DESK", null],
  ["SOMETHING_ELSE_OF_OTHERS", null],
])("what %s was meant to be called: %s", (name, meant) => {
  expect(meantVariable(name)).toBe(meant);
});
