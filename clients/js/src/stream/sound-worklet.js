/** Hands the sound of its input to the page, in blocks of about 50 ms. */
registerProcessor(
  "mien-sound",
  class extends AudioWorkletProcessor {
    #block = new Float32Array(128 * Math.ceil(sampleRate / 20 / 128));
    #filled = 0;

    process([[samples]]) {
      if (samples === undefined) return true;
      this.#block.set(samples, this.#filled);
      this.#filled += samples.length;
      if (this.#filled >= this.#block.length) {
        this.port.postMessage(this.#block.slice());
        this.#filled = 0;
      }
      return true;
    }
  },
);
