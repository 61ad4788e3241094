"""Offline evaluation of the recommender on ratings that were given after its catalog was made."""
