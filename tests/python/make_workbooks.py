"""Writes tests/fixtures/orders.xlsx, orders.ods and orders.xls: one workbook in three formats, by three libraries
that have nothing to do with the one that reads them here. And tests/fixtures/locked.xlsx: a workbook behind a
password, which is no zip archive but a compound file, as Excel writes it, encrypted by msoffcrypto-tool.

The sheets: `Notes` has one column, `Secret` is hidden, `Orders` is the table, `Later` another one.

    python3 -m venv env && env/bin/pip install -r tests/python/requirements-workbooks.txt
    env/bin/python tests/python/make_workbooks.py
"""

import datetime
import io
import pathlib

import openpyxl
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"

NOTES = [["Exported by hand"], ["Do not edit"]]
SECRET = [["user", "item"], ["hidden", "row"], ["hidden", "column"]]
ORDERS = [
    ["用户", "item", "name", "time", "value", "gift"],
    [12345, "A-1", 'A "big" cup, blue', datetime.datetime(2024, 3, 1, 10, 30), 0.1 + 0.2, True],
    [12345, "007", "two\nlines", datetime.datetime(2023, 12, 31), -2, False],
    [None, None, None, None, None, None],
    [67890, "A-1", None, None, None, None],
    [9007199254740991, "商品", "茶，绿", datetime.datetime(1999, 2, 28, 23, 59, 59), 1e-5, None],
]
LATER = [["user", "item"], ["x", "y"], ["z", "y"]]
SHEETS = [("Notes", NOTES, False), ("Secret", SECRET, True), ("Orders", ORDERS, False), ("Later", LATER, False)]


def write_xlsx(path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, hidden in SHEETS:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if hidden:
            sheet.sheet_state = "hidden"
    book.save(path)


def ods_cell(value):
    if value is None:
        return TableCell()
    if isinstance(value, bool):
        cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    elif isinstance(value, datetime.datetime):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, (int, float)):
        cell = TableCell(valuetype="float", value=repr(value))
    else:
        cell = TableCell(valuetype="string")
        for line in value.split("\n"):
            cell.addElement(P(text=line))
        return cell
    cell.addElement(P(text=str(value)))
    return cell


def write_ods(path):
    book = OpenDocumentSpreadsheet()
    hidden_style = Style(name="hidden", family="table")
    hidden_style.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden_style)
    for name, rows, hidden in SHEETS:
        table = Table(name=name, **({"stylename": hidden_style} if hidden else {}))
        for values in rows:
            row = TableRow()
            for value in values:
                row.addElement(ods_cell(value))
            # As LibreOffice does: the rest of the row, at no cost.
            row.addElement(TableCell(numbercolumnsrepeated=16384 - len(values)))
            table.addElement(row)
        rest = TableRow(numberrowsrepeated=1048576 - len(rows))
        rest.addElement(TableCell(numbercolumnsrepeated=16384))
        table.addElement(rest)
        book.spreadsheet.addElement(table)
    book.save(path)


def write_xls(path):
    book = xlwt.Workbook(encoding="utf-8")
    date = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    for name, rows, hidden in SHEETS:
        sheet = book.add_sheet(name)
        sheet.visibility = 1 if hidden else 0
        for at, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, datetime.datetime):
                    sheet.write(at, column, value, date)
                elif value is not None:
                    sheet.write(at, column, value)
    book.save(str(path))


def write_locked(path):
    book = openpyxl.Workbook()
    for row in LATER:
        book.active.append(row)
    plain = io.BytesIO()
    book.save(plain)
    with open(path, "wb") as locked:
        OOXMLFile(plain).encrypt("a password", locked)


if __name__ == "__main__":
    write_xlsx(FIXTURES / "orders.xlsx")
    write_ods(FIXTURES / "orders.ods")
    write_xls(FIXTURES / "orders.xls")
    write_locked(FIXTURES / "locked.xlsx")
