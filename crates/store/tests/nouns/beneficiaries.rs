//! People: found however they are typed, in a useful order, with their twins.

use escale_store::beneficiary::Likeness;
use escale_store::session::Count;
use serde_json::json;

use crate::common::{Bench, text};
use crate::filling::{attend, bin, person, session};

fn found(bench: &Bench, typed: &str) -> (Vec<String>, bool) {
    let page = bench.read(|reader| reader.beneficiary_page(typed, 0, 50));
    assert_eq!(page.total as usize, page.rows.len());
    (
        page.rows.into_iter().map(|line| line.id).collect(),
        page.approximate,
    )
}

#[test]
fn people_are_found_in_any_order_with_accents_typos_and_digits_forgiven() {
    let bench = Bench::new();
    person(&bench, "1", "Éléonore", "Le Goff", "+33639980001");
    person(&bench, "2", "Jean-François", "Dupont", "0639980002");
    person(&bench, "3", "Marie Dupond", "Martin", "0261910003");
    person(&bench, "4", "Gone", "Dupont", "0261910004");
    bin(&bench, "beneficiary", "4");
    let exact = |list: &[&str]| {
        (
            list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(),
            false,
        )
    };
    assert_eq!(found(&bench, "goff ELEO"), exact(&["1"]));
    assert_eq!(found(&bench, "jeanfrancois"), exact(&["2"]));
    // The name itself before a middle word.
    assert_eq!(found(&bench, "dupon"), exact(&["2", "3"]));
    assert_eq!(found(&bench, "06 39 98"), exact(&["2", "1"]));
    assert_eq!(found(&bench, "dupont 0002"), exact(&["2"]));
    assert_eq!(found(&bench, "0003"), exact(&["3"]));
    assert_eq!(found(&bench, ""), exact(&["2", "1", "3"]));
    assert_eq!(found(&bench, "elaonore"), (vec!["1".to_owned()], true));
    assert_eq!(found(&bench, "xyzzy"), exact(&[]));
    let page = bench.read(|reader| reader.beneficiary_page("", 1, 1));
    assert_eq!((page.total, page.rows[0].id.as_str()), (3, "1"));
}

#[test]
fn the_latest_seen_comes_first_among_equals_whatever_arrived_first() {
    let bench = Bench::new();
    // As a download may bring them: the attendance, then the session, then the person.
    attend(&bench, "s1", "b2");
    session(
        &bench,
        "s1",
        "2026-11-02",
        1,
        &[("themes", json!(["sante"]))],
    );
    session(
        &bench,
        "s2",
        "2026-11-05",
        1,
        &[("themes", json!(["sante", "internet"]))],
    );
    attend(&bench, "s2", "b2");
    person(&bench, "b1", "Ada", "Martin", "");
    person(&bench, "b2", "Zoé", "Martin", "");
    assert_eq!(found(&bench, "martin").0, ["b2", "b1"]);
    let line = || bench.read(|reader| reader.beneficiary_line("b2")).unwrap();
    assert_eq!(
        (line().sessions, line().last_session.as_deref()),
        (2, Some("2026-11-05"))
    );
    let themes = bench.read(|reader| reader.beneficiary_themes("b2"));
    assert_eq!(
        themes,
        [
            Count {
                value: "sante".into(),
                count: 2
            },
            Count {
                value: "internet".into(),
                count: 1
            }
        ]
    );
    bin(&bench, "session", "s2");
    assert_eq!(
        (line().sessions, line().last_session.as_deref()),
        (1, Some("2026-11-02"))
    );
    bin(&bench, "attendance", "s1+b2");
    assert_eq!((line().sessions, line().last_session), (0, None));
}

#[test]
fn twins_share_a_word_a_phone_or_a_mail() {
    let bench = Bench::new();
    person(&bench, "name", "Ada", "Martin", "");
    person(&bench, "phone", "Bob", "Noël", "+33639980001");
    bench.put(
        "beneficiary",
        "mail",
        &[
            ("first_name", text("Cléo")),
            ("email", text("Ada@example.org")),
        ],
    );
    person(&bench, "other", "Dan", "Petit", "0639980002");
    let like = Likeness {
        first_name: "ADA".into(),
        last_name: "Durand".into(),
        phone: "06 39 98 00 01".into(),
        email: "ada@example.org".into(),
        except: None,
    };
    let alike = |like: &Likeness| -> Vec<String> {
        bench
            .read(|reader| reader.beneficiary_alike(like, 9))
            .into_iter()
            .map(|line| line.id)
            .collect()
    };
    assert_eq!(alike(&like), ["mail", "phone", "name"]);
    assert_eq!(
        alike(&Likeness {
            except: Some("phone".into()),
            ..like
        }),
        ["mail", "name"]
    );
    assert!(alike(&Likeness::default()).is_empty());
}
