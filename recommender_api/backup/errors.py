"""What can be wrong with a backup.

database --> copy --> file --> checked --> database
   |          |                  |            |
   |          |                  |            +-- DatabaseFilled
   |          |                  +-- BackupUnreadable
   +----------+-- BackupFailed, ClientMissing
"""

from mien.errors import MienError


class BackupFailed(MienError):
    code = "backup-failed"
    title = "The database cannot be backed up or restored"
    action = "Nothing was changed; mend what is named, then try again."


class BackupUnreadable(BackupFailed):
    code = "backup-unreadable"
    title = "The file is no backup that can be restored"
    action = "Nothing was changed; use another backup, or the version of Mien that it names."


class DatabaseFilled(BackupFailed):
    code = "database-filled"
    title = "The database already holds something"
    action = "Nothing was changed; restore into an empty database with --db, or give --replace."


class ClientMissing(BackupFailed):
    code = "postgresql-client-missing"
    title = "PostgreSQL's own commands are missing or too old"
    action = "Install postgresql-client of the server's version or a newer one."
