"""What Mien costs and what it survives: every published figure has its command here."""
