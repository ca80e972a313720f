use std::collections::BTreeMap;

use rusqlite::hooks::{AuthContext, Authorization};

use super::*;
use crate::record::RecordRow;
use crate::sync::OutboxRow;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn identity() -> Identity {
    Identity {
        db_uuid: "notebook-1".into(),
    }
}

struct Bench {
    dir: tempfile::TempDir,
    key: Key,
}

impl Bench {
    fn new() -> (Self, Notebook) {
        let bench = Self {
            dir: tempfile::tempdir().unwrap(),
            key: Key::generate().unwrap(),
        };
        let notebook = Notebook::create(bench.dir.path(), &bench.key, &identity()).unwrap();
        (bench, notebook)
    }

    fn open(&self) -> Result<Notebook> {
        Notebook::open(self.dir.path(), &self.key, now())
    }

    fn database(&self) -> PathBuf {
        self.dir.path().join(files::DATABASE)
    }
}

fn note(id: &str, state: &str) -> RecordRow {
    RecordRow {
        table: "unheard_of".into(),
        id: id.into(),
        scope: "adv:1".into(),
        deleted: false,
        state: state.into(),
        recorded_at_ms: 1,
        changed_at_ms: 1,
        conflict: Vec::new(),
    }
}

fn put(notebook: &Notebook, id: &str, state: &str) -> Result<()> {
    notebook.commit(|tx| tx.put_record(&note(id, state), &BTreeMap::new()))
}

fn has(notebook: &Notebook, id: &str) -> bool {
    notebook
        .read::<_, Error>(|reader| reader.record("unheard_of", id))
        .unwrap()
        .is_some()
}

