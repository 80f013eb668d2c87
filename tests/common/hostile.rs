//! Bytes that mean harm: what was kept of a session, changed in every way that still passes for it, and then used.

use firstpick::codec::checksum;
use firstpick::ingest::schema::Roles;
use firstpick::pipeline::ModelName;
use firstpick::session::{ReadOptions, Session};
use firstpick::split::SplitKind;
use firstpick::training::{Options, Recipe};

use crate::learning::{quick, shop};

/// Sessions of all kinds.
pub const KINDS: [(Recipe, Option<SplitKind>); 3] =
    [(Recipe::Recommended, None), (Recipe::Article, Some(SplitKind::Users)), (Recipe::Pair, Some(SplitKind::Time))];

/// What a word may be changed to: the ends of every range, and numbers that are none.
const WORDS: [u64; 12] = [
    0,
    1,
    2,
    0xff,
    0xffff_ffff,
    1 << 32,
    1 << 62,
    u64::MAX,
    0x7ff8_0000_0000_0000,
    0x7ff0_0000_0000_0000,
    0x7fc0_0000_7fc0_0000,
    0x8000_0000_8000_0000,
];
/// Steps that are taken of each thing that is begun, at most: more than enough for one that is not changed.
const STEPS: usize = 2_000;
/// Bytes of a part's beginning: its name with the length, the version, and then the stamp of its head.
const STAMP: std::ops::Range<usize> = 30..38;

/// What was kept of a session, and of a training under way.
#[derive(Clone)]
pub struct Kept {
    pub data: Vec<u8>,
    pub model: Vec<u8>,
    pub checkpoint: Vec<Vec<u8>>,
}

impl Kept {
    /// Of a file that has all that a file can have, trained and evaluated; the checkpoint is of a second training, which
    /// searches. No split is that of the file's column.
    pub fn of(recipe: Recipe, split: Option<SplitKind>) -> Kept {
        let mut session = read(split);
        let options = Options { epochs: 5.0, hidden: vec![6.0], ..quick(recipe) };
        session.begin_training(&options).expect("a training");
        advance(&mut session);
        let (data, model) = (session.data_snapshot().expect("data"), session.model_snapshot().expect("a network"));
        let search = recipe == Recipe::Recommended;
        session.begin_training(&Options { epochs: 6.0, search, ..options }).expect("a training");
        for _ in 0..5 {
            session.train(&|| 0.0, 0.0).expect("a step");
            while session.checkpoint_pieces() == 0 {
                session.train(&|| 0.0, 0.0).expect("a step");
            }
        }
        let pieces = 0..session.checkpoint_pieces();
        let checkpoint = pieces.map(|piece| session.checkpoint_piece(piece).expect("memory")).collect();
        Kept { data, model, checkpoint }
    }

    /// Changes it by `edits`, four bytes each: which of its pieces, how, and where. All is sealed anew, so that it is looked at.
    pub fn changed(mut self, edits: &[u8]) -> Kept {
        for edit in edits.as_chunks::<4>().0 {
            let pieces = 2 + self.checkpoint.len();
            let piece = match usize::from(edit[0] >> 3) % pieces {
                0 => &mut self.data,
                1 => &mut self.model,
                other => &mut self.checkpoint[other - 2],
            };
            change(piece, edit);
        }
        for bytes in [&mut self.data, &mut self.model].into_iter().chain(&mut self.checkpoint) {
            seal(bytes);
        }
        let Some((head, parts)) = self.checkpoint.split_first_mut() else { return self };
        for part in parts.iter_mut().filter(|part| part.len() > STAMP.end + 8) {
            part[STAMP].copy_from_slice(&head[head.len() - 8..]);
            seal(part);
        }
        self
    }

    /// Brings it back, and uses all that can be.
    pub fn is_used(&self) -> bool {
        let mut session = Session::default();
        if session.restore_data(&self.data).is_err() {
            return false;
        }
        let is_whole = session.restore_model(&self.model).is_ok();
        use_lists(&mut session);
        if session.begin_evaluation().is_ok() {
            advance(&mut session);
            use_lists(&mut session);
        }
        let is_resumed = session.begin_resumed(&mut self.checkpoint.iter().cloned()).is_ok();
        if is_resumed {
            advance(&mut session);
            let _ = session.stop_training();
            advance(&mut session);
            use_lists(&mut session);
        }
        is_whole && is_resumed
    }
}

