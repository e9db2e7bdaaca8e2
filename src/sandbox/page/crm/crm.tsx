import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";

interface CrmProps {
  readonly open: boolean;
  /** Whether it was just opened or folded: then the focus goes on from here. */
  readonly toggled: boolean;
  readonly onToggle: () => void;
}

/** The third neighbour. It has nothing to show until conversations are logged to a CRM, so that folded it is a button at the page's top. */
export function Crm({ open, toggled, onToggle }: CrmProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (toggled) button.current?.focus();
  }, []);
  if (!open)
    return (
      <section class="crm-closed" aria-label="CRM">
        <button
          ref={button}
          type="button"
          class="button button-small"
          aria-expanded={false}
          aria-label="Show the CRM"
          onClick={onToggle}
        >
          CRM
        </button>
      </section>
    );
  return (
    <section class="pane crm" aria-label="CRM">
      <header class="crm-top">
        <h2 class="pane-title">CRM</h2>
        <button
          ref={button}
          type="button"
          class="icon-button"
          aria-expanded={true}
          aria-label="Hide the CRM"
          onClick={onToggle}
        >
          <Icon name="right" />
        </button>
      </header>
      <div class="empty">
        <p>
          <strong>No records.</strong>
        </p>
        <p>
          This version writes nothing to a CRM yet. Contacts, and what is logged on each, will stand here.
        </p>
      </div>
    </section>
  );
}
