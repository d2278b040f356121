;; odeon.net: addresses and the codings of text that go with them: java.net.URI and URL, URLEncoder, URLDecoder, Base64.
(in-ns 'odeon.net)

(declare uri)

;; scheme : // authority path ? query # fragment
(def ^:private address #"(?s)(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(//([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?")
(def ^:private authority #"(?:([^@]*)@)?(\[[^\]]*\]|[^:]*)(?::([0-9]*))?")

(defn- parts
  "[scheme authority user host port path query fragment] of an address."
  [text]
  (let [[_ scheme _ auth path query fragment] (re-matches address text)
        [_ user host port] (if auth (re-matches authority auth) nil)]
    [scheme auth user (if (= "" host) nil host) (if (seq port) (parse-long port) -1) path query fragment]))

(declare decode)

(defn- from-parts
  "The text of an address."
  [scheme auth path query fragment]
  (str (if scheme (str scheme ":") "") (if auth (str "//" auth) "") path (if query (str "?" query) "") (if fragment (str "#" fragment) "")))

(defn- without-dots
  "A path without . and .. in it."
  [path]
  (let [out (reduce (fn [v part]
                      (case part
                        "." v
                        ".." (if (and (seq v) (not= ".." (peek v)) (not= "" (peek v))) (pop v) (conj v part))
                        (conj v part)))
                    [] (clojure.string/split path #"/" -1))]
    (clojure.string/join "/" (if (or (clojure.string/ends-with? path "/.") (clojure.string/ends-with? path "/..")) (conj out "") out))))

(deftype URI [text found]
  java.net.URI
  java.lang.Comparable
  (compareTo [_ other] (compare text (str other)))
  Object
  (toString [_] text)
  (equals [_ other] (and (prim/instance? URI other) (= text (str other))))
  (hashCode [_] (hash text))
  java.io.Serializable
  (getScheme [_] (nth found 0))
  (getAuthority [_] (nth found 1))
  (getRawAuthority [_] (nth found 1))
  (getUserInfo [_] (nth found 2))
  (getHost [_] (nth found 3))
  (getPort [_] (nth found 4))
  (getPath [_] (decode (nth found 5) false))
  (getRawPath [_] (nth found 5))
  (getQuery [_] (some-> (nth found 6) (decode false)))
  (getRawQuery [_] (nth found 6))
  (getFragment [_] (some-> (nth found 7) (decode false)))
  (getRawFragment [_] (nth found 7))
  (getSchemeSpecificPart [_] (if (nth found 0) (subs text (inc (count (nth found 0)))) text))
  (isAbsolute [_] (some? (nth found 0)))
  (isOpaque [_] (and (some? (nth found 0)) (not (clojure.string/starts-with? (nth found 5) "/")) (nil? (nth found 1))))
  (toASCIIString [_] text)
  (normalize [_] (uri (from-parts (nth found 0) (nth found 1) (without-dots (nth found 5)) (nth found 6) (nth found 7))))
  (resolve [this other]
    (let [o (parts (str other))
          path (nth o 5)]
      (cond
        (nth o 0) (uri (str other))
        (nth o 1) (uri (str (nth found 0) ":" other))
        :else (uri (from-parts (nth found 0) (nth found 1)
                               (cond (clojure.string/starts-with? path "/") (without-dots path)
                                     (and (= "" path) (nil? (nth o 6))) (nth found 5)
                                     :else (without-dots (str (subs (nth found 5) 0 (inc (or (clojure.string/last-index-of (nth found 5) "/") -1))) path)))
                               (if (and (= "" path) (nil? (nth o 6))) (nth found 6) (nth o 6))
                               (nth o 7))))))
  (toURL [this] this)
  (toURI [this] this)
  (getProtocol [_] (nth found 0))
  (getRef [_] (nth found 7))
  (getFile [_] (str (nth found 5) (if (nth found 6) (str "?" (nth found 6)) "")))
  (toExternalForm [_] text))
(odeon.host-class/become! "java.net.URI" URI)

(defn uri "The address that a text spells." [text]
  (let [text (str text)
        bad (re-find #"[ \"<>\\^`{|}]|%(?![0-9a-fA-F]{2})" text)]
    (if bad
      (throw (odeon.host-class/make-exception
              "java.net.URISyntaxException" (str "Illegal character in address at index " (prim/str-index-of text bad 0) ": " text) nil))
      (->URI text (parts text)))))

(odeon.host-class/constructor!
 "java.net.URI"
 (fn
   ([text] (uri text))
   ([scheme ssp fragment] (uri (str (if scheme (str scheme ":") "") ssp (if fragment (str "#" fragment) ""))))
   ([scheme host path fragment] (uri (from-parts scheme host path nil fragment)))
   ([scheme auth path query fragment] (uri (from-parts scheme auth path query fragment)))
   ([scheme user host port path query fragment]
    (uri (from-parts scheme (if host (str (if user (str user "@") "") host (if (= -1 port) "" (str ":" port))) nil) path query fragment)))))

(deftype URL [text uri]
  java.net.URL
  Object
  (toString [_] text)
  (equals [_ other] (and (prim/instance? URL other) (= text (str other))))
  (hashCode [_] (hash text))
  java.io.Serializable
  (getProtocol [_] (.getScheme uri))
  (getHost [_] (or (.getHost uri) ""))
  (getPort [_] (.getPort uri))
  (getDefaultPort [_] (get {"http" 80 "https" 443 "ftp" 21} (.getScheme uri) -1))
  (getPath [_] (.getRawPath uri))
  (getQuery [_] (.getRawQuery uri))
  (getRef [_] (.getRawFragment uri))
  (getFile [_] (.getFile uri))
  (getAuthority [_] (.getAuthority uri))
  (getUserInfo [_] (.getUserInfo uri))
  (toURI [_] uri)
  (toExternalForm [_] text))
(odeon.host-class/become! "java.net.URL" URL)

(odeon.host-class/constructor!
 "java.net.URL"
 (fn
   ([text]
    (let [[scheme] (parts text)]
      (if scheme
        (->URL text (->URI text (parts text)))
        (throw (odeon.host-class/make-exception "java.net.MalformedURLException" (str "no protocol: " text) nil)))))
   ([protocol host file] (let [t (str protocol "://" host file)] (->URL t (->URI t (parts t)))))
   ([protocol host port file] (let [t (str protocol "://" host (if (neg? port) "" (str ":" port)) file)] (->URL t (->URI t (parts t)))))))

;; ---- percent coding -----------------------------------------------------------------------------------------------
(def ^:private hex-digits "0123456789ABCDEF")

(defn- byte-values [text]
  (let [b (prim/utf8-encode text)] (map (fn [i] (prim/bytes-get b i)) (range (prim/bytes-length b)))))

(defn encode
  "A text as a form's value: letters, digits and . * _ - as they are, + for a space, %XX for each byte of the rest."
  [text]
  (let [sb (prim/sb-new)]
    (run! (fn [b]
            (let [c (prim/int->char b)]
              (cond
                (= 32 b) (prim/sb-append sb "+")
                (re-matches #"[a-zA-Z0-9.*_-]" (str c)) (prim/sb-append sb c)
                :else (prim/sb-append sb (str "%" (nth hex-digits (quot b 16)) (nth hex-digits (rem b 16)))))))
          (byte-values text))
    (prim/sb->string sb)))

(defn- run-of-bytes [text]
  (odeon.collections/array->string (byte-array (map (fn [h] (unchecked-byte (prim/parse-int (subs h 1) 16))) (re-seq #"%.." text)))))

(defn decode "The text that was encoded; with plus? a + is a space." [text plus?]
  (let [text (if plus? (prim/str-replace-all text "+" " ") text)]
    (if (re-find #"%(?![0-9a-fA-F]{2})" text)
      (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                              (str "URLDecoder: Illegal hex characters in escape (%) pattern in " (pr-str text)) nil))
      (clojure.string/replace text #"(?:%[0-9a-fA-F]{2})+" run-of-bytes))))

;; ---- base 64 ------------------------------------------------------------------------------------------------------
(def ^:private letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
(def ^:private url-letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

(defn- base64 [bytes letters pad?]
  (let [sb (prim/sb-new)]
    (loop [s (seq bytes)]
      (if s
        (let [[a b c] (take 3 s)
              n (bit-or (bit-shift-left (bit-and a 255) 16) (bit-shift-left (bit-and (or b 0) 255) 8) (bit-and (or c 0) 255))
              put (fn [shift] (prim/sb-append sb (nth letters (bit-and 63 (bit-shift-right n shift)))))]
          (put 18) (put 12)
          (if b (put 6) (if pad? (prim/sb-append sb "=") nil))
          (if c (put 0) (if pad? (prim/sb-append sb "=") nil))
          (recur (seq (drop 3 s))))
        (prim/sb->string sb)))))

(defn- from-base64 [text letters]
  (let [values (map (fn [c]
                      (let [i (prim/str-index-of letters (str c) 0)]
                        (if (neg? i)
                          (throw (odeon.host-class/make-exception "java.lang.IllegalArgumentException"
                                                                  (str "Illegal base64 character " (prim/num->string (int c) 16)) nil))
                          i)))
                    (clojure.string/replace text #"=+$" ""))]
    (byte-array (mapcat (fn [group]
                          (let [[a b c d] group
                                n (bit-or (bit-shift-left a 18) (bit-shift-left (or b 0) 12) (bit-shift-left (or c 0) 6) (or d 0))]
                            (take (dec (count group))
                                  [(unchecked-byte (bit-shift-right n 16)) (unchecked-byte (bit-shift-right n 8)) (unchecked-byte n)])))
                        (partition-all 4 values)))))

(deftype Encoder [letters pad?]
  java.lang.Object
  (toString [_] "java.util.Base64$Encoder")
  java.io.Serializable
  (encodeToString [_ bytes] (base64 bytes letters pad?))
  (encode [_ bytes] (.getBytes (base64 bytes letters pad?)))
  (withoutPadding [_] (->Encoder letters false)))

(deftype Decoder [letters]
  java.lang.Object
  (toString [_] "java.util.Base64$Decoder")
  java.io.Serializable
  (decode [_ x] (from-base64 (if (string? x) x (apply str (map char (seq x)))) letters)))
(odeon.host-class/become! "java.util.Base64$Encoder" Encoder)
(odeon.host-class/become! "java.util.Base64$Decoder" Decoder)

(in-ns 'odeon.static)

(defn java.net.URI.create [text] (odeon.net/uri text))
(defn java.net.URLEncoder.encode ([text] (odeon.net/encode text)) ([text _] (odeon.net/encode text)))
(defn java.net.URLDecoder.decode ([text] (odeon.net/decode text true)) ([text _] (odeon.net/decode text true)))
(defn java.util.Base64.getEncoder [] (odeon.net/->Encoder odeon.net/letters true))
(defn java.util.Base64.getUrlEncoder [] (odeon.net/->Encoder odeon.net/url-letters true))
(defn java.util.Base64.getMimeEncoder [] (odeon.net/->Encoder odeon.net/letters true))
(defn java.util.Base64.getDecoder [] (odeon.net/->Decoder odeon.net/letters))
(defn java.util.Base64.getUrlDecoder [] (odeon.net/->Decoder odeon.net/url-letters))
(defn java.util.Base64.getMimeDecoder [] (odeon.net/->Decoder odeon.net/letters))
