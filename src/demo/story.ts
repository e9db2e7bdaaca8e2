/** The demo told in a terminal: the scene step by step, then what can be tried. */

import type { Terminal } from "../command-line/terminal.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { sceneSteps } from "../sandbox/scene/play-scene.ts";
import type { SceneStep, Sight } from "../sandbox/scene/steps.ts";
import type { DemoCommand } from "./commands.ts";
import { createDrawing } from "./drawing.ts";
import { follow } from "./follow.ts";

export interface Story {
  /** What this is. */
  open(): void;
  /** Who plays, and where. */
  introduce(folder: string): void;
  begun(step: SceneStep, index: number): void;
  seen(step: SceneStep, sights: readonly Sight[]): void;
  /** What can be tried; from then on, whatever happens is told. `page`: its address, where there is one. */
  invite(commands: readonly DemoCommand[], page: string | null): void;
  /** Whatever happens is told. */
  goOn(): void;
  end(): void;
}

export function createStory(sandbox: Sandbox, terminal: Terminal): Story {
  const { say, paint } = terminal;
  const drawing = createDrawing(sandbox, terminal);
  let stopFollowing = (): void => {};

  function show(sight: Sight): void {
    if (sight.kind === "phone") drawing.tell("phone", drawing.phone(sight.number));
    else if (sight.kind === "record") drawing.tell("CRM", drawing.record(sight.contact));
    else drawing.tell("Slack", drawing[sight.kind](sight.channel, sight.ts));
  }

  return {
    open() {
      say("Threadline, in a sandbox. Nothing here leaves this computer.");
    },
    introduce(folder) {
      say();
      drawing.tell("Slack", ["a stand-in: #front-desk with Ana Reyes, Ben Ito, Cy Park"]);
      drawing.tell("phone", [
        "a stand-in: Maria Lopez, Sam Okafor, a number without a name",
        `two lines at ${sandbox.inPlay.title}: (555) 010-0001, which the front desk shares, and (555) 010-0002, which is Ben's own`,
      ]);
      drawing.tell("CRM", ["a stand-in for HubSpot, which knows Maria Lopez and Sam Okafor"]);
      drawing.tell("app", [`Threadline itself; its database is in ${folder}`]);
    },
    begun({ title, meaning }, index) {
      say();
      say(paint("bold", `${index + 1}/${sceneSteps.length}  ${title}`));
      say(`     ${paint("dim", meaning)}`);
    },
    seen(_, sights) {
      for (const sight of sights) show(sight);
    },
    invite(commands, page) {
      say();
      if (page !== null) {
        say(
          paint(
            "bold",
            `Now you. Open ${page} in a browser: the phones, Slack, and what happens underneath.`,
          ),
        );
        say();
        say("Or paste these into another terminal, and watch here what they do:");
      } else say(paint("bold", "Now you. Paste these into another terminal, and watch here what they do:"));
      for (const { says, command } of commands) {
        say();
        say(`   ${says}:`);
        say(`   ${paint("cyan", command)}`);
      }
      say();
      say(paint("dim", "Ctrl+C ends the demo and removes its database."));
      say();
      stopFollowing = follow(sandbox, drawing);
    },
    goOn() {
      stopFollowing = follow(sandbox, drawing);
    },
    end() {
      stopFollowing();
      say();
    },
  };
}
