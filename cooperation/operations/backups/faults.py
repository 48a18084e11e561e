class BackupError(Exception):
    """Why a copy was not made or not put back, as a sentence."""
