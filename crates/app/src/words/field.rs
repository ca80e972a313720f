//! What a field is called where nobody sees its form: on paper.

/// The name of a recorded field, in words; its wire name when this version does not know it.
pub(crate) fn of<'a>(table: &str, field: &'a str) -> &'a str {
    match (table, field) {
        (_, "first_name") => "Prénom(s)",
        (_, "last_name") => "Nom d’usage",
        (_, "phone") => "Téléphone",
        (_, "no_phone") => "N’a pas de téléphone",
        (_, "email") if table == "needs_assessment" => "Envoyer et recevoir des e-mails",
        (_, "email") => "Adresse e-mail",
        (_, "birth_year") => "Année de naissance",
        ("beneficiary", "commune") | (_, "residence") => "Commune de résidence",
        (_, "commune") => "Commune",
        (_, "gender") => "Genre",
        (_, "age_band") => "Tranche d’âge",
        (_, "status") => "Statut",
        (_, "notes") => "Notes",
        (_, "date") => "Date",
        (_, "duration") => "Durée",
        (_, "place_kind") => "Lieu de l’accompagnement",
        ("session", "place") => "Lieu d’activité",
        ("session", "kind") => "Type",
        ("mandate", "kind") => "Signé",
        ("pix_result", "kind") => "Obtenu",
        (_, "materials") => "Matériel",
        (_, "themes") => "Sujets",
        (_, "theme") => "Sujet",
        (_, "tags") => "Étiquettes",
        (_, "procedure") => "Démarche",
        (_, "title") => "Titre",
        (_, "level") => "Niveau",
        (_, "anonymous") => "Participants anonymes",
        (_, "autonomy") => "Niveau d’autonomie",
        (_, "objective_reached") => "Objectif atteint",
        (_, "procedure_state") => "État de la démarche",
        (_, "oriented") => "Orientation vers une autre structure",
        (_, "redirection") => "Type de structure",
        (_, "redirection_place" | "place" | "place_name") => "Lieu",
        (_, "wording") => "Objectif",
        (_, "target") => "Souhaité pour le",
        (_, "look_again") => "À revoir le",
        (_, "reason") => "Motif",
        ("procedure", "name") => "Démarche",
        (_, "name") => "Nom",
        (_, "days") => "Durée (jours)",
        (_, "start") => "À partir du",
        (_, "points") => "Pix",
        (_, "count") => "Nombre",
        (_, "face_value") => "Valeur de chacun (euros)",
        (_, "present") => "Présents",
        (_, "state") => "État",
        ("needs_assessment", other) => basic(other).unwrap_or(other),
        (_, other) => other,
    }
}

/// The label of one of the eight basics.
fn basic(field: &str) -> Option<&'static str> {
    use escale_domain::vocabulary::Basic;
    let found = Basic::ALL.iter().find(|basic| basic.field() == field)?;
    Some(found.label())
}

#[cfg(test)]
mod tests {
    use super::*;
    use escale_domain::catalogue;

    #[test]
    fn every_field_held_on_a_person_has_a_name() {
        for table in crate::held::TABLES {
            for field in table.fields {
                if crate::held::LINKS.contains(&field.name) {
                    continue;
                }
                assert_ne!(
                    of(table.name, field.name),
                    field.name,
                    "{}.{} has no name in words",
                    table.name,
                    field.name
                );
            }
        }
        assert_eq!(of("beneficiary", "futur"), "futur");
        assert!(catalogue::table("beneficiary").is_some());
    }
}
