//! The part of a split that a row of a file may name.

/// Parts of a split. A pair that a file puts into several belongs to the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Train = 0,
    Validation = 1,
    Test = 2,
}

impl Part {
    /// Part named by a cell of a split column, in any case; none for any other text.
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
