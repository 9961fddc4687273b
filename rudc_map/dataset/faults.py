"""What a verification finds: faults, the checks they belong to, and the report of all checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    thing : str
        The file, layer, area or figure it is about.
    message : str
        What is wrong with it.
    """

    thing: str
    message: str

    def __str__(self) -> str:
        return f"{self.thing}: {self.message}"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check.

    Parameters
    ----------
    name : str
        What was checked.
    detail : str
        How much was checked, for a reader of the report.
    faults : tuple of Fault
        Empty if all is well.
    remarks : bool
        True where the faults are of what the source says, such as parts that do not add up: they
        are listed, but do not make a data set unfit for use.
    """

    name: str
    detail: str
    faults: tuple[Fault, ...]
    remarks: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all checks that could be made, in order."""

    checks: tuple[Check, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, in the order of the checks."""
        return tuple(fault for check in self.checks for fault in check.faults)

    @property
    def ok(self) -> bool:
        """True if no check found a fault."""
        return not self.faults

    @property
    def sound(self) -> bool:
        """True if the data set can be used: nothing was found but remarks about its sources."""
        return all(check.remarks or not check.faults for check in self.checks)

    def failed(self) -> tuple[str, ...]:
        """Name the checks that found a fault."""
        return tuple(check.name for check in self.checks if check.faults)


def faults_for(things: Iterable[object], message: str) -> list[Fault]:
    """Make the same fault for several things."""
    return [Fault(str(thing), message) for thing in things]
