import { nearest } from "../../base/index.js";

/** Host class names that programs may write. Packages whose names may be used without an import come first. */
const LANG = `Object String Number Long Integer Short Byte Double Float Boolean Character CharSequence Comparable Iterable Runnable Class Void
Math StrictMath System Thread Runtime StringBuilder StringBuffer Process ProcessBuilder StackTraceElement Enum ThreadLocal InheritableThreadLocal Cloneable AutoCloseable Appendable Readable
Throwable Exception Error RuntimeException ArithmeticException IllegalArgumentException IllegalStateException ClassCastException NullPointerException
IndexOutOfBoundsException ArrayIndexOutOfBoundsException StringIndexOutOfBoundsException UnsupportedOperationException NumberFormatException InterruptedException
CloneNotSupportedException ReflectiveOperationException ClassNotFoundException NoSuchMethodException NoSuchFieldException SecurityException AssertionError
LinkageError IllegalAccessError IllegalAccessException VirtualMachineError StackOverflowError OutOfMemoryError InternalError NegativeArraySizeException ArrayStoreException
IllegalMonitorStateException ExceptionInInitializerError NoClassDefFoundError InstantiationException ThreadDeath UnsupportedClassVersionError AbstractMethodError NoSuchMethodError NoSuchFieldError`;
const OTHERS: Record<string, string> = {
  "java.math": "BigInteger BigDecimal MathContext RoundingMode",
  "java.util.concurrent":
    "Callable TimeUnit TimeoutException ExecutionException CancellationException Future ConcurrentHashMap CountDownLatch ThreadLocalRandom Executors ExecutorService LinkedBlockingQueue CompletableFuture Semaphore ArrayBlockingQueue BlockingQueue ConcurrentLinkedQueue",
  "java.util.concurrent.atomic": "AtomicLong AtomicInteger AtomicReference AtomicBoolean",
  "java.util.concurrent.locks": "ReentrantLock Lock ReentrantReadWriteLock",
  "java.util.regex": "Pattern Matcher PatternSyntaxException",
  "java.util":
    "ArrayList HashMap HashSet LinkedHashMap LinkedHashSet LinkedList List Map Map$Entry Set Collection Collections Iterator Arrays Date UUID Random Locale TreeMap TreeSet Comparator NoSuchElementException ConcurrentModificationException Properties Base64 Objects Optional StringTokenizer Calendar GregorianCalendar TimeZone BitSet Queue Deque ArrayDeque PriorityQueue Scanner Stack Vector Enumeration Formatter RandomAccess SortedMap SortedSet Timer TimerTask WeakHashMap Currency IdentityHashMap Hashtable",
  "java.util.function":
    "Function Predicate Supplier Consumer BiFunction BiConsumer BiPredicate BinaryOperator UnaryOperator IntFunction IntPredicate IntSupplier IntConsumer IntUnaryOperator IntBinaryOperator LongFunction LongPredicate LongSupplier LongConsumer LongUnaryOperator LongBinaryOperator DoubleFunction DoublePredicate DoubleSupplier DoubleConsumer DoubleUnaryOperator DoubleBinaryOperator BooleanSupplier ToIntFunction ToLongFunction ToDoubleFunction",
  "java.io":
    "File IOException FileNotFoundException EOFException Reader Writer StringReader StringWriter BufferedReader BufferedWriter PrintWriter PrintStream InputStream OutputStream PushbackReader Closeable Serializable InputStreamReader OutputStreamWriter ByteArrayInputStream ByteArrayOutputStream FileReader FileWriter FileInputStream FileOutputStream UnsupportedEncodingException LineNumberReader UncheckedIOException",
  "java.net":
    "URL URI URLEncoder URLDecoder Socket ServerSocket InetAddress URISyntaxException MalformedURLException UnknownHostException SocketException",
  "java.nio.charset": "Charset StandardCharsets",
  "java.text": "SimpleDateFormat NumberFormat DecimalFormat ParseException Normalizer",
  "java.time": "Instant Duration LocalDate LocalDateTime ZonedDateTime",
  "java.sql": "Timestamp",
  "clojure.core": "Vec VecNode VecSeq ArrayChunk ArrayManager",
  "clojure.lang": `IFn AFn AFunction Fn RestFn ISeq Seqable Sequential Counted Indexed ILookup Associative IPersistentCollection IPersistentMap IPersistentVector IPersistentList
ArrayIter IPersistentSet IPersistentStack IEditableCollection ITransientCollection ITransientAssociative ITransientMap ITransientVector ITransientSet IObj IMeta IDeref IBlockingDeref IPending IRef IReference IAtom IAtom2 IReduce
IReduceInit IKVReduce IMapEntry MapEntry IHashEq IChunk IChunkedSeq Named Keyword Symbol Var Var$Unbound Namespace Atom Ref Agent Delay Volatile Reduced LazySeq Cons ChunkedCons ASeq ArraySeq Range LongRange Repeat Cycle
Iterate PersistentList PersistentList$EmptyList PersistentVector PersistentVector$ChunkedSeq APersistentVector APersistentVector$SubVector APersistentMap APersistentSet PersistentArrayMap PersistentArrayMap$Seq PersistentHashMap PersistentHashMap$NodeSeq PersistentHashSet PersistentTreeMap
PersistentTreeSet PersistentQueue Sorted Reversible IRecord IType IExceptionInfo ExceptionInfo ArityException BigInt Ratio MultiFn TaggedLiteral ReaderConditional
Compiler Compiler$CompilerException RT Util Numbers Murmur3 Associative MapEquivalence IProxy Settable Box StringSeq Tuple Symbol EdnReader LispReader LineNumberingPushbackReader EnumerationSeq IteratorSeq SeqIterator SeqEnumeration TransformerIterator Obj AReference ARef DynamicClassLoader`,
};

const known = new Set<string>();
const auto = new Map<string, string>();
for (const short of LANG.split(/\s+/)) {
  known.add(`java.lang.${short}`);
  auto.set(short, `java.lang.${short}`);
}
for (const [pkg, names] of Object.entries(OTHERS)) for (const short of names.split(/\s+/)) known.add(`${pkg}.${short}`);
// As in Clojure these four need no import either.
for (const full of ["java.math.BigInteger", "java.math.BigDecimal", "java.util.concurrent.Callable", "clojure.lang.Compiler"]) {
  auto.set(full.slice(full.lastIndexOf(".") + 1), full);
}

/** A class of the JVM, as far as one can tell: listed above, or in one of its packages and not a misspelling of a listed one. */
export function isKnownClass(full: string): boolean {
  if (known.has(full)) return true;
  const dollar = full.indexOf("$"); // a class inside a known one
  if (dollar > 0 && known.has(full.slice(0, dollar))) return true;
  if (!/^(?:javax?|clojure\.lang|clojure\.asm|sun|jdk)\.(?:\w+\.)*[A-Z][\w$]*$/.test(full)) return false;
  const dot = full.lastIndexOf(".") + 1;
  const siblings = [...known].filter((k) => k.startsWith(full.slice(0, dot)) && !k.includes(".", dot)).map((k) => k.slice(dot));
  return nearest(full.slice(dot), siblings, 1).length === 0;
}
/** Full name of a class that may be named without an import. */
export const autoImport = (short: string): string | undefined => auto.get(short);
export const autoImports = (): Iterable<string> => auto.keys();
/** Full names that end in this short one: for "import it first". */
export const classesNamed = (short: string): string[] => [...known].filter((full) => full.endsWith(`.${short}`));
