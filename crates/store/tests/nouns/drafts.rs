//! Drafts: kept, replaced, dropped.

use escale_store::draft::Draft;

use crate::common::Bench;

#[test]
fn drafts_are_kept_replaced_and_dropped() {
    let bench = Bench::new();
    let draft = |id: &str, body: &str, saved_at_ms| Draft {
        id: id.into(),
        kind: "session".into(),
        record: None,
        body: body.into(),
        saved_at_ms,
    };
    let notebook = bench.notebook.as_ref().unwrap();
    for one in [draft("a", "1", 1), draft("b", "2", 2), draft("a", "3", 3)] {
        notebook.commit(|tx| tx.put_draft(&one)).unwrap();
    }
    assert_eq!(
        bench.read(|reader| reader.drafts()),
        [draft("a", "3", 3), draft("b", "2", 2)]
    );
    assert_eq!(
        format!("{:?}", draft("a", "secret", 1)),
        "Draft { id: \"a\", .. }"
    );
    notebook.commit(|tx| tx.delete_draft("a")).unwrap();
    assert_eq!(bench.read(|reader| reader.draft("a")), None);
}
