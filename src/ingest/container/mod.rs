//! Tables inside of other files: gzip, zip, workbooks.

#[cfg(feature = "containers")]
pub mod archive;
#[cfg(feature = "containers")]
pub mod contents;
#[cfg(feature = "containers")]
pub mod gzip;
pub mod signature;
#[cfg(feature = "containers")]
pub mod workbook;
