import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { perform, useWorld } from "../world.tsx";

/** Play the scene, its steps as they go, and Reset. */
export function SceneControls(): JSX.Element {
  const { play } = useWorld();
  const [asking, setAsking] = useState(false);
  const [resetting, setResetting] = useState(false);
  const reset = async () => {
    setAsking(false);
    setResetting(true);
    for (const key of Object.keys(window.sessionStorage)) {
      if (/^(draft|thread|sms|texts|place):/.test(key)) window.sessionStorage.removeItem(key);
    }
    await perform({ act: "reset" });
    setResetting(false);
  };
  return (
    <div class="scene-controls">
      {play.steps.length > 0 && (
        <button
          type="button"
          class="button button-primary button-small"
          disabled={play.current !== null}
          onClick={() => void perform({ act: "play" })}
        >
          <Icon name="play" /> {play.current === null ? "Play the scene" : "Playing…"}
        </button>
      )}
      <button type="button" class="button button-small" disabled={resetting} onClick={() => setAsking(true)}>
        {resetting ? "Resetting…" : "Reset"}
      </button>
      {asking && (
        <Dialog title="Reset the sandbox?" class="dialog-small" onClose={() => setAsking(false)}>
          <div class="dialog-body">
            Every text, thread and setting here is forgotten, and all begins anew.
          </div>
          <footer class="dialog-foot">
            <button type="button" class="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
            <button type="button" class="button button-danger" onClick={() => void reset()}>
              Reset
            </button>
          </footer>
        </Dialog>
      )}
    </div>
  );
}

/** The walk-through's steps: done, now, to come. */
export function SceneSteps(): JSX.Element | null {
  const { play } = useWorld();
  const [hidden, setHidden] = useState(false);
  const began = play.current !== null || play.done > 0 || play.trouble !== null;
  if (!began || (hidden && play.current === null)) return null;
  return (
    <section class="scene-steps" aria-label="The scene">
      <ol>
        {play.steps.map((step, index) => {
          const state = index === play.current ? "now" : index < play.done ? "done" : "later";
          return (
            <li
              key={step}
              class={`step-${state}`}
              {...(state === "now" ? { "aria-current": "step" as const } : {})}
            >
              {step}
            </li>
          );
        })}
      </ol>
      {play.trouble !== null && <p role="alert">The scene stopped: {play.trouble}</p>}
      {play.current === null && (
        <button type="button" class="icon-button" aria-label="Hide the steps" onClick={() => setHidden(true)}>
          <Icon name="cross" />
        </button>
      )}
    </section>
  );
}
