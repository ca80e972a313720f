//! A short run of the kills and power cuts of `make crash`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;

use anyhow::Result;
use escale_testkit::crash::{Lengths, all, table};

#[test]
fn nothing_told_to_be_kept_is_lost_by_kills_and_power_cuts() -> Result<()> {
    let program = Path::new(env!("CARGO_BIN_EXE_escale-crash"));
    let lines = all(program, &Lengths::short(), 7)?;
    let table = table(&lines);
    assert!(lines.iter().all(|line| line.lost == 0), "{table}");
    assert!(
        lines.iter().map(|line| line.acknowledged).sum::<usize>() > 5,
        "{table}"
    );
    Ok(())
}
