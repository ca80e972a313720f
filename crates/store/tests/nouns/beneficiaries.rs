//! People: found however they are typed, in a useful order, with their twins.

use escale_domain::twins::Fact;
use escale_store::beneficiary::{Likeness, ThemeSum};
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
            ThemeSum {
                value: "sante".into(),
                count: 2,
                minutes: 120
            },
            ThemeSum {
                value: "internet".into(),
                count: 1,
                minutes: 60
            }
        ]
    );
    let totals = bench.read(|reader| reader.beneficiary_totals("b2"));
    assert_eq!((totals.sessions, totals.minutes), (2, 120));
    assert_eq!(
        (totals.first.as_deref(), totals.last.as_deref()),
        (Some("2026-11-02"), Some("2026-11-05"))
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
fn twins_resemble_by_name_or_share_a_phone_or_a_mail() {
    let bench = Bench::new();
    person(&bench, "same", "Ada", "Du Rand", "");
    person(&bench, "near", "Adda", "Durant", "");
    person(&bench, "swapped", "Durand", "Ada", "");
    person(&bench, "phone", "Bob", "Noël", "+33639980001");
    bench.put(
        "beneficiary",
        "mail",
        &[
            ("first_name", text("Ada")),
            ("last_name", text("Klein")),
            ("email", text("Ada@example.org")),
        ],
    );
    // One word of the name is not enough: there are many Adas.
    person(&bench, "other", "Ada", "Petit", "0639980002");
    let like = Likeness {
        first_name: "ADA".into(),
        last_name: "Dúrand".into(),
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
    assert_eq!(alike(&like), ["same", "mail", "phone", "near", "swapped"]);
    assert!(alike(&Likeness::default()).is_empty());
    // Somebody said that those two are not the one whose file is open.
    for (id, first, second) in [("n1", "open", "same"), ("n2", "phone", "open")] {
        bench.put(
            "not_twin",
            id,
            &[("first", text(first)), ("second", text(second))],
        );
    }
    let open = Likeness {
        except: Some("open".into()),
        ..like
    };
    assert_eq!(alike(&open), ["mail", "near", "swapped"]);
}

#[test]
fn probable_pairs_are_listed_once_but_for_those_told_apart() {
    let bench = Bench::new();
    person(&bench, "1", "Marie", "Le Goff", "+33639980001");
    person(&bench, "2", "Marie", "Legoff", "0639980002");
    person(&bench, "3", "Yann", "Le Goff", "06 39 98 00 01");
    person(&bench, "4", "Maria", "Le Gof", "");
    person(&bench, "5", "Marie", "Le Goff", "");
    bin(&bench, "beneficiary", "5");
    let pairs = |loose| bench.read(|reader| reader.beneficiary_pairs(loose, 0, 20));
    let ids = |loose| -> Vec<(String, String)> {
        let page = pairs(loose);
        assert_eq!(page.total as usize, page.rows.len());
        page.rows
            .into_iter()
            .map(|pair| (pair.first.id, pair.second.id))
            .collect()
    };
    let of = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect()
    };
    // By the platform's rule: same names, or same name and phone.
    assert_eq!(ids(false), of(&[("1", "3"), ("1", "2")]));
    let page = pairs(false);
    assert_eq!(page.rows[1].same, [Fact::LastName, Fact::FirstName]);
    assert_eq!(page.rows[1].different, [Fact::Phone]);
    assert_eq!(ids(true).len(), 4);
    assert!(ids(true).contains(&("4".into(), "1".into())));
    bench.put(
        "not_twin",
        "n",
        &[("first", text("3")), ("second", text("1"))],
    );
    assert_eq!(ids(false), of(&[("1", "2")]));
    bin(&bench, "not_twin", "n");
    assert_eq!(ids(false).len(), 2);
    let second = bench.read(|reader| reader.beneficiary_pairs(false, 1, 1));
    assert_eq!((second.total, second.rows.len()), (2, 1));
}
