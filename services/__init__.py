"""What is served: one BentoML service a model, and the gateway that composes them."""
