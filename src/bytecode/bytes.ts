/** A growing byte buffer. */
export class ByteWriter {
  private buf = new Uint8Array(1024);
  private view = new DataView(this.buf.buffer);
  length = 0;

  private room(n: number): void {
    if (this.length + n <= this.buf.length) return;
    const next = new Uint8Array(Math.max(this.buf.length * 2, this.length + n));
    next.set(this.buf);
    this.buf = next;
    this.view = new DataView(next.buffer);
  }
  u8(x: number): void {
    if (this.length >= this.buf.length) this.room(1);
    this.buf[this.length++] = x;
  }
  u16(x: number): void {
    this.room(2);
    this.view.setUint16(this.length, x, true);
    this.length += 2;
  }
  u32(x: number): void {
    this.room(4);
    this.view.setUint32(this.length, x, true);
    this.length += 4;
  }
  f64(x: number): void {
    this.room(8);
    this.view.setFloat64(this.length, x, true);
    this.length += 8;
  }
  /** Unsigned LEB128. */
  leb(x: number): void {
    let n = x;
    while (n >= 0x80) {
      this.u8((n & 0x7f) | 0x80);
      n = Math.floor(n / 128);
    }
    this.u8(n);
  }
  /** Zigzag LEB128 of a 64-bit integer. */
  zigzag(x: bigint): void {
    if (x >= -0x20000000n && x < 0x20000000n) {
      const n = Number(x);
      this.leb(n >= 0 ? n * 2 : -n * 2 - 1);
      return;
    }
    let n = x >= 0n ? x << 1n : (-x << 1n) - 1n;
    while (n >= 0x80n) {
      this.u8(Number(n & 0x7fn) | 0x80);
      n >>= 7n;
    }
    this.u8(Number(n));
  }
  bytes(b: Uint8Array): void {
    this.room(b.length);
    this.buf.set(b, this.length);
    this.length += b.length;
  }
  done(): Uint8Array {
    return this.buf.slice(0, this.length);
  }
}

/** Malformed bytes: where and why. */
export class BadBytes extends Error {
  constructor(
    readonly offset: number,
    readonly reason: string,
  ) {
    super(`${reason} at offset ${offset}`);
    this.name = "BadBytes";
  }
}

/** Reads what ByteWriter wrote; every read is checked against the end. */
export class ByteReader {
  private readonly view: DataView;
  constructor(
    readonly data: Uint8Array,
    public at = 0,
    readonly end = data.length,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.length);
  }
  private need(n: number): number {
    const p = this.at;
    if (n > this.end - p) throw new BadBytes(p, "the data end too early");
    this.at = p + n;
    return p;
  }
  u8(): number {
    return this.view.getUint8(this.need(1));
  }
  u16(): number {
    return this.view.getUint16(this.need(2), true);
  }
  u32(): number {
    return this.view.getUint32(this.need(4), true);
  }
  f64(): number {
    return this.view.getFloat64(this.need(8), true);
  }
  leb(): number {
    const start = this.at;
    let n = 0;
    let scale = 1;
    for (let i = 0; ; i++) {
      const b = this.u8();
      n += (b & 0x7f) * scale;
      if (b < 0x80) break;
      scale *= 128;
      if (i >= 6) throw new BadBytes(start, "a number is too large");
    }
    if (n > Number.MAX_SAFE_INTEGER) throw new BadBytes(start, "a number is too large");
    return n;
  }
  zigzag(): bigint {
    const start = this.at;
    let n = 0n;
    let shift = 0n;
    for (;;) {
      const b = this.u8();
      n |= BigInt(b & 0x7f) << shift;
      if (b < 0x80) break;
      shift += 7n;
      if (shift > 63n) throw new BadBytes(start, "an integer has more than 64 bits");
    }
    const v = (n & 1n) === 0n ? n >> 1n : -((n + 1n) >> 1n);
    if (BigInt.asIntN(64, v) !== v) throw new BadBytes(start, "an integer has more than 64 bits");
    return v;
  }
  bytes(n: number): Uint8Array {
    const p = this.need(n);
    return this.data.subarray(p, p + n);
  }
  /** A count of things that take at least one byte each. */
  count(bytesEach = 0): number {
    const start = this.at;
    const n = this.leb();
    if (bytesEach > 0 && n * bytesEach > this.end - this.at) throw new BadBytes(start, "a count goes beyond the end of the data");
    return n;
  }
}
