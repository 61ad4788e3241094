import { describe, expect, it } from "vitest";
import { parse } from "./prometheus";

const TEXT = `# HELP mien_requests_total Requests by route and status
# TYPE mien_requests_total counter
mien_requests_total{route="/jobs/{id}",status="200"} 4.0
# TYPE mien_batch_wait_seconds histogram
mien_batch_wait_seconds_bucket{le="+Inf"} 3
mien_batch_wait_seconds_sum 1.2e-05
# TYPE mien_queue_pictures gauge
mien_queue_pictures 2 1700000000000

process_start 5
nonsense without number
`;

describe("the text format", () => {
  it("gives names, labels, numbers and kinds", () => {
    expect(parse(TEXT)).toEqual([
      {
        name: "mien_requests_total",
        labels: { route: "/jobs/{id}", status: "200" },
        value: 4,
        kind: "counter",
      },
      {
        name: "mien_batch_wait_seconds_bucket",
        labels: { le: "+Inf" },
        value: 3,
        kind: "histogram",
      },
      { name: "mien_batch_wait_seconds_sum", labels: {}, value: 0.000012, kind: "histogram" },
      { name: "mien_queue_pictures", labels: {}, value: 2, kind: "gauge" },
      { name: "process_start", labels: {}, value: 5, kind: "untyped" },
    ]);
  });

  it("undoes escapes once", () => {
    const [series] = parse(String.raw`name{a="x\"y\\n\n"} 1`);
    expect(series?.labels.a).toBe('x"y\\n\n');
  });

  it("reads infinities, and what is no metrics as nothing", () => {
    expect(parse("a +Inf\nb -Inf").map(({ value }) => value)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(parse("<!doctype html><html></html>")).toEqual([]);
  });
});
