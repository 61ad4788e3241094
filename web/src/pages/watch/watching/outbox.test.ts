import { MienError, type Shares } from "emotion-tracker-js";
import { expect, test } from "vitest";
import { Outbox, type OutboxState, type Read } from "./outbox";

const HAPPY: Shares = { angry: 0, disgust: 0, fear: 0, happy: 1, sad: 0, surprise: 0, neutral: 0 };

function read(seconds: number): Read {
  const face = { valence: 0.8, arousal: 0.5, uncertain: false, weights: { face: 1 } };
  return { seconds, fused: { probabilities: HAPPY, ...face } };
}

function problem(status: number, code: string): MienError {
  return new MienError({ status, code, detail: code, action: "" });
}

/** A server that stores by millisecond, and fails or loses its answer as the plan says. */
class Server {
  readonly stored = new Map<number, Read>();
  readonly bodies: string[] = [];
  plan: ("ok" | "lost answer" | Error)[] = [];

  async take(batch: readonly Read[]): Promise<void> {
    this.bodies.push(JSON.stringify(batch));
    const fate = this.plan.shift() ?? "ok";
    if (fate instanceof Error) throw fate;
    for (const one of batch) this.stored.set(Math.round(1000 * one.seconds), one);
    if (fate === "lost answer") throw problem(0, "unreachable");
  }
}

function start() {
  const server = new Server();
  const states: OutboxState[] = [];
  const outbox = new Outbox(
    (batch) => server.take(batch),
    (state) => states.push(state),
  );
  return { server, outbox, states };
}

test("a batch whose answer was lost is sent again as it was, and counts once", async () => {
  const { server, outbox } = start();
  server.plan = ["lost answer"];
  outbox.add(read(0.1));
  await outbox.tick();
  outbox.add(read(0.2));
  await outbox.tick();
  await outbox.tick();
  expect(server.bodies[1]).toBe(server.bodies[0]);
  expect(outbox.state).toMatchObject({ acknowledged: 2, waiting: 0, trouble: null });
  expect(server.stored.size).toBe(2);
});

test("what is read while the server is away is kept, and goes when it is back", async () => {
  const { server, outbox } = start();
  server.plan = [problem(0, "unreachable"), problem(503, "overloaded")];
  for (const seconds of [1, 2, 3]) {
    outbox.add(read(seconds));
    await outbox.tick();
  }
  expect(outbox.state).toMatchObject({ acknowledged: 1, waiting: 2 });
  await outbox.drain();
  expect([...server.stored.keys()]).toEqual([1000, 2000, 3000]);
});

test("draining says why it failed and loses nothing", async () => {
  const { server, outbox } = start();
  server.plan = [problem(500, "internal-error")];
  outbox.add(read(1));
  await expect(outbox.drain()).rejects.toMatchObject({ status: 500 });
  expect(outbox.state.waiting).toBe(1);
});

test("draining ends although the camera goes on", async () => {
  const { server, outbox } = start();
  outbox.add(read(1));
  const drained = outbox.drain();
  outbox.add(read(2));
  await drained;
  expect([...server.stored.keys()]).toEqual([1000]);
  expect(outbox.state.waiting).toBe(0);
});

test("readings that come while a batch is on its way go with the next", async () => {
  const { server, outbox } = start();
  outbox.add(read(1));
  const first = outbox.tick();
  outbox.add(read(2));
  await first;
  expect(outbox.state).toMatchObject({ acknowledged: 1, waiting: 1 });
  await outbox.drain();
  expect(server.bodies).toHaveLength(2);
});

test("a withdrawn consent closes it, and nothing more is taken", async () => {
  const { server, outbox, states } = start();
  server.plan = [problem(403, "consent-withdrawn")];
  outbox.add(read(1));
  await outbox.tick();
  outbox.add(read(2));
  await outbox.tick();
  expect(states.at(-1)).toMatchObject({ waiting: 0, refused: { code: "consent-withdrawn" } });
  expect(server.bodies).toHaveLength(1);
});

test("it waits for as long as the server asks", async () => {
  const { server, outbox } = start();
  const busy = { status: 429, code: "rate-limited", detail: "", action: "" };
  server.plan = [new MienError(busy, 60)];
  outbox.add(read(1));
  await outbox.tick();
  await outbox.tick();
  expect(server.bodies).toHaveLength(1);
  expect(outbox.state.waiting).toBe(1);
});

test("a clock that is ahead of the server's loses nothing", async () => {
  const { server, outbox } = start();
  server.plan = [problem(422, "future-reading")];
  outbox.add(read(9));
  await outbox.tick();
  await outbox.tick();
  expect(outbox.state).toMatchObject({ acknowledged: 1, waiting: 0 });
});
