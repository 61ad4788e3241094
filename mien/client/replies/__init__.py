"""What a server answers, as types. Faces and voices of files are those of `mien.perception.reply`.

Times are in seconds, boxes in pixels, probabilities and shares in 0..1, valence and arousal in
-1..1 and derived. A test compares each type with what the server says of itself.
"""
