"""The registry of indicators and their computation from a data set."""