fn read(split: Option<SplitKind>) -> Session {
    let mut session = Session::default();
    let text = String::from_utf8(shop(30, 12)).expect("text");
    let rows = text.lines().enumerate().map(|(row, line)| match row {
        0 => format!("{line},time,segment,category,split\n"),
        _ => {
            let part = ["train", "train", "validation", "test"][row % 4];
            format!("{line},2024-01-{:02},s{},c{},{part}\n", 1 + row % 28, row % 3, row % 5)
        }
    });
    let bytes = rows.collect::<String>().into_bytes();
    let roles = session.open(&bytes, true, &Default::default()).expect("a head").roles;
    let roles = Roles { split: roles.split.filter(|_| split.is_none()), ..roles };
    session.begin_reading(ReadOptions { roles, split, ..ReadOptions::default() }).expect("a reading");
    session.read(&bytes, true).expect("rows");
    session.finish_reading().expect("a dataset");
    session
}

fn seal(bytes: &mut Vec<u8>) {
    let inside = bytes.len().saturating_sub(8);
    let sum = checksum(&bytes[..inside]);
    bytes.truncate(inside);
    bytes.extend_from_slice(&sum.to_le_bytes());
}

/// One change, anywhere behind the name and the version.
fn change(bytes: &mut Vec<u8>, &[how, value, high, low]: &[u8; 4]) {
    if bytes.is_empty() {
        return;
    }
    let place = 30 + usize::from(high) * 256 + usize::from(low);
    // Small ones are reached as a whole, large ones at their beginning, where all but the weights is, and everywhere else.
    let place = if high & 0xc0 == 0xc0 { place.wrapping_mul(7_919) } else { place } % bytes.len();
    let length = usize::from(value) + 1;
    let end = (place + length).min(bytes.len());
    match how & 7 {
        0 => bytes[place] ^= value,
        1 => bytes[place] = value,
        2 => bytes.truncate(place),
        3 => drop(bytes.drain(place..end)),
        4 => {
            let again = bytes[place..end].to_vec();
            bytes.splice(place..place, again);
        }
        5 => bytes[place..end].reverse(),
        _ => {
            let word = WORDS[usize::from(value) % WORDS.len()].to_le_bytes();
            bytes.iter_mut().skip(place).zip(word).for_each(|(byte, value)| *byte = value);
        }
    }
}

/// Goes on with what is under way.
fn advance(session: &mut Session) {
    let clock = || 0.0;
    for _ in 0..STEPS {
        match session.train(&clock, 0.0) {
            Ok(progress) if !progress.over => {
                let pieces = session.checkpoint_pieces();
                (0..pieces).for_each(|piece| drop(session.checkpoint_piece(piece)));
            }
            _ => return,
        }
    }
}

/// All that can be asked of a session at rest.
fn use_lists(session: &mut Session) {
    let users = session.find_users("", 3).map(|found| found.users).unwrap_or_default();
    for model in [ModelName::Network, ModelName::Ease, ModelName::ItemKnn, ModelName::Popularity] {
        let _ = session.choose_model(model);
        for _ in 0..STEPS {
            if !matches!(session.poll_choice(), Ok((_, None))) {
                break;
            }
        }
        for user in &users {
            let _ = session.recommend(&user.id, 5.0);
        }
        if session.begin_recommendations_csv(3.0).is_ok() {
            let mut bytes = Vec::new();
            while matches!(session.poll_recommendations_csv(&mut bytes), Ok(poll) if poll.is_pending()) {}
        }
    }
    if session.begin_interactions_csv().is_ok() {
        let mut bytes = Vec::new();
        while matches!(session.poll_interactions_csv(&mut bytes), Ok(poll) if poll.is_pending()) {}
    }
    if let Ok(report) = session.report() {
        let text = serde_json::to_string_pretty(&report).expect("JSON");
        serde_json::from_str::<&serde_json::value::RawValue>(&text).expect("JSON that can be read");
    }
    let _ = (session.model_file(), session.data_snapshot(), session.model_snapshot());
}
