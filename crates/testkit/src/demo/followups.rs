//! What is expected of the people of the demonstration, and what became of it.

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use escale_app::api::followup::FollowUpFile;
use escale_app::api::session::Saved;
use serde_json::{Value, json};

use crate::laptop::Laptop;

/// What people say they want to be able to do, with the theme.
const GOALS: [(&str, &str); 6] = [
    ("email", "Envoyer seule des photos à ses petits-enfants"),
    (
        "prendre_en_main_du_materiel",
        "Ne plus avoir peur de sa tablette",
    ),
    ("navigation_sur_internet", "Trouver les horaires du car"),
    ("bureautique", "Écrire une lettre et l’imprimer"),
    (
        "insertion_professionnelle",
        "Refaire son CV et l’envoyer sans aide",
    ),
    (
        "banque_et_achats_en_ligne",
        "Consulter ses comptes chez soi",
    ),
];
/// Where people are sent, and for what.
const REFERRALS: [(&str, &str); 3] = [
    (
        "Point conseil budget de Valognes",
        "Dossier de surendettement",
    ),
    ("Mission locale du Cotentin", "Recherche d’une formation"),
    ("Maison France Services", "Demande de retraite"),
];
/// Procedures under way, with the administrative theme.
const PROCEDURES: [(&str, &str); 3] = [
    ("Renouvellement de la carte Vitale", "social_sante"),
    ("Demande d’APL", "logement"),
    ("Carte grise", "transports_mobilite"),
];
/// Answers of a first diagnostic and of the next, by basic.
const BASICS: [(&str, &str, &str); 8] = [
    ("prise_en_main", "avec_aide", "seul_a_son_rythme"),
    ("navigation", "pas_encore", "avec_aide"),
    ("vocabulaire", "pas_encore", "avec_aide"),
    ("courriel", "pas_encore", "seul_a_son_rythme"),
    ("traitement_de_texte", "pas_encore", "pas_encore"),
    ("applications", "avec_aide", "avec_aide"),
    ("contenus", "avec_aide", "seul_a_son_rythme"),
    ("reseaux_sociaux", "pas_encore", "avec_aide"),
];

fn day(laptop: &Laptop, offset: i64) -> anyhow::Result<String> {
    let today: NaiveDate = laptop.today().parse()?;
    let days = Days::new(offset.unsigned_abs());
    let day = if offset < 0 {
        today.checked_sub_days(days)
    } else {
        today.checked_add_days(days)
    };
    Ok(day.context("no such day")?.to_string())
}

fn note(laptop: &Laptop, kind: &str, person: &str, fields: Value) -> anyhow::Result<String> {
    let ask = json!({"kind": kind, "id": null, "beneficiary": person, "session": null});
    let file: FollowUpFile = laptop.get("followup_open", ask)?;
    let mut form = serde_json::to_value(&file.form)?;
    if let (Some(form), Value::Object(fields)) = (form["form"].as_object_mut(), fields) {
        form.extend(fields);
    }
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    Ok(laptop.get::<Saved>("followup_save", save)?.id)
}

fn moved(laptop: &Laptop, kind: &str, id: &str, state: &str, on: &str) -> anyhow::Result<()> {
    let ask = json!({"kind": kind, "id": id, "state": state, "date": on});
    laptop.get::<Value>("followup_move", ask).map(drop)
}

/// Follows the people this laptop knows: some things overdue, some of today, some to come, some
/// that have come to their end.
///
/// # Errors
/// When the notebook refuses.
pub fn follow(laptop: &Laptop) -> anyhow::Result<()> {
    let people = laptop.people("")?;
    let known = |rank: usize| people.get(rank).map(|line| line.id.as_str());
    for (rank, (theme, wording)) in GOALS.iter().enumerate() {
        let Some(person) = known(rank) else { break };
        let again = day(laptop, 7 * i64::try_from(rank)? - 14)?;
        let fields = json!({"theme": theme, "wording": wording, "look_again": again});
        let goal = note(laptop, "goal", person, fields)?;
        if rank % 3 == 2 {
            moved(laptop, "goal", &goal, "atteint", &day(laptop, 0)?)?;
        }
    }
    for (rank, (place, reason)) in REFERRALS.iter().enumerate() {
        let Some(person) = known(rank) else { break };
        let fields = json!({"place_name": place, "reason": reason, "date": day(laptop, -20)?,
            "look_again": day(laptop, 5 * i64::try_from(rank)? - 5)?});
        let referral = note(laptop, "referral", person, fields)?;
        moved(
            laptop,
            "referral",
            &referral,
            "contact_pris",
            &day(laptop, -9)?,
        )?;
    }
    for (rank, (name, theme)) in PROCEDURES.iter().enumerate() {
        let Some(person) = known(rank + 1) else { break };
        let fields =
            json!({"name": name, "theme": theme, "look_again": day(laptop, i64::try_from(rank)?)?});
        let procedure = note(laptop, "procedure", person, fields)?;
        if rank == 1 {
            moved(laptop, "procedure", &procedure, "bloquee", &day(laptop, 0)?)?;
        }
    }
    let Some(person) = known(0) else {
        return Ok(());
    };
    for (offset, later) in [(-70, false), (-2, true)] {
        let answers: serde_json::Map<String, Value> = BASICS
            .iter()
            .map(|(basic, before, now)| {
                (
                    (*basic).to_owned(),
                    Value::from(if later { *now } else { *before }),
                )
            })
            .collect();
        let fields = json!({"date": day(laptop, offset)?, "answers": answers});
        note(laptop, "needs_assessment", person, fields)?;
    }
    let mandate = json!({"kind": "en_presence", "days": 31, "start": day(laptop, -28)?});
    note(laptop, "mandate", person, mandate)?;
    note(
        laptop,
        "pix_result",
        person,
        json!({"kind": "niveau", "points": 112}),
    )?;
    note(
        laptop,
        "digital_pass",
        person,
        json!({"count": 10, "face_value": 10}),
    )
    .map(drop)
}
