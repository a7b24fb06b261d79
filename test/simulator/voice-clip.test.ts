import { expect, test } from 'vitest';
import { silentVoiceNote } from '../../src/bot/channels/simulator/voice-clip.ts';

test('the canned voice note is Opus in Ogg of the length asked for', () => {
  const clip = silentVoiceNote(40);
  expect(clip.subarray(0, 4).toString()).toBe('OggS');
  expect(clip.subarray(28, 36).toString()).toBe('OpusHead');
  const lastPage = clip.lastIndexOf('OggS');
  expect(clip[lastPage + 5]).toBe(4);
  expect(clip.readBigUInt64LE(lastPage + 6)).toBe(40n * 48_000n);
});

test('every page says its own checksum', () => {
  const clip = silentVoiceNote(0.02);
  const pages = [...clip.toString('latin1').matchAll(/OggS/g)].map((match) => match.index);
  expect(pages).toHaveLength(3);
  for (const [at, start] of pages.entries()) {
    const page = Buffer.from(clip.subarray(start, pages[at + 1] ?? clip.length));
    const said = page.readUInt32LE(22);
    page.writeUInt32LE(0, 22);
    expect(crcByTable(page)).toBe(said);
  }
});

/** The same checksum another way: table-driven, as libogg does it. */
function crcByTable(bytes: Buffer): number {
  const table = Array.from({ length: 256 }, (_, index) => {
    let entry = (index << 24) >>> 0;
    for (let bit = 0; bit < 8; bit++) entry = ((entry << 1) ^ (entry & 0x80000000 ? 0x04c11db7 : 0)) >>> 0;
    return entry;
  });
  return bytes.reduce((sum, byte) => ((sum << 8) ^ (table[((sum >>> 24) ^ byte) & 255] ?? 0)) >>> 0, 0);
}
