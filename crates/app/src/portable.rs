//! What is held on a person as a file for another program: the right to portability. Its names
//! are the national platform's where it has one; the form is told in `docs/PORTABILITY.md` and is
//! only ever added to.

use data_encoding::BASE64;
use escale_domain::commune::CommuneRef;
use escale_store::Reader;
use serde_json::{Map, Value, json};

use crate::api::draft::ById;
use crate::api::file::FileOut;
use crate::held::{self, Held, Row};
use crate::{App, Failure, Result, followup, label, time, words};

/// Name of the form.
const FORMAT: &str = "escale-personne";
/// Its version: raised when a reader of the former one would be misled.
const VERSION: u32 = 1;

/// The list each table goes to.
const LISTS: [(&str, &str); 9] = [
    ("goal", "objectifs"),
    ("referral", "orientations"),
    ("procedure", "demarches"),
    ("needs_assessment", "diagnostics"),
    ("mandate", "mandatsAidantsConnect"),
    ("pix_result", "pix"),
    ("digital_pass", "passNumeriques"),
    ("contact", "contacts"),
    ("registration", "inscriptions"),
];

/// The name of a field in the file; its own, when this version does not know it.
fn name<'a>(table: &str, field: &'a str) -> &'a str {
    match (table, field) {
        (_, "first_name") => "prenom",
        (_, "last_name") => "nom",
        (_, "phone") => "telephone",
        (_, "no_phone") => "pasDeTelephone",
        ("needs_assessment", "email") => "courriel",
        (_, "birth_year") => "anneeNaissance",
        (_, "gender") => "genre",
        (_, "age_band") => "trancheAge",
        (_, "status") => "statutSocial",
        ("session", "kind") => "type",
        ("session", "duration") => "duree",
        (_, "place_kind") => "typeLieu",
        ("session", "place") => "lieuActivite",
        ("session", "materials") => "materiel",
        ("session", "themes") => "thematiques",
        ("session", "procedure") => "precisionsDemarche",
        ("session", "title") => "titreAtelier",
        ("session", "level") => "niveau",
        (_, "anonymous") => "participantsAnonymes",
        (_, "autonomy") => "autonomie",
        (_, "objective_reached") => "objectifAtteint",
        (_, "procedure_state") => "etatDemarche",
        (_, "oriented") => "orienteVersStructure",
        (_, "redirection") => "structureDeRedirection",
        (_, "redirection_place") => "lieuDeRedirection",
        (_, "theme") => "thematique",
        (_, "wording") => "intitule",
        (_, "target") => "souhaitePour",
        (_, "look_again") => "aRevoirLe",
        (_, "reason") => "motif",
        (_, "place") => "lieu",
        (_, "place_name") => "lieuEnClair",
        (_, "name") => "nom",
        (_, "kind") => "nature",
        (_, "days") => "dureeJours",
        (_, "start") => "debut",
        (_, "count") => "nombre",
        (_, "face_value") => "valeurEuros",
        (_, "present") => "presents",
        ("needs_assessment", "device") => "priseEnMain",
        ("needs_assessment", "browsing") => "navigation",
        ("needs_assessment", "vocabulary") => "vocabulaire",
        ("needs_assessment", "word_processing") => "traitementDeTexte",
        ("needs_assessment", "apps") => "applications",
        ("needs_assessment", "contents") => "contenus",
        ("needs_assessment", "social_networks") => "reseauxSociaux",
        (_, other) => other,
    }
}

/// The file of a person, for her or for whoever she gives it to.
///
/// # Errors
/// `not_found`, `locked`.
pub fn person(app: &App, request: ById) -> Result<FileOut> {
    let open = app.open()?;
    let day = time::today(&app.ports).to_string();
    let whole = open.notebook.read(|reader| {
        let held = held::of(reader, &request.id)?;
        let mut whole = Map::from_iter([
            ("format".to_owned(), json!(FORMAT)),
            ("version".to_owned(), json!(VERSION)),
            ("date".to_owned(), json!(day)),
            (
                "source".to_owned(),
                json!({
                    "logiciel": "Escale",
                    "structure": open.enrolment.team.name,
                    "mediateur": open.enrolment.adviser.name,
                }),
            ),
        ]);
        fill(reader, &held, &mut whole)?;
        Ok::<_, Failure>(Value::Object(whole))
    })?;
    let mut text = serde_json::to_string_pretty(&whole)?;
    text.push('\n');
    tracing::info!("the file of a person was made");
    Ok(FileOut {
        name: format!("escale-dossier-{day}.json"),
        media_type: "application/json".to_owned(),
        base64: BASE64.encode(text.as_bytes()),
    })
}

