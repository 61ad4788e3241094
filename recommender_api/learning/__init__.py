"""What sessions teach about tastes: tag weights, and recommendations that follow them."""
