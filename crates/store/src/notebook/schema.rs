//! Migrations: append-only, additive, plain SQL; all in one transaction.

use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::Result;

/// Every migration, in order. A released one never changes.
pub(crate) const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_notebook.sql"),
    include_str!("../../migrations/0002_fewer_pages.sql"),
    include_str!("../../migrations/0003_followup.sql"),
    include_str!("../../migrations/0004_planning.sql"),
    include_str!("../../migrations/0005_places.sql"),
    include_str!("../../migrations/0006_people.sql"),
    include_str!("../../migrations/0007_sessions.sql"),
    include_str!("../../migrations/0008_comfort.sql"),
    include_str!("../../migrations/0009_handover.sql"),
    include_str!("../../migrations/0011_comfort.sql"),
    include_str!("../../migrations/0012_erasure.sql"),
    include_str!("../../migrations/0013_orders.sql"),
    include_str!("../../migrations/0014_snapshots.sql"),
];

static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| plan(STEPS));

pub(crate) fn plan(steps: &[&'static str]) -> Migrations<'static> {
    Migrations::new(steps.iter().copied().map(M::up).collect())
}

/// The migrations of this program.
pub(crate) fn current() -> (&'static Migrations<'static>, u32) {
    (&MIGRATIONS, u32::try_from(STEPS.len()).unwrap_or(u32::MAX))
}

/// Brings a file to the latest schema, entirely or not at all.
pub(crate) fn migrate(conn: &mut Connection, migrations: &Migrations<'static>) -> Result<()> {
    migrations.to_latest(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::STEPS;

    #[test]
    fn every_file_of_migrations_is_a_step_in_the_order_of_its_number() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        let texts: Vec<String> = files
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        assert!(
            texts.iter().eq(STEPS),
            "crates/store/migrations and STEPS differ: {files:?}"
        );
    }
}