fn fill(reader: &Reader<'_>, held: &Held, whole: &mut Map<String, Value>) -> Result<()> {
    let mut put = |list: &str, value: Value| whole.insert(list.to_owned(), value);
    put("beneficiaire", object(reader, &held.person)?.into());
    let mut joined = Vec::new();
    for row in &held.joined {
        joined.push(object(reader, row)?.into());
    }
    put("fichesReunies", Value::Array(joined));
    let mut sessions = Vec::new();
    for (session, outcome) in &held.sessions {
        let mut activity = object(reader, session)?;
        if let Some(outcome) = outcome {
            // One object, as on the national platform; the outcome's own identifier is of no use.
            let mut said = object(reader, outcome)?;
            said.remove("id");
            said.remove("corbeille");
            for (name, value) in said {
                match activity.get_mut(&name).and_then(Value::as_array_mut) {
                    Some(list) => list.extend(value.as_array().cloned().unwrap_or_default()),
                    None => drop(activity.insert(name, value)),
                }
            }
        }
        sessions.push(activity.into());
    }
    put("activites", Value::Array(sessions));
    for (table, list) in LISTS {
        let mut items: Vec<Value> = Vec::new();
        for row in held.more.iter().filter(|row| row.table.name == table) {
            let mut item = object(reader, row)?;
            about(reader, row, &mut item)?;
            items.push(item.into());
        }
        put(list, Value::Array(items));
    }
    Ok(())
}

/// What a row hangs on, and its steps.
fn about(reader: &Reader<'_>, row: &Row, item: &mut Map<String, Value>) -> Result<()> {
    if let Some(session) = row.text("session") {
        item.insert("activite".to_owned(), session.into());
    }
    let steps = match row.table.name {
        "goal" | "referral" => reader.follow_steps(&row.id)?,
        "procedure" => reader.procedure_steps(&row.id)?,
        "registration" => {
            if let Some(id) = row.text("workshop") {
                let title = label::of(reader, "workshop", id)?;
                item.insert("atelier".to_owned(), json!({"id": id, "libelle": title}));
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    if row.table.name == "referral" && row.text("place").is_none() {
        let to = followup::whither(reader, &row.values)?;
        item.insert("versLibelle".to_owned(), to.into());
    }
    let steps = steps
        .into_iter()
        .map(|step| json!({"etat": step.state, "date": step.date, "activite": step.session}));
    item.insert("etapes".to_owned(), steps.collect());
    Ok(())
}

/// A row under the names of the file.
fn object(reader: &Reader<'_>, row: &Row) -> Result<Map<String, Value>> {
    let mut object = Map::new();
    object.insert("id".to_owned(), row.id.clone().into());
    if row.in_bin {
        object.insert("corbeille".to_owned(), true.into());
    }
    for (field, value) in row.fields() {
        put(reader, row, field, value, &mut object)?;
    }
    let mut standing = Vec::new();
    for (field, values) in &row.standing {
        let mut all = Vec::new();
        for value in values {
            all.push(said(reader, row, field, value)?);
        }
        standing.push(json!({"champ": name(row.table.name, field), "valeurs": all}));
    }
    if !standing.is_empty() {
        object.insert("valeursEnAttente".to_owned(), standing.into());
    }
    let mut earlier = Vec::new();
    for (field, value, day) in &row.earlier {
        earlier.push(json!({
            "champ": name(row.table.name, field),
            "valeur": said(reader, row, field, value)?,
            "remplaceeLe": day,
        }));
    }
    if !earlier.is_empty() {
        object.insert("valeursAnterieures".to_owned(), earlier.into());
    }
    Ok(object)
}

fn put(
    reader: &Reader<'_>,
    row: &Row,
    field: &str,
    value: &Value,
    object: &mut Map<String, Value>,
) -> Result<()> {
    // A commune is three fields on the national platform.
    if let Some(commune) = CommuneRef::from_value(value) {
        let [commune_name, postcode, code] = match (row.table.name, field) {
            ("session", "commune") => ["lieuCommune", "lieuCodePostal", "lieuCodeInsee"],
            _ => ["commune", "communeCodePostal", "communeCodeInsee"],
        };
        for (name, value) in [
            (commune_name, commune.name),
            (postcode, commune.postcode),
            (code, commune.code),
        ] {
            object.insert(name.to_owned(), value.into());
        }
        return Ok(());
    }
    let value = said(reader, row, field, value)?;
    object.insert(name(row.table.name, field).to_owned(), value);
    Ok(())
}

/// A value as it stands in the file: places and tags by name, the rest as recorded.
fn said(reader: &Reader<'_>, row: &Row, field: &str, value: &Value) -> Result<Value> {
    let table = row.table.name;
    Ok(match field {
        "place" | "redirection_place" => {
            json!({"id": value, "nom": words::of(reader, table, field, value)?})
        }
        "tags" if held::is_set(row.table, field) => {
            let mut names = Vec::new();
            for tag in held::strings(value) {
                names.push(words::of(reader, table, field, &json!([tag]))?);
            }
            names.into()
        }
        _ => value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that are the same in both.
    const SAME: [&str; 7] = [
        "email",
        "notes",
        "date",
        "tags",
        "points",
        "commune",
        "residence",
    ];

    #[test]
    fn every_field_held_on_a_person_has_its_name_and_no_two_share_one() {
        for table in held::TABLES {
            let mut names: Vec<&str> = Vec::new();
            for field in table.fields {
                if held::LINKS.contains(&field.name) {
                    continue;
                }
                let given = name(table.name, field.name);
                assert!(
                    given != field.name || SAME.contains(&given),
                    "{}.{} has no name in the file: docs/PORTABILITY.md",
                    table.name,
                    field.name
                );
                assert!(!names.contains(&given), "{given} twice in {}", table.name);
                names.push(given);
            }
        }
    }

    #[test]
    fn every_list_has_its_table() {
        for (table, _) in LISTS {
            assert!(held::TABLES.iter().any(|known| known.name == table));
        }
    }
}
