"""Live video and sound over a WebSocket."""
