//! Phone numbers: any way of typing one, a canonical form `+33…`, a form to show.
//!
//! Known: France (`+33`), Réunion and Mayotte (`+262`), Guadeloupe (`+590`), Guyane (`+594`),
//! Martinique (`+596`) and Luxembourg (`+352`), as on the national platform.

/// National prefixes of the overseas fixed lines and the country code they belong to.
const OVERSEAS: &[(&str, &str)] = &[
    ("0262", "262"),
    ("0269", "262"),
    ("0590", "590"),
    ("0594", "594"),
    ("0596", "596"),
];

/// Country codes whose numbers are a national number without its first zero.
const NINE_DIGITS: &[&str] = &["33", "262", "590", "594", "596"];

/// The canonical form of a number as typed (`+33639981234`), if it is one.
///
/// Accepted: ten digits beginning with 0, or a country code after `+` or `00`, with or without
/// parentheses and `(0)`; spaces, dots, dashes and slashes anywhere.
#[must_use]
pub fn normalise(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let plain = typed.replace("(0)", "");
    let known = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "+().-/\u{2010}\u{2011}\u{2013}".contains(c)
    };
    if !plain.chars().all(known) || plain.matches('+').count() > 1 {
        return None;
    }
    let digits = digits(&plain);
    let begins_with_plus = plain.trim_start_matches(['(', ' ']).starts_with('+');
    if plain.contains('+') && !begins_with_plus {
        return None;
    }
    let international = if begins_with_plus {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    match international {
        Some(number) => international_form(number),
        None => national_form(&digits),
    }
}

fn international_form(number: &str) -> Option<String> {
    if let Some(rest) = number.strip_prefix("352") {
        return (6..=9).contains(&rest.len()).then(|| format!("+352{rest}"));
    }
    let code = NINE_DIGITS.iter().find(|code| number.starts_with(**code))?;
    let rest = number.strip_prefix(code)?;
    // "+33 06…": the zero is often left in.
    let rest = if rest.len() == 10 {
        rest.strip_prefix('0')?
    } else {
        rest
    };
    (rest.len() == 9 && !rest.starts_with('0')).then(|| format!("+{code}{rest}"))
}

fn national_form(digits: &str) -> Option<String> {
    let rest = digits.strip_prefix('0')?;
    if rest.len() != 9 || rest.starts_with('0') {
        return None;
    }
    let overseas = OVERSEAS
        .iter()
        .find(|(prefix, _)| digits.starts_with(prefix));
    Some(format!(
        "+{}{rest}",
        overseas.map_or("33", |(_, code)| code)
    ))
}

/// A canonical number as read aloud: `06 39 98 12 34`. A number whose national form would be read
/// as another one (a mobile phone of La Réunion) is shown with its country code; what is not
/// canonical comes back as is. Typing what is shown gives the same number again.
#[must_use]
pub fn display(canonical: &str) -> String {
    let national = national(canonical).filter(|ten| normalise(ten).as_deref() == Some(canonical));
    if let Some(ten) = national {
        return grouped(&ten, 2);
    }
    let digits = canonical.strip_prefix('+').unwrap_or_default();
    let codes = NINE_DIGITS.iter().chain(&["352"]);
    let parts = codes
        .filter_map(|code| Some((code, digits.strip_prefix(code)?)))
        .next();
    match parts {
        Some((code, rest)) => format!("+{code} {}", grouped(rest, 3)),
        None => canonical.to_owned(),
    }
}

/// The ten national digits of a canonical number, where it has some.
#[must_use]
pub fn national(canonical: &str) -> Option<String> {
    let digits = canonical.strip_prefix('+')?;
    let rest = NINE_DIGITS
        .iter()
        .find_map(|code| digits.strip_prefix(code))?;
    (rest.len() == 9).then(|| format!("0{rest}"))
}

/// What to search a canonical number in: its national digits, else all its digits.
#[must_use]
pub fn search_digits(canonical: &str) -> String {
    national(canonical).unwrap_or_else(|| digits(canonical))
}

