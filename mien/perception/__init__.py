"""One module a model; each is pre -> infer -> post."""
