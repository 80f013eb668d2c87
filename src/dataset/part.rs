//! The part of a split that a row of a file may name.

/// The parts of a split, in the order in which a pair that stands in two goes to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Train = 0,
    Validation = 1,
    Test = 2,
}

impl Part {
    /// The part that a cell of a split column names, whatever its case.
    pub fn parse(cell: &str) -> Option<Part> {
        let cell = cell.trim();
        let is = |name: &str| cell.eq_ignore_ascii_case(name);
        if is("train") {
            Some(Part::Train)
        } else if is("validation") {
            Some(Part::Validation)
        } else if is("test") {
            Some(Part::Test)
        } else {
            None
        }
    }
}
