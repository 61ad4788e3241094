"""Every setting, read from `MIEN_*` environment variables once at start."""

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mien.errors import InvalidSetting

MEBIBYTE = 1024 * 1024
_ROOT = Path(__file__).resolve().parent.parent
ENGINE_CACHE = _ROOT / ".cache" / "engines"


class Settings(BaseSettings):
    """Limits, sizes and places; each field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix="MIEN_", frozen=True)

    models_dir: Path = Field(
        default=_ROOT / "models", description="folder with manifest.toml and the ONNX files"
    )
    rollout: Path = Field(
        default=_ROOT / ".cache" / "rollout.json",
        description="file that says which other models are served or tried, see `mien models`; "
        "every worker follows it",
    )
    providers: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("cuda", "cpu"),
        description="inference providers in order of preference, comma-separated, "
        "of: tensorrt, cuda, openvino, cpu",
    )
    engine_cache: Path = Field(
        default=ENGINE_CACHE, description="folder of the engines that TensorRT built"
    )
    engine_batches: Annotated[tuple[int, int], NoDecode] = Field(
        default=(8, 32),
        description="usual and largest batch of a TensorRT engine; a larger one is cut into pieces",
    )
    inference_threads: int = Field(
        default=1, ge=1, description="ONNX Runtime threads of each worker process"
    )
    decode_threads: int = Field(
        default=0,
        ge=0,
        description="threads of each worker process that decode pictures beside inference; "
        "0 decodes between inferences, which is faster unless a GPU infers",
    )
    workers: int = Field(default=2, ge=1, description="worker processes that `mien serve` starts")
    pin_workers: bool = Field(
        default=True, description="keep each worker process to a share of the cores (Linux)"
    )
    max_body_bytes: int = Field(
        default=20 * MEBIBYTE, ge=1, description="largest request body in bytes"
    )
    max_connections: int = Field(
        default=1000, ge=1, description="most open connections of a worker process, streams too"
    )
    head_seconds: float = Field(
        default=10.0,
        gt=0,
        description="a connection that has not sent a request's whole head after so long is closed",
    )
    max_head_bytes: int = Field(
        default=32 * 1024, ge=1024, description="largest head of a request, address and headers"
    )
    keep_alive_seconds: float = Field(
        default=5.0, gt=0, description="a connection that asks nothing more for so long is closed"
    )
    drain_seconds: float = Field(
        default=10.0,
        ge=0,
        le=25,
        description="a worker process that is to end waits so long for its connections",
    )
    max_image_pixels: int = Field(
        default=50_000_000, ge=1, description="largest picture in pixels, width times height"
    )
    max_image_side: int = Field(
        default=16_384, ge=1, description="longest side of a picture in pixels"
    )
    min_image_side: int = Field(
        default=16, ge=1, description="shortest side of a picture in pixels"
    )
    max_pictures: int = Field(
        default=64, ge=1, description="most pictures in one /predict/batch request"
    )
    max_faces: int = Field(
        default=64, ge=1, description="most faces read in one picture, the largest first"
    )
    max_audio_seconds: float = Field(default=3600.0, gt=0, description="longest sound in seconds")
    max_clip_seconds: float = Field(
        default=7200.0, gt=0, description="longest clip to analyse in seconds"
    )
    audio_queue: int = Field(
        default=16, ge=1, description="most sounds in a worker process, waiting or being heard"
    )
    max_clip_bytes: int = Field(
        default=2048 * MEBIBYTE, ge=1, description="largest clip to analyse in bytes"
    )
    jobs_dir: Path = Field(
        default=_ROOT / ".cache" / "jobs", description="folder of the clips being analysed"
    )
    job_queue: int = Field(default=32, ge=1, description="most clips waiting or being analysed")
    job_keep_hours: float = Field(
        default=24.0, gt=0, description="hours for which the results of a clip are kept"
    )
    max_streams: int = Field(default=64, ge=1, description="most live streams of a worker process")
    stream_idle_seconds: float = Field(
        default=30.0, gt=0, description="a live stream that sends nothing for so long is closed"
    )
    recordings_dir: Path | None = Field(
        default=None,
        description="folder for recordings of live streams that ask for it, which hold pictures "
        "of people; empty: none are kept",
    )
    detector_batch: int = Field(default=8, ge=1, description="most frames in one detector batch")
    queue: int = Field(
        default=128, ge=1, description="most pictures in a worker process, waiting or being read"
    )
    queue_seconds: float = Field(
        default=0.15,
        gt=0,
        description="longest expected wait of a picture that is taken after the queue was full",
    )
    classifier_batch: int = Field(
        default=32, ge=1, description="most faces in one classifier batch"
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="text, lines for people, or json, an object a line"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="least level of Mien's own log lines: debug, info, warning or error",
    )
    tracing: bool = Field(
        default=False,
        description="export OpenTelemetry spans, where the OTEL_EXPORTER_OTLP_* variables say",
    )
    database_url: str = Field(
        default=f"sqlite:///{_ROOT / 'mien.db'}",
        description="database of the catalog: SQLite, or postgresql://user@host/name",
    )
    wordnet_dir: Path | None = Field(
        default=None, description="folder of WordNet 3's files, where it is in no usual place"
    )
    wordnet_cache: Path = Field(
        default=_ROOT / ".cache" / "wordnet", description="folder of the copy of WordNet for NLTK"
    )
    mapping: Path | None = Field(
        default=None, description="an own mapping of emotions to genres and tags, as TOML"
    )
    poster_source: str = Field(
        default="",
        description="web address with {imdb_id} whose JSON answer names a film's poster, as OMDb's "
        "does; empty: posters are never looked up",
    )
    taste_half_life_days: float = Field(
        default=60.0, gt=0, description="days after which what was learned of a taste counts half"
    )
    require_keys: bool = Field(
        default=False,
        description="ask every caller for an API key or a viewer's token; without it servers "
        "listen on loopback addresses only",
    )
    retention_days: int = Field(
        default=30,
        ge=1,
        le=36_500,
        description="days after which a session, what came of it and what was seen are removed",
    )
    controller: str = Field(
        default="",
        description="who is responsible for viewers' data and how to reach them, as the notice "
        "names them; empty: the operator of this service",
    )
    notices: Path | None = Field(
        default=None, description="folder of own notices, en.toml and other languages"
    )
    chat: Path | None = Field(
        default=None, description="folder of an own chat: tree.toml, en.toml and ru.toml"
    )
    paraphraser: Path | None = Field(
        default=None,
        description="folder of a local Hugging Face text-to-text model that puts the chat's lines "
        "into other words; empty: they stay as written",
    )
    web_dir: Path = Field(
        default=_ROOT / "web" / "dist", description="folder of the built web app, see `make web`"
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("*",),
        description="web origins whose pages may call the API, comma-separated; empty for none",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="names by which the server may be called besides its addresses, "
        "comma-separated; empty: any, but only localhost where `mien` serves without keys",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="addresses and networks of the proxies whose X-Forwarded-For and -Proto are "
        "believed, comma-separated",
    )
    rate_per_minute: int = Field(
        default=0,
        ge=0,
        description="most requests a minute of one address or viewer's token to one worker "
        "process; 0: any number",
    )

    @field_validator("allowed_hosts")
    @classmethod
    def _lower(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.rstrip(".").lower() for name in names)

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(proxy, strict=False)) for proxy in proxies)

    @field_validator(
        "providers",
        "cors_origins",
        "engine_batches",
        "allowed_hosts",
        "trusted_proxies",
        mode="before",
    )
    @classmethod
    def _split_names(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("engine_batches")
    @classmethod
    def _rising(cls, batches: tuple[int, int]) -> tuple[int, int]:
        if not 1 <= batches[0] <= batches[1]:
            raise ValueError("needs two batch sizes from 1 on, the usual and the largest")
        return batches


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings; raises InvalidSetting, which names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        faults = (f"MIEN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise InvalidSetting("; ".join(faults)) from error
