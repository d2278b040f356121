import { rows } from "./rows.js";
/** Numbers. Fixnum, LONG and double in the kernel; BIGINT, RATIO, DECIMAL mix answer SLOW. */
export const NUM_PRIMS = rows(0, "prim/num", `
add 2 atp slow (+ a b); overflow of 64 bits throws
sub 2 atp slow (- a b)
mul 2 atp slow (* a b)
div 2 atp slow (/ a b); inexact integer division is SLOW (a ratio)
quot 2 atp slow
rem 2 atp slow
mod 2 atp slow
lt 2 tp slow
le 2 tp slow
gt 2 tp slow
ge 2 tp slow
num-eq 2 tp slow (== a b)
neg 1 atp slow
add-p 2 atp slow (+' a b): overflow is SLOW
sub-p 2 atp slow
mul-p 2 atp slow
unchecked-add 2 atp slow wraps at 64 bits
unchecked-sub 2 atp slow
unchecked-mul 2 atp slow
bit-and 2 atp
bit-or 2 atp
bit-xor 2 atp
bit-not 1 atp
shl 2 atp (bit-shift-left a n)
shr 2 atp arithmetic
ushr 2 atp logical
bit-count 1 atp
number? 1 p
integer? 1 p fixnum, LONG or BIGINT
int? 1 p fixnum or LONG
float? 1 p double
ratio? 1 p
decimal? 1 p
bigint? 1 p
long 1 atp slow (long x): truncates a double, checks the range; chars too
int 1 atp slow
double 1 atp slow
nan? 1 tp
infinite? 1 tp
math1 2 atp (math1 op x): op fixnum: 0 sqrt 1 sin 2 cos 3 tan 4 asin 5 acos 6 atan 7 exp 8 log 9 log10 10 floor 11 ceil 12 rint 13 cbrt 14 sinh 15 cosh 16 tanh 17 round(to long) 18 signum 19 log1p 20 expm1
math2 3 atp (math2 op x y): 0 pow 1 atan2 2 hypot 3 IEEEremainder
rand 0 a double in [0, 1)
rand-seed 1 t seeds this executor's generator
bigint 1 atp to BIGINT from any integer or truncated double
big-op 3 atp (big-op op a b) on integers of any size: 0 add 1 sub 2 mul 3 quot 4 rem 5 mod 6 gcd 7 and 8 or 9 xor 10 shl 11 shr 12 compare (fixnum) ; normalised: BIGINT stays BIGINT
big-narrow 1 atp BIGINT that fits 64 bits to a long, else itself
make-ratio 2 atp (num den) already reduced, den > 1
numerator 1 tp
denominator 1 tp
make-decimal 2 atp (unscaled scale)
decimal-unscaled 1 tp
decimal-scale 1 tp
double->bits 1 atp
bits->double 1 atp
num->string 2 atp (number radix) of fixnum, LONG, double (as Java prints it, always in decimal), BIGINT
parse-int 2 atp (string radix) -> integer (long, or BIGINT when larger) or nil
parse-double 1 atp string -> double or nil
format-double 3 atp (x kind precision) the size of a finite double; kind 0: with so many decimals, halves away from zero; 1: d.ddde±nn
even? 1 tp of an integer of any size
decimal-op 3 at [prim/decimal] (op a b) on decimals and integers, exactly: 0 add 1 sub 2 mul 3 div 12 compare (fixnum); nil: too large, or without end
parse-decimal 1 at [prim/decimal] decimal that up to 18 digits, a sign and a point spell, or nil
`);
