"""What a line of text says: sentiment, apparent expression, likes and dislikes.

Importing this package loads nothing; each reader loads its lexicons when it is first used.
"""
