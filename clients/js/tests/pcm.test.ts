import { describe, expect, test } from "vitest";
import { PcmPieces } from "../src/stream/pcm.js";

function pieces(rate: number, samples: Float32Array, block = 128): Int16Array[] {
  const made: Int16Array[] = [];
  const pcm = new PcmPieces(rate, (piece) => made.push(piece));
  for (let start = 0; start < samples.length; start += block) {
    pcm.take(samples.subarray(start, start + block));
  }
  return made;
}

const tone = (rate: number, hertz: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, n) =>
    Math.sin((2 * Math.PI * hertz * n) / rate),
  );

describe("PcmPieces", () => {
  test("cuts sound at 16 kHz into tenths of a second, sample by sample", () => {
    const samples = Float32Array.from({ length: 3200 }, (_, n) => n / 32_767);
    const made = pieces(16_000, samples);
    expect(made.map((piece) => piece.length)).toEqual([1600, 1600]);
    expect([...(made[1] ?? [])].slice(0, 3)).toEqual([1600, 1601, 1602]);
  });

  test.each([44_100, 48_000, 8_000])("keeps tone and duration of sound at %i Hz", (rate) => {
    const heard = pieces(rate, tone(rate, 440, 2)).flatMap((piece) => [...piece]);
    expect(heard.length / 16_000).toBeCloseTo(2, 0);
    const errors = heard.map((s, n) => s / 32_767 - Math.sin((2 * Math.PI * 440 * n) / 16_000));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.02);
  });

  test("limits what is too loud", () => {
    const [piece] = pieces(16_000, new Float32Array(1600).fill(-3));
    expect(piece?.[0]).toBe(-32_767);
  });
});
