//! A line of the file, read.

use super::{Line, Remark};
use crate::commune::{CommuneHit, CommuneRef, Communes};
use crate::place::{Place, PlaceForm};
use crate::rule::{FieldError, RuleCode};
use crate::text;
use crate::vocabulary as v;

/// Farther than this from its commune, a position is doubted, kilometres.
const FAR: f64 = 25.0;
/// Most characters of a value quoted in a remark.
const QUOTED: usize = 60;

fn quote(value: &str) -> String {
    let short: String = value
        .chars()
        .filter(|c| !c.is_control())
        .take(QUOTED)
        .collect();
    let end = if value.chars().count() > QUOTED {
        "…"
    } else {
        ""
    };
    format!("«\u{202f}{short}{end}\u{202f}»")
}

struct Reading<'a> {
    cell: &'a dyn Fn(&str) -> &'a str,
    remarks: Vec<Remark>,
}

impl Reading<'_> {
    fn remark(&mut self, column: &'static str, message: String) {
        self.remarks.push(Remark { column, message });
    }

    /// The values of a cell, parted by the sign of the standard or that of its older version.
    fn values(&self, column: &str) -> Vec<String> {
        let parts = (self.cell)(column).split(['|', ';']).map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The values of a closed list, spelt as the standard does; apostrophes, case and spaces are
    /// forgiven.
    fn choices<T: Copy>(
        &mut self,
        column: &'static str,
        all: &[T],
        value: fn(T) -> &'static str,
        label: fn(T) -> &'static str,
    ) -> Vec<String> {
        let plain = |text: &str| text::fold(text).replace(' ', "");
        let mut kept = Vec::new();
        for typed in self.values(column) {
            let wanted = plain(&typed);
            let case = all
                .iter()
                .find(|case| plain(value(**case)) == wanted || plain(label(**case)) == wanted);
            match case {
                Some(case) => kept.push(value(*case).to_owned()),
                None => self.remark(
                    column,
                    format!(
                        "{} n’est pas dans le standard\u{202f}: laissé de côté",
                        quote(&typed)
                    ),
                ),
            }
        }
        kept
    }

    fn commune(&mut self) -> Option<CommuneRef> {
        let (code, name, postcode) = (
            (self.cell)("code_insee"),
            (self.cell)("commune"),
            (self.cell)("code_postal"),
        );
        let list = Communes::embedded();
        // Spreadsheets take the first zero away.
        let full = |digits: &str| match digits.len() {
            4 if digits.bytes().all(|b| b.is_ascii_digit()) => format!("0{digits}"),
            _ => digits.to_owned(),
        };
        let (code, postcode) = (full(code), full(postcode));
        let named = |hit: &CommuneHit| {
            let typed = text::fold(name);
            text::fold(&hit.name) == typed || hit.former.as_deref().map(text::fold) == Some(typed)
        };
        let found = list.by_code(&code).or_else(|| {
            let hits = list.search(&format!("{name} {postcode}"), 20);
            let mut hits = hits.into_iter();
            hits.find(|hit| named(hit) && hit.postcodes.contains(&postcode))
        });
        // The only commune of that name in that département, its postcode being another.
        let found = found.or_else(|| {
            let hits = list.search(name, 50).into_iter();
            let department = postcode.get(..2)?;
            let mut alike = hits.filter(|hit| named(hit) && hit.code.starts_with(department));
            let hit = alike.next().filter(|_| alike.next().is_none())?;
            let (commune, known) = (&hit.name, hit.postcodes.join(", "));
            let typed = quote(&postcode);
            self.remark(
                "code_postal",
                format!("{typed} n’est pas celui de {commune} ({known})\u{202f}: gardé tel quel"),
            );
            Some(hit)
        });
        match found {
            Some(hit) => {
                if !code.is_empty() && code != hit.code {
                    let (code, name) = (quote(&code), &hit.name);
                    self.remark(
                        "code_insee",
                        format!("{code} remplacé par {}, code de {name}", hit.code),
                    );
                }
                let known = Some(postcode).filter(|code| is_postcode(code));
                Some(CommuneRef {
                    postcode: known.or_else(|| hit.postcodes.first().cloned())?,
                    code: hit.code,
                    name: hit.name,
                })
            }
            None => {
                let commune = CommuneRef {
                    code: code.clone(),
                    name: name.to_owned(),
                    postcode,
                };
                if commune.is_complete() {
                    self.remark(
                        "code_insee",
                        format!("le code {} n’est pas celui d’une commune d’aujourd’hui\u{202f}: gardé tel quel", quote(&code)),
                    );
                    return Some(commune);
                }
                None
            }
        }
    }

    fn doubt_position(&mut self, place: &Place) {
        let centre = Communes::centre(&place.commune.code);
        if let (Some(point), Some(centre)) = (place.position, centre) {
            let far = point.kilometres(centre);
            if far > FAR {
                self.remark(
                    "latitude",
                    format!(
                        "la position est à {far:.0} km de {}\u{202f}: gardée, à vérifier",
                        place.commune.name
                    ),
                );
            }
        }
    }
}

fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A day of the standard, `YYYY-MM-DD`, whatever follows it.
fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    day.parse::<chrono::NaiveDate>()
        .ok()
        .map(|day| day.to_string())
}

