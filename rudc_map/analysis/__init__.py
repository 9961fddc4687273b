"""Pure numerics: Series in, Series out."""
