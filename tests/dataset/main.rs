//! Tests of src/dataset, module by module.

mod quality;
mod vocabulary;
