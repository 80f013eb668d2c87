//! Gzip (RFC 1952) as a stream: bytes go in as they come, text comes out in bounded pieces, so that
//! neither is ever held as a whole, however much one becomes of the other.
//!
//! The browser's own `DecompressionStream` takes one member only; files that were packed in parts,
//! or by `bgzip`, have several, one after the other, and all of them belong to the table.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::error::{Error, Result};
use crate::memory::try_zeroed;

/// The most bytes that come out at once.
pub const PIECE: usize = 1 << 20;
/// The most bytes that a file may unpack to.
pub const LIMIT: u64 = 8 << 30;
/// The most bytes that may come of one, once there are more than [`RATIO_FROM`]. Deflate cannot do more
/// than 1032, and a table that repeats itself so much says nothing.
pub const RATIO: u64 = 1_000;
pub const RATIO_FROM: u64 = 1 << 30;
/// The longest header of a member: an extra field of 64 KiB, a name and a comment.
const HEADER_LIMIT: usize = 1 << 18;
const TRAILER: usize = 8;

enum Stage {
    /// Before a member.
    Header,
    Body(Box<(Decompress, Crc)>),
    /// The checksum and the length of what `Crc` has seen.
    Trailer(Crc),
    /// Zeros may follow the last member, as on tapes.
    Padding,
}

/// Unpacks a gzip file that arrives in chunks.
pub struct Gunzip {
    stage: Stage,
    /// What has arrived and is not used up: from `at` on.
    input: Vec<u8>,
    at: usize,
    last: bool,
    members: u64,
    taken: u64,
    given: u64,
}

impl Default for Gunzip {
    fn default() -> Self {
        Gunzip { stage: Stage::Header, input: Vec::new(), at: 0, last: false, members: 0, taken: 0, given: 0 }
    }
}

impl Gunzip {
    /// Takes the next bytes of the file, `last` at its end. [`Gunzip::pull`] should have said before that
    /// it needs them.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn push(&mut self, bytes: &[u8], last: bool) -> Result<()> {
        self.input.drain(..self.at);
        self.at = 0;
        crate::memory::try_reserve(&mut self.input, bytes.len())?;
        self.input.extend_from_slice(bytes);
        self.taken += bytes.len() as u64;
        self.last = last;
        Ok(())
    }

    /// The next bytes of the text, at most [`PIECE`] of them; none where more of the file is needed, or, after
    /// the last of it, at the end.
    ///
    /// # Errors
    /// [`Error::ArchiveBroken`] where the file is cut, changed or goes on with something else;
    /// [`Error::ArchiveTooLarge`] beyond [`LIMIT`] and [`RATIO`]; [`Error::OutOfMemory`].
    pub fn pull(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let rest = self.input.get(self.at..).unwrap_or_default();
            match &mut self.stage {
                Stage::Header if rest.is_empty() && self.members > 0 => return Ok(None),
                Stage::Header => match header(rest) {
                    Header::Whole(length) => {
                        self.at += length;
                        self.stage = Stage::Body(Box::new((Decompress::new(false), Crc::new())));
                    }
                    Header::Other if self.members > 0 => self.stage = Stage::Padding,
                    Header::Cut if !self.last && rest.len() < HEADER_LIMIT => return Ok(None),
                    Header::Cut | Header::Other => return Err(BROKEN),
                },
                Stage::Body(body) => {
                    let (decompress, crc) = &mut **body;
                    let mut piece = try_zeroed(0_u8, PIECE)?;
                    let before = (decompress.total_in(), decompress.total_out());
                    let status = decompress.decompress(rest, &mut piece, FlushDecompress::None).map_err(|_| BROKEN)?;
                    let read = (decompress.total_in() - before.0) as usize;
                    let written = (decompress.total_out() - before.1) as usize;
                    piece.truncate(written);
                    crc.update(&piece);
                    self.at += read;
                    self.given += written as u64;
                    let more = self.at < self.input.len();
                    if status == Status::StreamEnd {
                        self.stage = Stage::Trailer(std::mem::take(crc));
                    } else if read == 0 && written == 0 {
                        // Nothing to be done with what there is: it waits for more, which may not come.
                        return if self.last || more { Err(BROKEN) } else { Ok(None) };
                    }
                    self.check()?;
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

    fn check(&self) -> Result<()> {
        let limit = if self.given > RATIO_FROM { LIMIT.min(self.taken.saturating_mul(RATIO)) } else { LIMIT };
        if self.given > limit {
            return Err(Error::ArchiveTooLarge { found: self.given, limit: limit.max(RATIO_FROM) });
        }
        Ok(())
    }
}

const BROKEN: Error = Error::ArchiveBroken { kind: "gzip" };

enum Header {
    /// So many bytes.
    Whole(usize),
    /// It goes on beyond what is there.
    Cut,
    /// Not the header of a member.
    Other,
}

/// The header of a member: ten bytes, then, as its flags say, an extra field, a name, a comment, a checksum.
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
    length.map_or(Header::Cut, Header::Whole)
}
