/** Opening a modal and drawing it anew: tried once and kept nowhere, since nothing rests on it but what somebody looks at. */
import type { ModalView } from "@slack/types";
import type { Count, Log } from "../../bridge/contracts/log.ts";
import { drawLoading } from "../views/words.ts";
import { slackWord, toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";

export interface Modals {
  /** With what came with a press, once and within three seconds. Resolves with whether it stands. */
  openModal(triggerId: string, view: ModalView): Promise<boolean>;
  /** The same on top of the one in which it was pressed: three stand on each other at most. */
  pushModal(triggerId: string, view: ModalView): Promise<boolean>;
  /** Opens one that says that more is coming. Resolves with its id; null where it does not stand. */
  openLoading(triggerId: string): Promise<string | null>;
  /** Puts what was looked up in its place. Resolves with false where it goes on saying that more is coming: whoever closed it waits for nothing. */
  showLoaded(viewId: string, view: ModalView): Promise<boolean>;
  /**
   * Draws it anew, for as long as it is open. With a hash only over what was pressed on: whoever pressed on something newer keeps that.
   * Resolves with whether Slack took it.
   */
  updateModal(viewId: string, hash: string | null, view: ModalView): Promise<boolean>;
  /** The same over what was pressed on. Resolves with false where that goes on standing: not where it was closed or pressed on since. */
  redrawModal(viewId: string, hash: string, view: ModalView): Promise<boolean>;
}

/** Slack's words for a modal that was closed, and for one in which somebody went on since. */
const [closed, wentOn] = ["not_found", "hash_conflict"];

export function createModals(web: Web, log: Log, count: Count): Modals {
  async function attempt<T>(what: string, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      noteFailure(what, error);
      return null;
    }
  }
  function noteFailure(what: string, error: unknown): void {
    count("modals_failed");
    log.warn({ failure: toDeskError(error).message }, `Slack: a modal could not be ${what}`);
  }
  async function draw(drawn: Parameters<typeof update>[0], noFailure: readonly string[]): Promise<boolean> {
    try {
      await update(drawn);
      return true;
    } catch (error) {
      if (noFailure.includes(slackWord(error) ?? "")) return true;
      noteFailure("drawn anew", error);
      return false;
    }
  }
  const update = (drawn: { readonly view_id: string; readonly hash?: string; readonly view: ModalView }) =>
    web("views.update", drawn);
  const open = (triggerId: string, view: ModalView) =>
    attempt("opened", () => web("views.open", { trigger_id: triggerId, view }));

  return {
    openModal: async (triggerId, view) => (await open(triggerId, view)) !== null,
    pushModal: async (triggerId, view) =>
      (await attempt("put on top", () => web("views.push", { trigger_id: triggerId, view }))) !== null,
    openLoading: async (triggerId) => (await open(triggerId, drawLoading()))?.view?.id ?? null,
    showLoaded: (viewId, view) => draw({ view_id: viewId, view }, [closed]),
    updateModal: (viewId, hash, view) =>
      draw({ view_id: viewId, ...(hash === null ? {} : { hash }), view }, []),
    redrawModal: (viewId, hash, view) => draw({ view_id: viewId, hash, view }, [closed, wentOn]),
  };
}
