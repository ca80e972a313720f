//! *Notice d’information*: what is kept about somebody, why, how long, and her rights. Article 13
//! of the GDPR, in plain words.

use super::{From, texts};
use crate::page::{Block, Document};

/// The notice handed to somebody whose file is opened.
#[derive(Clone, Default)]
pub struct Notice {
    /// Who keeps the file.
    pub from: From,
    /// Months a file is kept after the last contact.
    pub months: u32,
    /// How to reach the structure about one's rights; room to write when not known.
    pub contact: Option<String>,
}

impl Notice {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let Self { from, months, .. } = self;
        let contact = self.contact.as_deref().map(str::trim);
        let contact = contact.filter(|contact| !contact.is_empty());
        Document {
            title: "Vos données, vos droits".to_owned(),
            foot: from.foot(),
            blocks: vec![
                Block::Lead("Notice d’information".to_owned()),
                Block::Text(format!(
                    "{} vous aide à utiliser le numérique, pour la structure « {} ». Pour vous suivre d’une \
                     séance à l’autre, une fiche à votre nom est tenue dans le logiciel Escale. Vous pouvez \
                     refuser d’avoir une fiche : vous serez accompagné·e de la même façon, sans votre nom.",
                    from.adviser, from.team
                )),
                Block::Heading("Ce qui est noté".to_owned()),
                Block::Points(texts([
                    "votre prénom et votre nom ;",
                    "si vous les donnez : votre téléphone, votre adresse e-mail, votre année de naissance, \
                     votre commune, votre genre et votre situation (en emploi, à la retraite, etc.) ;",
                    "les séances : la date, la durée, le lieu, les sujets abordés, ce que vous avez su faire, \
                     et des notes courtes utiles à la suite.",
                ])),
                Block::Text(
                    "Ne sont pas notés : votre adresse postale, votre numéro de sécurité sociale, vos mots de \
                     passe, votre santé, vos comptes bancaires, ni aucune copie de vos documents."
                        .to_owned(),
                ),
                Block::Heading("Pourquoi".to_owned()),
                Block::Text(
                    "Pour préparer la séance suivante et voir vos progrès. Des chiffres sans aucun nom servent \
                     aussi à rendre compte de l’activité. Le fondement légal est la mission d’intérêt public \
                     (article 6, paragraphe 1, point e, du RGPD)."
                        .to_owned(),
                ),
                Block::Heading("Qui voit votre fiche".to_owned()),
                Block::Text(format!(
                    "{} seulement, ou qui prendrait sa suite. Les collègues et les responsables ne voient que des chiffres sans nom. La \
                     fiche est gardée chiffrée sur l’ordinateur de travail et sur le serveur de la structure. \
                     Elle n’est ni vendue, ni transmise à un autre organisme.",
                    from.adviser
                )),
                Block::Heading("Combien de temps".to_owned()),
                Block::Text(format!(
                    "{months} mois après le dernier contact. Ensuite votre fiche est effacée de l’ordinateur et du \
                     serveur, et de leurs copies de secours 35 jours plus tard au plus ; il ne reste que des \
                     chiffres qui ne disent plus qui vous êtes."
                )),
                Block::Heading("Vos droits".to_owned()),
                Block::Points(texts([
                    "voir tout ce qui est noté sur vous, et en recevoir une copie sur papier ou en fichier ;",
                    "faire corriger ce qui est faux ;",
                    "faire effacer votre fiche ;",
                    "vous opposer à ce qu’elle soit tenue, ou en limiter l’usage.",
                ])),
                Block::Text(format!(
                    "Il suffit de le demander à {}, ou à la structure{}. La réponse vient dans le mois.",
                    from.adviser,
                    contact.map_or_else(
                        || " : ……………………………………………………………………".to_owned(),
                        |contact| format!(" : {contact}")
                    )
                )),
                Block::Text(
                    "Si la réponse ne vous convient pas, vous pouvez vous plaindre à la CNIL : www.cnil.fr, ou \
                     3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07."
                        .to_owned(),
                ),
            ],
        }
    }
}
