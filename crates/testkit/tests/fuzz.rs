//! A short run of `make fuzz`, the same each time: the corpus, then as many changed inputs as a
//! quick test may give.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_testkit::fuzz::{Ground, TARGETS, drive, most_memory};

#[test]
fn no_decoder_panics_or_forgets() -> Result<()> {
    let mut ground = Ground::default();
    for target in TARGETS {
        let most = if target.slow { 120 } else { 2_000 };
        let figures = drive(target, &mut ground, 2026, |given| given < most)?;
        assert!(
            figures.broken.is_empty(),
            "{target:?}: {} with {:?}",
            figures.broken[0].0,
            String::from_utf8_lossy(&figures.broken[0].1)
        );
        assert!(figures.inputs >= most);
    }
    assert!(most_memory() < 700_000, "{} kB", most_memory());
    Ok(())
}
