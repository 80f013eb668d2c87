//! Gzip (RFC 1952) as a stream: bytes go in as they arrive, text comes out in bounded pieces, so that neither is held
//! as a whole, whatever their ratio.
//!
//! The browser's own `DecompressionStream` reads one member only; files packed in parts, or by `bgzip`, have several
//! members, and all of them belong to the table.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::error::{Error, Result};
use crate::memory::{try_reserve, try_zeroed};

/// Limit of a piece of text, in bytes.
pub const MAX_PIECE_BYTES: usize = 1 << 20;
/// Limit of the whole text, in bytes.
pub const MAX_TEXT_BYTES: u64 = 8 << 30;
/// Limit of unpacked bytes per packed byte, once there are more than [`RATIO_CHECKED_FROM`]. Deflate reaches at most
/// 1032, and a table that repeats itself so often has no content.
pub const MAX_RATIO: u64 = 1_000;
/// Unpacked bytes from which on [`MAX_RATIO`] is checked.
pub const RATIO_CHECKED_FROM: u64 = 1 << 30;
/// Limit of a member's header, in bytes: an extra field of 64 KiB, a name and a comment.
const MAX_HEADER_BYTES: usize = 1 << 18;
/// Length of a member's trailer, in bytes.
const TRAILER: usize = 8;

enum Stage {
    /// Before or in the header of a member.
    Header,
    Body(Box<(Decompress, Crc)>),
    /// Before the checksum and the length, which must equal those of `Crc`.
    Trailer(Crc),
    /// Behind the last member; zeros may follow, as on tapes.
    Padding,
}

/// Unpacker of a gzip file that arrives in chunks.
pub struct Gunzip {
    stage: Stage,
    /// Bytes that have arrived; those from `at` on are unread.
    input: Vec<u8>,
    at: usize,
    last: bool,
    members: u64,
    packed: u64,
    unpacked: u64,
}

impl Default for Gunzip {
    fn default() -> Self {
        Gunzip { stage: Stage::Header, input: Vec::new(), at: 0, last: false, members: 0, packed: 0, unpacked: 0 }
    }
}

impl Gunzip {
    /// Adds the next bytes of the file, `last` at its end. [`Gunzip::pull`] should have asked for them by returning
    /// none.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        self.input.drain(..self.at);
        self.at = 0;
        try_reserve(&mut self.input, bytes.len())?;
        self.input.extend_from_slice(bytes);
        self.packed += bytes.len() as u64;
        self.last = last;
        Ok(())
    }

    /// The next piece of the text, at most [`MAX_PIECE_BYTES`]; none where more of the file is needed or, after its
    /// last bytes, at the end.
    ///
    /// # Errors
    /// [`Error::ArchiveBroken`] for a file that is truncated, altered or followed by other data;
    /// [`Error::ArchiveTooLarge`] beyond [`MAX_TEXT_BYTES`] and [`MAX_RATIO`]; [`Error::OutOfMemory`].
    pub fn pull(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let rest = self.input.get(self.at..).unwrap_or_default();
            match &mut self.stage {
                Stage::Header if rest.is_empty() && self.members > 0 => return Ok(None),
                Stage::Header => match header(rest) {
                    Header::Complete(length) => {
                        self.at += length;
                        self.stage = Stage::Body(Box::new((Decompress::new(false), Crc::new())));
                    }
                    Header::Other if self.members > 0 => self.stage = Stage::Padding,
                    Header::Partial if !self.last && rest.len() < MAX_HEADER_BYTES => return Ok(None),
                    Header::Partial | Header::Other => return Err(BROKEN),
                },
                Stage::Body(body) => {
                    let (decompress, crc) = &mut **body;
                    let mut piece = try_zeroed(0_u8, MAX_PIECE_BYTES)?;
                    let before = (decompress.total_in(), decompress.total_out());
                    let status = decompress.decompress(rest, &mut piece, FlushDecompress::None).map_err(|_| BROKEN)?;
                    let read = (decompress.total_in() - before.0) as usize;
                    let written = (decompress.total_out() - before.1) as usize;
                    piece.truncate(written);
                    crc.update(&piece);
                    self.at += read;
                    self.unpacked += written as u64;
                    let more = self.at < self.input.len();
                    if status == Status::StreamEnd {
                        self.stage = Stage::Trailer(std::mem::take(crc));
                    } else if read == 0 && written == 0 {
                        // More input is needed, which may not come.
                        return if self.last || more { Err(BROKEN) } else { Ok(None) };
                    }
                    self.check_size()?;
                    if written > 0 {
                        return Ok(Some(piece));
                    }
                }
                Stage::Trailer(crc) => {
                    let Some(trailer) = rest.first_chunk::<TRAILER>() else {
                        return if self.last { Err(BROKEN) } else { Ok(None) };
                    };
                    let [a, b, c, d, e, f, g, h] = *trailer;
                    let (sum, amount) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
                    if (sum, amount) != (crc.sum(), crc.amount()) {
                        return Err(BROKEN);
                    }
                    self.at += TRAILER;
                    self.members += 1;
                    self.stage = Stage::Header;
                }
                Stage::Padding if rest.iter().all(|&byte| byte == 0) => {
                    self.at = self.input.len();
                    return Ok(None);
                }
                Stage::Padding => return Err(BROKEN),
            }
        }
    }

    fn check_size(&self) -> Result<()> {
        let allowed = self.packed.saturating_mul(MAX_RATIO);
        let limit = if self.unpacked > RATIO_CHECKED_FROM { MAX_TEXT_BYTES.min(allowed) } else { MAX_TEXT_BYTES };
        if self.unpacked > limit {
            return Err(Error::ArchiveTooLarge { found: self.unpacked, limit: limit.max(RATIO_CHECKED_FROM) });
        }
        Ok(())
    }
}

const BROKEN: Error = Error::ArchiveBroken { kind: "gzip" };

enum Header {
    /// A header of this length, in bytes.
    Complete(usize),
    /// The beginning of a header.
    Partial,
    /// No header of a member.
    Other,
}

/// Header at the beginning of `bytes`: ten bytes, then, depending on its flags, an extra field, a name, a comment and a
/// checksum.
fn header(bytes: &[u8]) -> Header {
    const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
    const CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    if !bytes.iter().zip(MAGIC).all(|(&found, wanted)| found == wanted) {
        return Header::Other;
    }
    let length = (|| {
        let flags = *bytes.get(3)?;
        let mut at = 10;
        if flags & EXTRA != 0 {
            let size = bytes.get(at..)?.first_chunk::<2>()?;
            at += 2 + usize::from(u16::from_le_bytes(*size));
        }
        for text in [NAME, COMMENT] {
            if flags & text != 0 {
                at += bytes.get(at..)?.iter().position(|&byte| byte == 0)? + 1;
            }
        }
        if flags & CHECKSUM != 0 {
            at += 2;
        }
        (at <= bytes.len()).then_some(at)
    })();
    length.map_or(Header::Partial, Header::Complete)
}
