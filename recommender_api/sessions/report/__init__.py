"""What a session came to, as JSON and as a page that the viewer is shown."""
