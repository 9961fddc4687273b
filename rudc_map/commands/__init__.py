"""The commands of `python -m rudc_map`, and what they make a data set from."""