#[test]
fn an_error_or_a_panic_leaves_the_notebook_as_it_was() {
    let (_bench, notebook) = Bench::new();
    let refused: Result<()> = notebook.commit(|tx| {
        tx.put_record(&note("a", "{}"), &BTreeMap::new())?;
        Err(Error::Closed)
    });
    assert!(matches!(refused, Err(Error::Closed)));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<()> = notebook.commit(|tx| {
            tx.put_record(&note("b", "{}"), &BTreeMap::new()).unwrap();
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    assert!(!has(&notebook, "a") && !has(&notebook, "b"));
    put(&notebook, "c", "{}").unwrap();
    assert!(has(&notebook, "c"));
}

#[test]
fn a_change_outside_the_door_is_refused_on_both_connections() {
    let (_bench, notebook) = Bench::new();
    put(&notebook, "a", "{}").unwrap();
    for mutex in [&notebook.writer, &notebook.reader] {
        let guard = held(mutex);
        let conn = guard.as_ref().unwrap();
        for sql in [
            "DELETE FROM record",
            "UPDATE session SET notes = NULL",
            "INSERT INTO meta (key, value) VALUES ('x', 1)",
            "DROP TABLE outbox",
            "PRAGMA user_version = 7",
            "ATTACH 'elsewhere.db' AS other",
        ] {
            let refused = conn.execute_batch(sql).map_err(Error::from);
            assert!(
                matches!(refused, Err(Error::StrayWrite)),
                "{sql}: {refused:?}"
            );
        }
    }
    assert!(has(&notebook, "a"));
}

#[test]
fn a_read_goes_on_during_a_commit_and_sees_what_was_committed() {
    let (_bench, notebook) = Bench::new();
    put(&notebook, "a", "{}").unwrap();
    notebook
        .commit(|tx| {
            tx.put_record(&note("b", "{}"), &BTreeMap::new())?;
            assert!(has(&notebook, "a") && !has(&notebook, "b"));
            Ok::<_, Error>(())
        })
        .unwrap();
    assert!(has(&notebook, "b"));
}

#[test]
fn the_settings_promised_are_in_force() {
    let (_bench, notebook) = Bench::new();
    for mutex in [&notebook.writer, &notebook.reader] {
        // A door of its own: asking is refused like the rest.
        let guard = held(mutex);
        let conn = guard.as_ref().unwrap();
        conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
            .unwrap();
        let value = |name: &str| -> String {
            conn.query_row(&format!("PRAGMA {name}"), [], |row| {
                row.get::<_, rusqlite::types::Value>(0)
                    .map(|value| format!("{value:?}"))
            })
            .unwrap()
        };
        assert_eq!(value("journal_mode"), "Text(\"wal\")");
        for (name, expected) in [
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("secure_delete", 1),
            ("trusted_schema", 0),
            ("temp_store", 2),
        ] {
            assert_eq!(value(name), format!("Integer({expected})"), "{name}");
        }
    }
}

#[test]
fn what_was_recorded_before_a_full_disk_stays_readable() {
    let (bench, notebook) = Bench::new();
    let reserve = bench.dir.path().join(files::BALLAST);
    assert_eq!(reserve.metadata().unwrap().len(), 8 * 1024 * 1024);
    put(&notebook, "before", "{}").unwrap();
    let pages: i64 = {
        let guard = held(&notebook.writer);
        let conn = guard.as_ref().unwrap();
        // The file may grow no more: SQLite then answers as on a full disk.
        conn.query_row("PRAGMA max_page_count = 1", [], |row| row.get(0))
            .unwrap()
    };
    assert!(pages > 1);
    let refused = put(&notebook, "big", &"x".repeat(4 << 20));
    assert!(matches!(refused, Err(Error::DiskFull)), "{refused:?}");
    assert!(!reserve.exists());
    assert!(has(&notebook, "before") && !has(&notebook, "big"));
    drop(notebook);
    let notebook = bench.open().unwrap();
    notebook.verify().unwrap();
    assert!(has(&notebook, "before"));
    assert!(reserve.exists());
    put(&notebook, "after", "{}").unwrap();
}

#[test]
fn a_newer_notebook_is_refused_untouched() {
    let (bench, notebook) = Bench::new();
    drop(notebook);
    let conn = keyed(&bench.database(), &bench.key, false).unwrap();
    settle(&conn, false).unwrap();
    conn.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(conn);
    let before = std::fs::read(bench.database()).unwrap();
    let known = schema::current().1;
    assert!(matches!(bench.open(), Err(Error::Newer { found: 99, known: k }) if k == known));
    assert_eq!(std::fs::read(bench.database()).unwrap(), before);
    assert!(!Marker::left_behind(bench.dir.path()));
}

#[test]
fn an_older_notebook_is_backed_up_then_migrated() {
    let (bench, notebook) = Bench::new();
    put(&notebook, "a", "{}").unwrap();
    drop(notebook);
    let mut steps = schema::STEPS.to_vec();
    steps.push("ALTER TABLE place ADD COLUMN opened TEXT;");
    let (plan, known) = (schema::plan(&steps), schema::current().1 + 1);
    let notebook = Notebook::open_at(bench.dir.path(), &bench.key, now(), (&plan, known)).unwrap();
    assert!(has(&notebook, "a"));
    drop(notebook);
    assert!(matches!(bench.open(), Err(Error::Newer { .. })));
    // The former schema waits in the backup.
    let backups = backup::list(bench.dir.path()).unwrap();
    assert_eq!(backups.len(), 1);
    let conn = keyed(&backups[0].path, &bench.key, false).unwrap();
    assert_eq!(user_version(&conn).unwrap() + 1, known);
}

#[test]
fn a_notebook_of_the_first_schema_keeps_all_it_holds() {
    let bench = Bench::new().0;
    std::fs::remove_file(bench.database()).unwrap();
    let mut conn = keyed(&bench.database(), &bench.key, true).unwrap();
    schema::migrate(&mut conn, &schema::plan(&schema::STEPS[..1])).unwrap();
    conn.execute_batch(
        "INSERT INTO attendance VALUES ('a', 'adv:1', 0, NULL, 1, 2, 's', 'b');
         INSERT INTO outcome (id, scope, deleted, recorded_at, changed_at, session, autonomy)
            VALUES ('o', 'adv:1', 0, 1, 2, 's', 'autonome');
         INSERT INTO scope VALUES ('adv:1', '', 258, x'000102030405060708090a0b0c0d0e0f');
         INSERT INTO outbox VALUES (1, 1, 'adv:1', 'session', 's', '{}', x'00', 1, 1, 7, 1),
            (2, 2, 'adv:1', 'outcome', 'o', '{}', x'00', 1, 0, NULL, 1);",
    )
    .unwrap();
    drop(conn);
    let notebook = bench.open().unwrap();
    let kept = notebook
        .read::<_, Error>(|reader| {
            let sum: [u8; 16] = std::array::from_fn(|n| u8::try_from(n).unwrap());
            let scope = reader.scope("adv:1")?.unwrap();
            assert_eq!((scope.cursor, scope.sum), (258, sum));
            assert_eq!(reader.scopes()?, [scope]);
            assert_eq!(reader.session_people("s")?[0].beneficiary, "b");
            assert_eq!(reader.session_outcome("s")?.unwrap().id, "o");
            assert_eq!(reader.waiting_sessions()?, ["s".to_owned()].into());
            reader.outbox_counts()
        })
        .unwrap();
    assert_eq!((kept.operations, kept.not_durable), (1, 1));
}

#[test]
fn what_the_first_schema_kept_of_a_place_can_be_projected_by_the_latest() {
    let (bench, notebook) = Bench::new();
    drop(notebook);
    // The same notebook as the first version would have made it.
    std::fs::remove_file(bench.database()).unwrap();
    let first = schema::plan(&schema::STEPS[..1]);
    let mut conn = keyed(&bench.database(), &bench.key, true).unwrap();
    settle(&conn, false).unwrap();
    schema::migrate(&mut conn, &first).unwrap();
    conn.execute_batch(
        "INSERT INTO meta (key, value) VALUES ('db_uuid', 'notebook-1');
         INSERT INTO record VALUES ('place', 'a', 'team:1', 0,
            '{\"name\":\"Mairie\",\"phone\":\"+33261910012\",\"services\":[\"Aide\"]}', NULL, 1, 1);
         INSERT INTO place (id, scope, deleted, recorded_at, changed_at, name)
            VALUES ('a', 'team:1', 0, 1, 1, 'Mairie');
         INSERT INTO place_search VALUES ('a', ' mairie ', 'mairie');",
    )
    .unwrap();
    drop(conn);
    let notebook = bench.open().unwrap();
    let phone = || {
        let row = notebook
            .read::<_, Error>(|reader| reader.row(&escale_domain::catalogue::PLACE, "a"))
            .unwrap()
            .unwrap();
        (
            row.values.get("phone").cloned(),
            row.values.get("services").cloned(),
        )
    };
    assert_eq!(phone(), (None, None));
    notebook
        .reproject::<Error>(
            &[&escale_domain::catalogue::PLACE],
            |record| Ok(serde_json::from_str(&record.state)?),
            |_| Ok(()),
        )
        .unwrap();
    assert_eq!(
        phone(),
        (
            Some("+33261910012".into()),
            Some(serde_json::json!(["Aide"]))
        )
    );
    let found = notebook.read::<_, Error>(|reader| reader.place_search("mairie", 9));
    assert_eq!(found.unwrap().len(), 1);
}

#[test]
fn a_failing_migration_leaves_the_old_notebook() {
    let (bench, notebook) = Bench::new();
    put(&notebook, "a", "{}").unwrap();
    drop(notebook);
    let mut steps = schema::STEPS.to_vec();
    steps.push("ALTER TABLE place ADD COLUMN opened TEXT; INSERT INTO nowhere VALUES (1);");
    let plan = schema::plan(&steps);
    let failed = Notebook::open_at(
        bench.dir.path(),
        &bench.key,
        now(),
        (&plan, schema::current().1 + 1),
    );
    assert!(matches!(failed, Err(Error::Migration(_))), "{failed:?}");
    let notebook = bench.open().unwrap();
    assert!(has(&notebook, "a"));
    drop(notebook);
    let conn = keyed(&bench.database(), &bench.key, false).unwrap();
    let sql = "SELECT count(*) FROM pragma_table_info('place') WHERE name = 'opened'";
    let columns: u32 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(columns, 0);
}

#[test]
fn an_unfinished_creation_is_no_notebook() {
    let dir = tempfile::tempdir().unwrap();
    let key = Key::generate().unwrap();
    std::fs::write(dir.path().join("carnet.new"), b"cut short").unwrap();
    assert!(matches!(
        Notebook::open(dir.path(), &key, now()),
        Err(Error::NoNotebook)
    ));
    let notebook = Notebook::create(dir.path(), &key, &identity()).unwrap();
    assert_eq!(notebook.identity().unwrap(), identity());
    drop(notebook);
    let again = Notebook::create(dir.path(), &key, &identity());
    assert!(matches!(again, Err(Error::AlreadyExists)));
}

/// Lists must stay instant whatever the age of the notebook: no query sorts a whole table.
#[test]
fn paged_lists_follow_an_index() {
    let (bench, _notebook) = Bench::new();
    let conn = keyed(&bench.database(), &bench.key, false).unwrap();
    let plan = |sql: &str, bound: usize| -> String {
        let nulls = rusqlite::params_from_iter(vec![rusqlite::types::Value::Null; bound]);
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = statement
            .query_map(nulls, |row| row.get::<_, String>(3))
            .unwrap();
        rows.collect::<rusqlite::Result<Vec<_>>>()
            .unwrap()
            .join("\n")
    };
    // The list of sessions has its own test, beside it.
    let people = plan(
        "SELECT id FROM beneficiary_search ORDER BY name, id LIMIT ?1 OFFSET ?2",
        2,
    );
    assert!(
        people.contains("INDEX") && !people.contains("TEMP B-TREE"),
        "{people}"
    );
    let line = plan(include_str!("../session/line.sql"), 1);
    assert!(!line.contains("SCAN"), "{line}");
    let day = plan(include_str!("../session/day.sql"), 1);
    assert!(!day.contains("SCAN"), "{day}");
    let refresh = plan(include_str!("../search/refresh_use.sql"), 1);
    assert!(!refresh.contains("SCAN"), "{refresh}");
}

#[test]
fn a_number_taken_in_the_outbox_is_refused() {
    let (_bench, notebook) = Bench::new();
    let row = OutboxRow {
        q: 1,
        txn: 1,
        scope: "adv:1".into(),
        table: "session".into(),
        row: "s".into(),
        body: "{}".into(),
        chain: [0; 32],
        stamp: u64::MAX,
        seq: None,
        recorded_at_ms: 5,
    };
    notebook.commit(|tx| tx.outbox_push(&row)).unwrap();
    assert!(matches!(
        notebook.commit(|tx| tx.outbox_push(&row)),
        Err(Error::Sql(_))
    ));
    let kept = notebook
        .read::<_, Error>(|reader| reader.outbox_row(1))
        .unwrap();
    assert_eq!(kept, Some(row));
}

#[test]
fn a_notebook_may_be_shared_between_threads() {
    fn shareable<T: Send + Sync>() {}
    shareable::<Notebook>();
}

#[test]
fn once_closed_it_answers_nothing_forgets_the_key_and_can_be_opened_again() {
    let (bench, notebook) = Bench::new();
    put(&notebook, "a", "{}").unwrap();
    let mut pin = notebook.arm_pin("294057", KdfCost::test(), 0).unwrap();
    notebook.close();
    assert!(matches!(put(&notebook, "b", "{}"), Err(Error::Closed)));
    let read = notebook.read::<_, Error>(|reader| reader.record("unheard_of", "a"));
    assert!(matches!(read, Err(Error::Closed)));
    assert!(matches!(notebook.verify(), Err(Error::Closed)));
    assert!(matches!(
        notebook.arm_pin("294057", KdfCost::test(), 0),
        Err(Error::Closed)
    ));
    assert!(held(&notebook.key).is_none());
    assert!(!Marker::left_behind(bench.dir.path()));
    let again = Notebook::open(bench.dir.path(), &pin.open("294057", 1).unwrap(), now()).unwrap();
    assert!(has(&again, "a"));
    // The former handle must not undo what belongs to the new one.
    drop(notebook);
    assert!(Marker::left_behind(bench.dir.path()));
    assert!(matches!(bench.open(), Err(Error::AlreadyOpen)));
}
