"""Send a clip, or a camera, to `WS /stream` as it happens, and print what comes back.

python docs/stream_client.py [CLIP | CAMERA NUMBER] [ws://localhost:3000/stream]
Needs `pip install websockets opencv-python-headless`.
"""

import asyncio
import json
import struct
import sys
import time

import cv2
from websockets.asyncio.client import ClientConnection, connect

PICTURE = 1
SIDE, RATE = 640, 10.0


async def show(socket: ClientConnection) -> None:
    """Print a line an answer."""
    async for text in socket:
        reply = json.loads(text)
        if reply["type"] == "error":
            print("error:", reply["error"]["detail"])
        elif reply["fused"]:
            fused = reply["fused"]
            place = f"{fused['valence']:+.2f} {fused['arousal']:+.2f}"
            lag = f"{1000 * reply['lag']:.0f} ms, {reply['dropped']} dropped"
            print(f"{reply['seconds']:6.2f}", fused["emoji"], fused["dominant_emotion"], place, lag)


async def main(source: str, address: str) -> None:
    """Read frames as they come and send ten a second."""
    live = source.isdigit()
    camera = cv2.VideoCapture(int(source) if live else source)
    pace = 0.0 if live else 1 / (camera.get(cv2.CAP_PROP_FPS) or 25.0)
    async with connect(address) as socket:
        shown = asyncio.create_task(show(socket))
        started = due = time.monotonic()
        while True:
            there, frame = await asyncio.to_thread(camera.read)
            await asyncio.sleep(pace)
            now = time.monotonic()
            if not there or frame is None:
                break
            if now < due:
                continue
            due = now + 1 / RATE
            scale = SIDE / max(frame.shape[:2])
            _, jpeg = cv2.imencode(".jpg", cv2.resize(frame, None, fx=scale, fy=scale))
            await socket.send(struct.pack("<Bd", PICTURE, now - started) + jpeg.tobytes())
        await asyncio.sleep(1)
        shown.cancel()


asyncio.run(main(*(sys.argv[1:] + ["0", "ws://localhost:3000/stream"][len(sys.argv) - 1 :])))
