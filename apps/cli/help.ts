import { FLAGS } from "./options.js";

const COMMAND_HELP: Record<string, { usage: string; summary: string; text: string; flags: readonly string[] }> = {
  run: {
    usage: "odeon run [FLAGS] FILE.clj|NAMESPACE|FILE.odb|- [ARGS...]",
    summary: "run a program",
    text: `Loads the file (or the namespace, looked for on the path; or the program on standard input with -), then calls its
-main with the arguments if it has one. *command-line-args* holds the arguments. The exit code is the program's own
(System/exit), 0 when main returns, 1 after an error that nobody caught, 130 after Ctrl-C. The program ends when main ends.
With --tier jit a 0 becomes 3 if a function ran in the interpreter that could have been compiled; it is named on stderr.`,
    flags: ["executors", "path", "memory", "stats", "dump", "dump-fn", "tier", "trace-tier", "stress"],
  },
  repl: {
    usage: "odeon repl [FLAGS]",
    summary: "read, evaluate, print, and so on",
    text: `Line editing, history (kept in ~/.odeon_history), input over several lines, completion with Tab. *1 *2 *3 hold the last values,
*e the last exception, (doc name) shows documentation. Ctrl-C stops an evaluation, Ctrl-D ends the session.`,
    flags: ["executors", "path", "memory", "tier", "trace-tier", "stress"],
  },
  compile: {
    usage: "odeon compile [FLAGS] FILE.clj -o FILE.odb",
    summary: "compile a program and what it requires into one file",
    text: "The program is run while it compiles, because macros may need what stands before them; -main is not called.",
    flags: ["output", "path", "dump", "dump-fn"],
  },
  disasm: {
    usage: "odeon disasm [FLAGS] FILE.clj|FILE.odb",
    summary: "show the bytecode, or the WebAssembly, of a program",
    text: `A source file is compiled first, as by compile. With --wasm the program is loaded (-main is not called) and all functions
that it then has are shown as the compiled tier translates them, whether they would ever become hot or not. A function is named as
in a trace; NAME@12 is the entry by which the interpreter comes in at pc 12, NAME@0 the one with all arguments in a frame.`,
    flags: ["wasm", "path", "dump-fn"],
  },
  verify: {
    usage: "odeon verify FILE.odb",
    summary: "check compiled code without running it",
    text: "Prints nothing and exits with 0 if the file obeys all rules; otherwise names function, pc and rule, and exits with 1.",
    flags: [],
  },
  test: {
    usage: "odeon test [FLAGS] NAMESPACE...",
    summary: "run the clojure.test tests of namespaces",
    text: "Requires the namespaces, runs their tests and prints the report. Exits with 1 if a test fails.",
    flags: ["executors", "path", "memory", "stats", "tier", "trace-tier", "stress"],
  },
  profile: {
    usage: "odeon profile [FLAGS] FILE.clj|NAMESPACE|FILE.odb|- [ARGS...]",
    summary: "run a program and show where it spends its work",
    text: `Runs the program as run does, takes a sample of the running actor's whole stack at regular distances, and writes at the end (or
after Ctrl-C) a table on stdout and a flame graph (-o FILE, default profile.html). By default the distance is counted in reductions,
on one executor unless --executors says otherwise: the same program then gives the same profile, interpreted or compiled. A
reduction is a call or a turn of a loop, not a time: work inside one primitive weighs nothing. --by time shows that. Samples are taken
at safepoints, which are where functions and turns of loops begin; small library functions that were inlined count for their callers.`,
    flags: ["by", "every", "output", "executors", "path", "memory", "stats", "tier", "stress"],
  },
};

function flagLines(names?: readonly string[]): string {
  return FLAGS.filter((flag) => names === undefined || names.includes(flag.name))
    .map((flag) => {
      const left = `${flag.short === undefined ? "" : `-${flag.short}, `}--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`;
      return `  ${left.padEnd(26)} ${flag.help}`;
    })
    .join("\n");
}

export function helpText(topic?: string): string {
  const command = topic === undefined ? undefined : COMMAND_HELP[topic];
  if (command !== undefined) {
    const flags = command.flags.length === 0 ? "" : `\n\nFlags\n${flagLines(command.flags)}`;
    return `${command.usage}\n\n${command.text}${flags}\n`;
  }
  const commands = Object.entries(COMMAND_HELP).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `odeon: Lisp programs as actors on every core

Usage
  odeon run FILE.clj|NAMESPACE|FILE.odb|- [ARGS...]
  odeon profile FILE.clj|NAMESPACE|FILE.odb|- [ARGS...]
  odeon -e EXPR [ARGS...]
  odeon COMMAND --help

Commands
${commands.join("\n")}

Flags
${flagLines()}
`;
}
