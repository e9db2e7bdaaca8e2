/** The view on top of somebody's stack, as a modal. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { OpenView } from "../../slack/types/messages.ts";
import { Blocks } from "../block-kit/blocks.tsx";
import { flag, isWire, list, str, textOf } from "../block-kit/read.ts";
import { type Surface, SurfaceContext } from "../block-kit/surface.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useWorld } from "../world.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { useFilled } from "./filled.tsx";
import { useFollow } from "./follow-link.tsx";

export function Modals(): JSX.Element | null {
  const { slack } = useWorld();
  const { me } = useDesk();
  const stack = slack.views.filter(({ user }) => user === me.id);
  const top = stack.at(-1);
  return top === undefined ? null : <Modal key={top.id} view={top} depth={stack.length} />;
}

function Modal({ view, depth }: { view: OpenView; depth: number }): JSX.Element {
  const { app } = useWorld();
  const { me } = useDesk();
  const follow = useFollow();
  const { values, labels, fill } = useFilled(view);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const surface = useMemo<Surface>(
    () => ({ user: me.id, at: { viewId: view.id }, values, labels, fill, follow }),
    [me.id, view.id, values, labels, fill, follow],
  );
  const close = () => void doInSlack("closeView", { user: me.id, viewId: view.id });
  const cantSubmit = busy || flag(view.view, "submit_disabled");
  const submit = async () => {
    if (cantSubmit) return;
    setBusy(true);
    setTrouble("");
    const answer = await doInSlack("submitView", { user: me.id, viewId: view.id, values });
    setBusy(false);
    if (!answer.ok) setTrouble(answer.message);
    else if (isWire(answer.result) && answer.result.action === "failed")
      setTrouble(
        `We had some trouble connecting to ${app.name}. Try again? (${str(answer.result, "error")})`,
      );
  };
  const submitLabel = textOf(view.view, "submit");
  return (
    <Dialog title={textOf({ title: view.view.title }, "title")} class="modal" onClose={close}>
      <form
        class="modal-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
        }}
      >
        {/* Another form begins at its top. */}
        <div key={view.callbackId} class="dialog-body">
          {depth > 1 && <p class="stacked">Step {depth} of this form</p>}
          <SurfaceContext.Provider value={surface}>
            <Blocks blocks={list(view.view, "blocks")} errors={view.errors} />
          </SurfaceContext.Provider>
          {trouble !== "" && (
            <p class="input-error" role="alert">
              {trouble}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={close}>
            {depth > 1 ? "Back" : textOf(view.view, "close") || "Cancel"}
          </button>
          {submitLabel !== "" && (
            // Not disabled: the focus would be lost.
            <button type="submit" class="button button-primary" aria-disabled={cantSubmit}>
              {submitLabel}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
