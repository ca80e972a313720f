"""The records that every system is given: the same ones, made from their number."""

import random
import uuid

WORDS = (
    "accès adresse aide ameli appareil application atelier attestation avis banque bouton boîte "
    "bureau carte classer clavier code commune compte connexion copie courrier création demande "
    "dessin document dossier droit démarche déclaration enfant ensemble envoyer facture famille "
    "fichier formulaire imprimer impôts inscription installer internet justificatif lecture lien "
    "lire mairie messagerie mettre mot numérique numéro ordinateur ouvrir page papier passe payer "
    "permis photo pièce première premiers prochaine questions ranger recherche rendez-vous "
    "retraite retrouver revenir réglage sauvegarde scanner service seule site souris suite "
    "suivre sécurité tablette taxe télécharger téléphone transférer trouver utiliser vidéo visite"
).split()


def record(n):
    dice = random.Random(n)
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 36))]
    return {
        "n": n,
        "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
        "date": f"2026-{1 + n // 28 % 12:02}-{1 + n % 28:02}",
        "minutes": 15 * dice.randint(1, 8),
        "theme": dice.randrange(8),
        "notes": " ".join(words).capitalize() + ".",
    }


def records(first, count):
    return [record(n) for n in range(first, first + count)]


def changes(numbers, field, who):
    """A value for each record; those of two people differ."""
    changed = []
    for n in numbers:
        value = f"Corrigé par {who}, séance {n}." if field == "notes" else {"a": 35, "b": 40}[who]
        changed.append({"n": n, "id": record(n)["id"], "field": field, "value": value})
    return changed
