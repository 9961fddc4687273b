"""The RUDC neighbourhood map: compare buurten, wijken and gemeenten across provincial borders."""
