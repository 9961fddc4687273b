"""The outside world: files and services of CBS and others, read into tidy tables."""
