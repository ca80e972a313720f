//! Bytes out and in. [`paper`] holds the documents a person takes away, as PDF; everything they
//! are made of is in [`page`]. [`people`] reads workbooks of people.
//!
//! Plain structures of text come in, bytes go out: this room knows no notebook, no disk and no
//! clock. The same input gives the same bytes.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod page;
pub mod paper;
pub mod people;
