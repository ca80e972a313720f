use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hours(starts: u32, ends: u32) -> Hours {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Hours::new(at(starts), at(ends)).unwrap()
}

/// Tuesdays and Thursdays, one week out of two, from Tuesday 24 November 2026.
fn series() -> Series {
    Series {
        id: "s".to_owned(),
        place: Some("p".to_owned()),
        weekdays: vec![Weekday::Tuesday, Weekday::Thursday],
        hours: hours(9, 12),
        every: 2,
        first_day: day("2026-11-24"),
        last_day: None,
    }
}

fn change(kind: StopChangeKind, date: &str) -> Change {
    Change {
        id: format!("c-{date}"),
        stop: "s".to_owned(),
        date: day(date),
        kind,
        moved_to: None,
        hours: None,
        place: None,
    }
}

fn days(series: &Series, changes: &[Change], from: &str, to: &str) -> Vec<String> {
    occurrences(std::slice::from_ref(series), changes, day(from), day(to))
        .iter()
        .map(|one| one.date.to_string())
        .collect()
}

#[test]
fn one_week_out_of_two_is_counted_from_the_first_week() {
    assert_eq!(
        days(&series(), &[], "2026-11-01", "2026-12-31"),
        [
            "2026-11-24",
            "2026-11-26",
            "2026-12-08",
            "2026-12-10",
            "2026-12-22",
            "2026-12-24"
        ]
    );
    // A first day in the middle of a week: the Tuesday before it does not come, the week counts.
    let mut late = series();
    late.first_day = day("2026-11-26");
    assert_eq!(
        days(&late, &[], "2026-11-23", "2026-12-10"),
        ["2026-11-26", "2026-12-08", "2026-12-10"]
    );
    // Across the turn of the year, where week numbers start again.
    assert_eq!(
        days(&series(), &[], "2027-01-01", "2027-01-20"),
        ["2027-01-05", "2027-01-07", "2027-01-19"]
    );
}

#[test]
fn the_last_day_is_included() {
    let mut ended = series();
    ended.last_day = Some(day("2026-12-08"));
    assert_eq!(
        days(&ended, &[], "2026-12-01", "2027-02-01"),
        ["2026-12-08"]
    );
}

#[test]
fn a_cancelled_day_is_told_as_such_and_its_sisters_stay() {
    let cancelled = change(StopChangeKind::Cancelled, "2026-11-26");
    let found = occurrences(
        &[series()],
        &[cancelled],
        day("2026-11-23"),
        day("2026-11-29"),
    );
    let told: Vec<bool> = found.iter().map(Occurrence::cancelled).collect();
    assert_eq!(told, [false, true]);
}

#[test]
fn a_day_moved_is_seen_where_it_goes_even_from_outside_the_period() {
    let mut moved = change(StopChangeKind::Moved, "2026-11-26");
    moved.moved_to = Some(day("2026-12-01"));
    moved.hours = Some(hours(14, 16));
    moved.place = Some("p2".to_owned());
    assert_eq!(
        days(
            &series(),
            std::slice::from_ref(&moved),
            "2026-11-23",
            "2026-11-29"
        ),
        ["2026-11-24"]
    );
    let found = occurrences(&[series()], &[moved], day("2026-11-30"), day("2026-12-06"));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].planned, found[0].hours, found[0].place.as_deref()),
        (day("2026-11-26"), hours(14, 16), Some("p2"))
    );
}

#[test]
fn one_more_comes_though_the_rhythm_has_none_and_a_stale_exception_does_nothing() {
    let extra = change(StopChangeKind::Extra, "2026-12-02");
    assert_eq!(
        days(&series(), &[extra], "2026-11-30", "2026-12-06"),
        ["2026-12-02"]
    );
    let stale = change(StopChangeKind::Moved, "2026-12-01");
    assert!(days(&series(), &[stale], "2026-11-30", "2026-12-06").is_empty());
    let orphan = Change {
        stop: "gone".to_owned(),
        ..change(StopChangeKind::Extra, "2026-12-02")
    };
    assert!(days(&series(), &[orphan], "2026-11-30", "2026-12-06").is_empty());
}

