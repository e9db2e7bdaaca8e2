/** What could not be shown of what came with a text, said in its thread: once, until it changes. */
import { type FileTrouble, fileTroubleSentence, mayHelpToTryAgain } from "../../domain/file-trouble.ts";
import type { FileId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { closeNotice, tellInThread } from "../notices/tell.ts";
import { namesOf } from "./names-of.ts";

export interface Troubled {
  readonly files: readonly FileId[];
  readonly names: readonly string[];
  readonly trouble: FileTrouble;
}

export const fileNotice: NoticeKind<Troubled, "fetch_again"> = {
  name: "file",
  outlives: true,
  labels: { fetch_again: "Try again" },
  offers: ({ trouble }) => (mayHelpToTryAgain(trouble) ? ["fetch_again"] : []),
  sentence: ({ names, trouble }) => [fileTroubleSentence(names, trouble)],
};

/** Brings what is said into line with how the files stand. */
export async function tellFileTroubles(
  ctx: Context,
  tx: Tx,
  episode: Episode,
  message: Message,
): Promise<void> {
  const files = await tx.files.ofMessage(message.id);
  const said = (await tx.notices.openAboutMessage(message.id)).filter(({ kind }) => kind === fileNotice.name);
  const standing = new Set<FileId>();
  for (const notice of said) {
    const { files: about, trouble } = troubledOf(notice);
    const isTrue = about.every((id) => files.find((file) => file.id === id)?.trouble === trouble);
    if (isTrue) for (const id of about) standing.add(id);
    else await closeNotice(ctx, tx, notice, { state: "expired" }, outcomeOf(files, about));
  }
  const names = namesOf(files);
  const untold = files.filter(({ id, trouble }) => trouble !== null && !standing.has(id));
  for (const trouble of new Set(untold.map((file) => file.trouble as FileTrouble))) {
    const ids = untold.filter((file) => file.trouble === trouble).map(({ id }) => id);
    const payload = { files: ids, names: ids.map((id) => names.get(id) ?? "File"), trouble };
    const about = { episode, about: null, message: message.id, causedAt: ctx.now() };
    await tellInThread(ctx, tx, fileNotice, payload, about);
  }
}

/** A row's payload was written by its own kind. */
function troubledOf({ payload }: Pick<Notice, "payload">): Troubled {
  return payload as Troubled;
}

function outcomeOf(files: readonly StoredFile[], about: readonly FileId[]) {
  const isThere = about.every((id) => files.find((file) => file.id === id)?.state === "done");
  return isThere ? [about.length === 1 ? "It has come." : "They have come."] : [];
}
