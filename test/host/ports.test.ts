/** Ports without a running kernel: each op as an actor's request would reach it. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  decodeValue,
  encodeValue,
  filesPort,
  keyword,
  type Machine,
  mapGet,
  type Port,
  PortTable,
  tcpPort,
  type Value,
  type VectorForm,
  vectorOf,
} from "../../src/host/index.js";

const folder = mkdtempSync(join(tmpdir(), "odeon-ports-"));
const caller = { pid: 7n, send() {} };
const asker =
  (port: Port) =>
  async (op: string, ...args: Value[]): Promise<Value> =>
    (port.ops[op] as NonNullable<Port["ops"][string]>)(args, caller);

test("files: whole, by lines, by characters", async () => {
  const ask = asker(filesPort({ paths: () => [folder] }));
  const path = join(folder, "a.txt");
  await ask("fs/spit", path, "one\r\ntwo\u00e9\n\nlast", null);
  assert.equal(await ask("fs/slurp", path), "one\r\ntwo\u00e9\n\nlast");
  await ask("fs/spit", path, "+", true);
  const handle = await ask("fs/open", path, "r");
  const lines: Value[] = [];
  for (let line = await ask("fs/read-line", handle); line !== null; line = await ask("fs/read-line", handle)) lines.push(line);
  assert.deepEqual(lines, ["one", "two\u00e9", "", "last+"]);
  await ask("fs/close", handle);
  await assert.rejects(ask("fs/read-line", handle), { className: "java.io.IOException" });
  const again = await ask("fs/open", path, "r");
  assert.equal(await ask("fs/read", again, 5n), "one\r\n");
  assert.equal(await ask("fs/read-line", again), "two\u00e9");
  assert.equal(await ask("fs/read", again, 100n), "\nlast+");
  assert.equal(await ask("fs/read", again, 1n), null);
});

test("files: a line longer than any buffer, characters cut between reads", async () => {
  const ask = asker(filesPort({ paths: () => [] }));
  const path = join(folder, "long.txt");
  const long = "\u4e2d".repeat(100_000);
  writeFileSync(path, `${long}\nend`);
  const handle = await ask("fs/open", path, "r");
  assert.equal(await ask("fs/read-line", handle), long);
  assert.equal(await ask("fs/read-line", handle), "end");
  assert.equal(await ask("fs/read-line", handle), null);
});

test("files: folders, facts and failures", async () => {
  const ask = asker(filesPort({ paths: () => [folder] }));
  const sub = join(folder, "x", "y");
  assert.equal(await ask("fs/mkdirs", sub), true);
  assert.equal(await ask("fs/mkdirs", sub), false);
  await ask("fs/spit", join(sub, "b"), "1", null);
  await ask("fs/spit", join(sub, "a"), "1", null);
  assert.deepEqual(await ask("fs/list", sub), vectorOf(["a", "b"]));
  assert.equal(await ask("fs/list", join(sub, "a")), null);
  assert.equal(mapGet(await ask("fs/stat", sub), "dir?"), true);
  assert.equal(await ask("fs/stat", join(folder, "none")), null);
  assert.equal(await ask("fs/delete", join(sub, "a")), true);
  assert.equal(await ask("fs/delete", join(sub, "a")), false);
  assert.equal(await ask("fs/resource", "x"), join(folder, "x"));
  assert.equal(await ask("fs/resource", "nope"), null);
  await assert.rejects(ask("fs/slurp", join(folder, "none")), {
    className: "java.io.FileNotFoundException",
    message: /none \(No such file/,
  });
  await assert.rejects(ask("fs/slurp", sub), { className: /java\.io\./ });
  await assert.rejects(ask("fs/slurp", 3n), { className: "java.lang.IllegalArgumentException" });
});

test("TCP: accept, echo, half a character, close", async () => {
  const messages: [bigint, VectorForm][] = [];
  let holds = 0;
  let arrived: (() => void) | undefined;
  const port = tcpPort({
    send: (pid, message) => {
      messages.push([pid, message as VectorForm]);
      arrived?.();
    },
    hold: () => holds++,
    release: () => holds--,
    backlog: () => 0,
  });
  const ask = asker(port);
  const listening = await ask("tcp/listen", 0n, null);
  const client = connect(Number(mapGet(listening, "port")), "127.0.0.1");
  const connection = await ask("tcp/accept", mapGet(listening, "listener") as Value);
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  let waiting = next();
  client.write(Buffer.from([0x61, 0xe4, 0xb8]));
  await waiting;
  waiting = next();
  client.write(Buffer.from([0xad]));
  await waiting;
  assert.deepEqual(messages, [
    [7n, vectorOf([keyword("tcp"), connection, "a"])],
    [7n, vectorOf([keyword("tcp"), connection, "\u4e2d"])],
  ]);
  const echoed = new Promise((resolve) => client.once("data", (data) => resolve(data.toString())));
  assert.equal(await ask("tcp/send", connection, "back"), null);
  assert.equal(await echoed, "back");
  waiting = next();
  client.end();
  await ask("tcp/close", connection);
  await waiting;
  assert.deepEqual(messages.at(-1), [7n, vectorOf([keyword("tcp-closed"), connection])]);
  await assert.rejects(ask("tcp/send", connection, "x"), { className: "java.io.IOException" });
  await ask("tcp/close", mapGet(listening, "listener") as Value);
  assert.equal(holds, 0);
});

test("requests are answered, refused without a grant, and never lost", async () => {
  const replies: Value[] = [];
  const machine = {
    reply: (_request: unknown, payload: Uint8Array) => replies.push(decodeValue(payload)),
    send() {},
  } as unknown as Machine;
  const table = new PortTable(new Set());
  table.add({
    ops: {
      "test/echo": ([x]) => x ?? null,
      "test/bug": () => {
        throw new TypeError("a bug");
      },
    },
  });
  table.add(filesPort({ paths: () => [] }));
  const serve = (...items: Value[]): Promise<void> => table.serve(machine, { pid: 1n, ref: 2n, payload: encodeValue(vectorOf(items)) });
  await serve(keyword("echo", "test"), "x");
  await serve(keyword("bug", "test"));
  await serve(keyword("slurp", "fs"), "/etc/passwd");
  await serve(keyword("nothing", "test"));
  await serve(3n);
  const answers = replies.map((reply) => (reply as VectorForm).items.slice(2) as Value[]);
  assert.deepEqual(answers[0], [true, "x"]);
  assert.deepEqual(
    answers.slice(1).map(([ok, failure]) => [ok, mapGet(failure, "message")]),
    [
      [false, "a bug"],
      [false, "the host does not grant files (asked for by :fs/slurp)"],
      [false, "the host knows no request :test/nothing"],
      [false, "a host request is a vector that starts with a keyword"],
    ],
  );
});
