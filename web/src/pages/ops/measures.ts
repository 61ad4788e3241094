/* The figures of one window of time, from what the counters grew by and what the gauges stand at.

   Increase, Series[] -> Measures; null where the server does not report a metric */
import { type Histogram, histogram } from "./histogram";
import type { Increase } from "./increase";
import type { Series } from "./prometheus";

export interface RouteMeasures {
  readonly route: string;
  /** Requests a second. */
  readonly rate: number;
  /** Requests of the window that were refused or failed. */
  readonly failed: number;
  readonly latency: Histogram;
}

export interface ModelMeasures {
  readonly model: string;
  readonly size: Histogram;
  /** Seconds. */
  readonly run: Histogram;
}

export interface Measures {
  readonly seconds: number;
  /** Requests a second, without those of this page to /metrics. */
  readonly requests: number;
  /** Of these a second: refused as too many (429), otherwise wrong (4xx), failed (5xx). */
  readonly refused: number;
  readonly wrong: number;
  readonly failed: number;
  readonly latency: Histogram;
  readonly routes: readonly RouteMeasures[];
  readonly faces: number | null;
  readonly models: readonly ModelMeasures[];
  readonly wait: Histogram;
  readonly queue: number | null;
  readonly streams: number | null;
  /** Clips by the state of their job. */
  readonly jobs: Readonly<Record<string, number>>;
}

export const REQUESTS = "mien_requests_total";
const SECONDS = "mien_request_seconds";
const OWN = "/metrics";

export function measure({ seconds, grown }: Increase, standing: readonly Series[]): Measures {
  const requests = grown.filter(({ name, labels }) => name === REQUESTS && labels.route !== OWN);
  const rate = (counts: (status: string) => boolean) =>
    total(requests.filter(({ labels }) => counts(labels.status ?? ""))) / seconds;
  const faces = grown.filter(({ name }) => name === "mien_faces_total");
  return {
    seconds,
    requests: rate(() => true),
    refused: rate((status) => status === "429"),
    wrong: rate((status) => status.startsWith("4") && status !== "429"),
    failed: rate((status) => status.startsWith("5")),
    latency: histogram(grown, SECONDS, ({ route }) => route !== OWN),
    routes: routesOf(requests, grown, seconds),
    faces: faces.length > 0 ? total(faces) / seconds : null,
    models: modelsOf(grown),
    wait: histogram(grown, "mien_batch_wait_seconds"),
    queue: gauge(standing, "mien_queue_pictures"),
    streams: gauge(standing, "mien_open_streams"),
    jobs: Object.fromEntries(
      standing
        .filter(({ name }) => name === "mien_jobs")
        .map(({ labels, value }) => [labels.state ?? "", value]),
    ),
  };
}

/** The busiest first; those without a request in the window are left out. */
function routesOf(
  requests: readonly Series[],
  grown: readonly Series[],
  seconds: number,
): RouteMeasures[] {
  const names = [...new Set(requests.map(({ labels }) => labels.route ?? ""))];
  const routes = names.map((route) => {
    const own = requests.filter(({ labels }) => labels.route === route);
    const bad = own.filter(({ labels }) => /^[45]/.test(labels.status ?? ""));
    const latency = histogram(grown, SECONDS, (labels) => labels.route === route);
    return { route, rate: total(own) / seconds, failed: total(bad), latency };
  });
  return routes.filter(({ rate }) => rate > 0).sort((one, other) => other.rate - one.rate);
}

function modelsOf(grown: readonly Series[]): ModelMeasures[] {
  const sized = grown.filter(({ name }) => name === "mien_batch_size_count");
  return sized.map(({ labels: { model = "" } }) => ({
    model,
    size: histogram(grown, "mien_batch_size", (labels) => labels.model === model),
    run: histogram(grown, "mien_batch_run_seconds", (labels) => labels.model === model),
  }));
}

function gauge(series: readonly Series[], wanted: string): number | null {
  return series.find(({ name }) => name === wanted)?.value ?? null;
}

function total(series: readonly Series[]): number {
  return series.reduce((sum, { value }) => sum + value, 0);
}
