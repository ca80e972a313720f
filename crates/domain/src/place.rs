//! Place: a *lieu d’activité*, as in the national standard of places of digital mediation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::vocabulary::Typology;

/// What the screen sends for a place met on the road.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceForm {
    /// Name of the place.
    pub name: String,
    /// Street address.
    pub address: String,
    /// Commune.
    pub commune: Option<CommuneRef>,
    /// Typologies, codes of the national standard (`MUNI`, `CCAS`, …).
    pub typologies: Vec<String>,
    /// SIRET, 14 digits, or empty.
    pub siret: String,
    /// RNA, `W` and 9 digits, or empty.
    pub rna: String,
    /// Itinerant (a bus, for instance).
    pub itinerant: bool,
}

/// Longest name and address, in characters.
pub const NAME_MAX: usize = 200;
/// La Poste numbers its establishments without the Luhn key.
const LA_POSTE_SIREN: &str = "356000000";

/// A place that keeps every rule. Made by [`Place::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name.
    pub name: String,
    /// Street address.
    pub address: Option<String>,
    /// Commune.
    pub commune: CommuneRef,
    /// Typologies, in the order of the standard.
    pub typologies: Vec<Typology>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// RNA, `W` and 9 digits.
    pub rna: Option<String>,
    /// Itinerant.
    pub itinerant: bool,
}

impl Place {
    /// The place of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &PlaceForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        if form.name.trim().is_empty() {
            errors.push(FieldError::new("name", RuleCode::PlaceNameRequired));
        }
        let name = rule::text("name", &form.name, NAME_MAX, false, &mut errors);
        let address = rule::text("address", &form.address, NAME_MAX, false, &mut errors);
        let commune = match &form.commune {
            None => Err(RuleCode::CommuneRequired),
            Some(commune) if !commune.is_complete() => Err(RuleCode::CommuneIncomplete),
            Some(commune) => Ok(commune.clone()),
        };
        let commune = commune
            .map_err(|code| errors.push(FieldError::new("commune", code)))
            .ok();
        let mut typologies: Vec<Typology> = Vec::new();
        for code in &form.typologies {
            match Typology::from_value(code) {
                Some(typology) => typologies.push(typology),
                None => errors.push(FieldError::new("typologies", RuleCode::TypologyUnknown)),
            }
        }
        typologies.sort_unstable();
        typologies.dedup();
        let mut identifier = |field: &str, typed: &str, code, check: fn(&str) -> bool| {
            let value: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            let value = Some(value.to_uppercase()).filter(|value| !value.is_empty())?;
            if !check(&value) {
                errors.push(FieldError::new(field, code));
            }
            Some(value)
        };
        let siret = identifier("siret", &form.siret, RuleCode::SiretInvalid, is_siret);
        let rna = identifier("rna", &form.rna, RuleCode::RnaInvalid, is_rna);
        match (name, commune) {
            (Some(name), Some(commune)) if errors.is_empty() => Ok(Self {
                name,
                address,
                commune,
                typologies,
                siret,
                rna,
                itinerant: form.itinerant,
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "name", Some(&self.name));
        fields::put_text(&mut map, "address", self.address.as_deref());
        fields::put_commune(&mut map, "commune", Some(&self.commune));
        fields::put_set(
            &mut map,
            "typologies",
            self.typologies.iter().map(|case| case.value()),
        );
        fields::put_text(&mut map, "siret", self.siret.as_deref());
        fields::put_text(&mut map, "rna", self.rna.as_deref());
        fields::put_flag(&mut map, "itinerant", self.itinerant);
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> PlaceForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        let known = |code: &String| Typology::from_value(code).is_some();
        PlaceForm {
            name: text("name"),
            address: text("address"),
            commune: fields::commune(map, "commune"),
            typologies: fields::strings(map, "typologies")
                .into_iter()
                .filter(known)
                .collect(),
            siret: text("siret"),
            rna: text("rna"),
            itinerant: fields::flag(map, "itinerant").unwrap_or_default(),
        }
    }
}

/// Fourteen digits, not all zeros, with the Luhn key unless they are La Poste’s.
fn is_siret(value: &str) -> bool {
    value.len() == 14
        && value.bytes().all(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b != b'0')
        && (value.starts_with(LA_POSTE_SIREN) || crate::sensitive::luhn(value))
}

/// `W` and nine digits.
fn is_rna(value: &str) -> bool {
    value
        .strip_prefix('W')
        .is_some_and(|rest| rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PlaceForm {
        PlaceForm {
            name: " Mairie de Coutances ".to_owned(),
            commune: Some(CommuneRef {
                code: "50147".to_owned(),
                name: "Coutances".to_owned(),
                postcode: "50200".to_owned(),
            }),
            typologies: vec!["RFS".to_owned(), "MUNI".to_owned(), "RFS".to_owned()],
            ..PlaceForm::default()
        }
    }

    type Change = fn(&mut PlaceForm);

    #[test]
    fn broken_rules_are_told_on_their_field() {
        let cases: &[(Change, &str, &str)] = &[
            (
                |f| f.name = "  ".into(),
                "name",
                "Veuillez renseigner le nom du lieu d’activité",
            ),
            (
                |f| f.name = "a".repeat(201),
                "name",
                "Ce texte ne peut pas dépasser 200 caractères",
            ),
            (
                |f| f.commune = None,
                "commune",
                "Veuillez renseigner la commune",
            ),
            (
                |f| f.commune.as_mut().unwrap().postcode.clear(),
                "commune",
                "La commune doit avoir un nom, un code postal et un code INSEE",
            ),
            (
                |f| f.typologies.push("XX".into()),
                "typologies",
                "Cette typologie n’existe pas",
            ),
            (
                |f| f.siret = "73282932000075".into(),
                "siret",
                "Veuillez renseigner un SIRET valide (14 chiffres)",
            ),
            (
                |f| f.siret = "0".repeat(14),
                "siret",
                "Veuillez renseigner un SIRET valide (14 chiffres)",
            ),
            (
                |f| f.rna = "W12345678".into(),
                "rna",
                "Veuillez renseigner un numéro RNA valide (W suivi de 9 chiffres)",
            ),
        ];
        for (change, field, message) in cases {
            let mut form = form();
            change(&mut form);
            let errors = Place::new(&form).unwrap_err();
            assert_eq!(
                (errors[0].field.as_str(), errors[0].message.as_str()),
                (*field, *message)
            );
            assert_eq!(errors.len(), 1);
        }
    }

    #[test]
    fn identifiers_are_accepted_as_people_write_them() {
        let mut form = form();
        form.siret = "732 829 320 00074".to_owned();
        form.rna = "w123456789".to_owned();
        let place = Place::new(&form).unwrap();
        assert_eq!(place.siret.as_deref(), Some("73282932000074"));
        assert_eq!(place.rna.as_deref(), Some("W123456789"));
        form.siret = "35600000000048".to_owned();
        assert!(Place::new(&form).is_ok(), "La Poste");
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let mut form = form();
        form.itinerant = true;
        form.address = "Place du Parvis".to_owned();
        let place = Place::new(&form).unwrap();
        let map = place.fields();
        assert!(
            map.keys()
                .all(|name| crate::catalogue::PLACE.field(name).is_some())
        );
        assert_eq!(Place::new(&Place::from_fields(&map)).unwrap(), place);
        assert_eq!(place.typologies, [Typology::Muni, Typology::Rfs]);
    }
}
