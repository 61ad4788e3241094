"""`mien doctor`: what is wrong with this installation, and how to mend it.

settings --> checks, one after the other, which change nothing --> findings --> a line each
"""
