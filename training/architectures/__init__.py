"""Networks that a recipe's `architecture` key chooses among; the large ones load when asked for."""
