//! The rules of a row, with the messages of the national platform to the letter, and those of
//! Escale's own form for what the platform drops without a word (phone, e-mail, long texts).

use chrono::NaiveDate;
use escale_domain::beneficiary::{Beneficiary, BeneficiaryForm};
use escale_domain::commune::{CommuneHit, CommuneRef, Communes};
use escale_domain::sensitive;
use escale_domain::text::fold;
use escale_domain::vocabulary::Gender;

use super::BookRow;

const LAST_NAME: &str = "Le nom est obligatoire";
const FIRST_NAME: &str = "Le prénom est obligatoire";
const NO_COMMUNE: &str = "Code commune non trouvé";
const POSTCODE: &str = "Le code postal de la commune ne correspond pas";
const COMMUNE_NAME: &str = "Le nom de la commune ne correspond pas";
const GENDER: &str = "Genre invalide";

/// What is wrong in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The heading of the column.
    pub column: &'static str,
    /// The sentence.
    pub message: String,
}

/// A row, judged. It has no printing `Debug`.
#[derive(Clone)]
pub struct Person {
    /// Row of the sheet.
    pub row: u32,
    /// What would be recorded.
    pub form: BeneficiaryForm,
    /// Why it cannot be, when it cannot.
    pub faults: Vec<Fault>,
    /// What to look at again in the notes before recording them.
    pub warnings: Vec<&'static str>,
    /// The example of the model: nobody.
    pub sample: bool,
}

/// Judges a row.
#[must_use]
pub fn check(row: &BookRow, today: NaiveDate) -> Person {
    let [
        last,
        first,
        year,
        name,
        code,
        postcode,
        phone,
        email,
        gender,
        notes,
    ] = &row.cells;
    let mut faults = Vec::new();
    let mut fault = |column: &'static str, message: &str| {
        faults.push(Fault {
            column,
            message: message.to_owned(),
        });
    };
    let commune = match commune(name, code, postcode) {
        Ok(commune) => commune,
        Err((column, message)) => {
            fault(column, message);
            None
        }
    };
    let gender = match fold(gender).chars().next() {
        None if gender.is_empty() => Some(Gender::Undeclared),
        Some('n') => Some(Gender::Undeclared),
        Some('f') => Some(Gender::Female),
        Some('m') => Some(Gender::Male),
        _ => {
            fault("Genre", GENDER);
            None
        }
    };
    let form = BeneficiaryForm {
        first_name: first.clone(),
        last_name: last.clone(),
        phone: zeroed(phone, 9),
        email: email.clone(),
        birth_year: year.clone(),
        commune,
        gender,
        notes: notes.clone(),
        ..BeneficiaryForm::default()
    };
    if let Err(broken) = Beneficiary::new(&form, today) {
        for error in broken {
            let (column, message) = match error.field.as_str() {
                "last_name" if last.is_empty() => ("Nom", LAST_NAME),
                "first_name" if first.is_empty() => ("Prénom", FIRST_NAME),
                "last_name" => ("Nom", error.message.as_str()),
                "first_name" => ("Prénom", error.message.as_str()),
                "birth_year" => ("Année de naissance", error.message.as_str()),
                "phone" => ("N° de téléphone", error.message.as_str()),
                "email" => ("E-mail", error.message.as_str()),
                "commune" => ("Commune", error.message.as_str()),
                _ => ("Notes supplémentaires", error.message.as_str()),
            };
            fault(column, message);
        }
    }
    let mut warnings: Vec<&'static str> = sensitive::warnings(notes)
        .into_iter()
        .map(|warning| warning.kind.message())
        .collect();
    warnings.dedup();
    Person {
        row: row.number,
        sample: fold(last) == "exemple" && fold(first) == "lea" && fold(name) == "blaziert",
        form,
        faults,
        warnings,
    }
}

/// A spreadsheet takes a number for a number and drops the zeros it begins with.
fn zeroed(digits: &str, short: usize) -> String {
    if digits.len() == short && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("0{digits}")
    } else {
        digits.to_owned()
    }
}

/// The commune of the three cells, if they agree.
fn commune(
    name: &str,
    code: &str,
    postcode: &str,
) -> Result<Option<CommuneRef>, (&'static str, &'static str)> {
    let (code, postcode) = (zeroed(code, 4), zeroed(postcode, 4));
    if name.is_empty() && code.is_empty() && postcode.is_empty() {
        return Ok(None);
    }
    let hit = if code.is_empty() {
        by_name(name, &postcode)
    } else {
        Communes::embedded().by_code(&code.to_uppercase())
    };
    let hit = hit.ok_or(("Code INSEE", NO_COMMUNE))?;
    let same = |candidate: &str| fold(candidate) == fold(name);
    if !name.is_empty() && !same(&hit.name) && !hit.former.as_deref().is_some_and(same) {
        return Err(("Commune", COMMUNE_NAME));
    }
    let postcode = match hit.postcodes.as_slice() {
        // Several postcodes and none given: which one cannot be guessed.
        [only] if postcode.is_empty() => only.clone(),
        known if known.contains(&postcode) => postcode,
        _ => return Err(("Code postal", POSTCODE)),
    };
    Ok(Some(CommuneRef {
        code: hit.code,
        name: hit.name,
        postcode,
    }))
}

/// Without a code: the one commune of that exact name (and postcode, when given).
fn by_name(name: &str, postcode: &str) -> Option<CommuneHit> {
    if name.is_empty() {
        return None;
    }
    let found = Communes::embedded().search(name, 30).into_iter();
    let mut found = found.filter(|hit| {
        fold(&hit.name) == fold(name)
            && (postcode.is_empty() || hit.postcodes.iter().any(|known| known == postcode))
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}
