//! Microsoft's compound file (MS-CFB), a small file system: the stream of a workbook out of one, and a plain one
//! around it. Every position is checked, and no chain of sectors is followed for longer than there are sectors.

use crate::error::{Error, Result};
use crate::ingest::container::contents::broken;
use crate::memory::try_reserve;

const SIGNATURE: [u8; 8] = *b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const END_OF_CHAIN: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const FAT_SECTOR: u32 = 0xffff_fffd;
/// Sector numbers from here on have a meaning of their own.
const RESERVED: u32 = 0xffff_fffa;
/// Numbers of table sectors that the header holds.
const IN_HEADER: usize = 109;
/// Streams below this size are kept in small sectors, in bytes.
const SMALL_STREAM: u64 = 4_096;
const SMALL_SECTOR: usize = 64;
/// Size of a directory entry, in bytes.
const ENTRY: usize = 128;
/// Size of the sectors of a file that is written, in bytes: the header then has room for 446 MB of them.
const SECTOR: usize = 4_096;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    /// Next sector of each.
    next: Vec<u32>,
}

impl<'a> Sectors<'a> {
    /// Bytes of a sector; the last one of a file may be short.
    fn sector(&self, number: u32) -> Result<&'a [u8]> {
        let start = (number as usize + 1).checked_mul(self.size).ok_or(broken("xls"))?;
        let end = start.saturating_add(self.size).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty()).ok_or(broken("xls"))
    }

    /// Bytes of a chain of sectors, at most `size` of them.
    fn chain(&self, first: u32, size: usize) -> Result<Vec<u8>> {
        let mut chain = Vec::new();
        let (mut number, mut steps) = (first, 0);
        while number != END_OF_CHAIN && chain.len() < size {
            steps += 1;
            if steps > self.next.len() {
                return Err(broken("xls"));
            }
            let sector = self.sector(number)?;
            let wanted = sector.len().min(size - chain.len());
            try_reserve(&mut chain, wanted)?;
            chain.extend_from_slice(&sector[..wanted]);
            number = *self.next.get(number as usize).ok_or(broken("xls"))?;
        }
        Ok(chain)
    }
}

/// The table of sectors, by the list of its own sectors, which begins in the header.
fn sectors(bytes: &[u8]) -> Option<Result<Sectors<'_>>> {
    if !bytes.starts_with(&SIGNATURE) {
        return None;
    }
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4_096,
        _ => return None,
    };
    let mut sectors = Sectors { bytes, size, next: Vec::new() };
    let count = bytes.len() / size;
    let mut list: Vec<u32> = numbers(bytes.get(76..512)?).collect();
    let mut more = u32_at(bytes, 68)?;
    let mut steps = 0;
    while more < RESERVED {
        steps += 1;
        let Some(sector) = sectors.sector(more).ok().filter(|_| steps <= count) else {
            return Some(Err(broken("xls")));
        };
        let (last, rest) = (u32_at(sector, size - 4)?, sector.get(..size - 4)?);
        list.extend(numbers(rest));
        more = last;
    }
    let used = list.iter().filter(|&&number| number < RESERVED).count();
    if used > count {
        return Some(Err(broken("xls")));
    }
    for &number in list.iter().filter(|&&number| number < RESERVED) {
        let Ok(sector) = sectors.sector(number) else { return Some(Err(broken("xls"))) };
        if let Err(error) = try_reserve(&mut sectors.next, size / 4) {
            return Some(Err(error));
        }
        sectors.next.extend(numbers(sector));
    }
    Some(Ok(sectors))
}

