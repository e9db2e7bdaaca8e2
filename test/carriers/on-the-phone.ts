/** What a customer's phone has, as a stand-in's control tells it. */
import type { PhonesControl } from "../../src/sandbox/define-carrier.ts";

type Control = Pick<PhonesControl, "phone" | "media">;

const arrivedAt = (control: Control, phone: string) =>
  control.phone(phone).messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived);

/** What it shows of ours, oldest first. */
export function shownOn(control: Control, phone: string): readonly string[] {
  return arrivedAt(control, phone).map(({ body }) => body);
}

/** What came along with the newest of them. */
export function gotOn(
  control: Control,
  phone: string,
): readonly { readonly contentType: string; readonly bytes: Buffer }[] {
  return control
    .media(arrivedAt(control, phone).at(-1)?.sid ?? "")
    .map(({ contentType, base64 }) => ({ contentType, bytes: Buffer.from(base64, "base64") }));
}
