use super::*;
use ts_rs::TS;

/// Everything a vocabulary promises, on one of them.
macro_rules! check {
    ($name:ident, $count:literal) => {{
        assert_eq!($name::ALL.len(), $count, stringify!($name));
        for (i, case) in $name::ALL.iter().enumerate() {
            assert_eq!($name::from_value(case.value()), Some(*case));
            assert_eq!(case.to_string(), case.value());
            let json = serde_json::to_value(case).unwrap();
            assert_eq!(json, case.value());
            assert_eq!(serde_json::from_value::<$name>(json).unwrap(), *case);
            assert!(
                $name::ALL[..i].iter().all(|other| other < case),
                "display order"
            );
            assert!(!case.label().is_empty());
            assert!(
                $name::decl(&ts_rs::Config::default()).contains(&format!("\"{}\"", case.value()))
            );
        }
        assert_eq!($name::from_value("inconnu"), None);
    }};
}

#[test]
fn vocabularies_keep_their_promises() {
    check!(SessionKind, 2);
    check!(PlaceKind, 4);
    check!(Material, 5);
    check!(WorkshopLevel, 3);
    check!(Theme, 30);
    check!(Autonomy, 3);
    check!(Redirection, 7);
    check!(ProcedureState, 5);
    check!(Gender, 3);
    check!(AgeBand, 8);
    check!(SocialStatus, 5);
    check!(Typology, 92);
    check!(DurationRange, 4);
    check!(GoalState, 4);
    check!(ReferralState, 5);
    check!(Basic, 8);
    check!(BasicLevel, 4);
    check!(MandateKind, 2);
    check!(PixKind, 3);
    check!(Service, 9);
    check!(Public, 5);
    check!(SpecialCare, 7);
    check!(Fee, 3);
    check!(Programme, 11);
    check!(TrainingLabel, 10);
    check!(AccessMode, 6);
    check!(SupportMode, 4);
}

#[test]
fn labels_use_the_typographic_apostrophe() {
    // The typologies of the platform mix both apostrophes: they are kept as they are.
    let labels = Theme::ALL
        .iter()
        .map(|x| x.label())
        .chain(PlaceKind::ALL.iter().map(|x| x.label()))
        .chain(Redirection::ALL.iter().map(|x| x.label()))
        .chain(Programme::ALL.iter().map(|x| x.label()))
        .chain(AccessMode::ALL.iter().map(|x| x.label()));
    for label in labels {
        assert!(!label.contains('\''), "{label}");
    }
    assert_eq!(PlaceKind::Activity.label(), "Lieu d\u{2019}activité");
}

#[test]
fn eleven_themes_are_administrative() {
    let administrative: Vec<_> = Theme::ALL
        .iter()
        .filter(|t| t.is_administrative())
        .collect();
    assert_eq!(administrative.len(), 11);
    assert_eq!(Theme::ALL[19..].iter().collect::<Vec<_>>(), administrative);
    assert!(!Theme::AideAuxDemarchesAdministratives.is_administrative());
}

#[test]
fn ages_fall_in_their_band() {
    let cases = [
        (1899, AgeBand::Undeclared),
        (1900, AgeBand::From70),
        (1956, AgeBand::From70),
        (1957, AgeBand::From60To69),
        (1966, AgeBand::From60To69),
        (1967, AgeBand::From40To59),
        (1986, AgeBand::From40To59),
        (1987, AgeBand::From25To39),
        (2001, AgeBand::From25To39),
        (2002, AgeBand::From18To24),
        (2008, AgeBand::From18To24),
        (2009, AgeBand::From12To17),
        (2014, AgeBand::From12To17),
        (2015, AgeBand::Under12),
        (2026, AgeBand::Under12),
        (2027, AgeBand::Undeclared),
    ];
    for (year, band) in cases {
        assert_eq!(AgeBand::from_birth_year(year, 2026), band, "{year}");
    }
}

#[test]
fn durations_are_written_as_the_platform_does() {
    let cases = [
        (15, "15mn"),
        (60, "1h"),
        (90, "1h30"),
        (120, "2h"),
        (125, "2h05"),
        (0, "0mn"),
    ];
    for (minutes, label) in cases {
        assert_eq!(duration_label(minutes), label);
    }
}

#[test]
fn durations_fall_in_their_range() {
    let cases = [
        (0, DurationRange::Under30),
        (29, DurationRange::Under30),
        (30, DurationRange::From30To60),
        (59, DurationRange::From30To60),
        (60, DurationRange::From60To120),
        (119, DurationRange::From60To120),
        (120, DurationRange::From120),
        (u32::MAX, DurationRange::From120),
    ];
    for (minutes, range) in cases {
        assert_eq!(DurationRange::of(minutes), range, "{minutes}");
    }
}
