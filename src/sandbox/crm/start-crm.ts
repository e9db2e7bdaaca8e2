/** A CRM as the outside world: its API over HTTP on loopback, beside its controls. What it can be told is in `types/`. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLog } from "../log.ts";
import { createCrmControl } from "./control.ts";
import { answerCrmControl } from "./control-http.ts";
import { createCrmMisbehaviours } from "./misbehaviours.ts";
import { createServe } from "./serve.ts";
import type { CrmCallView, CrmEvent } from "./types/control.ts";
import type { CrmStandIn, CrmStandInOptions } from "./types/stand-in.ts";
import type { CrmVendorDefinition } from "./vendor.ts";
import { createCrmWorld } from "./world.ts";

const LOG_SIZE = 10_000;
const LAG_MS = 1_000;

/** Resolves when it listens. */
export async function startCrm(
  definition: CrmVendorDefinition,
  options: CrmStandInOptions = {},
): Promise<CrmStandIn> {
  const now = options.now ?? Date.now;
  const listeners = new Set<(event: CrmEvent) => void>();
  const emit = (event: CrmEvent) => {
    for (const listener of listeners) listener(event);
  };
  const log = createLog<CrmCallView>(options.logSize ?? LOG_SIZE);
  const misbehaviours = createCrmMisbehaviours();
  const world = createCrmWorld({ ...definition, now, lagMs: options.lagMs ?? LAG_MS, emit });
  let isDown = false;
  let url = "";
  const vendor = definition.create(world, options.limits !== "off", () => url);
  const serve = createServe({
    vendor,
    misbehaviours,
    now,
    isDown: () => isDown,
    called(call) {
      log.add(call);
      emit({ type: "call", call });
    },
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl ? answerCrmControl(control, incoming, response) : serve(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const control = createCrmControl({
    url,
    definition,
    world,
    misbehaviours,
    log,
    listeners,
    isDown: () => isDown,
    setDown(on) {
      isDown = on;
    },
  });
  return {
    url,
    environment: { CRM: definition.name, ...vendor.environment(url) },
    control,
    async stop() {
      misbehaviours.clear();
      server.close();
      server.closeAllConnections();
    },
  };
}
