"""What is served now and before: taking over, holding on, and letting go."""

from __future__ import annotations

import gc
import threading
from types import SimpleNamespace
from weakref import ref

import pytest

from rudc_map.errors import DatasetError, InputError
from rudc_map.web import live as module
from rudc_map.web.data import Served
from rudc_map.web.encoded import Encoded
from rudc_map.web.live import KEEP, LET_GO, TRY_AGAIN, Live

FILE = Encoded(b"made before", b"", b"")


class Memory(dict):
    """A cache in memory that ignores for how long."""

    def set(self, key, value, **_how):
        self[key] = value


class Data:
    """What was opened; let go when nobody holds it."""

    def __init__(self, name):
        self.hash = self.title = name
        self.vintage = f"year of {name}"


class Set:
    """An edition that says how often it was opened, or why it cannot be."""

    def __init__(self, name, broken=None):
        self.name, self.broken, self.opened = name, broken, 0

    def open(self):
        self.opened += 1
        if self.broken:
            raise DatasetError(self.broken)
        return Data(self.name), None


class Disk:
    """What is on disk: put another edition there, and it has another mark."""

    def __init__(self, edition, *before):
        self.put(edition)
        self.before = before

    def put(self, edition):
        self.edition, self.marked = edition, object()

    def mark(self):
        return self.marked

    def newest(self):
        return self.edition

    def older(self):
        return self.before


@pytest.fixture
def clock(monkeypatch):
    time = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(module.time, "monotonic", lambda: time.now)
    return time


@pytest.fixture
def disk():
    return Disk(Set("first"))


@pytest.fixture
def said():
    return []


@pytest.fixture
def cache():
    return Memory()


@pytest.fixture
def live(clock, disk, said, cache):
    return a_process(disk, said, cache)


class Bounded(Served):
    """Served, without boundaries to look at."""

    def bounds(self):
        return {}


def a_process(disk, said, cache):
    return Live(disk, lambda data, reg: Bounded(data, reg, cache, f"v-{data.hash}"), said.append)


def test_nothing_changes_while_the_disk_does_not(live, disk):
    assert live.look() is False
    assert disk.edition.opened == 1
    assert live.now.version == "v-first"


def test_new_data_are_taken_over_and_said(live, disk, said):
    disk.put(Set("second"))
    assert live.look() is True
    assert live.now.version == "v-second"
    assert said == ["Now serving second (second)"]
    assert live.look() is False


def test_who_asked_before_keeps_what_it_had(live, disk):
    mine = live.now
    disk.put(Set("second"))
    live.look()
    assert mine.dataset.hash == "first"


def test_another_mark_of_the_same_data_changes_nothing(live, disk, said):
    disk.put(Set("first"))
    mine = live.now
    assert live.look() is False
    assert live.now is mine
    assert said == []


def test_the_version_of_another_worker_is_found_at_once(live, disk):
    disk.put(Set("second"))
    assert live.of_version("v-second").dataset.hash == "second"


def test_replaced_data_are_opened_again_once_and_let_go(live, disk, clock):
    first = disk.edition
    disk.put(Set("second"))
    live.look()
    again = live.of_version("v-first")
    assert again is live.of_version("v-first")
    assert (again.dataset.hash, first.opened) == ("first", 2)
    gone = ref(again.dataset)
    del again
    clock.now += LET_GO + 1
    live.look()
    gc.collect()
    assert gone() is None
    assert live.of_version("v-first").dataset.hash == "first"


def test_after_a_day_replaced_data_are_gone(live, disk, clock):
    disk.put(Set("second"))
    live.look()
    clock.now += KEEP - 1
    assert live.of_version("v-first")
    clock.now += LET_GO + 2
    live.look()
    with pytest.raises(InputError, match="vervangen door nieuwere") as refused:
        live.of_version("v-first")
    assert refused.value.status == 404


def test_data_that_changed_in_place_are_not_passed_off_as_the_old(live, disk):
    first = disk.edition
    disk.put(Set("second"))
    live.look()
    first.name = "other"
    with pytest.raises(InputError):
        live.of_version("v-first")


def test_data_removed_from_disk_meanwhile_are_gone(live, disk):
    first = disk.edition
    disk.put(Set("second"))
    live.look()
    first.broken = "it was removed"
    with pytest.raises(InputError):
        live.of_version("v-first")


def test_data_that_cannot_be_opened_are_said_once_and_not_served(live, disk, said, clock):
    disk.put(Set("second", broken="figures.parquet is damaged; build it again"))
    assert [live.look() for _ in range(3)] == [False, False, False]
    assert live.now.version == "v-first"
    assert said == [live.problem]
    assert "figures.parquet is damaged; build it again. What was served stays" in live.problem
    assert disk.edition.opened == 1
    clock.now += TRY_AGAIN + 1
    live.look()
    assert (disk.edition.opened, len(said)) == (2, 1)


def test_data_that_come_right_by_themselves_are_taken_over(live, disk, clock):
    disk.put(Set("second", broken="no space left"))
    live.look()
    disk.edition.broken = None
    clock.now += TRY_AGAIN + 1
    assert live.look() is True
    assert live.problem is None


