/**
 * Random Clojure programs. A case is a function of three arguments with the helpers it needs, and lists of arguments: first small
 * integers, by which it gets hot, then what its compiled code has not expected. Cases know nothing of each other, and each is
 * drawn from a seed of its own, so that one which fails can be looked at alone.
 *
 * Long because it is one grammar, a few lines for each kind of expression.
 */
import { more, type Parts } from "./generate-more.js";

export type Sx = string | { readonly open: "(" | "[" | "{" | "#{"; readonly items: readonly Sx[] };
export const list = (...items: Sx[]): Sx => ({ open: "(", items });
export const vec = (...items: Sx[]): Sx => ({ open: "[", items });
const CLOSE = { "(": ")", "[": "]", "{": "}", "#{": "}" } as const;
export const print = (x: Sx): string => (typeof x === "string" ? x : `${x.open}${x.items.map(print).join(" ")}${CLOSE[x.open]}`);

export interface Case {
  readonly seed: number;
  readonly id: string;
  /** Definitions; the last one is the function. */
  readonly forms: readonly Sx[];
  readonly inputs: readonly (readonly string[])[];
}
export interface GenerateOptions {
  /** Only what Clojure on the JVM does alike: no actors, nothing whose meaning depends on primitive locals. */
  readonly portable: boolean;
}

export type Random = (below: number) => number;
export function random(seed: number): Random {
  let s = seed >>> 0;
  return (below) => {
    s = (s + 0x9e3779b9) >>> 0;
    let z = s;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % below;
  };
}

const SMALL = ["0", "1", "2", "3", "5", "7", "-1", "-2", "-3", "10", "12", "31"];
const EDGES = [
  "1073741824",
  "-1073741824",
  "2147483647",
  "-2147483648",
  "4294967296",
  "3037000500",
  "576460752303423488",
  "1152921504606846975",
  "1152921504606846976",
  "-1152921504606846976",
  "-1152921504606846977",
  "1152921504606846974",
  "4611686018427387904",
  "9223372036854775807",
  "-9223372036854775808",
  "-9223372036854775807",
  "1000000007",
  "4294967295",
  "-4294967296",
  "9007199254740993",
];
const FLOATS = [
  "0.0",
  "-0.0",
  "1.5",
  "-2.5",
  "3.0",
  "1e10",
  "1e300",
  "-1e300",
  "1e-300",
  "4.9e-324",
  "0.1",
  "##NaN",
  "##Inf",
  "##-Inf",
  "9.223372036854776E18",
  "1.152921504606847E18",
  "-1.152921504606847E18",
  "9.007199254740992E15",
  "1.7976931348623157E308",
  "2.0",
];
const BIGS = [
  "1N",
  "0N",
  "-5N",
  "100000000000000000000N",
  "-9223372036854775809N",
  "9223372036854775808N",
  "340282366920938463463374607431768211456N",
];
const RATIOS = ["1/2", "-7/3", "22/7", "1/1000000007"];
const OTHERS = ["nil", '"s"', ":k", "\\a", "[1 2]", "{}", "true", "false", "#{}", "'()"];

/** Milliseconds. What waits too often takes all the time that there is. */
const WAITS = ["0", "0", "0", "0", "0", "0", "0", "1"];

export type Kind = "num" | "fn1" | "fn2" | "vec" | "map" | "str" | "any" | "rec" | "atom";
export interface Local {
  readonly name: string;
  readonly kind: Kind;
}
interface Helper {
  readonly name: string;
  readonly arity: number;
}

class Generator {
  private readonly forms: Sx[] = [];
  private scope: Local[] = [];
  private readonly helpers: Helper[] = [];
  private dynamics: string[] = [];
  private record: string | undefined;
  private protocol: string | undefined;
  private multi: string | undefined;
  private names = 0;
  private loops = 0;
  private size = 0;
  private target: { readonly arity: number; readonly limit: number } | undefined;

