import { Keyword, mapGet, SetForm, Sym, type Value, vectorOf } from "../host/index.js";
import { EOF, type Form, Reader, type ReaderOptions } from "../reader/index.js";

/**
 * compiler/read-string (lib/odeon/host.clj): [form chars-consumed], or nil for text that holds nothing. What is read as program text,
 * and not as data, gets the resolver of its namespace.
 */
export function readString(source: string, options: Value, resolver: ((ns: string) => ReaderOptions["resolver"]) | undefined): Value {
  const ns = mapGet(options, "ns");
  const features = mapGet(options, "features");
  const readerOptions: ReaderOptions = { file: "", keepTags: true };
  if (mapGet(options, "all-tags") === true) readerOptions.allTags = true;
  const conditionals = mapGet(options, "read-cond");
  const how = conditionals instanceof Keyword ? conditionals.name : "refuse";
  readerOptions.conditionals = how === "allow" ? "select" : how === "preserve" ? "preserve" : "refuse";
  if (mapGet(options, "edn") === true) readerOptions.edn = true;
  else {
    const found = resolver?.(ns instanceof Sym ? ns.name : "user");
    if (found !== undefined) readerOptions.resolver = found;
  }
  if (features instanceof SetForm) {
    readerOptions.features = [...features.items.flatMap((item) => (item instanceof Keyword ? [item.name] : [])), "clj", "default"];
  }
  const reader = new Reader(source, readerOptions);
  const form = reader.next();
  return form === EOF ? null : vectorOf([form as Form, BigInt(reader.offset)]);
}
