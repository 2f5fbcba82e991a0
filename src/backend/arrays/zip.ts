import { crc32, inflateRawSync } from 'node:zlib';
import { Failure } from '#core/failure.ts';

/** As much of the ZIP format as NumPy and the annotation tools use: stored and deflated entries, also in 64-bit form. Written entries are stored. */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const STORED = 0;
const DEFLATED = 8;
const IN_EXTRA_FIELD = 0xffffffff;
/** The end record, with the longest comment it can have. */
const LONGEST_END = 22 + 65_535;
/** 1 January 1980, the first day that ZIP knows: the same bytes for the same content. */
const DATE = 0x21;

/**
 * @param name what the sentence of a failure calls the file
 * @returns content by entry name
 * @throws Failure BAD_INPUT when the archive is damaged or uses what none of them does
 */
export function readZip(bytes: Uint8Array, name: string, mostBytes = Infinity): ReadonlyMap<string, Uint8Array> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = file.lastIndexOf(Uint8Array.of(0x50, 0x4b, 0x05, 0x06));
    if (end < 0 || end < file.length - LONGEST_END) throw new RangeError('no end record');
    const entries = new Map<string, Uint8Array>();
    let at = file.readUInt32LE(end + 16);
    let unpacked = 0;
    for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
      if (file.readUInt32LE(at) !== CENTRAL) throw new RangeError('no central directory');
      const entry = readEntry(file, at);
      // Before it is unpacked: a small archive may say it holds more than there is memory.
      unpacked += entry.size;
      if (unpacked > mostBytes) {
        throw new Failure('BAD_INPUT', `${name} unpacks to more than ${Math.round(mostBytes / 1024 ** 2)} MB.`, {
          kept: 'Nothing was read.',
        });
      }
      entries.set(entry.name, entry.content());
      at = entry.next;
    }
    return entries;
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const remedy = name.endsWith('.npz') ? { remedy: 'Save it again with numpy.savez.' } : {};
    throw new Failure('BAD_INPUT', `${name} is not a readable ${name.endsWith('.npz') ? '.npz' : '.zip'} archive.`, {
      ...remedy,
      cause,
    });
  }
}

interface Entry {
  readonly name: string;
  /** Unpacked, as declared. */
  readonly size: number;
  readonly next: number;
  content(): Uint8Array;
}

/** One entry of the central directory; the local header may leave sizes to it. */
function readEntry(file: Buffer, at: number): Entry {
  const method = file.readUInt16LE(at + 10);
  const crc = file.readUInt32LE(at + 16);
  const nameEnd = at + 46 + file.readUInt16LE(at + 28);
  const extraEnd = nameEnd + file.readUInt16LE(at + 30);
  const [size, packedSize, offset] = wideFields(file, nameEnd, extraEnd, [
    file.readUInt32LE(at + 24),
    file.readUInt32LE(at + 20),
    file.readUInt32LE(at + 42),
  ]) as [number, number, number];
  return {
    name: file.toString('utf8', at + 46, nameEnd),
    size,
    next: extraEnd + file.readUInt16LE(at + 32),
    content() {
      if (file.readUInt32LE(offset) !== LOCAL) throw new RangeError('no local header');
      const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
      const packed = file.subarray(start, start + packedSize);
      const content = unpack(packed, method, size);
      if (content.length !== size || crc32(content) !== crc) throw new RangeError('damaged entry');
      return content;
    },
  };
}

function unpack(packed: Buffer, method: number, size: number): Uint8Array {
  if (method === STORED) return packed;
  // The declared size is the limit: an archive cannot unpack to more than it says.
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  throw new RangeError(`compression method ${method}`);
}

/** Sizes and offset; those too large for 32 bits stand in the extra field, in this order. */
function wideFields(file: Buffer, start: number, end: number, values: readonly number[]): readonly number[] {
  for (let at = start; at + 4 <= end; at += 4 + file.readUInt16LE(at + 2)) {
    if (file.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return values.map((value) => {
      if (value !== IN_EXTRA_FIELD) return value;
      from += 8;
      return Number(file.readBigUInt64LE(from - 8));
    });
  }
  return values;
}

/** @throws RangeError beyond 4 GB: nothing that is written here is as large */
export function writeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const nameBytes = Buffer.from(name);
    const common = describe(nameBytes.length, content);
    const local = Buffer.concat([header(LOCAL), common, nameBytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([header(CENTRAL), Buffer.of(20, 0), common, tail, nameBytes]));
    pieces.push(local, content);
    offset += local.length + content.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, central, end]);
}

function header(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

/** The fields that local header and directory share: version, flags, method, time, date, checksum, sizes, length of the name. */
function describe(nameLength: number, content: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}
