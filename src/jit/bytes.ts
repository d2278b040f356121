/** A growing run of bytes, with numbers as WebAssembly writes them: LEB128, and doubles as they are. */
const scratch = new DataView(new ArrayBuffer(8));

export class Bytes {
  private data: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.data = new Uint8Array(capacity);
  }

  private room(n: number): void {
    if (this.length + n <= this.data.length) return;
    const data = new Uint8Array(Math.max(2 * this.data.length, this.length + n));
    data.set(this.data.subarray(0, this.length));
    this.data = data;
  }
  byte(b: number): void {
    if (this.length === this.data.length) this.room(1);
    this.data[this.length++] = b;
  }
  unsigned(n: number): void {
    if (n >= 0 && n < 0x80) {
      this.byte(n);
      return;
    }
    this.room(5);
    let rest = n >>> 0;
    while (rest > 0x7f) {
      this.data[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.data[this.length++] = rest;
  }
  signed32(n: number): void {
    if (n >= -0x40 && n < 0x40) {
      this.byte(n & 0x7f);
      return;
    }
    this.room(5);
    let rest = n | 0;
    for (;;) {
      const b = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (b & 0x40) === 0) || (rest === -1 && (b & 0x40) !== 0)) {
        this.data[this.length++] = b;
        return;
      }
      this.data[this.length++] = b | 0x80;
    }
  }
  signed64(n: bigint): void {
    const x = Number(n);
    if (x >= -0x80000000 && x < 0x80000000) {
      this.signed32(x);
      return;
    }
    this.room(10);
    // Halves: arithmetic on numbers is quicker than on bigints.
    let low = Number(BigInt.asUintN(32, n));
    let high = Number(BigInt.asIntN(32, n >> 32n));
    for (;;) {
      const b = low & 0x7f;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>= 7;
      if ((high === 0 && low === 0 && (b & 0x40) === 0) || (high === -1 && low === 0xffffffff && (b & 0x40) !== 0)) {
        this.data[this.length++] = b;
        return;
      }
      this.data[this.length++] = b | 0x80;
    }
  }
  f64(x: number): void {
    this.room(8);
    scratch.setFloat64(0, x, true);
    for (let i = 0; i < 8; i++) this.data[this.length++] = scratch.getUint8(i);
  }
  append(other: Bytes): void {
    this.room(other.length);
    this.data.set(other.data.subarray(0, other.length), this.length);
    this.length += other.length;
  }
  /** Once more what stands there. */
  repeat(from: number, to: number): void {
    this.room(to - from);
    this.data.copyWithin(this.length, from, to);
    this.length += to - from;
  }
  /** A name; all of ours are ASCII. */
  text(s: string): void {
    this.unsigned(s.length);
    for (let i = 0; i < s.length; i++) this.byte(s.charCodeAt(i));
  }
  take(): Uint8Array {
    return this.data.slice(0, this.length);
  }
}
