import subprocess
import sys

PROGRAM = """
import sys
import mien.perception.words.emotion
import mien.perception.words.likes.extract
import mien.perception.words.sentiment_reader
import mien.perception.words.tags
print(*sorted({"cv2", "onnxruntime", "nltk", "vaderSentiment"} & sys.modules.keys()))
"""


def test_importing_the_readers_loads_no_vision_and_no_lexicons():
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert finished.stdout.split() == []
