//! People who do not exist: names of the region and harder ones, numbers and addresses that reach
//! nobody (ARCEP decision 2018-0881; example.org), notes without anything sensitive.

use escale_domain::beneficiary::BeneficiaryForm;
use escale_domain::commune::CommuneRef;
use escale_domain::text;
use escale_domain::vocabulary::{AgeBand, Gender, SocialStatus};

use super::draw::Draw;
use super::shares;

/// First names of people born long ago, then of the others: women, men.
const ELDERS: [&[&str]; 2] = [
    &[
        "Monique",
        "Jacqueline",
        "Marie-Thérèse",
        "Françoise",
        "Nicole",
        "Chantal",
        "Annick",
        "Odette",
        "Ginette",
        "Paulette",
        "Danielle",
        "Brigitte",
        "Martine",
        "Fatima",
        "Thi Mai",
    ],
    &[
        "Jean-Pierre",
        "Michel",
        "André",
        "Bernard",
        "Gérard",
        "Daniel",
        "Yves",
        "Roger",
        "Maurice",
        "Joël",
        "Jean",
        "Amédée",
        "Fañch",
        "Mohamed",
    ],
];
const YOUNGER: [&[&str]; 2] = [
    &[
        "Sylvie",
        "Catherine",
        "Véronique",
        "Nathalie",
        "Zoé",
        "Anaïs",
        "Maëlle",
        "Léa",
        "Aïcha",
        "Solène",
        "Gwenaëlle",
        "Inès",
        "Mariam",
        "Élodie",
        "Ève",
    ],
    &[
        "Didier",
        "Éric",
        "Stéphane",
        "Mickaël",
        "Loïc",
        "Moussa",
        "Théo",
        "Noé",
        "Gaël",
        "Raphaël",
        "Rémi",
        "Ousmane",
    ],
];
const SURNAMES: &[&str] = &[
    "Lemarchand",
    "Hamel",
    "Quesnel",
    "Lecarpentier",
    "Lepoittevin",
    "Mauger",
    "Levavasseur",
    "Lefèvre",
    "Leroux",
    "Marie",
    "Jean",
    "Godefroy",
    "Hébert",
    "Lebreton",
    "Le Gall",
    "d’Almeida",
    "N’Diaye",
    "Ben Saïd",
    "O’Connor",
    "Nguyen",
    "Da Silva",
    "Traoré",
    "Osmont",
    "Vaultier",
    "Lecaplain",
    "Dujardin",
    "Renouf",
    "Gosselin",
    "Poisson",
    "Leconte",
    "Anquetil",
    "Bellamy",
    "Couillard",
    "Desquesnes",
    "Enault",
    "Férey",
    "Groult",
    "Houël",
    "Jouan",
    "Kermarrec",
    "Lelièvre",
    "Mesnil",
    "Noël",
    "Ozenne",
    "Pasquier",
    "Roupsard",
    "Sanson",
    "Tréhet",
    "Viel",
    "Yvon",
    "de La Haye",
    "Lépine-Duval",
    "Bô",
    "Müller",
    "El Amrani",
];
const NOTES: &[&str] = &[
    "Vient avec sa tablette, achetée d’occasion.",
    "Préfère être rappelée le matin.",
    "Se déplace avec le car du jeudi.",
    "À l’aise avec le téléphone, moins avec l’ordinateur.",
    "Souhaite apprendre à classer ses photos.",
    "Écrit à ses petits-enfants par messagerie.",
    "Apporter un support imprimé en grands caractères.",
    "Intéressé par l’atelier du mois prochain.",
];

/// A named person who lives in one of these communes; `number` keeps her phone hers alone.
#[must_use]
pub fn person(
    draw: &mut Draw,
    communes: &[CommuneRef],
    year: i32,
    number: usize,
) -> BeneficiaryForm {
    let gender = if draw.chance(600) {
        Gender::Female
    } else {
        Gender::Male
    };
    let last_name = draw.pick(SURNAMES).copied().unwrap_or_default();
    let band = draw
        .weighted(shares::AGE_BANDS)
        .unwrap_or(AgeBand::Undeclared);
    let age = match band {
        AgeBand::From70 => 70 + draw.below(22),
        AgeBand::From60To69 | AgeBand::Undeclared => 60 + draw.below(10),
        AgeBand::From40To59 => 40 + draw.below(20),
        AgeBand::From25To39 => 25 + draw.below(15),
        _ => 18 + draw.below(7),
    };
    let names = if age >= 60 { ELDERS } else { YOUNGER };
    let names = names[usize::from(gender != Gender::Female)];
    let first_name = draw.pick(names).copied().unwrap_or_default();
    let status = match age {
        64.. => Some(SocialStatus::Retired),
        25.. => draw
            .pick(&[SocialStatus::Employed, SocialStatus::Unemployed])
            .copied(),
        _ => Some(SocialStatus::Student),
    };
    let no_phone = draw.chance(80);
    let range = draw
        .weighted(&[("06 39 98", 75), ("02 61 91", 25)])
        .unwrap_or("06 39 98");
    let phone = format!("{range} {:02} {:02}", number / 100 % 100, number % 100);
    BeneficiaryForm {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        phone: if no_phone { String::new() } else { phone },
        no_phone,
        email: if draw.chance(400) {
            email(first_name, last_name)
        } else {
            String::new()
        },
        birth_year: if draw.chance(800) {
            (year - i32::try_from(age).unwrap_or(60)).to_string()
        } else {
            String::new()
        },
        commune: draw.pick(communes).cloned(),
        gender: Some(gender),
        age_band: None,
        status,
        notes: if draw.chance(300) {
            draw.pick(NOTES).copied().unwrap_or_default().to_owned()
        } else {
            String::new()
        },
    }
}

fn email(first_name: &str, last_name: &str) -> String {
    let plain = |name: &str| -> String {
        text::fold(name)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    format!("{}.{}@example.org", plain(first_name), plain(last_name))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use escale_domain::beneficiary::Beneficiary;
    use escale_domain::sensitive;

    use super::*;

    #[test]
    fn everybody_made_up_is_accepted_and_reaches_nobody() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let communes = [crate::forms::commune("Coutances", "50").unwrap()];
        let mut draw = Draw::new(9);
        for number in 0..2_000 {
            let form = person(&mut draw, &communes, 2026, number);
            let kept = Beneficiary::new(&form, today)
                .map_err(|errors| errors[0].field.clone())
                .unwrap();
            if let Some(phone) = &kept.phone {
                assert!(
                    phone.starts_with("+3363998") || phone.starts_with("+3326191"),
                    "{phone}"
                );
            }
            assert!(
                kept.email
                    .is_none_or(|email| email.ends_with("@example.org"))
            );
            assert!(
                sensitive::warnings(&form.notes).is_empty(),
                "{}",
                form.notes
            );
        }
    }
}
