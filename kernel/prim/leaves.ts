/**
 * Leaf functions of the host engine (src/host/leaves.ts). They never call back. Answers of variable size stay pending on
 * the host's side: the call answers their size, the kernel allocates, take_*() copies.
 */
/** In place of a size or a count: a limit of the engine has stopped the leaf (the length of a text, the digits of a number, the stack). */
export const FAILED: i32 = 0x40000000;
// @ts-ignore: decorator
@external("host", "now_ms") export declare function host_now_ms(): f64;
// @ts-ignore: decorator
@external("host", "random") export declare function host_random(): f64;
// @ts-ignore: decorator
@external("host", "math1") export declare function host_math1(op: i32, x: f64): f64;
// @ts-ignore: decorator
@external("host", "math2") export declare function host_math2(op: i32, x: f64, y: f64): f64;
/** Integer operation on words (fixnum, LONG, BIGINT); answers digit count | sign << 31; -1: divide by zero. */
// @ts-ignore: decorator
@external("host", "big_op") export declare function host_big_op(op: i32, a: i64, b: i64): i32;
// @ts-ignore: decorator
@external("host", "big_from_double") export declare function host_big_from_double(x: f64): i32;
// @ts-ignore: decorator
@external("host", "big_to_double") export declare function host_big_to_double(a: i64): f64;
/** Of two integer words: their quotient, rounded to 16 decimal digits and then to a double, as Java's Clojure does. */
// @ts-ignore: decorator
@external("host", "ratio_to_double") export declare function host_ratio_to_double(n: i64, d: i64): f64;
/** unscaled * 10^-scale, unscaled an integer word. */
// @ts-ignore: decorator
@external("host", "decimal_to_double") export declare function host_decimal_to_double(unscaled: i64, scale: f64): f64;
/** Copies the pending digits (u32 each, least first). */
// @ts-ignore: decorator
@external("host", "take_digits") export declare function host_take_digits(address: i32): void;
/** Text of an integer word in a radix; answers the length in UTF-16 units. */
// @ts-ignore: decorator
@external("host", "int_to_text") export declare function host_int_to_text(a: i64, radix: i32): i32;
/** The size of a finite double as d.ddde±nn. */
// @ts-ignore: decorator
@external("host", "format_double") export declare function host_format_double(x: f64, precision: i32): i32;
// @ts-ignore: decorator
@external("host", "change_case") export declare function host_change_case(address: i32, length: i32, upper: i32): i32;
// @ts-ignore: decorator
@external("host", "take_text") export declare function host_take_text(address: i32): void;
/** -1 no integer; 0 fits 64 bits (take_long); otherwise digits | sign << 31 as big_op. */
// @ts-ignore: decorator
@external("host", "parse_int") export declare function host_parse_int(address: i32, length: i32, radix: i32): i32;
// @ts-ignore: decorator
@external("host", "take_long") export declare function host_take_long(): i64;
/** 1 if the text is a double (take_double), else 0. */
// @ts-ignore: decorator
@external("host", "parse_double") export declare function host_parse_double(address: i32, length: i32): i32;
// @ts-ignore: decorator
@external("host", "take_double") export declare function host_take_double(): f64;
/** Number of groups, or -1 if the source is no regular expression. */
// @ts-ignore: decorator
@external("host", "regex_compile") export declare function host_regex_compile(address: i32, length: i32): i32;
/**
 * Runs the expression of this number, whose source is used if the number is new to the host; answers how many matches it has found, and fills
 * `positions`, which have room for so many i32 pairs (start, end). how: 0 searches from start, 1 matches there, 2 matches there up to
 * the end: pairs of the match and its groups, -1 for those that took no part; 3 searches for as many matches as there are pairs.
 * epoch changes whenever strings may have moved.
 */
// @ts-ignore: decorator
@external("host", "regex_run") export declare function host_regex_run(number: i64, source: i32, sourceLength: i32, text: i32, length: i32, start: i32, how: i32, epoch: i64, positions: i32, pairs: i32): i32;
// @ts-ignore: decorator
@external("host", "char_class") export declare function host_char_class(code: i32, op: i32): i32;
/** Bytes of the UTF-8 form; take_bytes copies. */
// @ts-ignore: decorator
@external("host", "utf8_encode") export declare function host_utf8_encode(address: i32, length: i32): i32;
// @ts-ignore: decorator
@external("host", "take_bytes") export declare function host_take_bytes(address: i32): void;
// @ts-ignore: decorator
@external("host", "utf8_decode") export declare function host_utf8_decode(address: i32, length: i32): i32;
