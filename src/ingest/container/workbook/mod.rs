//! Workbooks of Excel and LibreOffice, sheet by sheet, as CSV.
//!
//! `xlsx` and `xls` read with `calamine`. What it would believe without a look is checked before: the number of
//! strings in `xlsx`, whose `merged_areas` are read apart; the sectors of an .xls in `compound`, its records in `biff`. `ods` reads by itself, row by row.
//! `values` writes what cells hold, and `sheet` puts them into rows, merged areas filled.

mod biff;
mod compound;
mod merged_areas;
mod ods;
mod sheet;
mod values;
mod xls;
mod xlsx;

pub(crate) use ods::OdsBook;
pub(crate) use xls::XlsBook;
pub(crate) use xlsx::{XlsxBook, check_strings};