/// The stream of a workbook, as Excel wrote them until 2007.
///
/// # Errors
/// [`Error::PasswordProtected`] for a newer workbook with a password, which is wrapped in the same kind of file;
/// [`Error::BinaryFile`] for one of another program; [`Error::ArchiveBroken`].
pub(crate) fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>> {
    let sectors = sectors(bytes).unwrap_or(Err(broken("xls")))?;
    let first = u32_at(bytes, 48).ok_or(broken("xls"))?;
    let directory = sectors.chain(first, usize::MAX)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let find = |wanted: &str| entries.iter().copied().find(|entry| name(entry).eq_ignore_ascii_case(wanted));
    if find("EncryptedPackage").is_some() || find("EncryptionInfo").is_some() {
        return Err(Error::PasswordProtected);
    }
    let Some(entry) = find("Workbook").or_else(|| find("Book")) else {
        let is_other = ["WordDocument", "PowerPoint Document", "__properties_version1.0"];
        let other = is_other.into_iter().any(|other| find(other).is_some());
        // Without a directory nothing can be said of the file.
        return Err(if other || entries.len() > 1 { Error::BinaryFile { kind: "document" } } else { broken("xls") });
    };
    let (start, size) = place(entry, sectors.size).ok_or(broken("xls"))?;
    if size >= SMALL_STREAM {
        return sectors.chain(start, usize::try_from(size).unwrap_or(usize::MAX));
    }
    let root = entries.first().and_then(|root| place(root, sectors.size)).ok_or(broken("xls"))?;
    let small = sectors.chain(root.0, usize::try_from(root.1).unwrap_or(usize::MAX))?;
    let table = sectors.chain(u32_at(bytes, 60).ok_or(broken("xls"))?, usize::MAX)?;
    let next: Vec<u32> = numbers(&table).collect();
    let (mut stream, mut number) = (Vec::new(), start);
    while number != END_OF_CHAIN && (stream.len() as u64) < size {
        let at = number as usize * SMALL_SECTOR;
        let end = at.saturating_add(SMALL_SECTOR.min(size as usize - stream.len()));
        stream.extend_from_slice(small.get(at..end).ok_or(broken("xls"))?);
        number = *next.get(number as usize).ok_or(broken("xls"))?;
    }
    Ok(stream)
}

/// Name of a directory entry.
fn name(entry: &[u8]) -> String {
    let units = entry.get(..SMALL_SECTOR).unwrap_or_default().as_chunks::<2>().0;
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit)).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// First sector and size of a stream.
fn place(entry: &[u8], sector_size: usize) -> Option<(u32, u64)> {
    let low = u64::from(u32_at(entry, 120)?);
    // In files with small sectors the upper half may be anything.
    let high = if sector_size == 512 { 0 } else { u64::from(u32_at(entry, 124)?) };
    Some((u32_at(entry, 116)?, (high << 32) | low))
}

/// A compound file with nothing but the stream of a workbook.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub(crate) fn compound_file(stream: &[u8]) -> Result<Vec<u8>> {
    let data = stream.len().max(SMALL_STREAM as usize).div_ceil(SECTOR);
    // Sectors in this order: tables, directory, stream.
    let per_table = SECTOR / 4;
    let tables = (data + 1).div_ceil(per_table - 1);
    if tables > IN_HEADER {
        return Err(Error::WorkbookTooLarge {
            found: stream.len() as u64,
            limit: (IN_HEADER * per_table * SECTOR) as u64,
        });
    }
    let mut file = Vec::new();
    try_reserve(&mut file, (1 + tables + 1 + data) * SECTOR)?;
    file.extend_from_slice(&SIGNATURE);
    file.resize(24, 0);
    for number in [0x3e_u16, 4, 0xfffe, 12, 6] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.resize(40, 0);
    for number in [1, tables as u32, tables as u32, 0, SMALL_STREAM as u32, END_OF_CHAIN, 0, END_OF_CHAIN, 0] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    for number in 0..IN_HEADER as u32 {
        let number = if number < tables as u32 { number } else { FREE };
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.resize(SECTOR, 0);
    for number in 0..(tables * per_table) as u32 {
        let last = (tables + data) as u32;
        let next = match number {
            number if number < tables as u32 => FAT_SECTOR,
            number if number == tables as u32 || number == last => END_OF_CHAIN,
            number if number < last => number + 1,
            _ => FREE,
        };
        file.extend_from_slice(&next.to_le_bytes());
    }
    let directory = file.len();
    entry(&mut file, "Root Entry", 5, 0, 0);
    entry(&mut file, "Workbook", 2, (tables + 1) as u32, (data * SECTOR) as u64);
    file.resize(directory + SECTOR, 0);
    file.extend_from_slice(stream);
    file.resize(directory + SECTOR + data * SECTOR, 0);
    Ok(file)
}

fn entry(file: &mut Vec<u8>, name: &str, kind: u8, start: u32, size: u64) {
    let begin = file.len();
    name.encode_utf16().for_each(|unit| file.extend_from_slice(&unit.to_le_bytes()));
    let length = (file.len() - begin + 2) as u16;
    file.resize(begin + SMALL_SECTOR, 0);
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&[kind, 1]);
    // Neither neighbours nor children.
    file.extend_from_slice(&[0xff; 12]);
    file.resize(begin + 116, 0);
    file.extend_from_slice(&start.to_le_bytes());
    file.extend_from_slice(&size.to_le_bytes());
}
