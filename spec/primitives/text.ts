import { rows } from "./rows.js";
/** Strings, characters, symbols, keywords, regular expressions. Indices are UTF-16 units, as in Clojure. */
export const TEXT_PRIMS = rows(256, "prim/text", `
string? 1 -
char? 1 -
symbol? 1 -
keyword? 1 -
str-length 1 t
char-at 2 t
substring 3 at (s start end)
str-concat 2 at
str-concat-node 2 atm (node n): n strings of a NODE
str-index-of 3 t (s sub from) fixnum or -1
str-last-index-of 3 t
str-starts 2 t
str-ends 2 t
str-upper 1 at
str-lower 1 at
str-trim 2 at (s mode) 0 both 1 left 2 right 3 newlines at the end
str-replace-all 3 at (s literal replacement)
str-reverse 1 at
str-repeat 2 at
str-eq-ci 2 t equal ignoring case
str-from-chars 2 at (node n) chars or strings of a NODE
char->int 1 t
int->char 1 t
char-class 2 t (c op) 0 whitespace 1 digit 2 letter 3 upper 4 lower
char-upper 1 t
char-lower 1 t
symbol 2 at (ns name) strings, ns may be nil
keyword 2 at
symbol-ns 1 t namespace of a symbol or keyword, or nil
symbol-name 1 t
find-keyword 2 t the interned one or nil
gensym-id 0 a a number never answered before
sb-new 0 a a BUILDER
sb-append 2 at (sb string-or-char) answers sb
sb->string 1 at
sb-length 1 t
sb-set-length 2 t
regex 1 at [prim/regex] compile from source; throws BAD_REGEX
regex? 1 - [prim/regex]
regex-source 1 t [prim/regex]
regex-exec 4 at [prim/regex] (regex s start how) how: 0 finds the first match from start on, 1 the one at start, 2 the one from start to the end; nil or NODE [start end g0 g1 ...] (groups: strings or nil)
regex-groups 1 t [prim/regex] number of groups
utf8-encode 1 at string to BYTES
utf8-decode 1 at BYTES to string
uuid-make 2 at (hi lo) longs
uuid-hi 1 at
uuid-lo 1 at
inst-make 1 at
inst-ms 1 at
bytes-get 2 t (BYTES i) fixnum 0..255
bytes-length 1 t
str-escape 1 at as pr prints it, with quotes
str-split-char 2 atm (s char) NODE of strings
str-compare 2 t
builder? 1 -
str-join 2 atm slow [prim/join] (separator coll) the strings of a realized sequential with the separator between them
read-token 2 at [prim/token] (string cursor) kind of the next token of plain data; cursor: an ARRAY [position value]
regex-spans 4 at [prim/regex] (regex s start most) NODE [start end start end ...] of up to so many matches from start on, nil if there is none
sb-append-part 4 at (sb string start end) appends a part of a string; answers sb
symbol-text 1 at text of a symbol or, with its colon, of a keyword
`);
