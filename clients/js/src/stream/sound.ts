/**
 * The sound of a MediaStream as pieces of PCM.
 *
 *     tracks ─> AudioContext at 16 kHz ─────────────┬─> AudioWorklet ──────┬─> PcmPieces
 *       └─where refused─> its own rate ─> low pass ─┘   or ScriptProcessor ┘
 */
import { PcmPieces, SAMPLE_RATE } from "./pcm.js";
import source from "./sound-worklet.js?raw";

const LOW_PASS_HERTZ = 7_000;
const SCRIPT_BLOCK = 1024;

/** A context, and what its sound comes from. */
interface Heard {
  readonly context: AudioContext;
  readonly output: AudioNode;
}

/**
 * Gives each piece of the stream's sound to `made` until `signal` is aborted; the stream itself is
 * left as it is. Rejects where the browser cannot read the sound.
 */
export async function hear(
  stream: MediaStream,
  made: (piece: Int16Array) => void,
  { worklet, signal }: { readonly worklet: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const { context, output } = contextOf(stream);
  signal.addEventListener("abort", () => void context.close(), { once: true });
  const pieces = new PcmPieces(context.sampleRate, made);
  const reader = await blockReader(context, worklet, (block) => pieces.take(block));
  if (signal.aborted) return;
  output.connect(reader).connect(context.destination);
  resume(context, signal);
}

/** Some browsers refuse to read a microphone at another rate than its own. */
function contextOf(stream: MediaStream): Heard {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  try {
    return { context, output: context.createMediaStreamSource(stream) };
  } catch {
    void context.close();
    return atItsOwnRate(stream);
  }
}

function atItsOwnRate(stream: MediaStream): Heard {
  const context = new AudioContext();
  const lowPass = new BiquadFilterNode(context, { type: "lowpass", frequency: LOW_PASS_HERTZ });
  return { context, output: context.createMediaStreamSource(stream).connect(lowPass) };
}

/** A node that hands its input on; where a policy forbids the worklet, one that needs no file. */
async function blockReader(
  context: AudioContext,
  worklet: string | undefined,
  heard: (block: Float32Array) => void,
): Promise<AudioNode> {
  try {
    await addWorklet(context, worklet);
    const node = new AudioWorkletNode(context, "mien-sound", ONE_CHANNEL);
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => heard(data);
    return node;
  } catch {
    const node = context.createScriptProcessor(SCRIPT_BLOCK, 1, 1);
    node.onaudioprocess = ({ inputBuffer }) => heard(inputBuffer.getChannelData(0));
    return node;
  }
}

async function addWorklet(context: AudioContext, worklet: string | undefined): Promise<void> {
  if (worklet !== undefined) return context.audioWorklet.addModule(worklet);
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    await context.audioWorklet.addModule(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

const ONE_CHANNEL = { channelCount: 1, channelCountMode: "explicit" } as const;

/** A browser may let no sound through before the page is touched. */
function resume(context: AudioContext, signal: AbortSignal): void {
  void context.resume();
  const touched = () => void context.resume();
  document.addEventListener("pointerdown", touched, { once: true, signal });
  document.addEventListener("keydown", touched, { once: true, signal });
}
