import { describe, expect, it } from "vitest";
import { quantile } from "./histogram";
import { KEPT_MS, missed, NOTHING_YET, seen } from "./history";
import type { Look } from "./increase";
import { parse } from "./prometheus";

/** The metrics of a server that has answered so many requests, a tenth of them with 503. */
function look(at: number, requests: number, more = ""): Look {
  const text = `# TYPE mien_requests_total counter
mien_requests_total{route="/predict",status="200"} ${0.9 * requests}
mien_requests_total{route="/predict",status="503"} ${0.1 * requests}
mien_requests_total{route="/metrics",status="200"} ${at}
# TYPE mien_request_seconds histogram
mien_request_seconds_bucket{route="/predict",le="0.1"} ${requests / 2}
mien_request_seconds_bucket{route="/predict",le="0.2"} ${requests}
mien_request_seconds_bucket{route="/predict",le="+Inf"} ${requests}
mien_request_seconds_count{route="/predict"} ${requests}
mien_request_seconds_sum{route="/predict"} ${requests / 10}
# TYPE mien_queue_pictures gauge
${more}`;
  return { at, series: parse(text) };
}

function after(...looks: readonly Look[]) {
  const history = looks.reduce(seen, NOTHING_YET);
  return { history, measures: history.moments.at(-1)?.measures ?? null };
}

describe("measures", () => {
  it("need two looks", () => {
    expect(after(look(0, 500)).history.moments).toEqual([]);
  });

  it("are rates of the window, without this page's own requests", () => {
    const { measures } = after(look(0, 500), look(2000, 520));
    expect(measures?.requests).toBeCloseTo(10);
    expect(measures?.failed).toBeCloseTo(1);
    expect(measures?.routes.map(({ route }) => route)).toEqual(["/predict"]);
    expect(quantile(measures?.latency ?? never(), 0.75)).toBeCloseTo(0.15);
  });

  it("forget what is older than ten seconds", () => {
    const looks = [look(0, 0), look(2000, 1000)];
    for (let at = 4000; at <= 14000; at += 2000) looks.push(look(at, 1000));
    expect(after(...looks).measures?.requests).toBe(0);
  });

  it("of a server that restarted are never negative", () => {
    const { measures } = after(look(0, 500), look(2000, 520), look(4000, 20));
    expect(measures?.requests).toBeCloseTo((20 + 20) / 4);
    expect(measures?.latency.buckets.every(({ count }) => count >= 0)).toBe(true);
    expect(measures?.latency.count).toBeCloseTo(40);
  });

  it("say what is not reported", () => {
    expect(after(look(0, 0), look(2000, 0)).measures).toMatchObject({ queue: null, faces: null });
    const reported = look(2000, 0, "mien_queue_pictures 3");
    expect(after(look(0, 0), reported).measures?.queue).toBe(3);
  });

  it("are no numbers where nothing was observed", () => {
    const { measures } = after(look(0, 500), look(2000, 500));
    expect(measures?.requests).toBe(0);
    expect(quantile(measures?.latency ?? never(), 0.95)).toBeNull();
  });
});

describe("gaps", () => {
  it("are drawn, and rates start anew behind them", () => {
    const { history } = after(look(0, 500), look(2000, 520));
    const back = [look(60_000, 1520), look(62_000, 1522)].reduce(seen, missed(history, 4000));
    expect(back.moments.map(({ measures }) => measures?.requests ?? null)).toEqual([
      expect.closeTo(10),
      null,
      expect.closeTo(1),
    ]);
  });

  it("do not come before the first answer", () => {
    expect(missed(NOTHING_YET, 100)).toEqual(NOTHING_YET);
  });

  it("and moments are kept for five minutes", () => {
    const { history } = after(look(0, 0), look(2000, 1), look(2000 + KEPT_MS + 1, 2));
    expect(history.moments).toHaveLength(1);
  });
});

function never(): never {
  throw new Error("there are no measures");
}
