"""What the peers show: a ballot of the same length as Baro's, with the given answer ticked."""

from __future__ import annotations

ANSWERS = {
    "not_at_all": "😟 Pas du tout confiance",
    "little": "😕 Un peu confiance",
    "rather": "🙂 Plutôt confiance",
    "fully": "😀 Tout à fait confiance",
    "dont_know": "🤷 Je ne sais pas",
    "no_answer": "⏭️ Je préfère ne pas répondre",
}
NOTED = "✅ C’est noté"


def question(data: str) -> str:
    """The text in HTML, once the button with this data was tapped."""
    return (
        "🤝 <b>Confiance, au début</b>\n\n"
        "👮 <b>À quel point faites-vous confiance à la police ?</b>\n\n"
        f"Votre réponse : <b>{ANSWERS[_answer(data)]}</b>. Vous pouvez la changer."
    )


def buttons(data: str) -> list[tuple[str, str]]:
    """Label and callback data of each button, once the button with this data was tapped."""
    return [
        (f"✅ {label}" if value == _answer(data) else label, f"p:peerpeer:v:police:{value}")
        for value, label in ANSWERS.items()
    ]


def _answer(data: str) -> str:
    return data.rpartition(":")[2]
