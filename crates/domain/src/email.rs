//! E-mail addresses: trimmed, lower case, of a shape that can exist.

/// The address as kept, if its shape is sane: one `@`, a local part and a dotted domain without
/// spaces nor stray dots. Whether it exists is not asked: there may be no network.
#[must_use]
pub fn normalise(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let sane_local = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let sane_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let sane_domain = domain.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(sane_label)
        && labels.last().is_some_and(|tld| {
            tld.chars().count() >= 2 && !tld.bytes().all(|b| b.is_ascii_digit())
        });
    (sane_local && sane_domain).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_in_one_form() {
        let cases = [
            (
                " Marie.Durand@Example.ORG ",
                Some("marie.durand@example.org"),
            ),
            ("m+coop@sub.example.org", Some("m+coop@sub.example.org")),
            ("marie@example", None),
            ("marie.example.org", None),
            ("marie@@example.org", None),
            ("marie durand@example.org", None),
            (".marie@example.org", None),
            ("marie@example..org", None),
            ("marie@-example.org", None),
            ("marie@example.1", None),
            ("@example.org", None),
            ("", None),
        ];
        for (typed, kept) in cases {
            assert_eq!(normalise(typed).as_deref(), kept, "{typed}");
        }
    }
}
