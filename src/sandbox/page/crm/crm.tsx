import type { JSX } from "preact";
import { Icon } from "../parts/icon.tsx";

/** The third neighbour. It has nothing to show until conversations are logged to a CRM. */
export function Crm({ open, onToggle }: { open: boolean; onToggle: () => void }): JSX.Element {
  return (
    <section class={`pane crm${open ? "" : " crm-closed"}`} aria-label="CRM">
      <header class="crm-top">
        <h2 class="pane-title">CRM</h2>
        <button
          type="button"
          class="icon-button"
          aria-expanded={open}
          aria-label={open ? "Hide the CRM" : "Show the CRM"}
          onClick={onToggle}
        >
          <Icon name={open ? "right" : "left"} />
        </button>
      </header>
      {open && (
        <div class="empty">
          <p>
            <strong>No records.</strong>
          </p>
          <p>
            This version writes nothing to a CRM yet. Contacts, and what is logged on each, will stand here.
          </p>
        </div>
      )}
    </section>
  );
}
