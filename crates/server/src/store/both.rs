//! What only matters because there are two engines.

use std::collections::BTreeSet;

use super::tests::{Engine, NOW, on_both, opened, teams};
use super::*;

on_both!(
    a_job_that_hides_a_failure_is_not_committed,
    what_goes_along_is_everything,
);

/// A statement that failed makes PostgreSQL answer `COMMIT` by a rollback, without a word: a job
/// that went on as if nothing had happened must not be acknowledged.
async fn a_job_that_hides_a_failure_is_not_committed(engine: Engine) {
    let (_opened, store) = opened(engine);
    let answer = store
        .write(|book| {
            adviser::add_team(book, "a", NOW)?;
            let _ = book.execute("INSERT INTO nowhere (x) VALUES (1)", &[]);
            Ok(())
        })
        .await;
    let kept = store.read(teams).await.unwrap();
    assert_eq!(kept == 1, answer.is_ok());
}

/// A table or a column that a move or a copy would leave behind is a fault.
async fn what_goes_along_is_everything(engine: Engine) {
    let (_opened, store) = opened(engine);
    let columns = match engine {
        Engine::File => {
            "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
             WHERE m.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT)
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let there: BTreeSet<(String, String)> = store
        .read(move |book| book.rows(columns, &[], |row| Ok((row.get(0)?, row.get(1)?))))
        .await
        .unwrap();
    let there: BTreeSet<_> = there
        .into_iter()
        .filter(|(table, column)| {
            !transfer::APART.contains(&table.as_str())
                && (table.as_str(), column.as_str()) != ("meta", "identity")
        })
        .collect();
    let taken = transfer::TABLES.iter().flat_map(|table| {
        let columns = table.columns.split(", ");
        columns.map(|column| (table.name.to_owned(), column.to_owned()))
    });
    assert_eq!(there, taken.collect());
}
