"""What to recommend next: candidates in the order of emotion and taste, a little explored."""
