"""What the gateway is measured against; each module here is a program of its own."""
