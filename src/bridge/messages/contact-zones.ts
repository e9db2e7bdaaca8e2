/** In which time zones a contact may be. */
import { isAssigned, numberOf } from "../../domain/phone.ts";
import { numberZones } from "../../lib/number-zones.ts";
import type { Conversation } from "../contracts/store/conversations.ts";

/** A country as wide as that says nothing of where in it somebody is. */
const mostZones = 12;

/** Where the contact was said to be, else where its number may be. Empty where nothing says so. */
export function zonesOf({
  address,
  timeZone,
}: Pick<Conversation, "address" | "timeZone">): readonly string[] {
  if (timeZone !== null) return [timeZone];
  const number = numberOf(address);
  // Numbers that no plan assigns are nowhere.
  const zones = number !== null && isAssigned(number) ? numberZones(number) : [];
  return zones.length > mostZones ? [] : zones;
}
