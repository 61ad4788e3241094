"""What viewers watch: sessions, readings, chat and the report at the end."""
