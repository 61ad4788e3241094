"""A ten-bit VP9 frame of mid-grey, written bit by bit (VP9 bitstream specification, 6.2).

FFmpeg's usual builds read ten-bit VP9 but do not write it.
"""

SIDE = 64
KEY_FRAME, SHOWN, TEN_BIT_PROFILE = 0, 1, "01"
SYNC, SPACE_BT709, COMPRESSED_HEADER_BYTES = 0x498342, 2, 16


def grey_frame():
    """A key frame of profile 2, each block predicted from its neighbours and nothing added."""
    bits = "10" + TEN_BIT_PROFILE + "0" + f"{KEY_FRAME}{SHOWN}" + "0" + f"{SYNC:024b}"
    bits += "0" + f"{SPACE_BT709:03b}" + "0"  # ten bits rather than twelve; limited range
    bits += f"{SIDE - 1:016b}" * 2 + "0"
    bits += "00" + "00"  # contexts
    bits += f"{0:06b}" + f"{0:03b}" + "0"  # loop filter
    bits += f"{60:08b}" + "000"  # quantiser
    bits += "0" + "0"  # segments, rows of tiles
    bits += f"{COMPRESSED_HEADER_BYTES:016b}"
    bits += "0" * (-len(bits) % 8)
    # An arithmetic decoder reads zeros as the likelier of two symbols, time and again.
    return int(bits, 2).to_bytes(len(bits) // 8, "big") + bytes(COMPRESSED_HEADER_BYTES + 64)
