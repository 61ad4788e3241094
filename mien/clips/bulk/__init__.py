"""Many clips at once, on one machine or a Ray cluster; what was finished is not done twice.

    CLIP…, folders, --list ─listing─> Source ─run─> finished? its part
                                               └──> Ray actors (engine, worker) ─> a part a clip
    parts ─tables─> summaries.parquet, timelines.parquet

`listing`, `order`, `quiet` and `errors` work without the extra `ray`; `engine`, `cluster` and
`attempts` alone import Ray.
"""
