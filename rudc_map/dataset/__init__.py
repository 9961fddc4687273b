"""The immutable data set on disk: build, verify, open; regions."""
