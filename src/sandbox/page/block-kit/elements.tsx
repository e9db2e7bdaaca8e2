/** Interactive elements of messages, views and homes: each tells the app when it is used, after its own question. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { CantDraw } from "./cant-draw.tsx";
import { Choice, isChoice } from "./choices.tsx";
import { Confirm } from "./confirm.tsx";
import { showPlain } from "./plain.ts";
import { list, obj, str, textOf, type Wire } from "./read.ts";
import { usePress, useSurface } from "./surface.tsx";

interface ElementProps {
  readonly element: Wire;
  readonly blockId: string;
}

/** What stands in an actions block or beside a section. */
export function Element({ element, blockId }: ElementProps): JSX.Element {
  const { busy, trouble, press } = usePress();
  const [asked, setAsked] = useState<{ value: string | string[] | undefined } | null>(null);
  const confirm = obj(element, "confirm");
  const actionId = str(element, "action_id");
  const use = (value?: string | string[]) => {
    if (confirm === null) void press(actionId, blockId, value);
    else setAsked({ value });
  };
  return (
    <span class="element">
      <ElementFace element={element} blockId={blockId} busy={busy} use={use} />
      {trouble !== null && (
        <span class="element-trouble" role="alert">
          {trouble}
        </span>
      )}
      {asked !== null && confirm !== null && (
        <Confirm
          confirm={confirm}
          onNo={() => setAsked(null)}
          onYes={() => {
            setAsked(null);
            void press(actionId, blockId, asked.value);
          }}
        />
      )}
    </span>
  );
}

interface FaceProps {
  readonly element: Wire;
  readonly blockId: string;
  readonly busy: boolean;
  readonly use: (value?: string | string[]) => void;
}

function ElementFace({ element, blockId, busy, use }: FaceProps): JSX.Element {
  const { values } = useSurface();
  switch (element.type) {
    case "button":
      return <ButtonFace element={element} blockId={blockId} busy={busy} use={use} />;
    case "overflow":
      return <OverflowFace element={element} blockId={blockId} busy={busy} use={use} />;
    default:
      if (!isChoice(element)) return <CantDraw what={`the element ${String(element.type)}`} raw={element} />;
      return (
        <Choice
          element={element}
          blockId={blockId}
          label={labelOf(element)}
          value={values?.[blockId]?.[str(element, "action_id")] ?? null}
          onChoose={(value) => use(value ?? [])}
        />
      );
  }
}

function labelOf(element: Wire): string {
  return textOf(element, "placeholder") || str(element, "accessibility_label") || "Choose";
}

function ButtonFace({ element, busy, use }: FaceProps): JSX.Element {
  const label = showPlain(textOf(element));
  const style = { primary: "button-primary", danger: "button-danger" }[str(element, "style")] ?? "";
  const url = str(element, "url");
  const press = () => {
    if (/^https?:\/\//.test(url)) window.open(url, "_blank", "noopener,noreferrer");
    use();
  };
  return (
    <button
      type="button"
      class={`button ${style}`}
      aria-label={str(element, "accessibility_label") || undefined}
      aria-disabled={busy}
      onClick={() => busy || press()}
    >
      {label}
    </button>
  );
}

function OverflowFace({ element, busy, use }: FaceProps): JSX.Element {
  const items = list(element, "options").map((option) => ({
    label: showPlain(textOf(option)),
    ...(textOf(option, "description") === "" ? {} : { hint: textOf(option, "description") }),
    act: () => use(str(option, "value")),
  }));
  return (
    <Menu
      label="More options"
      class="button button-icon"
      button={<Icon name="dots" />}
      items={items}
      isBusy={busy}
    />
  );
}
