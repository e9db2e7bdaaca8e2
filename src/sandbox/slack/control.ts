import { createFaultControl } from "./control-faults.ts";
import { createPeopleControl } from "./control-people.ts";
import { createReadingControl } from "./control-reads.ts";
import { createWorkspaceControl } from "./control-workspace.ts";
import { applySettings } from "./default-settings.ts";
import type { DeliveryOffice } from "./delivery-office.ts";
import type { SocketHub } from "./socket-transport.ts";
import type { SlackControl } from "./types/control.ts";
import type { World } from "./workspace.ts";

/** All strings in one hand. */
export function createControl(world: World, hub: SocketHub, office: DeliveryOffice): SlackControl {
  return {
    configure: (settings) => applySettings(world.settings, settings),
    ...createWorkspaceControl(world),
    ...createPeopleControl(world, office),
    ...createReadingControl(world, hub, office),
    ...createFaultControl(world, hub, office),
  };
}
