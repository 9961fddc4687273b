"""The themes: each file here offers one ``LAYER``; dropping a file in is all it takes."""
