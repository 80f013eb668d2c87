//! Tables inside of other files: gzip, zip, workbooks. What opens them is in the feature `formats`.

#[cfg(feature = "formats")]
pub mod archive;
#[cfg(feature = "formats")]
pub mod contents;
#[cfg(feature = "formats")]
pub mod gzip;
pub mod signature;
#[cfg(feature = "formats")]
pub mod workbook;
