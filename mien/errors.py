"""One tree of errors, one error body.

    bytes --> picture --> faces --> reply
      |          |          |
      |          |          +-- Overloaded 429, ModelUnavailable 503
      |          +-- UndecodableImage 422, ImageTooLarge 422, ImageTooSmall 422
      +-- EmptyBody 400, InvalidRequest 400, BodyStalled 408, BodyTooLarge 413,
          UnsupportedMediaType 415, StorageFull 507

Every class knows its HTTP status, its stable code and what the caller can do about it. The body
is RFC 9457 `application/problem+json`, with `message` beside `detail` for older clients.
"""

PROBLEM_MEDIA_TYPE = "application/problem+json"


class MienError(Exception):
    """Root of every error that Mien raises on purpose; `detail` names what was wrong."""

    status: int = 500
    code: str = "internal-error"
    title: str = "Mien failed"
    action: str = "Try again; if it happens again, report it with the server's log."

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def problem(self) -> dict[str, object]:
        """The error body (RFC 9457): what happened, its code, and what to do."""
        return {
            "type": f"urn:mien:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "action": self.action,
            "message": self.detail,
        }

    def headers(self) -> dict[str, str]:
        """Further HTTP headers that belong to this error."""
        return {}


class RequestError(MienError):
    """The request itself is wrong; sending it again unchanged will fail again."""

    status = 400


class InvalidRequest(RequestError):
    code = "invalid-request"
    title = "The request is not of the expected form"
    action = (
        "Send a picture as the raw body, as multipart field 'image', "
        'or as JSON {"image": "<base64 or data URL>"}; sound alike as \'audio\'.'
    )


class EmptyBody(RequestError):
    code = "empty-body"
    title = "The request has no body"
    action = "Send the file's bytes as the request body."


class InvalidBase64(RequestError):
    code = "invalid-base64"
    title = "The file is not valid base64"
    action = "Encode the file's bytes as standard base64, or send them as the raw body."


class BodyTooLarge(RequestError):
    status = 413
    code = "body-too-large"
    title = "The request body is too large"
    action = (
        "Send a smaller file; a long side of 1280 pixels is enough. /limits says what is taken."
    )


class BodyStalled(RequestError):
    status = 408
    code = "body-stalled"
    title = "The request body stopped coming"
    action = "Send the request again, over a steadier connection or with a smaller file."

    def headers(self) -> dict[str, str]:
        return {"Connection": "close"}


class MalformedRequest(RequestError):
    code = "malformed-request"
    title = "What came is not HTTP"
    action = "Send an HTTP/1.1 request; for TLS ask the proxy in front of the server."


class HeadStalled(RequestError):
    status = 408
    code = "head-stalled"
    title = "The request's head did not come in time"
    action = "Send the request again, its head at once."


class HeadTooLarge(RequestError):
    status = 431
    code = "head-too-large"
    title = "The request's head is too large"
    action = (
        "Send fewer or shorter headers and a shorter address; what is long belongs in the body."
    )


class UnsupportedMediaType(RequestError):
    status = 415
    code = "unsupported-media-type"
    title = "The content type is not one that this route takes"
    action = (
        "Use image/jpeg, image/png, image/webp or image for pictures, audio/* for sound, or "
        "application/octet-stream, multipart/form-data or application/json for either."
    )


class InvalidEvidence(RequestError):
    status = 422
    code = "invalid-evidence"
    title = "The readings cannot be fused"
    action = (
        'Send JSON such as {"evidence": [{"modality": "face", "probabilities": {"angry": 0.1, …}}]}'
        " and correct what the detail names; /docs describes each field."
    )


class NotFound(RequestError):
    status = 404
    code = "not-found"
    title = "There is nothing at this address"
    action = "See /docs for the routes."


class MethodNotAllowed(RequestError):
    status = 405
    code = "method-not-allowed"
    title = "This route does not take that method"
    action = "See /docs for the methods of each route."

    def __init__(self, detail: str, allowed: str) -> None:
        super().__init__(detail)
        self.allowed = allowed

    def headers(self) -> dict[str, str]:
        return {"Allow": self.allowed}


