import { describe, expect, it } from "vitest";
import { readArguments, usage } from "../../src/command-line/read-arguments.ts";

const plain = { file: "", once: false, csv: false, host: "127.0.0.1", port: null };

describe("the arguments of the command line", () => {
  it.each([[["--help"]], [["-h"]], [["help"]], [["start", "--help"]]])("%j asks for the usage", (args) => {
    expect(readArguments(args)).toEqual({ kind: "usage" });
  });

  it.each([[["--version"]], [["-v"]]])("%j asks for the version", (args) => {
    expect(readArguments(args)).toEqual({ kind: "version" });
  });

  it.each(["start", "demo", "doctor", "apply", "seal", "blocked"])("%s stands alone", (name) => {
    expect(readArguments([name])).toEqual({ kind: "command", name, given: plain });
  });

  it.each(["backup", "restore"])("%s takes a file", (name) => {
    const given = { ...plain, file: "a.db" };
    expect(readArguments([name, "a.db"])).toEqual({ kind: "command", name, given });
  });

  it("contacts takes a file to import, or is exported", () => {
    const name = "contacts";
    const given = { ...plain, file: "a.csv", act: "import", dryRun: false };
    expect(readArguments([name, "import", "a.csv"])).toEqual({ kind: "command", name, given });
    const dry = { ...given, dryRun: true };
    expect(readArguments([name, "import", "a.csv", "--dry-run"])).toEqual({
      kind: "command",
      name,
      given: dry,
    });
    const out = { ...plain, act: "export", dryRun: false };
    expect(readArguments([name, "export"])).toEqual({ kind: "command", name, given: out });
  });

  it("templates are imported from a file, or exported into one", () => {
    const name = "templates";
    const given = { ...plain, file: "a.yml", act: "import", dryRun: true };
    expect(readArguments([name, "import", "a.yml", "--dry-run"])).toEqual({ kind: "command", name, given });
    const out = { ...given, act: "export", dryRun: false };
    expect(readArguments([name, "export", "a.yml"])).toEqual({ kind: "command", name, given: out });
  });

  it.each([
    [
      ["templates"],
      "Say what to do with them: threadline templates import FILE, or threadline templates export FILE.",
    ],
    [["templates", "list"], `"list" is neither.`],
    [["templates", "import"], "Say which file: threadline templates import FILE"],
    [["templates", "export"], "Say which file: threadline templates export FILE"],
    [["templates", "export", "a.csv", "b.csv"], `"b.csv" is one too many.`],
    [
      ["templates", "export", "a.csv", "--dry-run"],
      "--dry-run belongs to contacts import, templates import and log, not to templates export.",
    ],
    [
      ["contacts"],
      "Say what to do with them: threadline contacts import FILE, or threadline contacts export.",
    ],
    [["contacts", "list"], `"list" is neither.`],
    [["contacts", "import"], "Say which file: threadline contacts import FILE"],
    [["contacts", "import", "a.csv", "b.csv"], `"b.csv" is one too many.`],
    [["contacts", "export", "a.csv"], `contacts export takes no argument; "a.csv" is one too many.`],
    [
      ["contacts", "export", "--dry-run"],
      "--dry-run belongs to contacts import, templates import and log, not to contacts export.",
    ],
    [
      ["backup", "a.db", "--dry-run"],
      "--dry-run belongs to contacts import, templates import and log, not to backup.",
    ],
  ])("%j is refused", (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });

  it.each([["+15550199001"], ["+1", "555", "0199001"]])(
    "a number may be written in groups: %s",
    (...parts) => {
      for (const name of ["erase", "export", "optouts", "unblock"]) {
        const given = { ...plain, file: parts.join(" ") };
        expect(readArguments([name, ...parts])).toEqual({ kind: "command", name, given });
      }
    },
  );

  it("optouts takes a number or none, and may be asked for a table", () => {
    expect(readArguments(["optouts"])).toEqual({ kind: "command", name: "optouts", given: plain });
    const given = { ...plain, csv: true };
    expect(readArguments(["optouts", "--csv"])).toEqual({ kind: "command", name: "optouts", given });
  });

  it.each([
    [["export", "+15550199001", "--csv"], "--csv belongs to optouts and transcript, not to export."],
    [["doctor", "--port", "4"], "--port belongs to the demo, not to doctor. Where Threadline listens"],
    [["start", "--host", "0.0.0.0"], "--host belongs to the demo, not to start."],
    [
      ["start", "--carrier", "ringcentral"],
      "--carrier belongs to the demo, not to start. Whose a line is, the directory says.",
    ],
    [["backup", "a.db", "--once"], "--once belongs to the demo, not to backup."],
  ])("%j are refused: they would change nothing", (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });

  it("doctor takes a captured request, and whose it is as what", () => {
    const name = "doctor";
    const given = { ...plain, callback: "captured.txt" };
    expect(readArguments([name, "--callback", "captured.txt"])).toEqual({ kind: "command", name, given });
    const args = [name, "--callback", "-", "--carrier", "twilio", "--kind", "status"];
    const more = { ...plain, callback: "-", carrier: "twilio", kind: "status" };
    expect(readArguments(args)).toEqual({ kind: "command", name, given: more });
  });

  it.each([
    [["apply", "--callback", "a.txt"], "--callback belongs to doctor, not to apply."],
    [["doctor", "--kind", "status"], "--kind needs --callback FILE beside it."],
    [["doctor", "--callback", "a.txt", "--kind", "text"], '"text" is neither.'],
    [["doctor", "--callback", "a.txt", "--port", "4"], "--port belongs to the demo, not to doctor."],
    [["doctor", "--carrier", "twilio"], "Beside --callback FILE it says whose that is."],
    [["doctor", "a.txt"], 'doctor takes no argument; "a.txt" is one too many.'],
  ])("%j are refused, with what they belong to", (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });

  it("the demo takes options", () => {
    const args = ["demo", "--once", "--host", "0.0.0.0", "--port", "8080", "--carrier", "ringcentral"];
    const given = {
      file: "",
      once: true,
      csv: false,
      host: "0.0.0.0",
      port: 8080,
      carrier: "ringcentral",
    };
    expect(readArguments(args)).toEqual({ kind: "command", name: "demo", given });
  });

  it.each([
    [["stat"], 'There is no command "stat". Did you mean start?'],
    [["doctro"], 'There is no command "doctro". Did you mean doctor?'],
    [["conversations"], 'There is no command "conversations".'],
    [["toString"], 'There is no command "toString".'],
    [["start", "now"], 'start takes no argument; "now" is one too many.'],
    [["backup", "a.db", "b.db"], 'backup takes one file; "b.db" is one too many.'],
    [["demo", "--port", "http"], '"http" is no port: --port takes a number from 1 to 65535.'],
    [["demo", "--port", "65536"], '"65536" is no port: --port takes a number from 1 to 65535.'],
    [["start", "--force"], 'There is no option "--force".'],
    [["start", "-x"], 'There is no option "-x".'],
    [["demo", "--port"], "--port needs a value behind it."],
    [["demo", "--port", "--once"], "--port needs a value behind it."],
    [["demo", "--once=yes"], "--once takes no value."],
    [["log", "--from"], "--from needs a value behind it."],
    [["records", "export", "--since", "2026-02-02"], 'There is no option "--since".'],
  ])("%j are answered in one sentence with what is wrong, and with how to get help", (args, sentence) => {
    const message = `${sentence}\nthreadline --help lists all commands and options.`;
    expect(() => readArguments(args)).toThrow(expect.objectContaining({ message }));
  });

  it("that are none are answered with all that there is", () => {
    expect(() => readArguments([])).toThrow(`Which command?\n\n${usage}`);
  });

  it.each([
    [["log"], "Say from which day: threadline log --from DATE, such as --from 2026-01-31."],
    [["log", "all", "--from", "2026-02-01"], 'log takes no argument; "all" is one too many.'],
    [["log", "--from", "2026-02-01", "--csv", "a.csv"], "--csv belongs to records export, not to log."],
    [["records"], "Say what to do with them: threadline records export."],
    [["records", "import"], '"import" is something else.'],
    [["records", "export", "a.csv"], '"a.csv" is one too many.'],
    [
      ["records", "export", "--from", "2026-02-30"],
      '"2026-02-30" is no day: --from takes one such as 2026-01-31.',
    ],
    [["records", "export", "--to", "May"], '"May" is no day: --to takes one such as 2026-01-31.'],
    [
      ["records", "export", "--from", "2026-02-02", "--to", "2026-02-01"],
      "--from 2026-02-02 is behind --to 2026-02-01. Name the earlier day first.",
    ],
    [
      ["records", "export", "--csv", "a.csv", "--markdown", "a.md"],
      "Name one file: --csv FILE or --markdown FILE.",
    ],
    [["records", "export", "--csv="], "Say which file: --csv FILE or --markdown FILE."],
    [["records", "export", "--dry-run"], "--dry-run belongs to log, not to records: nothing is changed."],
  ])("%j is answered with what is wrong", (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });

  it.each(["erase", "export"])("%s without its number is asked for it", (name) => {
    expect(() => readArguments([name])).toThrow(`Say which number: threadline ${name} NUMBER`);
  });

  it("backup without its file is asked for it", () => {
    expect(() => readArguments(["backup"])).toThrow("Say which file: threadline backup FILE");
  });

  it("restore may stand alone: a database that others put back is looked at", () => {
    expect(readArguments(["restore"])).toEqual({ kind: "command", name: "restore", given: plain });
  });

  it("move takes where from, where to, or both", () => {
    const name = "move";
    const to = { ...plain, move: { from: null, to: "postgres://h/d" } };
    expect(readArguments([name, "--to", "postgres://h/d"])).toEqual({ kind: "command", name, given: to });
    const both = { ...plain, move: { from: "file:a.db", to: "postgres://h/d" } };
    expect(readArguments([name, "--from", "file:a.db", "--to", "postgres://h/d"])).toEqual({
      kind: "command",
      name,
      given: both,
    });
  });

  it.each([
    [["move"], "Say where to: threadline move --to postgres://"],
    [["move", "a.db"], 'move takes no argument; "a.db" is one too many.'],
    [["backup", "a.db", "--to", "b.db"], "--to belongs to log, records export and move, not to backup."],
  ])("%j is answered with what move takes", (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });
});
