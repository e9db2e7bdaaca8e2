import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { CantDraw } from "./cant-draw.tsx";
import type { Value } from "./choice-props.ts";
import { Choice, isChoice } from "./choices.tsx";
import { showPlain } from "./plain.ts";
import { flag, isWire, list, obj, str, strings, textOf, type Wire } from "./read.ts";
import { usePress, useSurface } from "./surface.tsx";

const GROUPED = ["checkboxes", "radio_buttons"];

/** A labelled field of a view, with its hint and its error in place. */
export function InputBlock({ block, error }: { block: Wire; error: string | undefined }): JSX.Element {
  const id = useId();
  const surface = useSurface();
  const { press } = usePress();
  const element = obj(block, "element");
  const label = showPlain(textOf(block, "label"));
  if (element === null || !isChoice(element))
    return <CantDraw what={`the input ${str(element, "type")}`} raw={block} />;
  const [blockId, actionId] = [str(block, "block_id"), str(element, "action_id")];
  const type = str(element, "type");
  const value = surface.values?.[blockId]?.[actionId] ?? null;
  const tells = flag(block, "dispatch_action");
  const typed = type.endsWith("_input");
  const when = strings(obj(element, "dispatch_action_config"), "trigger_actions_on");
  const choose = (chosen: Value) => {
    surface.fill(blockId, actionId, chosen);
    // Whoever types is heard with each character only where the app asks for that, and else on Enter.
    if (tells && (!typed || when.includes("on_character_entered")))
      void press(actionId, blockId, chosen ?? []);
  };
  const enter = tells && typed && (when.length === 0 || when.includes("on_enter_pressed"));
  const grouped = GROUPED.includes(type) || (type.startsWith("multi_") && type !== "multi_external_select");
  const hint = showPlain(textOf(block, "hint"));
  const words = (
    <>
      {label}
      {flag(block, "optional") && <span class="optional"> (optional)</span>}
    </>
  );
  return (
    <div class={`input-block${error === undefined ? "" : " input-wrong"}`}>
      {grouped ? (
        <span class="input-label">{words}</span>
      ) : (
        <label class="input-label" for={id}>
          {words}
        </label>
      )}
      <Choice
        element={element}
        blockId={blockId}
        label={label}
        value={value}
        {...(enter ? { onEnter: () => void press(actionId, blockId, value ?? "") } : {})}
        {...(grouped ? {} : { id })}
        describedBy={`${id}-hint`}
        invalid={error !== undefined}
        onChoose={choose}
      />
      <span id={`${id}-hint`}>
        {error !== undefined && (
          <span class="input-error" role="alert">
            {error}
          </span>
        )}
        {hint !== "" && <span class="input-hint">{hint}</span>}
      </span>
    </div>
  );
}

/** An element's state on the wire as the value that chose it; empty where it holds nothing, whatever it began with. */
export function valueOfState(state: unknown): Value {
  if (!isWire(state)) return null;
  if ("value" in state) return str(state, "value");
  const one = [
    "selected_user",
    "selected_channel",
    "selected_conversation",
    "selected_date",
    "selected_time",
    "selected_date_time",
  ];
  for (const key of one) if (str(state, key) !== "") return str(state, key);
  const option = obj(state, "selected_option");
  if (option !== null) return str(option, "value");
  const options = list(state, "selected_options").map((chosen) => str(chosen, "value"));
  const ids = ["selected_users", "selected_channels", "selected_conversations"].flatMap((key) =>
    strings(state, key),
  );
  const holds = Object.keys(state).some((key) => key.startsWith("selected_"));
  return holds ? [...options, ...ids] : null;
}
