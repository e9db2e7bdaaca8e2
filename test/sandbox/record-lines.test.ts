import { expect, it } from "vitest";
import { recordLines } from "../../src/sandbox/record-lines.ts";

it("shows a record's lines as its CRM would", () => {
  const body =
    "<p><b>Line:</b> Front desk<br>1 in</p>\n<ul><li>Hi &amp; bye</li><li>Yes</li></ul><script>x</script>";
  expect(recordLines({ subject: "", body }, "html")).toEqual(["Line: Front desk", "1 in", "Hi & bye", "Yes"]);
  expect(recordLines({ subject: "SMS", body: "a\n\n <b>\n" }, "text")).toEqual(["SMS", "a", "<b>"]);
});
