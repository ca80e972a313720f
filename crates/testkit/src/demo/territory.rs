//! Three rounds of the Manche: twenty places of activity, in real communes, under names that any
//! commune might use. No address, hours or number of a real service.

use escale_domain::commune::CommuneRef;
use escale_domain::place::PlaceForm;

use crate::forms;

/// Number of the département.
pub const DEPARTMENT: &str = "50";

/// A round: its adviser (fictional) and her places (name, commune, typology, itinerant).
#[derive(Debug)]
pub struct Round {
    /// Who goes round.
    pub adviser: &'static str,
    /// Name of her laptop.
    pub laptop: &'static str,
    places: &'static [(&'static str, &'static str, &'static str, bool)],
}

/// The team.
pub const TEAM: &str = "Conseillers numériques itinérants de la Manche";

/// The rounds, the first one being that of the demonstration's laptops.
pub const ROUNDS: [Round; 3] = [
    Round {
        adviser: "Camille Exemple",
        laptop: "Portable 1",
        places: &[
            ("Mairie de Portbail", "Port-Bail-sur-Mer", "MUNI", false),
            ("Médiathèque de Valognes", "Valognes", "BIB", false),
            (
                "Centre médico-social de Carentan",
                "Carentan-les-Marais",
                "CMS",
                false,
            ),
            (
                "France services de Bricquebec",
                "Bricquebec-en-Cotentin",
                "RFS",
                false,
            ),
            ("Mairie des Pieux", "Les Pieux", "MUNI", false),
            ("EHPAD de Picauville", "Picauville", "Autre", false),
            (
                "Bus numérique du Cotentin",
                "Barneville-Carteret",
                "ENM",
                true,
            ),
        ],
    },
    Round {
        adviser: "Dominique Exemple",
        laptop: "Portable 2",
        places: &[
            ("Médiathèque de Coutances", "Coutances", "BIB", false),
            ("Mairie de Lessay", "Lessay", "MUNI", false),
            ("France services de Périers", "Périers", "RFS", false),
            ("Centre médico-social de Saint-Lô", "Saint-Lô", "CMS", false),
            ("Mairie de Marigny", "Marigny-Le-Lozon", "MUNI", false),
            ("Espace de vie sociale d’Agneaux", "Agneaux", "EVS", false),
            ("EHPAD d’Agon", "Agon-Coutainville", "Autre", false),
        ],
    },
    Round {
        adviser: "Sacha Exemple",
        laptop: "Portable 3",
        places: &[
            ("Médiathèque de Granville", "Granville", "BIB", false),
            (
                "Centre médico-social d’Avranches",
                "Avranches",
                "CMS",
                false,
            ),
            (
                "France services de Villedieu",
                "Villedieu-les-Poêles-Rouffigny",
                "RFS",
                false,
            ),
            ("Mairie de Brécey", "Brécey", "MUNI", false),
            ("Mairie de Pontorson", "Pontorson", "MUNI", false),
            (
                "Centre social de Saint-Hilaire",
                "Saint-Hilaire-du-Harcouët",
                "CS",
                false,
            ),
        ],
    },
];

impl Round {
    /// Her places, as forms.
    ///
    /// # Errors
    /// When a commune is not in the list the program ships.
    pub fn places(&self) -> anyhow::Result<Vec<PlaceForm>> {
        let form = |&(name, commune, typology, itinerant): &(&str, &str, &str, bool)| {
            let commune = forms::commune(commune, DEPARTMENT)?;
            Ok(PlaceForm {
                itinerant,
                ..forms::place(name, commune, &[typology])
            })
        };
        self.places.iter().map(form).collect()
    }

    /// The communes of her round.
    ///
    /// # Errors
    /// As [`Round::places`].
    pub fn communes(&self) -> anyhow::Result<Vec<CommuneRef>> {
        Ok(self
            .places()?
            .into_iter()
            .filter_map(|place| place.commune)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_places_are_accepted() {
        let places: Vec<PlaceForm> = ROUNDS
            .iter()
            .flat_map(|round| round.places().unwrap())
            .collect();
        assert_eq!(places.len(), 20);
        for place in places {
            assert!(
                escale_domain::place::Place::new(&place).is_ok(),
                "{}",
                place.name
            );
        }
    }
}
