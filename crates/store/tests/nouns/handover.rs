//! What belongs to a file, what is left of it, and that nothing else is.

use std::collections::BTreeMap;

use escale_domain::catalogue::BENEFICIARY;
use escale_store::handover::{Departure, Leaving};
use serde_json::{Value, json};

use crate::common::{Bench, record, text};
use crate::filling::{attend, bin, person, session};

fn filled() -> Bench {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Canari", "+33639980001");
    person(&bench, "joined", "Ada", "Serin", "");
    person(&bench, "other", "Zoé", "Petit", "");
    bin(&bench, "beneficiary", "joined");
    bench.put("merge", "joined", &[("target", text("b"))]);
    for (table, id) in [("goal", "g"), ("procedure", "p"), ("mandate", "m")] {
        bench.put(table, id, &[("beneficiary", text("b"))]);
    }
    bench.put("goal", "g-other", &[("beneficiary", text("other"))]);
    bench.put("pix_result", "x", &[("beneficiary", text("joined"))]);
    bin(&bench, "mandate", "m");
    bench.put("follow_step", "s", &[("item", text("g"))]);
    bench.put("follow_step", "s-other", &[("item", text("g-other"))]);
    bench.put("handover", "h", &[("person", text("b"))]);
    session(&bench, "seance", "2026-11-03", 1, &[]);
    attend(&bench, "seance", "b");
    bench.put("outcome", "o", &[("beneficiary", text("b"))]);
    bench.put("registration", "r", &[("beneficiary", text("b"))]);
    bench
}

#[test]
fn a_file_is_the_person_what_follows_her_and_what_was_joined_never_the_sessions() {
    let bench = filled();
    let people = ["b".to_owned(), "joined".to_owned()];
    let found = bench.read(|reader| reader.dossier(&people, "adv:1"));
    let mut names: Vec<String> = found
        .iter()
        .map(|(table, id)| format!("{table} {id}"))
        .collect();
    assert_eq!(names[..2], ["beneficiary b", "beneficiary joined"]);
    names.sort();
    assert_eq!(
        names,
        [
            "beneficiary b",
            "beneficiary joined",
            "follow_step s",
            "goal g",
            "handover h",
            "mandate m",
            "merge joined",
            "pix_result x",
            "procedure p"
        ]
    );
    // What is in another notebook is not hers to send.
    let (mut row, values) = record("goal", "g", &[("beneficiary", text("b"))]);
    row.scope = "team:1".into();
    bench.put_row(&row, &values);
    let fewer = bench.read(|reader| reader.dossier(&people, "adv:1"));
    assert_eq!(fewer.len(), found.len() - 1);
}

#[test]
fn of_somebody_gone_stays_a_line_without_a_name() {
    let bench = filled();
    let kept: BTreeMap<String, Value> =
        serde_json::from_value(json!({"age_band": "70_plus"})).unwrap();
    let notebook = bench.notebook.as_ref().unwrap();
    let gone = Departure {
        table: "beneficiary".into(),
        row: "b".into(),
        target: "adv:2".into(),
        leaving: Leaving::Gone,
        q: None,
        at_ms: 5_000,
        kept: kept.clone(),
    };
    notebook
        .commit(|tx| {
            tx.let_go("beneficiary", "b")?;
            tx.put_departure(&gone)?;
            tx.put_stand_in("b", "Personne transmise", &kept, 5_000)
        })
        .unwrap();
    assert!(bench.read(|reader| reader.tables_with("Canari")).is_empty());
    assert!(bench.read(|reader| reader.tables_with("63998")).is_empty());
    // Nor what search folded.
    assert!(bench.read(|reader| reader.tables_with("canari")).is_empty());
    let found = bench.read(|reader| reader.tables_with("Petit"));
    assert_eq!(found, ["beneficiary", "record"]);
    let found = bench.read(|reader| reader.beneficiary_page("", 0, 9));
    assert_eq!(found.total, 1, "nobody finds her");
    let line = bench.read(|reader| reader.session_line("seance")).unwrap();
    assert_eq!(
        (line.named, line.person.as_deref()),
        (1, Some("Personne transmise"))
    );
    let row = bench.read(|reader| reader.row(&BENEFICIARY, "b")).unwrap();
    assert!(row.deleted && row.scope.is_empty());
    assert_eq!(row.values["age_band"], "70_plus");
    // Not in the bin either: nobody takes her out of it.
    let (total, _) = bench.read(|reader| reader.bin_page(&["beneficiary"], 0, 0, 9));
    assert_eq!(total, 0);
    assert!(bench.read(|reader| reader.departures(Leaving::Gone)) == [gone]);

    // She comes back.
    person(&bench, "b", "Ada", "Canari", "");
    notebook
        .commit(|tx| tx.came_back("beneficiary", "b"))
        .unwrap();
    let line = bench.read(|reader| reader.session_line("seance")).unwrap();
    assert_eq!(line.person.as_deref(), Some("Ada Canari"));
    assert!(
        bench
            .read(|reader| reader.departures(Leaving::Gone))
            .is_empty()
    );
}