#[test]
fn hours_stay_the_same_across_a_clock_change() {
    // Clocks went back on Sunday 25 October 2026.
    let mut every_sunday = series();
    every_sunday.weekdays = vec![Weekday::Sunday];
    every_sunday.every = 1;
    every_sunday.first_day = day("2026-10-18");
    let found = occurrences(&[every_sunday], &[], day("2026-10-18"), day("2026-11-01"));
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|one| one.hours == hours(9, 12)));
}

fn any_series() -> impl Strategy<Value = Series> {
    (
        0u64..3_000,
        1u32..=8,
        0usize..7,
        proptest::option::of(0u64..400),
    )
        .prop_map(|(start, every, weekday, length)| {
            let first_day = day("2024-01-01") + Days::new(start);
            Series {
                every,
                weekdays: vec![Weekday::ALL[weekday]],
                first_day,
                last_day: length.map(|length| first_day + Days::new(length)),
                ..series()
            }
        })
}

proptest! {
    #[test]
    fn days_are_whole_rhythms_apart_and_within_bounds(one in any_series(), from in 0u64..4_000, length in 0u64..400) {
        let from = day("2023-06-01") + Days::new(from);
        let to = from + Days::new(length);
        let found = occurrences(std::slice::from_ref(&one), &[], from, to);
        for pair in found.windows(2) {
            prop_assert_eq!((pair[1].date - pair[0].date).num_days(), 7 * i64::from(one.every));
        }
        for occurrence in &found {
            prop_assert!(occurrence.date >= one.first_day && one.last_day.is_none_or(|last| occurrence.date <= last));
            prop_assert!((from..=to).contains(&occurrence.date));
        }
    }

    #[test]
    fn a_period_is_its_days_put_end_to_end(one in any_series(), from in 0u64..3_400, length in 1u64..120) {
        let from = day("2023-12-01") + Days::new(from);
        let to = from + Days::new(length);
        let middle = from + Days::new(length / 2);
        let all = occurrences(std::slice::from_ref(&one), &[], from, to);
        let mut halves = occurrences(std::slice::from_ref(&one), &[], from, middle);
        halves.extend(occurrences(std::slice::from_ref(&one), &[], middle + Days::new(1), to));
        prop_assert_eq!(all, halves);
    }

    #[test]
    fn an_exception_changes_its_own_day_only(one in any_series(), which in 0usize..20, kind in 0usize..2, shift in 1u64..60) {
        let (from, to) = (one.first_day, one.first_day + Days::new(1_200));
        let before = occurrences(std::slice::from_ref(&one), &[], from, to);
        prop_assume!(!before.is_empty());
        let target = before[which % before.len()].date;
        let kind = [StopChangeKind::Cancelled, StopChangeKind::Moved][kind];
        let exception = Change {
            moved_to: (kind == StopChangeKind::Moved).then(|| target + Days::new(shift)),
            ..change(kind, &target.to_string())
        };
        let after = occurrences(std::slice::from_ref(&one), &[exception], from, to + Days::new(60));
        for occurrence in &before {
            let same = after.iter().filter(|a| a.planned == occurrence.date).count();
            prop_assert_eq!(same, 1, "each day is there once");
        }
        let untouched = after.iter().filter(|a| a.change.is_none()).count();
        let again = occurrences(std::slice::from_ref(&one), &[], from, to + Days::new(60));
        prop_assert_eq!(untouched, again.len() - 1);
    }

    #[test]
    fn order_of_rows_does_not_matter(one in any_series(), a in 0u64..300, b in 0u64..300) {
        let mut first = change(StopChangeKind::Cancelled, &(one.first_day + Days::new(a)).to_string());
        first.id = "1".to_owned();
        let mut second = change(StopChangeKind::Moved, &(one.first_day + Days::new(b)).to_string());
        second.id = "2".to_owned();
        second.moved_to = Some(one.first_day + Days::new(a + 1));
        let (from, to) = (one.first_day, one.first_day + Days::new(400));
        let series = [one];
        prop_assert_eq!(
            occurrences(&series, &[first.clone(), second.clone()], from, to),
            occurrences(&series, &[second, first], from, to)
        );
    }
}