/// The digits of a query that looks like part of a phone number (three digits at least and
/// nothing but digits and separators), in national form: to be looked for anywhere in
/// [`search_digits`].
#[must_use]
pub fn query_digits(query: &str) -> Option<String> {
    let query = query.trim();
    let looks = query
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || "+().-/".contains(c));
    let found = digits(&query.replace("(0)", ""));
    if !looks || found.len() < 3 {
        return None;
    }
    let international = query.starts_with('+') || found.starts_with("00");
    let code = found.trim_start_matches("00");
    let rest = NINE_DIGITS
        .iter()
        .find_map(|prefix| code.strip_prefix(prefix));
    match rest {
        Some(rest) if international => Some(format!("0{}", rest.trim_start_matches('0'))),
        _ => Some(found),
    }
}

/// The ASCII digits of a text.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn grouped(digits: &str, size: usize) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = digits
        .chunks(size)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_typing_a_number() {
        let cases = [
            ("0639981234", Some("+33639981234")),
            ("06 39 98 12 34", Some("+33639981234")),
            ("06.39.98.12.34", Some("+33639981234")),
            ("06-39-98-12-34", Some("+33639981234")),
            ("+33639981234", Some("+33639981234")),
            ("+33 6 39 98 12 34", Some("+33639981234")),
            ("+33 (0)6 39 98 12 34", Some("+33639981234")),
            ("+33 06 39 98 12 34", Some("+33639981234")),
            ("(+33) 6 39 98 12 34", Some("+33639981234")),
            ("0033639981234", Some("+33639981234")),
            ("0262 12 34 56", Some("+262262123456")),
            ("0269 12 34 56", Some("+262269123456")),
            ("0590 12 34 56", Some("+590590123456")),
            ("0594 12 34 56", Some("+594594123456")),
            ("0596 12 34 56", Some("+596596123456")),
            ("+262 262 12 34 56", Some("+262262123456")),
            ("+352 621 123 456", Some("+352621123456")),
            ("06 39 98 12 3", None),
            ("06 39 98 12 345", None),
            ("0039 98 12 34 56", None),
            ("06 39 98 12 3a", None),
            ("06+39981234", None),
            ("", None),
        ];
        for (typed, canonical) in cases {
            assert_eq!(normalise(typed).as_deref(), canonical, "{typed}");
        }
    }

    #[test]
    fn numbers_are_shown_by_pairs() {
        let cases = [
            ("+33639981234", "06 39 98 12 34"),
            ("+262262123456", "02 62 12 34 56"),
            ("+352621123456", "+352 621 123 456"),
            ("+262692123456", "+262 692 123 456"),
            ("bizarre", "bizarre"),
        ];
        for (canonical, shown) in cases {
            assert_eq!(display(canonical), shown);
        }
    }

    #[test]
    fn part_of_a_number_is_looked_for_in_national_digits() {
        let cases = [
            ("39 98", Some("3998")),
            ("06 39", Some("0639")),
            ("+33 6 39", Some("0639")),
            ("+33 (0)6 39", Some("0639")),
            ("12", None),
            ("06 rue", None),
        ];
        for (query, digits) in cases {
            assert_eq!(query_digits(query).as_deref(), digits, "{query}");
        }
        assert!(search_digits("+33639981234").contains("3998"));
    }

    proptest! {
        #[test]
        fn canonical_numbers_stay_as_they_are(
            typed in "((0|\\+33|\\+262|\\+59[046]|00352)[0-9]{9}|[0-9+(). a-]{0,20})",
        ) {
            if let Some(canonical) = normalise(&typed) {
                prop_assert_eq!(normalise(&canonical), Some(canonical.clone()));
                prop_assert_eq!(normalise(&display(&canonical)), Some(canonical));
            }
        }

        #[test]
        fn anything_may_be_typed(typed in "\\PC*") {
            let _ = (normalise(&typed), query_digits(&typed), display(&typed));
        }
    }
}