  constructor(
    private readonly r: Random,
    private readonly id: string,
    private readonly options: GenerateOptions,
  ) {}

  private pick<X>(xs: readonly X[]): X {
    return xs[this.r(xs.length)] as X;
  }
  private chance(percent: number): boolean {
    return this.r(100) < percent;
  }
  private fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }
  private within<X>(locals: readonly Local[], f: () => X, keepTarget = false): X {
    const { scope, target } = this;
    this.scope = [...scope, ...locals];
    if (!keepTarget) this.target = undefined;
    const x = f();
    this.scope = scope;
    this.target = target;
    return x;
  }
  private local(kind: Kind): string | undefined {
    const of = this.scope.filter((l) => l.kind === kind);
    return of.length === 0 ? undefined : this.pick(of.slice(-6)).name;
  }

  run(): readonly Sx[] {
    const n = this.r(4);
    if (this.chance(20)) {
      const name = `*d-${this.id}*`;
      this.dynamics.push(name);
      this.forms.push(list("def", "^:dynamic", name, this.pick(SMALL)));
    }
    if (this.chance(20)) this.declareRecord();
    if (this.chance(15)) this.declareMulti();
    for (let i = 0; i < n; i++) this.helper();
    if (this.chance(20)) this.mutual();
    const args: Local[] = ["a", "b", "c"].map((name) => ({ name, kind: "num" }));
    const body = this.within(args, () => this.num(4 + this.r(3)));
    this.forms.push(list("defn", `f-${this.id}`, vec("a", "b", "c"), body));
    return this.forms;
  }

  private helper(): void {
    const name = `h${this.helpers.length}-${this.id}`;
    const shape = this.r(10);
    if (shape < 5) {
      const arity = 1 + this.r(3);
      const args = Array.from({ length: arity }, (_, i) => ({ name: `p${i}`, kind: "num" as const }));
      this.forms.push(
        list(
          "defn",
          name,
          vec(...args.map((a) => a.name)),
          this.within(args, () => this.num(3)),
        ),
      );
      this.helpers.push({ name, arity });
    } else if (shape < 7) {
      // deep recursion that is no tail call; whatever would multiply it is kept out
      this.loops += 2;
      const body = this.within(
        [
          { name: "n", kind: "num" },
          { name: "x", kind: "num" },
        ],
        () => list(this.pick(["+", "-", "max", "min", "+'"]), this.num(1), list(name, list("dec", "n"), this.num(1))),
      );
      this.forms.push(
        list(
          "defn",
          name,
          vec("n", "x"),
          list("if", list("and", list("number?", "n"), list("<", "0", "n", String(20 + this.r(300)))), body, "x"),
        ),
      );
      this.loops -= 2;
      this.helpers.push({ name, arity: 2 });
    } else if (shape < 8) {
      const one: Local[] = [{ name: "p0", kind: "num" }];
      const two: Local[] = [...one, { name: "p1", kind: "num" }];
      const rest: Local[] = [...two, { name: "more", kind: "vec" }];
      this.forms.push(
        list(
          "defn",
          name,
          list(
            vec("p0"),
            this.within(one, () => this.num(2)),
          ),
          list(
            vec("p0", "p1"),
            this.within(two, () => this.num(2)),
          ),
          list(
            vec("p0", "p1", "&", "more"),
            this.within(rest, () => this.num(3)),
          ),
        ),
      );
      this.helpers.push({ name, arity: 1 }, { name, arity: 2 }, { name, arity: 4 });
    } else if (shape < 9) {
      const args: Local[] = [{ name: "xs", kind: "vec" }];
      this.forms.push(
        list(
          "defn",
          name,
          vec("&", "xs"),
          this.within(args, () => this.num(3)),
        ),
      );
      this.helpers.push({ name, arity: 0 }, { name, arity: 3 });
    } else {
      const captured: Local[] = [{ name: "k", kind: "num" }];
      this.forms.push(
        list(
          "def",
          name,
          list(
            "let",
            vec("k", this.pick(SMALL)),
            list(
              "fn",
              vec("p0"),
              this.within([...captured, { name: "p0", kind: "num" }], () => this.num(3)),
            ),
          ),
        ),
      );
      this.helpers.push({ name, arity: 1 });
    }
  }
  private mutual(): void {
    const e = `even-${this.id}`;
    const o = `odd-${this.id}`;
    const args: Local[] = [
      { name: "n", kind: "num" },
      { name: "x", kind: "num" },
    ];
    const limit = list("and", list("number?", "n"), list("<", "0", "n", "50"));
    this.loops += 2;
    const step = (to: string, tail: boolean): Sx =>
      this.within(args, () => {
        const call = list(to, list("dec", "n"), this.limited(1));
        return list("if", limit, tail ? call : list(this.pick(["+", "-", "max"]), "n", call), this.num(1));
      });
    this.forms.push(
      list("declare", o),
      list("defn", e, vec("n", "x"), step(o, this.chance(50))),
      list("defn", o, vec("n", "x"), step(e, this.chance(50))),
    );
    this.loops -= 2;
    this.helpers.push({ name: e, arity: 2 }, { name: o, arity: 2 });
  }
  private declareRecord(): void {
    const name = `R${this.id}`;
    const method = `m-${this.id}`;
    const self: Local[] = [
      { name: "x", kind: "num" },
      { name: "y", kind: "num" },
      { name: "k", kind: "num" },
    ];
    this.forms.push(
      list("defprotocol", `P${this.id}`, list(method, vec("this", "k"))),
      list(
        "defrecord",
        name,
        vec("x", "y"),
        `P${this.id}`,
        list(
          method,
          vec("_", "k"),
          this.within(self, () => this.num(2)),
        ),
      ),
      list(
        "extend-protocol",
        `P${this.id}`,
        "Object",
        list(
          method,
          vec("_", "k"),
          this.within([{ name: "k", kind: "num" }], () => this.num(1)),
        ),
        "nil",
        list(method, vec("_", "k"), "k"),
      ),
    );
    this.record = name;
    this.protocol = method;
  }
  private declareMulti(): void {
    const name = `mm-${this.id}`;
    const args: Local[] = [{ name: "p", kind: "num" }];
    this.forms.push(
      list(
        "defmulti",
        name,
        list(
          "fn",
          vec("p"),
          list(
            "cond",
            list("nil?", "p"),
            ":nil",
            list("float?", "p"),
            ":float",
            list("integer?", "p"),
            list("if", list("even?", "p"), ":even", ":odd"),
            ":else",
            ":other",
          ),
        ),
      ),
      list(
        "defmethod",
        name,
        ":even",
        vec("p"),
        this.within(args, () => this.num(2)),
      ),
      list(
        "defmethod",
        name,
        ":odd",
        vec("p"),
        this.within(args, () => this.num(2)),
      ),
      list(
        "defmethod",
        name,
        ":float",
        vec("p"),
        this.within(args, () => this.num(2)),
      ),
      list("defmethod", name, ":default", vec("p"), list("str", "p")),
    );
    this.multi = name;
  }

  // ---- expressions

  private literal(): Sx {
    const k = this.r(100);
    if (k < 62) return this.pick(SMALL);
    if (k < 78) return this.pick(EDGES);
    if (k < 90) return this.pick(FLOATS);
    if (k < 94) return this.pick(BIGS);
    if (k < 97) return this.pick(RATIOS);
    return this.pick(OTHERS);
  }
  /** Numbers that go round a loop must not grow without bound. */
  private limited(d: number): Sx {
    return list("lim", this.num(d));
  }
  private leaf(): Sx {
    return this.chance(70) ? (this.local("num") ?? this.literal()) : this.literal();
  }

  num(d: number): Sx {
    this.size++;
    if (d <= 0 || this.size > 160) return this.leaf();
    if (this.target !== undefined && this.chance(25)) return this.recur(d);
    const k = this.r(118);
    if (k >= 100) return this.loops < 2 ? this.more(d) : this.arithmetic(d);
    if (k < 8) return this.leaf();
    if (k < 34) return this.arithmetic(d);
    if (k < 44) return this.choice(d);
    if (k < 52) return this.binding(d);
    if (k < 62) return this.loops < 2 ? this.loop(d) : this.arithmetic(d);
    if (k < 70) return this.protect(d);
    if (k < 78) return this.call(d);
    if (k < 88) return this.sequence(d);
    if (k < 94) return this.state(d);
    return this.odd(d);
  }
  /** No helpers in there: most of it runs several times, or takes a helper's place. */
  private more(d: number): Sx {
    const parts = this.parts();
    this.loops++;
    const x = more(parts, d);
    this.loops--;
    return x;
  }
  private parts(): Parts {
    return {
      portable: this.options.portable,
      r: this.r,
      chance: (percent) => this.chance(percent),
      pick: (xs) => this.pick(xs),
      fresh: (prefix) => this.fresh(prefix),
      within: (locals, f) => this.within(locals, f),
      arg: (d) => this.arg(d),
      fn: (arity, d) => this.fn(arity, d),
      vecExpr: (d) => this.vecExpr(d),
      limited: (d) => this.within([], () => this.limited(d)),
      functions: this.loops < 1 ? this.helpers : [],
      record: this.record,
      method: this.protocol,
    };
  }
  /** As num, where nothing may jump out of: arguments, tests, bindings. */
  private arg(d: number): Sx {
    const { target } = this;
    this.target = undefined;
    const x = this.num(d);
    this.target = target;
    return x;
  }

  private arithmetic(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    const k = this.r(30);
    if (k < 12) return list(this.pick(["+", "-", "*", "+", "-", "*", "max", "min"]), e(), e());
    if (k < 14) return list(this.pick(["+", "-", "*"]), e(), e(), e());
    if (k < 16)
      return list(this.pick(["quot", "rem", "mod", "/"]), e(), this.chance(40) ? this.pick(["2", "3", "-1", "7", "0", "-2", "1000"]) : e());
    if (k < 18) return list(this.pick(["inc", "dec", "-", "abs", "inc'", "dec'"]), e());
    if (k < 20) return list(this.pick(["+'", "-'", "*'"]), e(), e());
    if (k < 23) return list(this.pick(["bit-and", "bit-or", "bit-xor", "bit-and-not"]), e(), e());
    if (k < 25)
      return list(
        this.pick(["bit-shift-left", "bit-shift-right", "unsigned-bit-shift-right"]),
        e(),
        this.chance(60) ? this.pick(["1", "3", "31", "32", "60", "61", "63", "64", "-1"]) : e(),
      );
    if (k < 26) return list("bit-not", e());
    if (k < 28) return list(this.pick(["double", "long", "Math/sqrt", "Math/abs", "num", "Math/floor", "unchecked-inc", "bigint"]), e());
    return list(this.pick(["unchecked-add", "unchecked-multiply", "unchecked-subtract", "Math/pow", "Math/atan2"]), e(), e());
  }

  bool(d: number): Sx {
    this.size++;
    const e = (): Sx => this.arg(d - 1);
    const k = this.r(20);
    if (d <= 0 || k < 8) return list(this.pick(["<", "<=", ">", ">=", "==", "=", "not="]), e(), e());
    if (k < 9) return list(this.pick(["<", "<=", ">", ">=", "=="]), e(), e(), e());
    if (k < 11) return list(this.pick(["zero?", "pos?", "neg?"]), e());
    if (k < 12) return list(this.pick(["even?", "odd?"]), e());
    if (k < 14) return list(this.pick(["nil?", "number?", "integer?", "float?", "some?", "ratio?", "int?", "string?"]), e());
    if (k < 16) return list(this.pick(["and", "or"]), this.bool(d - 1), this.bool(d - 1));
    if (k < 17) return list("not", this.bool(d - 1));
    if (k < 18) return list("identical?", this.chance(50) ? "nil" : e(), this.pick(["nil", ":k", "true"]));
    if (k < 19) return list("contains?", this.mapExpr(d - 1), e());
    return list("=", this.vecExpr(d - 1), this.vecExpr(d - 1));
  }

  private choice(d: number): Sx {
    const k = this.r(10);
    if (k < 5) return list("if", this.test(d - 1), this.num(d - 1), this.num(d - 1));
    if (k < 7) return list("cond", this.test(d - 1), this.num(d - 1), this.test(d - 1), this.num(d - 1), ":else", this.num(d - 1));
    if (k < 8) return list(this.pick(["when", "when-not"]), this.test(d - 1), this.num(d - 1));
    const keys = this.pick([
      ["0", "1", "2", "7", "-1"],
      [":k", ":a", ":b"],
      ["\\a", "\\b", "1", "nil"],
      ['"s"', '"t"', "1", "2"],
      ["(1 2 3)", "(5 7)", "10"],
      ["1152921504606846976", "1", "4294967296"],
      ["[1 2]", ":k", "0"],
      ["true", "false", "nil", "1"],
    ]);
    const subject = this.chance(70) ? this.arg(d - 1) : list("get", vec(":k", "\\a", '"s"', "nil", "[1 2]", "true", "3"), this.arg(d - 1));
    return list("case", subject, ...keys.flatMap((key) => [key, this.num(d - 2)]), this.num(d - 2));
  }
  private test(d: number): Sx {
    const { target } = this;
    this.target = undefined;
    const x = this.chance(85) ? this.bool(d) : this.num(d);
    this.target = target;
    return x;
  }

  private binding(d: number): Sx {
    const n = 1 + this.r(3);
    const names: Local[] = [];
    const items: Sx[] = [];
    for (let i = 0; i < n; i++) {
      const kind = this.pick<Kind>(["num", "num", "num", "fn1", "fn2", "vec", "map", "str"]);
      const name = this.chance(15) && this.scope.length > 0 && kind === "num" ? (this.local("num") ?? this.fresh("v")) : this.fresh("v");
      items.push(
        name,
        this.within(names, () => this.of(kind, d - 1)),
      );
      names.push({ name, kind });
    }
    return list(
      "let",
      vec(...items),
      this.within(names, () => this.num(d - 1), true),
    );
  }
  private of(kind: Kind, d: number): Sx {
    const { target } = this;
    this.target = undefined;
    const x =
      kind === "fn1"
        ? this.fn(1, d)
        : kind === "fn2"
          ? this.fn(2, d)
          : kind === "vec"
            ? this.vecExpr(d)
            : kind === "map"
              ? this.mapExpr(d)
              : kind === "str"
                ? this.strExpr(d)
                : this.num(d);
    this.target = target;
    return x;
  }
  private fn(arity: number, d: number): Sx {
    const args: Local[] = Array.from({ length: arity }, () => ({ name: this.fresh("x"), kind: "num" as const }));
    if (arity === 1 && this.chance(15)) return this.pick(["inc", "dec", "-", "identity", "lim"]);
    if (arity === 2 && this.chance(20)) return this.pick(["+", "-", "max", "min"]);
    return list(
      "fn",
      vec(...args.map((a) => a.name)),
      this.within(args, () => this.num(d - 1)),
    );
  }

  private loop(d: number): Sx {
    this.loops++;
    const i = this.fresh("i");
    const n = 1 + this.r(3);
    const accs: Local[] = Array.from({ length: n }, () => ({ name: this.fresh("s"), kind: "num" as const }));
    const init = accs.map((a) => [a.name, this.options.portable ? list("num", this.arg(1)) : this.arg(1)]);
    const limit = 2 + this.r(12);
    const all: Local[] = [{ name: i, kind: "num" }, ...accs];
    const x = this.within(all, () => {
      if (this.chance(60)) {
        const next = accs.map(() => this.limited(d - 2));
        const recur = list("recur", list("inc", i), ...next);
        const body = this.chance(30) ? list("do", this.arg(d - 2), recur) : recur;
        return list(
          "if",
          list("<", i, String(limit)),
          this.chance(25) ? list("if", this.test(d - 2), body, list("recur", list("inc", i), ...accs.map((a) => a.name))) : body,
          this.num(1),
        );
      }
      const { target } = this;
      this.target = { arity: n, limit: 0 };
      const body = this.num(d - 1);
      this.target = target;
      return list("if", list("<", i, String(limit)), body, this.num(1));
    });
    this.loops--;
    const step = this.options.portable ? list("num", "0") : "0";
    // The counter is the first accumulator: `recur` below finds it by its name.
    return list("loop", vec(i, step, ...init.flat()), x);
  }
  /** Only where the innermost loop's variables are the last ones in scope. */
  private recur(d: number): Sx {
    const n = (this.target as { arity: number }).arity;
    const at = this.scope.map((l) => l.name.startsWith("i")).lastIndexOf(true);
    const i = (this.scope[at] as Local).name;
    return list("recur", list("inc", i), ...Array.from({ length: n }, () => this.within([], () => this.limited(d - 2))));
  }

  private protect(d: number): Sx {
    const k = this.r(10);
    if (k < 2) return list("throw", list("ex-info", this.pick(['"boom"', '"bang"']), { open: "{", items: [":v", this.arg(d - 2)] }));
    const kind = this.pick([
      "Throwable",
      "ArithmeticException",
      "clojure.lang.ExceptionInfo",
      "NullPointerException",
      "ClassCastException",
      "Exception",
    ]);
    const e = this.fresh("e");
    const body = this.arg(d - 1);
    const answer = this.chance(50) ? list("get", list("ex-data", e), ":v", this.arg(d - 2)) : this.arg(d - 2);
    const clauses: Sx[] = [list("catch", kind, e, this.chance(15) ? list("throw", e) : answer)];
    if (this.chance(20)) clauses.push(list("catch", "Throwable", e, this.arg(d - 2)));
    if (k < 4) return list("try", body, list("finally", list("note!", this.arg(d - 2))));
    if (k < 6) clauses.push(list("finally", list("note!", this.arg(d - 2))));
    return list("try", body, ...clauses);
  }

  private call(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    const f1 = this.local("fn1");
    const f2 = this.local("fn2");
    const k = this.r(10);
    if (k < 2 && f1 !== undefined) return list(f1, e());
    if (k < 4 && f2 !== undefined) return list(f2, e(), e());
    if (k < 7 && this.helpers.length > 0 && this.loops < 1) {
      const h = this.pick(this.helpers);
      const args = Array.from({ length: h.arity }, e);
      if (this.chance(15)) return list("apply", h.name, ...args.slice(0, 1), vec(...args.slice(1)));
      if (this.chance(5)) args.pop();
      return list(h.name, ...args);
    }
    if (k < 8) return list("apply", this.pick(["+", "-", "max", "min", "*"]), this.chance(50) ? e() : "1", this.vecExpr(d - 1));
    if (k < 9) {
      const f = this.fresh("g");
      const n = this.fresh("n");
      const x = this.fresh("x");
      const body = this.within(
        [
          { name: n, kind: "num" },
          { name: x, kind: "num" },
        ],
        () => list("if", list("<", "0", n, "20"), list(this.pick([f, f, "+"]), list("dec", n), this.limited(d - 2)), x),
      );
      return list("letfn", vec(list(f, vec(n, x), body)), list(f, this.pick(["3", "10", "19"]), e()));
    }
    return list(this.fn(1, d - 1), e());
  }

  private vecExpr(d: number): Sx {
    this.size++;
    const known = this.local("vec");
    if (known !== undefined && this.chance(40)) return known;
    const k = this.r(12);
    const e = (): Sx => this.arg(d - 1);
    if (d <= 0 || k < 3) return vec(...Array.from({ length: this.r(5) }, () => this.leaf()));
    if (k < 4) return list("range", String(this.r(12)));
    if (k < 5) return list("conj", this.vecExpr(d - 1), e());
    if (k < 6) return list("mapv", this.fn(1, d - 1), this.vecExpr(d - 1));
    if (k < 7) return list("map", this.fn(1, d - 1), this.vecExpr(d - 1));
    if (k < 8) return list("filter", this.pick(["number?", "some?", "identity", "integer?"]), this.vecExpr(d - 1));
    if (k < 9)
      return list("into", "[]", list("comp", list("map", this.fn(1, d - 2)), list("take", String(this.r(6)))), this.vecExpr(d - 1));
    if (k < 10) return list("take", String(this.r(8)), list("iterate", list("comp", "lim", this.fn(1, d - 2)), e()));
    if (k < 11) return list("list", e(), e());
    return list(this.pick(["rest", "reverse", "vec", "seq", "doall"]), this.vecExpr(d - 1));
  }
  private mapExpr(d: number): Sx {
    this.size++;
    const known = this.local("map");
    if (known !== undefined && this.chance(50)) return known;
    const e = (): Sx => this.arg(d - 1);
    const k = this.r(6);
    if (d <= 0 || k < 2) return { open: "{", items: [":a", this.leaf(), ":b", this.leaf(), "1", this.leaf()] };
    if (k < 3) return list("assoc", this.mapExpr(d - 1), this.pick([":a", ":c", "1", "2.0"]), e());
    if (k < 4) return list("update", this.mapExpr(d - 1), this.pick([":a", ":b"]), this.fn(1, d - 1));
    if (k < 5) return list("hash-map", e(), e());
    return list("dissoc", this.mapExpr(d - 1), ":a");
  }
  private strExpr(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    if (d <= 0) return '"abc"';
    return list("str", e(), this.pick(['"-"', ":k", "\\x"]), e());
  }

  private sequence(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    const k = this.r(14);
    const v = (): Sx => this.vecExpr(d - 1);
    if (k < 3) {
      const acc = this.fresh("s");
      const x = this.fresh("x");
      const f = list(
        "fn",
        vec(acc, x),
        this.within(
          [
            { name: acc, kind: "num" },
            { name: x, kind: "num" },
          ],
          () => (this.chance(10) ? list("reduced", acc) : this.limited(d - 1)),
        ),
      );
      return list("reduce", f, e(), v());
    }
    if (k < 4) return list("reduce", "+", v());
    if (k < 5) return list("count", v());
    if (k < 7) return list("nth", v(), this.chance(60) ? String(this.r(4)) : e(), ...(this.chance(60) ? [e()] : []));
    if (k < 8) return list(this.pick(["first", "last", "second", "peek"]), v());
    if (k < 10)
      return this.chance(50)
        ? list("get", this.mapExpr(d - 1), this.pick([":a", ":b", ":c", "1"]), e())
        : list(this.pick([":a", ":b"]), this.mapExpr(d - 1));
    if (k < 11) return list("transduce", list("comp", list("map", this.fn(1, d - 2)), list("filter", "number?")), "+", v());
    if (k < 12) return list("count", this.strExpr(d - 1));
    if (k < 13) return list(v(), this.pick(["0", "1", "2"]));
    const x = this.fresh("x");
    return list(
      "reduce",
      "max",
      "0",
      list(
        "for",
        vec(x, list("range", String(1 + this.r(5)))),
        this.within([{ name: x, kind: "num" }], () => this.num(d - 1)),
      ),
    );
  }

  private state(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    const at = this.local("atom");
    const k = this.r(8);
    if (k < 2 && at !== undefined) return this.chance(50) ? list("swap!", at, this.pick(["+", "max", "+'"]), e()) : list("deref", at);
    if (k < 3) {
      const name = this.fresh("t");
      // Made where the atom has no name yet: a function that changes the atom it is applied to is applied forever.
      const change = this.fn(1, d - 1);
      return list(
        "let",
        vec(name, list("atom", e())),
        this.within([{ name, kind: "atom" }], () =>
          list("do", list("swap!", name, change), list("reset!", name, this.num(d - 2)), list("+", list("deref", name), this.num(d - 2))),
        ),
      );
    }
    if (k < 4) return list("deref", list("delay", e()));
    if (k < 5) {
      const name = this.fresh("u");
      return list(
        "let",
        vec(name, list("volatile!", e())),
        list("vswap!", name, this.fn(1, d - 1)),
        list("dotimes", vec("_", "3"), list("vswap!", name, this.pick(["inc", "dec", "lim"]))),
        list("deref", name),
      );
    }
    const dyn = this.dynamics[0];
    if (dyn !== undefined)
      return k < 7
        ? list("binding", vec(dyn, e()), k < 6 ? list("set!", dyn, e()) : "nil", list("+", dyn, this.arg(d - 1)))
        : list("-", dyn, e());
    return list(
      "let",
      vec("arr", list("long-array", "4")),
      list("aset", "arr", "1", list("long", e())),
      list("aget", "arr", this.chance(80) ? "1" : e()),
    );
  }

  private odd(d: number): Sx {
    const e = (): Sx => this.arg(d - 1);
    const k = this.r(12);
    if (k < 4 && this.record !== undefined) {
      const object = this.chance(80) ? list(`->${this.record}`, e(), e()) : e();
      if (k < 2) return list(this.protocol as string, object, e());
      return list(this.pick([".-x", ":y", ":x"]), list(`->${this.record}`, e(), e()));
    }
    if (k < 6 && this.multi !== undefined) return list(this.multi, e());
    if (k < 7)
      return list(
        "loop",
        vec("q", this.vecExpr(d - 1), "acc", this.options.portable ? list("num", "0") : "0"),
        list(
          "if",
          list("seq", "q"),
          list("recur", list("rest", "q"), list("lim", list(this.pick(["+", "-", "*"]), "acc", list("first", "q")))),
          "acc",
        ),
      );
    if (this.options.portable || k < 9) return list("deref", list("future", e()));
    if (k < 11) {
      const [from, x] = [this.fresh("from"), this.fresh("x")];
      const body = this.within([{ name: x, kind: "num" }], () => this.num(d - 2));
      const worker = list("fn", vec(), list("receive", vec(":go", from, x), list("!", from, vec(":answer", list("guarded", body)))));
      return list(
        "let",
        vec("worker", list("spawn", worker)),
        list("!", list("self"), ":noise"),
        list("!", "worker", vec(":go", list("self"), e())),
        list("receive", vec(":answer", "y"), list("receive", ":noise", "y")),
      );
    }
    return list("receive", vec(":never", "z"), "z", list("after", this.pick(WAITS), e()));
  }
}

/** Arguments by which it gets hot, then others. */
function inputsOf(r: Random): string[][] {
  const pick = (xs: readonly string[]): string => xs[r(xs.length)] as string;
  const triple = (...from: (readonly string[])[]): string[] =>
    Array.from({ length: 3 }, () => pick(from[r(from.length)] as readonly string[]));
  return [
    triple(SMALL),
    triple(SMALL),
    triple(SMALL),
    triple(SMALL, EDGES),
    triple(EDGES),
    triple(EDGES),
    triple(FLOATS),
    triple(FLOATS, SMALL),
    triple(FLOATS, EDGES),
    triple(BIGS, EDGES),
    triple(BIGS, FLOATS, SMALL),
    triple(RATIOS, SMALL, EDGES),
    triple(OTHERS, SMALL),
    triple(SMALL, EDGES, FLOATS, BIGS, RATIOS, OTHERS),
  ];
}

export function generateCase(seed: number, options: GenerateOptions): Case {
  const r = random(seed);
  const id = `${seed}`;
  const forms = new Generator(r, id, options).run();
  return { seed, id, forms, inputs: inputsOf(r) };
}
