use proptest::prelude::*;

use super::*;

fn file(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

#[test]
fn the_file_that_stays_wins_and_what_it_lacks_is_filled() {
    let source = file(json!({
        "first_name": "Odette", "last_name": "Le Marinel", "phone": "+33639981234",
        "email": "odette@example.org", "gender": "feminin", "notes": "Vient le mardi.",
    }));
    let target = file(json!({
        "first_name": "Odette", "last_name": "Lemarinel", "phone": "+33261910012",
        "gender": "non_communique", "notes": "Préfère le matin.",
    }));
    let joined = join(&source, &target, &BTreeMap::new());
    assert_eq!(
        joined,
        file(json!({
            "first_name": "Odette", "last_name": "Lemarinel", "phone": "+33261910012",
            "email": "odette@example.org", "gender": "feminin",
            "notes": "Préfère le matin.\n\nVient le mardi.",
        }))
    );
    let chosen = BTreeMap::from([
        ("last_name".to_owned(), MergeChoice::Source),
        ("notes".to_owned(), MergeChoice::Target),
        // A name has no two values at once: as if nothing had been chosen.
        ("first_name".to_owned(), MergeChoice::Both),
    ]);
    let joined = join(&source, &target, &chosen);
    assert_eq!(joined["last_name"], "Le Marinel");
    assert_eq!(joined["notes"], "Préfère le matin.");
    assert_eq!(joined["first_name"], "Odette");
}

#[test]
fn a_phone_and_its_absence_are_one_choice_so_are_a_year_and_a_band() {
    let source = file(json!({"phone": "+33639981234", "birth_year": 1950}));
    let target = file(json!({"no_phone": true, "age_band": "soixante_soixante_neuf"}));
    let shown = choosing(&source, &target);
    let fields: Vec<&str> = shown.iter().map(|field| field.field).collect();
    assert_eq!(fields, ["phone", "birth_year"]);
    assert_eq!(shown[0].target, "N’a pas de téléphone");
    // A number and a year are more exact than none and a band.
    assert_eq!(join(&source, &target, &BTreeMap::new()), source);
    let kept = BTreeMap::from([
        ("phone".to_owned(), MergeChoice::Target),
        ("birth_year".to_owned(), MergeChoice::Target),
    ]);
    assert_eq!(join(&source, &target, &kept), target);
}

#[test]
fn what_was_corrected_since_is_not_taken_back() {
    let before = file(json!({"phone": "+33261910012"}));
    let after = file(json!({"phone": "+33639981234", "email": "o@example.org"}));
    let taken = taken(&before, &after);
    assert_eq!(
        given_back(&taken, &after),
        file(json!({"phone": "+33261910012", "email": null}))
    );
    let corrected = file(json!({"phone": "+33700000000", "email": "o@example.org"}));
    assert_eq!(given_back(&taken, &corrected), file(json!({"email": null})));
}

#[test]
fn what_somebody_wrote_to_the_joined_file_since_is_known() {
    let seen = json!({"phone": "+33261910012", "email": "o@example.org"});
    let today = file(json!({"phone": "+33639981234", "notes": "Rappeler."}));
    assert_eq!(
        written_since(&seen, &today),
        file(json!({"phone": "+33639981234", "email": null, "notes": "Rappeler."}))
    );
    assert!(written_since(&seen, &file(seen.clone())).is_empty());
}

fn any_file() -> impl Strategy<Value = Fields> {
    let text = |name: &'static str| prop::option::of("[a-c ]{0,2}").prop_map(move |v| (name, v));
    (
        text("first_name"),
        text("phone"),
        text("email"),
        text("notes"),
        any::<bool>(),
    )
        .prop_map(|(a, b, c, d, no_phone)| {
            let mut map: Fields = [a, b, c, d]
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))))
                .collect();
            if no_phone {
                map.insert("no_phone".to_owned(), Value::from(true));
            }
            map
        })
}

proptest! {
    /// Joined, then told apart with nothing in between: the file is as it was.
    #[test]
    fn telling_apart_is_exact(source in any_file(), target in any_file()) {
        let joined = join(&source, &target, &BTreeMap::new());
        let mut today = joined.clone();
        for (field, value) in given_back(&taken(&target, &joined), &joined) {
            if value.is_null() {
                today.remove(&field);
            } else {
                today.insert(field, value);
            }
        }
        prop_assert_eq!(today, target);
    }

    #[test]
    fn what_was_carried_comes_back_as_written(
        table in "[a-z_]{1,9}", row in "[0-9a-f-]{1,36}", session in prop::option::of("[0-9a-f-]{1,36}"),
    ) {
        let carried = Carried { table, row, session };
        prop_assert_eq!(Carried::read(&carried.element()), Some(carried));
    }
}