/// Reads a line; `cell` answers the trimmed text of a column, empty when there is none.
#[must_use]
pub fn read<'a>(cell: &'a dyn Fn(&str) -> &'a str) -> Line {
    let mut line = Reading {
        cell,
        remarks: Vec::new(),
    };
    let text = |column: &str| cell(column).to_owned();
    let mut form = PlaceForm {
        name: text("nom"),
        address: text("adresse"),
        address_more: text("complement_adresse"),
        commune: line.commune(),
        latitude: text("latitude"),
        longitude: text("longitude"),
        phone: text("telephone"),
        emails: line.values("courriels"),
        websites: line.values("site_web"),
        opening_hours: text("horaires"),
        summary: text("presentation_resume"),
        details: text("presentation_detail"),
        source: text("source"),
        source_id: text("id"),
        parent: text("structure_parente"),
        other_labels: line.values("autres_formations_labels"),
        accessibility_url: text("fiche_acces_libre"),
        booking_url: text("prise_rdv"),
        ..PlaceForm::default()
    };
    let pivot: String = cell("pivot").to_uppercase().split_whitespace().collect();
    if crate::place::is_siret(&pivot) {
        form.siret = pivot;
    } else if crate::place::is_rna(&pivot) {
        form.rna = pivot;
    } else {
        form.identifier = pivot
            .trim_matches('0')
            .is_empty()
            .then(String::new)
            .unwrap_or(pivot);
    }
    for value in line.values("itinerance") {
        match text::fold(&value).as_str() {
            "itinerant" => form.itinerant = true,
            "fixe" => form.fixed = true,
            _ => line.remark(
                "itinerance",
                format!(
                    "{} n’est pas dans le standard\u{202f}: laissé de côté",
                    quote(&value)
                ),
            ),
        }
    }
    macro_rules! lists {
        ($($field:ident = $column:literal, $case:ident;)+) => {$(
            form.$field = line.choices($column, v::$case::ALL, v::$case::value, v::$case::label);
        )+};
    }
    lists! {
        services = "services", Service;
        publics = "publics_specifiquement_adresses", Public;
        special_care = "prise_en_charge_specifique", SpecialCare;
        fees = "frais_a_charge", Fee;
        programmes = "dispositif_programmes_nationaux", Programme;
        labels = "formations_labels", TrainingLabel;
        access_modes = "modalites_acces", AccessMode;
        support_modes = "modalites_accompagnement", SupportMode;
    }
    // Typologies are codes: their labels may hold the parting signs.
    for code in line.values("typologie") {
        match v::Typology::ALL
            .iter()
            .find(|case| case.value().eq_ignore_ascii_case(&code))
        {
            Some(case) => form.typologies.push(case.value().to_owned()),
            None => line.remark(
                "typologie",
                format!(
                    "{} n’est pas dans le standard\u{202f}: laissée de côté",
                    quote(&code)
                ),
            ),
        }
    }
    // A field that is too long keeps its beginning rather than nothing.
    for (column, field, most) in [
        (
            "presentation_resume",
            &mut form.summary,
            crate::place::SUMMARY_MAX,
        ),
        (
            "presentation_detail",
            &mut form.details,
            crate::place::DETAILS_MAX,
        ),
        ("nom", &mut form.name, crate::place::NAME_MAX),
        ("adresse", &mut form.address, crate::place::NAME_MAX),
        (
            "complement_adresse",
            &mut form.address_more,
            crate::place::NAME_MAX,
        ),
    ] {
        let length = field.chars().count();
        if length > most {
            *field = field.chars().take(most).collect();
            line.remark(
                column,
                format!("{length} caractères\u{202f}: coupé à {most}"),
            );
        }
        let controls = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        field.retain(|c| !controls(c));
        if !column.starts_with("presentation") {
            *field = field.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    let (mut place, errors) = Place::read(&form);
    for error in &errors {
        let (column, value) = column_of(error, &form, cell);
        line.remark(column, refusal(error, value));
    }
    if let Some(place) = &mut place {
        line.doubt_position(place);
        let written = cell("date_maj");
        place.updated_on = day(written);
        if place.updated_on.is_none() && !written.is_empty() {
            line.remark(
                "date_maj",
                format!(
                    "{} n’est pas une date\u{202f}: laissée de côté",
                    quote(written)
                ),
            );
        }
    }
    Line {
        place,
        remarks: line.remarks,
    }
}

fn refusal(error: &FieldError, value: String) -> String {
    match error.code {
        RuleCode::PlaceNameRequired => "le lieu n’a pas de nom".to_owned(),
        RuleCode::CommuneRequired | RuleCode::CommuneIncomplete => {
            format!("la commune {} ne se trouve pas", quote(value.trim()))
        }
        _ => format!(
            "{} ne peut pas se lire\u{202f}: laissé de côté",
            quote(&value)
        ),
    }
}

/// Column and value of a field at fault.
fn column_of<'a>(
    error: &FieldError,
    form: &PlaceForm,
    cell: &'a dyn Fn(&str) -> &'a str,
) -> (&'static str, String) {
    let one = |column, value: &String| (column, value.clone());
    let many = |column, values: &[String]| (column, values.join(" | "));
    match error.field.as_str() {
        "name" => one("nom", &form.name),
        "commune" => (
            "commune",
            format!("{} {}", cell("code_postal"), cell("commune")),
        ),
        "address" => one("adresse", &form.address),
        "address_more" => one("complement_adresse", &form.address_more),
        "position" => ("latitude", format!("{} {}", form.latitude, form.longitude)),
        "siret" | "rna" | "identifier" => one("pivot", &form.identifier),
        "phone" => one("telephone", &form.phone),
        "emails" => many("courriels", &form.emails),
        "websites" => many("site_web", &form.websites),
        "opening_hours" => one("horaires", &form.opening_hours),
        "summary" => one("presentation_resume", &form.summary),
        "details" => one("presentation_detail", &form.details),
        "source" => one("source", &form.source),
        "source_id" => one("id", &form.source_id),
        "parent" => one("structure_parente", &form.parent),
        "other_labels" => many("autres_formations_labels", &form.other_labels),
        "accessibility_url" => one("fiche_acces_libre", &form.accessibility_url),
        _ => one("prise_rdv", &form.booking_url),
    }
}
