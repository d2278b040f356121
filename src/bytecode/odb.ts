import { Diagnostic } from "../base/index.js";
import { BadBytes, ByteReader, ByteWriter } from "./bytes.js";
import type { CodeUnit } from "./code.js";
import { decodeUnit, encodeUnit } from "./wire.js";

/**
 * .odb: compiled units of one program or library.
 *
 *   "ODB1"            4 bytes
 *   version           u16
 *   main              string: namespace whose -main a run calls, or ""
 *   count             number of entries, LEB128
 *   entry...          ns string, requires (LEB128 count, strings), units (LEB128 count, each: LEB128 length, wire message)
 *   checksum          u32: FNV-1a over all bytes before it
 *
 * A string is its length in bytes (LEB128) and UTF-8. Entries stand in the order in which they are to be loaded, units in
 * the order of the source. All integers are little-endian.
 */
export const ODB_VERSION = 1;
const MAGIC = [0x4f, 0x44, 0x42, 0x31];

export interface OdbFile {
  main: string;
  namespaces: { ns: string; requires: string[]; units: CodeUnit[] }[];
}

export function writeOdb(file: OdbFile): Uint8Array {
  const w = new ByteWriter();
  for (const b of MAGIC) w.u8(b);
  w.u16(ODB_VERSION);
  const string = (s: string) => {
    const b = new TextEncoder().encode(s);
    w.leb(b.length);
    w.bytes(b);
  };
  string(file.main);
  w.leb(file.namespaces.length);
  for (const n of file.namespaces) {
    string(n.ns);
    w.leb(n.requires.length);
    for (const r of n.requires) string(r);
    w.leb(n.units.length);
    for (const u of n.units) {
      const b = encodeUnit(u);
      w.leb(b.length);
      w.bytes(b);
    }
  }
  w.u32(fnv1a(w.done()));
  return w.done();
}

export function fnv1a(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] as number), 0x01000193);
  return h >>> 0;
}

/** Reads a file; whatever is wrong is a Diagnostic with the offset and the cause. (The code is not verified here.) */
export function readOdb(bytes: Uint8Array, file = ""): OdbFile {
  const bad = (offset: number, cause: string, help?: string): never => {
    throw new Diagnostic("BAD_ODB", `not a usable .odb file: ${cause} (offset ${offset})`, { file, line: 0, column: 0, length: 0 }, help);
  };
  const prefix = Math.min(4, bytes.length);
  for (let i = 0; i < prefix; i++) if (bytes[i] !== MAGIC[i]) bad(i, "it does not begin with ODB1");
  if (bytes.length < 10) bad(bytes.length, "it is truncated");
  const version = (bytes[4] as number) | ((bytes[5] as number) << 8);
  if (version !== ODB_VERSION) bad(4, `its version is ${version}, this program reads version ${ODB_VERSION}`, "compile the source again");
  const end = bytes.length - 4;
  const sum = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(end, true);
  if (sum !== fnv1a(bytes.subarray(0, end))) bad(end, "its checksum is wrong: it is truncated or damaged", "compile the source again");
  try {
    return readBody(new ByteReader(bytes, 6, end));
  } catch (e) {
    if (e instanceof BadBytes) return bad(e.offset, e.reason);
    throw e;
  }
}

function readBody(r: ByteReader): OdbFile {
  const string = () => {
    const at = r.at;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(r.bytes(r.count(1)));
    } catch (e) {
      throw e instanceof BadBytes ? e : new BadBytes(at, "a name is not UTF-8");
    }
  };
  const main = string();
  const namespaces: OdbFile["namespaces"] = [];
  for (let n = r.count(1); n > 0; n--) {
    const ns = string();
    const requires: string[] = [];
    for (let k = r.count(1); k > 0; k--) requires.push(string());
    const units: CodeUnit[] = [];
    for (let k = r.count(1); k > 0; k--) units.push(readUnit(r));
    namespaces.push({ ns, requires, units });
  }
  if (r.at !== r.end) throw new BadBytes(r.at, "there is data after the last namespace");
  return { main, namespaces };
}

function readUnit(r: ByteReader): CodeUnit {
  const n = r.count(1);
  const at = r.at;
  try {
    return decodeUnit(r.bytes(n));
  } catch (e) {
    if (e instanceof Diagnostic) throw new BadBytes(at, e.message);
    throw e;
  }
}