def test_going_back_to_what_is_served_ends_the_problem(live, disk):
    first = disk.edition
    disk.put(Set("second", broken="damaged"))
    live.look()
    disk.put(first)
    assert live.look() is False
    assert live.problem is None


def test_boundaries_that_cannot_be_read_are_a_reason_not_to_serve(live, disk, monkeypatch):
    def unreadable(_self):
        raise DatasetError("boundaries.gpkg cannot be read")

    monkeypatch.setattr(Bounded, "bounds", unreadable)
    disk.put(Set("second"))
    assert live.look() is False
    assert live.now.version == "v-first"
    assert "boundaries.gpkg" in live.problem


def test_back_and_forth_both_are_there(live, disk):
    first, second = disk.edition, Set("second")
    for edition in (second, first, second, first):
        disk.put(edition)
        assert live.look() is True
    assert live.now.version == "v-first"
    assert live.of_version("v-second").dataset.hash == "second"
    assert live.of_version("v-first") is live.now


def test_after_a_restart_files_made_before_are_still_there(live, disk, said, cache):
    cache["v-first/areas"] = FILE
    disk.put(Set("second"))
    restarted = a_process(disk, said, cache)
    assert restarted.made_before("v-first", "areas") == FILE
    assert restarted.made_before("v-first", "borders") is None


@pytest.mark.parametrize("version", ["v-second", "v-unknown"])
def test_only_files_of_replaced_data_count_as_made_before(live, disk, said, cache, version):
    cache[f"{version}/areas"] = FILE
    disk.put(Set("second"))
    assert a_process(disk, said, cache).made_before(version, "areas") is None


def test_without_data_there_is_nothing_to_serve(said, cache):
    with pytest.raises(DatasetError, match="damaged"):
        a_process(Disk(Set("first", broken="damaged")), said, cache)


def test_it_watches_by_itself_whatever_goes_wrong(live, disk, monkeypatch, caplog):
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    looks = iter([ZeroDivisionError()])
    mark, seen = disk.mark, threading.Event()

    def now_and_then():
        for error in looks:
            raise error
        return mark()

    monkeypatch.setattr(disk, "mark", now_and_then)
    thread = live.watch(then=seen.set)
    assert thread.daemon
    disk.put(Set("second"))
    assert seen.wait(60)
    assert live.now.version == "v-second"
    assert [r.message for r in caplog.records] == ["Looking for new data failed"]


def test_a_start_turns_to_the_last_data_that_can_be_opened_and_tries_again(clock, said):
    broken, gone, good = Set("new", broken="damaged"), Set("older", broken="gone"), Set("oldest")
    live = a_process(Disk(broken, gone, good), said, Memory())
    assert live.now.version == "v-oldest"
    assert said == ["New data cannot be opened: damaged. An older data set is served."]
    assert live.problem == said[0]
    assert live.look() is False
    broken.broken = None  # put right in place
    clock.now += TRY_AGAIN + 1
    assert live.look() is True
    assert (live.now.version, live.problem) == ("v-new", None)


def test_a_data_set_is_found_by_its_hash_or_year_now_and_after_it_was_replaced(live, disk):
    assert live.of_dataset("first") is live.now
    assert live.of_dataset("year of first") is live.now
    disk.put(Set("second"))
    live.look()
    found = live.of_dataset("first")
    assert found.dataset.hash == "first"
    assert live.of_version(found.version) is found


def test_a_data_set_that_only_lies_on_disk_is_known_to_all_workers_once_asked_for(
    clock, disk, said, cache
):
    old = Set("old")
    disk.before = (old,)
    one, other = a_process(disk, said, cache), a_process(disk, said, cache)
    found = one.of_dataset("old")
    assert found.dataset.hash == "old"
    assert one.of_dataset("old") is found
    assert old.opened == 1
    assert other.of_version(found.version).dataset.hash == "old"


def test_asking_for_what_is_gone_opens_everything_once_only(live, disk):
    old = Set("old")
    disk.before = (old, Set("bad", broken="no"))
    assert [live.of_dataset(name) for name in ("x", "y", "z")] == [None, None, None]
    assert old.opened == 1


def test_one_who_asks_for_what_never_was_has_the_disk_searched_once_a_minute(live, disk, clock):
    searches = []
    disk.older = lambda: searches.append("searched") or [Set("old")]
    assert [live.of_dataset(f"made up {i}") for i in range(5)] == [None] * 5
    assert len(searches) == 1
    assert live.of_dataset("old").dataset.hash == "old"  # what is there, is found
    clock.now += TRY_AGAIN + 1
    assert live.of_dataset("made up") is None
    assert len(searches) == 3


def test_new_data_are_searched_for_at_once(live, disk):
    assert live.of_dataset("second") is None
    disk.before = (disk.edition,)
    disk.put(Set("second"))
    live.look()
    disk.put(Set("third"))
    live.look()
    assert live.of_dataset("second").dataset.hash == "second"


def test_own_figures_that_cannot_be_read_hide_no_replaced_data(live, disk):
    disk.put(Set("second"))
    live.look()

    def unreadable():
        raise DatasetError("an own file is broken")

    disk.older = unreadable
    assert live.of_dataset("first").dataset.hash == "first"
    assert live.of_dataset("made up") is None
