"""What waits while a clip is read stays bounded, however far apart its samples are."""

import av

from mien.clips.analysis import BATCH, Readers, analyse
from mien.clips.annotated_video import MOST_WAITING, AnnotatedVideo
from mien.media.video import Clip, ClipLimits, VideoFrame
from tests.fakes import FakeReader, FakeSpeechReader
from tests.odd_clips import small

LIMITS = ClipLimits(60, 1_000_000)


def test_an_annotated_video_is_written_while_the_next_sample_is_far(tmp_path):
    source, target = tmp_path / "source.mp4", tmp_path / "annotated.mp4"
    source.write_bytes(small(2 * MOST_WAITING / 25, 25, sound=False))
    drawn = AnnotatedVideo(target, 25.0)
    with Clip(source, LIMITS) as clip:
        for frame in clip.pieces():
            assert isinstance(frame, VideoFrame)
            drawn.decoded(frame)
    assert target.with_suffix(".pictures.mp4").exists(), "before any sample is known"
    drawn.finish(source)
    with av.open(str(target)) as video:
        assert sum(1 for _ in video.decode(video=0)) == 2 * MOST_WAITING


def test_a_batch_waits_for_few_frames_however_rare_its_samples_are():
    for rate, most in ((25, BATCH), (2, 6), (0.25, 1)):
        reader = FakeReader()
        timeline = analyse(
            small(10, 25, sound=False), Readers(reader, FakeSpeechReader()), LIMITS, rate
        )
        assert sum(reader.batches) == len(timeline.samples) == round(10 * rate + 0.4)
        assert max(reader.batches) <= most
