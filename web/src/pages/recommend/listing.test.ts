// @vitest-environment jsdom
import type { Movie } from "emotion-tracker-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pageAfter } from "./listing";

const request = {
  emotion: "happy",
  num_of_movies: 1,
  recommendation_type: "keepup",
} as const;
const { signal } = new AbortController();

function film(movie_id: string): Movie {
  return {
    movie_id,
    title: movie_id,
    imdb_url: null,
    directors: "",
    actors: "",
    duration: null,
    description: null,
    score: null,
    poster_url: null,
    year: null,
    production_company: null,
    genre_name: "Adventure",
  };
}

/** The server's answers in order; returns the bodies that were sent. */
function answers(...replies: readonly { status?: number; body: object }[]): object[] {
  const sent: object[] = [];
  const left = [...replies];
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)));
    const next = left.shift();
    return Promise.resolve(Response.json(next?.body, { status: next?.status ?? 200 }));
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe("pages", () => {
  it("follow the cursor and keep what was shown", async () => {
    const sent = answers(
      { body: { movies: [film("a")], next_cursor: "second" } },
      { body: { movies: [film("b")], next_cursor: null } },
    );
    const first = await pageAfter(request, null, signal);
    const second = await pageAfter(request, first, signal);
    expect(second.items.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(second).toMatchObject({ cursor: null, before: 1, anew: false });
    expect(sent).toMatchObject([{ cursor: "" }, { cursor: "second" }]);
  });

  it("start anew when the catalog changed, and say so", async () => {
    const problem = { code: "catalog-changed", detail: "changed", action: "Start again." };
    answers(
      { body: { movies: [film("a")], next_cursor: "second" } },
      { status: 409, body: problem },
      { body: { movies: [film("c")], next_cursor: null } },
    );
    const first = await pageAfter(request, null, signal);
    const anew = await pageAfter(request, first, signal);
    expect(anew.items.map(({ id }) => id)).toEqual(["c"]);
    expect(anew).toMatchObject({ before: 0, anew: true });
  });

  it("pass on every other refusal", async () => {
    answers({ status: 404, body: { code: "empty-genre", detail: "none", action: "" } });
    await expect(pageAfter(request, null, signal)).rejects.toMatchObject({ code: "empty-genre" });
  });
});
