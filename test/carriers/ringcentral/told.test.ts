import { expect, it } from "vitest";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { inOrder, type Told } from "../../../src/carriers/ringcentral/told.ts";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";

const look: CarrierEvent = { kind: "look" };
const status = (id: string): CarrierEvent => ({
  kind: "status",
  carrierMessageId: id as CarrierMessageId,
  messageId: null,
  state: "sent",
  failure: null,
});
const told = (event: CarrierEvent, at: number, rank = 0): Told => ({ event, at, rank });

it.each<[string, Told[], CarrierEvent[]]>([
  ["by time", [told(status("1"), 2), told(status("2"), 1)], [status("2"), status("1")]],
  ["at one moment by rank", [told(status("1"), 1, 1), told(status("2"), 1)], [status("2"), status("1")]],
  [
    "of one rank by id, also beyond what a number holds",
    [told(status("9007199254740995"), 1), told(status("9007199254740993"), 1), told(status("99"), 1)],
    [status("99"), status("9007199254740993"), status("9007199254740995")],
  ],
  ["what has no id last", [told(look, 1), told(status("1"), 1)], [status("1"), look]],
])("what RingCentral tells is taken %s", (_, given, order) => {
  expect(inOrder(given)).toEqual(order);
});
