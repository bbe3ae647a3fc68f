"""What the peers show: words and buttons as long as Baro's, worked out from the tapped button alone."""

from __future__ import annotations

from typing import NamedTuple

Buttons = list[tuple[str, str]]
"""Label and callback data of each button, one under the other."""


class Screen(NamedTuple):
    """A message's text in HTML, and its buttons."""

    text: str
    buttons: Buttons


NOTED = "✅ C’est noté"
SENT = "w"

_SCORES = {
    "not_at_all": "😟 Pas du tout confiance",
    "little": "😕 Un peu confiance",
    "rather": "🙂 Plutôt confiance",
    "fully": "😀 Tout à fait confiance",
    "dont_know": "🤷 Je ne sais pas",
    "no_answer": "⏭️ Je préfère ne pas répondre",
}
_PASS = "⏭️ Je préfère ne pas répondre"
_ABOUT = {
    "who": (
        "Qui êtes-vous dans ce dialogue ? Nous ne demandons pas votre nom.",
        (
            "🏠 Habitant, habitante",
            "🛡️ Forces de défense ou de sécurité",
            "🏛️ Autorité locale (maire, chef, préfet…)",
        ),
    ),
    "gender": ("Êtes-vous une femme ou un homme ?", ("👩 Femme", "👨 Homme")),
    "age": (
        "Quel âge avez-vous ?",
        ("🌱 18 à 24 ans", "🌿 25 à 35 ans", "🌴 36 à 59 ans", "🌳 60 ans et plus"),
    ),
    "residence": (
        "Quelle est votre situation ici ?",
        (
            "🏡 J’habite ici depuis longtemps",
            "🎒 J’ai dû quitter chez moi (déplacé)",
            "🔙 Je suis de retour chez moi",
            "🌍 Je viens d’un autre pays (réfugié)",
        ),
    ),
}
_NEXT = dict(zip(_ABOUT, [*list(_ABOUT)[1:], ""], strict=True))
_RULES = (
    "Bonjour et bienvenue.\nIci, les habitants, les forces de défense et de sécurité et les autorités locales se "
    "parlent et s’écoutent.\n\n<b>Ce que nous gardons</b>\n👤 Qui vous êtes : jusqu’à 24 heures après la séance.\n"
    "🗳️ Vos réponses : jusqu’au décompte, puis des nombres.\n✉️ Vos questions : sans nom, avec la séance.\n"
    "💬 Les messages : leurs numéros, jusqu’à la fin.\n\nNos règles :\n🗣️ Une personne parle à la fois, avec respect."
    "\n🤐 Aucun nom, aucune unité, aucun lieu de troupes.\n🤝 Personne n’est obligé de répondre.\n"
    "📵 Ni photo ni enregistrement sans accord.\n👤 Pour les personnes de 18 ans et plus."
)
_WAITING = "✅ <b>Merci.</b>\n\nL’étape suivante s’ouvrira pour tout le monde en même temps. Vous n’avez rien à faire."
_RECEIPT = (
    "📨 <b>Votre question est partie.</b>\n\nElle est mêlée aux autres, sans votre nom. Gardez ce message."
)


def welcome() -> Screen:
    """To somebody who comes with a link: which language?"""
    languages = (("fr", "Français"), ("bm", "Bamanankan"))
    buttons = [(name, f"j:peerpeer:l:{code}") for code, name in languages]
    return Screen("Dans quelle langue voulez-vous parler ?\nI bɛ fɛ ka kuma kan jumɛn na ?", buttons)


def tapped(data: str) -> Screen:
    """In place of the message whose button was tapped."""
    _room, _session, deed, *arguments = data.split(":")
    match deed:
        case "l":
            return Screen(_RULES, [("✅ J’accepte", "j:peerpeer:y:fr"), ("❌ Non, merci", "j:peerpeer:n:fr")])
        case "y":
            return _about("who")
        case "t":
            following = _NEXT[arguments[0]]
            return _about(following) if following else Screen(_WAITING, [_languages()])
        case "v":
            return _ballot(arguments[-1])
        case _:
            return asking()


def asking() -> Screen:
    """Questions are collected."""
    text = (
        "❓ <b>Questions</b>\n\nQuelle question voulez-vous poser ? Écrivez-la ici, en un message.\n\n"
        "Personne ne verra votre nom. Vous pouvez encore en envoyer 3."
    )
    return Screen(text, [("⏭️ Je n’ai pas de question", "p:peerpeer:n:question"), _languages()])


def preview(typed: str) -> Screen:
    """A question as it will be read."""
    buttons = [
        ("📨 Envoyer", f"p:peerpeer:{SENT}"),
        ("✏️ Écrire autrement", "p:peerpeer:e"),
        ("🧹 Mon message s’effacera", "p:peerpeer:h:1:0"),
    ]
    return Screen(f"Voici votre question :\n\n<blockquote>{typed}</blockquote>", buttons)


def receipt() -> Screen:
    """What stays of a question that was sent."""
    token = "A" * 22
    return Screen(_RECEIPT, [("👁 Regarder", f"p:peerpeer:k:{token}"), ("🗑 Retirer", f"p:peerpeer:x:{token}")])


def is_sent(data: str) -> bool:
    """Whether the tapped button sends a question."""
    return data.split(":")[2] == SENT


def _ballot(given: str) -> Screen:
    text = (
        "🤝 <b>Confiance, au début</b>\n\n"
        "👮 <b>À quel point faites-vous confiance à la police ?</b>\n\n"
        f"Votre réponse : <b>{_SCORES.get(given, '')}</b>. Vous pouvez la changer."
    )
    buttons = [
        (f"✅ {label}" if value == given else label, f"p:peerpeer:v:police:{value}")
        for value, label in _SCORES.items()
    ]
    return Screen(text, buttons)


def _about(name: str) -> Screen:
    question, options = _ABOUT[name]
    labels = (*options, _PASS)
    buttons = [(label, f"p:peerpeer:t:{name}:{number}") for number, label in enumerate(labels)]
    return Screen(f"👋 <b>Bienvenue</b>\n\n<b>{question}</b>", buttons)


def _languages() -> tuple[str, str]:
    return "🌐 Langue / Kan", "p:peerpeer:l"
