"""The parameters of an address, each of which may be given once."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from rudc_map.errors import InputError


def single_values(args: MultiDict[str, str]) -> dict[str, str]:
    """The parameters by name.

    Raises
    ------
    InputError
        For one that is given more than once.
    """
    for name, values in args.lists():
        if len(values) > 1:
            raise InputError(
                f"De parameter '{name}' staat er {len(values)} keer; geef hem één keer.",
                f"The parameter '{name}' stands there {len(values)} times; give it once.",
            )
    return args.to_dict()
