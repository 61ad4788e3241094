"""Measures the shipped files through the code that serves them, and writes their model cards.

    pictures --distortions--> mien.perception --curves, slices--> metrics --cards--> models/NAME.md
                                                   |                 +--> models/manifest.toml
                                                   +------plots--> models/figures/NAME-*.png

`make eval`. Needs the data and no torch.
"""
