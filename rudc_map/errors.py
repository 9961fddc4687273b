"""The few errors a user or an operator can cause; each message names the thing and the remedy."""

from __future__ import annotations


class RudcError(Exception):
    """Base of the errors that are shown as one clear message, never as a traceback."""


class SourceError(RudcError):
    """A file or address of a source does not hold what it should."""


class OwnFileError(SourceError):
    """A user's own file cannot be put on the map.

    Attributes
    ----------
    message_nl, message_en : str
        The message in Dutch and in English: what is wrong with which file, and the remedy.
    """

    def __init__(self, message_nl: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_nl = message_nl
        self.message_en = message_en


class UnclearDecimalError(OwnFileError):
    """The numbers of a user's own file can be read with a decimal comma and with a point."""


class DatasetError(RudcError):
    """A data set on disk is absent, incomplete or fails its verification."""


class LayerError(RudcError):
    """A file in layers/ breaks the contract of ``rudc_map.model.Layer``."""


class InputError(RudcError):
    """A parameter of an address is wrong.

    Attributes
    ----------
    message_nl, message_en : str
        The message for the user in Dutch and in English.
    status : int
        The HTTP status that fits: 400 for a malformed value, 404 for an unknown thing.
    """

    def __init__(self, message_nl: str, message_en: str, status: int = 400) -> None:
        super().__init__(message_nl)
        self.message_nl = message_nl
        self.message_en = message_en
        self.status = status
