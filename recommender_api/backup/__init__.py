"""Backups of the database, and how one comes back without breaking promises made since.

database --copied while it is served--> one file --checked--> database --promises kept--> served
"""
