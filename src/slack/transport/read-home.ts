/** Whether somebody looks at the app's Home, and not at their messages with it. */
import { type Json, stringIn } from "../../lib/json.ts";

export function isHomeTab(event: Json): boolean {
  return stringIn(event, "tab") === "home";
}
