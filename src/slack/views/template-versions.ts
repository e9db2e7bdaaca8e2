/** All that a template was, the newest first, each to be brought back. */
import type { Button, ModalView } from "@slack/types";
import type { TemplateVersions, VersionRow } from "../../bridge/template-library/template-versions.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { besideLast, button, sections } from "./blocks.ts";
import { plainText } from "./form-fields.ts";
import { between } from "./home-lists.ts";
import { moment, nameLimit } from "./sentences.ts";
import {
  type Below,
  drawDone,
  drawPages,
  drawTemplateWords,
  type JustDone,
  templateActions,
} from "./template-modals.ts";

export const templateVersionsId = "template.versions";

export function drawVersions(
  { id, name, rows, page, pages }: TemplateVersions,
  below: Below,
  done: JustDone | null = null,
): ModalView {
  return {
    type: "modal",
    callback_id: templateVersionsId,
    private_metadata: JSON.stringify({ template: id, page, list: below.list }),
    title: plainText("Versions"),
    close: plainText("Back"),
    blocks: [
      ...drawDone(done),
      ...sections(`*${plain(name, nameLimit)}*`),
      ...rows.flatMap(drawVersion),
      ...drawPages({ page, pages }),
    ],
  };
}

function drawVersion(row: VersionRow) {
  const { number, did, by, at, name, key, text, literal, canComeBack } = row;
  const head = [`*Version ${number}*`, `${plain(did, nameLimit)} by ${plain(by, nameLimit)}`, moment(at)];
  const called = [plain(name, nameLimit), `\`!${key}\``, ...(literal ? ["braces stay as typed"] : [])];
  const lines = sections(`${head.join(between)}\n${called.join(between)}`);
  const drawn = canComeBack ? besideLast(lines, bringBack(number)) : lines;
  return [...drawn.map((line) => ({ ...line, block_id: `version.${number}` })), drawTemplateWords(text)];
}

function bringBack(number: number): Button {
  return {
    ...button("Bring back", templateActions.bringBack, String(number)),
    confirm: {
      title: plainText("Bring it back?"),
      text: plainText(
        `The words of version ${number} become the newest version. None of the others is lost.`,
      ),
      confirm: plainText("Bring back"),
      deny: plainText("Leave it"),
    },
  };
}
