"""Real files of every kind and mood, read and understood on the embedded data set."""

from __future__ import annotations

import zipfile
from datetime import date

import geopandas as gpd
import pytest
from openpyxl import Workbook, load_workbook
from shapely.geometry import Point

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources import own_file, own_table
from rudc_map.sources.own_file import read_own_file
from rudc_map.sources.own_understood import understand
from tests.integration.own_files import bomb, english, geojson, problems, workbook, write


@pytest.fixture
def read(dataset):
    def read_(path, decimal=None):
        def buurten():
            return dataset.boundaries(Level.BUURT)

        return understand(read_own_file(path), dataset.areas, buurten, dataset.vintage, decimal)

    return read_


def tidy(understood):
    return [tuple(row) for row in understood.tidy.itertuples(index=False)]


TABLE = "Buurtcode;Naam;Cijfer\n140000;Café Münster;7,5\n140001;b;1.234,5\n"
FOUND = [("BU00140000", "2024", "7.5"), ("BU00140001", "2024", "1234.5")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_encoding(read, tmp_path, encoding):
    understood = read(write(tmp_path / "f.csv", TABLE, encoding))
    assert tidy(understood) == FOUND
    assert understood.table.understood.en == f"CSV, ; between cells, {encoding}"
    assert understood.table.cells["Naam"].tolist() == ["Café Münster", "b"]


@pytest.mark.parametrize(("delimiter", "mark"), [(",", '"'), ("\t", ""), ("|", ""), (";", "")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter(read, tmp_path, delimiter, mark, end):
    rows = [["Buurtcode", "Cijfer"], ["140000", "7,5"], ["140001", "1.234,5"]]
    text = end.join(delimiter.join(f"{mark}{cell}{mark}" for cell in row) for row in rows)
    assert tidy(read(write(tmp_path / "f.csv", text))) == FOUND


MESSY = """Gemeente Groningen, Leefbaarheidsmonitor
Peildatum: 1-1-2023

Buurtcode;Naam;Score sociale samenhang
140000;Binnenstad;7,5
140001;West, Zuid;1.234,5
Bron: O&S, Groningen
"""


def test_a_title_with_a_comma_above_the_header_and_a_source_below(read, tmp_path):
    understood = read(write(tmp_path / "f.csv", MESSY))
    assert tidy(understood) == [(code, "2023", value) for code, _, value in FOUND]
    assert understood.period.en == "2023, from the title above"
    assert problems(understood) == [[7, "Bron: O&S, Groningen", "no area code"]]


def test_a_header_of_two_rows_with_merged_cells(read, tmp_path):
    book = Workbook()
    book.active.append(["Dit bestand hoort bij de monitor"])
    sheet = book.create_sheet("Cijfers")
    sheet.append(["Leefbaarheid 2022"])
    sheet.append(["Gebied", None, "Veiligheid", None, "Groen"])
    sheet.append(["Buurtcode", "Naam", "Cijfer", "Onveilig", "Cijfer"])
    sheet.append(["BU00140000", "Binnenstad", 7.5, 0.1, 6.5])
    for merged in ("A1:E1", "A2:B2", "C2:D2"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "f.xlsx")
    understood = read(tmp_path / "f.xlsx")
    assert tidy(understood) == [("BU00140000", "2022", "7.5", "0.1", "6.5")]
    assert list(understood.tidy)[2:] == ["veiligheid_cijfer", "onveilig", "groen_cijfer"]


def test_rows_of_words_are_no_second_header(read, tmp_path):
    text = "buurt;cijfer;noot\nBinnenstad-Noord;n.b.;geen\nBinnenstad-Zuid;7;x\n"
    understood = read(write(tmp_path / "f.csv", text))
    assert list(understood.table.cells) == ["buurt", "cijfer", "noot"]


def test_months_of_an_area_are_to_be_put_together_first(read, tmp_path):
    rows = "".join(f"BU00140000;2023-0{month}-01;{month}\n" for month in (1, 2))
    path = write(tmp_path / "f.csv", f"code;datum;n\n{rows}")
    with pytest.raises(SourceError) as refused:
        read(path)
    assert "one row an area and year of the dates in 'datum'" in str(refused.value)


def test_empty_rows_and_a_late_header_do_not_shift_the_row_numbers(read, tmp_path):
    text = "\n\ncode;n\n\nGM0014;1\nGM9999;2\n;;\n"
    understood = read(write(tmp_path / "f.csv", text))
    assert problems(understood) == [[6, "GM9999", "no area has the code GM9999"]]


def test_a_workbook_with_an_explanation_before_its_table(read, tmp_path):
    book = Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Kolom", "Betekenis"])
    book.active.append(["Groen", "tevreden over groen"])
    sheet = book.create_sheet("Data 2023")
    sheet.append(["Monitor leefbaarheid"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Buurtcode", "Groen", "Cijfer"])
    sheet.append(["BU00140000", 0.57, 7.1])
    sheet["B3"].number_format = "0.0%"
    book.save(tmp_path / "monitor.xlsx")
    understood = read(tmp_path / "monitor.xlsx")
    assert tidy(understood) == [("BU00140000", "2024", "57", "7.1")]
    assert [figure.percent for figure in understood.figures] == [True, False]
    assert understood.table.understood.en == "Excel, sheet 'Data 2023'; not read: Toelichting"


def test_a_workbook(read, tmp_path):
    path = workbook(
        tmp_path / "cijfers 2023.xlsx",
        [
            ["Buurtcode", "Jaar", "Aantal", "Cijfer", "Op"],
            [140000, 2022, 1234, 7.125, date(2024, 1, 1)],
            ["BU00140001", "2022", "-99997", None, None],
            [99999999, 2022, 3, 1.0, None],
        ],
    )
    understood = read(path)
    assert tidy(understood) == [
        ("BU00140000", "2022", "1234", "7.125"),
        ("BU00140001", "2022", "geheim", ""),
    ]
    assert problems(understood) == [[4, "99999999", "no area has the code BU99999999"]]
    assert understood.unused == ("Op",)


def rewritten(path, part, content):
    """The same workbook with another part in the place of one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_what_openpyxl_warns_about_is_no_matter(read, tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["code", "n"], ["GM0014", 1.5]])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    styles = f'<styleSheet xmlns="{main}"><cellXfs count="1"><xf/></cellXfs></styleSheet>'
    rewritten(path, "xl/styles.xml", styles)
    with pytest.warns(UserWarning, match="no default style"):
        load_workbook(path).close()
    assert tidy(read(path)) == [("GM0014", "2024", "1.5")]


def test_the_result_that_a_workbook_keeps_of_a_formula_is_read(read, tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["code", "n"], ["GM0014", "=1+1"]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        written = archive.read(sheet).decode()
    assert written.count("<v></v>") + written.count("<v />") + written.count("<v/>") == 1
    kept = written.replace("<v></v>", "<v>2</v>").replace("<v />", "<v>2</v>")
    rewritten(path, sheet, kept.replace("<v/>", "<v>2</v>"))
    understood = read(path)
    assert tidy(understood) == [("GM0014", "2024", "2")]
    assert understood.problems.empty


def test_a_sheet_that_claims_more_rows_than_excel_knows(tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["code", "n"], ["GM0014", 1]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        written = archive.read(sheet).decode()
    assert '<row r="2">' in written
    rewritten(path, sheet, written.replace('<row r="2">', '<row r="999999999">'))
    with pytest.raises(SourceError, match="more rows than Excel knows"):
        read_own_file(path)


def test_a_formula_is_never_worked_out(read, tmp_path):
    rows = [["code", "n"], ["GM0014", "=1+1"], ["GM0106", 5], ["GM0034", 6]]
    understood = read(workbook(tmp_path / "f.xlsx", rows))
    assert tidy(understood)[0] == ("GM0014", "2024", "")
    assert understood.problems["reason"].map(english).tolist() == [
        "column 'n': '=1+1' is no number"
    ]
    text = "code;n\nGM0014;=1+1\nGM0106;@SUM(A1)\nGM0034;+3\nGM0037;-4\n"
    understood = read(write(tmp_path / "f.csv", text))
    assert [row[2] for row in tidy(understood)] == ["", "3", "-4", ""]
    assert understood.problems["row"].tolist() == [2, 3]


def centre(dataset, code):
    return dataset.boundaries(Level.BUURT).loc[code].geometry.representative_point()


def test_points_are_counted_into_buurten(read, dataset, tmp_path):
    areas = dataset.areas
    there = areas[(areas["level"] == "buurt") & areas["gemeente"].isin(["GM0014", "GM0106"])]
    inside, assen = centre(dataset, "BU00140000"), there.index[-1]
    points = [inside, inside, centre(dataset, assen), Point(0, 0), None]
    frame = gpd.GeoDataFrame({"soort": ["<b>"] * 5}, geometry=points, crs="EPSG:28992")
    frame.to_file(tmp_path / "bankjes 2022.gpkg", driver="GPKG")
    understood = read(tmp_path / "bankjes 2022.gpkg")
    counts = {(code, period): n for code, period, n in tidy(understood)}
    assert counts["BU00140000", "2022"] == "2"
    assert counts[assen, "2022"] == "1"
    assert {code for code, _ in counts} == set(there.index)
    assert sum(map(int, counts.values())) == 3
    assert problems(understood) == [
        [4, "", "lies in no buurt"],
        [5, "", "has no location"],
    ]


def test_points_of_which_none_lies_in_a_buurt_are_refused(read, tmp_path):
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[Point(0, 0), Point(1, 1)], crs="EPSG:28992")
    frame.to_file(tmp_path / "ver weg.gpkg")
    with pytest.raises(SourceError, match="2 rows: lies in no buurt"):
        read(tmp_path / "ver weg.gpkg")


def test_points_in_degrees_with_a_year(read, dataset, tmp_path):
    point = gpd.GeoSeries([centre(dataset, "BU00140000")], crs="EPSG:28992").to_crs(4326)[0]
    where = {"type": "Point", "coordinates": [point.x, point.y]}
    path = geojson(tmp_path / "f.geojson", [({"jaar": y}, where) for y in (2021, 2022, 2022)])
    counts = {(code, period): n for code, period, n in tidy(read(path))}
    assert (counts["BU00140000", "2021"], counts["BU00140000", "2022"]) == ("1", "2")
    assert counts["BU00140001", "2021"] == "0"


@pytest.mark.parametrize(
    ("crs", "header", "form"),
    [
        (4326, "naam;Latitude;Longitude", "boom;{y:.5f};{x:.5f}"),
        (4326, "lon;lat;naam", "{x:.3f};{y:.3f};boom"),
        (28992, "X-coördinaat;Y-coördinaat;naam", "{x:.1f};{y:.1f};boom"),
        (28992, "RD X;RD Y;naam", "{x:.0f};{y:.0f};boom"),
    ],
)
@pytest.mark.parametrize("mark", [".", ","])
def test_coordinates_in_a_table_are_points(read, dataset, tmp_path, crs, header, form, mark):
    within = gpd.GeoSeries([centre(dataset, "BU00140000")], crs="EPSG:28992").to_crs(crs)[0]
    row = form.format(x=within.x, y=within.y).replace(".", mark)
    text = "\n".join([header, row, row, row.replace(row.split(";")[1], "0"), ""])
    understood = read(write(tmp_path / "bomen 2021.csv", text))
    counts = {(code, period): n for code, period, n in tidy(understood)}
    assert counts["BU00140000", "2021"] == "2"
    assert sum(map(int, counts.values())) == 2
    assert problems(understood) == [[4, "", "has no location"]]
    assert understood.unused == ("naam",)
    assert understood.kind == "point"


def test_numbers_that_are_no_places_are_no_points(read, tmp_path):
    path = write(tmp_path / "f.csv", "x;y;n\n1;2;3\n2;3;4\n")
    with pytest.raises(SourceError, match="no column with areas"):
        read(path)


@pytest.mark.parametrize("title", ["Leefbaarheid 2022\n", "Leefbaarheid 2022;;\n;;\nConcept;;\n"])
def test_titles_above_the_header_are_passed_over(read, tmp_path, title):
    understood = read(write(tmp_path / "f.csv", title + TABLE))
    assert tidy(understood) == [(code, "2022", value) for code, _, value in FOUND]
    rows = [["Leefbaarheid 2022, gemeente Groningen"], [], ["code", "n"], ["GM0014", 1.5]]
    understood = read(workbook(tmp_path / "f.xlsx", [*rows, ["GM9999", 2]]))
    assert tidy(understood) == [("GM0014", "2022", "1.5")]
    assert [row for row, _, _ in problems(understood)] == [5]


def test_areas_with_figures_in_a_vector_file(read, tmp_path):
    square = {"type": "Polygon", "coordinates": [[[6, 53], [6, 53.1], [6.1, 53], [6, 53]]]}
    path = geojson(
        tmp_path / "f.geojson",
        [
            ({"buurtcode": 140000, "cijfer": 7.5}, square),
            ({"buurtcode": 1, "cijfer": None}, square),
            ({"buurtcode": 140001, "cijfer": 1234.5}, square),
        ],
    )
    understood = read(path)
    assert tidy(understood) == FOUND
    assert understood.problems["row"].tolist() == [2]


HTML = "<!DOCTYPE html><html><body>inloggen</body></html>"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.csv", b"", "is empty"),
        ("f.xls", b"\xd0\xcf\x11\xe0", "is not of a format that can be read"),
        ("f.xlsx", b"\xd0\xcf\x11\xe0", "an old Excel file"),
        ("f.xlsx", b"code;n\n", "is not xlsx, whatever its extension says"),
        ("f.xlsx", b"PK\x03\x04rest", "is damaged or locked"),
        (
            "f.csv",
            b"PK\x03\x04rest",
            "an Excel workbook or another zip file; give it the extension",
        ),
        ("f.gpkg", b"PK\x03\x04rest", "is not gpkg but an Excel workbook"),
        ("f.gpkg", b"SQLite format 3\x00" + b"x" * 200, "cannot be opened as GPKG"),
        ("f.geojson", b"SQLite format 3\x00", "is not geojson but a GeoPackage"),
        ("f.geojson", b"code;n\n", "is not GeoJSON"),
        ("f.geojson", b'{"a": 1}', "cannot be opened as GPKG"),
        ("f.csv", b'{"type": "FeatureCollection"}', "is not CSV, whatever"),
        ("f.csv", HTML.encode(), "is a web page or XML"),
        ("f.csv", "code;n\n".encode("utf-16"), "UTF-16; save it as CSV UTF-8"),
        ("f.csv", "code;n\n".encode("utf-16-le"), "is not text"),
        ("f.csv", "naam;n\nДонецк;3\n".encode("cp1251"), "neither in UTF-8 nor in Windows-1252"),
        ("f.csv", b"\x81\x8d\x8f;1\n", "neither in UTF-8 nor in Windows-1252"),
        ("f.csv", b"code\nGM0014\n", "has one column"),
        ("f.csv", b"code;n\n", "holds no rows below a header"),
        ("f.csv", b"code;n;n\nGM0014;1;2\n", "has two columns 'n'"),
        ("f.csv", b";code;n\n1;GM0014;2\n", "has a column without a name"),
        ("f.csv", b"code;n\nGM0014;1;2\n", "row 2 has 3 cells, the header has 2"),
        ("f.csv", b'code;n\nGM0014;"1\n', "is not a table with ';' between cells"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as refused:
        read_own_file(tmp_path / name)
    assert message in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / name))


def test_no_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SourceError, match="is not there, or is no file"):
            read_own_file(path)


def test_a_workbook_that_unpacks_to_too_much(tmp_path):
    path = bomb(tmp_path / "f.xlsx", 310)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(SourceError, match=r"unpacks to 310 MB"):
        read_own_file(path)


def test_a_small_workbook_that_grows_too_much(tmp_path):
    with pytest.raises(SourceError, match=r"unpacks to 5 MB, [\d,]+ times its size"):
        read_own_file(bomb(tmp_path / "f.xlsx", 5))


def test_a_workbook_that_declares_entities(tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["code", "n"], ["GM0014", 1]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(SourceError, match="declares XML entities"):
        read_own_file(path)


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(SourceError, match="is a zip file but no Excel workbook"):
        read_own_file(tmp_path / "f.xlsx")


def test_a_file_that_is_too_large(tmp_path):
    with (tmp_path / "f.csv").open("wb") as file:
        file.write(b"code;n\n")
        file.truncate(own_file.MAX_BYTES + 1)
    with pytest.raises(SourceError, match="more than 50 MB; split it"):
        read_own_file(tmp_path / "f.csv")


def test_too_many_rows(tmp_path):
    text = "c;n\n" + "1;2\n" * (own_table.MAX_ROWS + 1)
    with pytest.raises(SourceError, match="more than 1,000,000 rows; split it"):
        read_own_file(write(tmp_path / "f.csv", text))


def test_several_layers_are_not_chosen_from(tmp_path):
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(1, 1)], crs="EPSG:28992")
    for layer in ("a", "b"):
        frame.to_file(tmp_path / "f.gpkg", layer=layer, driver="GPKG")
    with pytest.raises(SourceError, match=r"has 2 layers \(a, b\)"):
        read_own_file(tmp_path / "f.gpkg")


def test_points_without_a_coordinate_system(tmp_path):
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(1, 1)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / "f.gpkg", driver="GPKG")
    with pytest.raises(SourceError, match="declares no coordinate system"):
        read_own_file(tmp_path / "f.gpkg")


def test_headers_cannot_steer_a_terminal(tmp_path):
    table = read_own_file(write(tmp_path / "f.csv", "code;\x1b[31mrood\u202e\nGM0014;1\n"))
    assert list(table.cells) == ["code", "[31mrood"]