class ImageError(RequestError):
    """The bytes arrived, but they are not a picture that Mien can read."""

    status = 422


class UndecodableImage(ImageError):
    code = "undecodable-image"
    title = "The bytes are not a readable picture"
    action = "Send a complete JPEG, PNG, WebP, GIF or BMP file."


class ImageTooLarge(ImageError):
    code = "image-too-large"
    title = "The picture has too many pixels"
    action = "Scale the picture down; a long side of 1280 pixels is enough."


class ImageTooSmall(ImageError):
    code = "image-too-small"
    title = "The picture is too small to show a face"
    action = "Send a picture whose shorter side has at least 16 pixels."


class AudioError(RequestError):
    """The bytes arrived, but they hold no sound that Mien can read."""

    status = 422


class UndecodableAudio(AudioError):
    code = "undecodable-audio"
    title = "The bytes are not readable sound"
    action = "Send a complete sound or video file that FFmpeg can read: WAV, FLAC, MP3, Ogg, MP4."


class NoAudio(AudioError):
    code = "no-audio"
    title = "The file has no sound"
    action = "Send a file with an audio stream."


class AudioTooLong(AudioError):
    status = 413
    code = "audio-too-long"
    title = "The sound is too long"
    action = "Send a shorter piece, or raise the limit of the server (MIEN_MAX_AUDIO_SECONDS)."


class ClipError(RequestError):
    """The bytes arrived, but they hold no clip that Mien can read."""

    status = 422


class UndecodableVideo(ClipError):
    code = "undecodable-video"
    title = "The bytes are not a readable clip"
    action = "Send a complete video file that FFmpeg can read: MP4, WebM, MOV, MKV, AVI."


class UndecodableRecording(ClipError):
    code = "undecodable-recording"
    title = "The file is not a recording of a live session"
    action = "Give a file that WS /stream?record=true wrote into MIEN_RECORDINGS_DIR."


class NoVideo(ClipError):
    code = "no-video"
    title = "The file has no pictures"
    action = "Send a file with a video stream; sound alone belongs to /predict/audio."


class NoFace(ClipError):
    code = "no-face"
    title = "The clip shows no face"
    action = "Send a clip in which a face is seen."


class ClipTooLong(ClipError):
    status = 413
    code = "clip-too-long"
    title = "The clip is too long"
    action = "Send a shorter piece, or raise the limit of the server (MIEN_MAX_CLIP_SECONDS)."


class ClipTooLarge(ClipError):
    status = 413
    code = "clip-too-large"
    title = "The clip's frames have too many pixels"
    action = "Scale the clip down; a long side of 1280 pixels is enough."


class TryLater(MienError):
    """`retry_after` is the wait in whole seconds, which the answer states as Retry-After."""

    status = 429
    action = "Wait for the seconds that Retry-After names, then send the request again."

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class Overloaded(TryLater):
    """The queue is full; the wait is an estimate."""

    code = "overloaded"
    title = "The server is busy"


class TooManyConnections(TryLater):
    status = 503
    code = "too-many-connections"
    title = "The server has no place for another connection"


class StorageFull(MienError):
    """There is no room on the disk for what came, or for what came of it."""

    status = 507
    code = "storage-full"
    title = "The server's disk is full"
    action = "Try again later or send a smaller file; the operator must make room on the disk."


class ModelUnavailable(MienError):
    """A model file is missing, changed, or does not fit its manifest."""

    status = 503
    code = "model-unavailable"
    title = "A model cannot be loaded"
    action = "Run 'mien models verify' and restore the file that it names."


class InvalidSetting(MienError):
    """A `MIEN_*` variable has a value that cannot be used."""

    code = "invalid-setting"
    title = "A setting cannot be used"
    action = "See docs/settings.md for what each variable takes."
