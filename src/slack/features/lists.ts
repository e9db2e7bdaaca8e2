/** A text to many can be stopped where its author sees how far it is, and gone on with where it asks. */
import type { ListId } from "../../domain/ids.ts";
import { listActions } from "../views/list-progress.ts";
import type { Feature } from "./feature.ts";

export const lists: Feature = {
  buttons: {
    [listActions.stop]: ({ user, value }, { bridge }) => bridge.stopList({ list: value as ListId, user }),
    [listActions.goOn]: ({ user, value, keptSince }, { bridge }) =>
      bridge.goOnWithList({ list: value as ListId, user, keptSince }),
  },
};
