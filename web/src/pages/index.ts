/** The pages in the order of the navigation; each has a folder here and messages of its name. */
export const PAGES = ["live", "clip", "screening", "watch", "recommend", "ops"] as const;
