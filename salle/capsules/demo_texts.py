"""What the demo capsule says, in both languages. Facts: the resuscitation guidelines of 2021."""

from typing import Any, Literal, TypedDict

Language = Literal["fr", "en"]


class DemoTexts(TypedDict):
    capsule: str
    pages: list[str]
    cover: list[str]
    minutes: list[str]
    chain: list[str]
    compressions: list[str]
    defibrillator: list[str]
    summary: list[str]
    activities: list[dict[str, Any]]


def question(
    number: int,
    text: str,
    *choices: str,
    hint: str = "",
    explanation: str = "",
) -> dict[str, Any]:
    """A question whose right choices begin with a star; with several, several may be ticked."""
    return {
        "id": f"q{number}",
        "text": text,
        "picture": None,
        "hint": hint,
        "explanation": explanation,
        "is_multiple": sum(choice.startswith("*") for choice in choices) > 1,
        "choices": [
            {
                "id": f"q{number}c{place}",
                "text": choice.removeprefix("*"),
                "is_right": choice.startswith("*"),
            }
            for place, choice in enumerate(choices, start=1)
        ],
    }


FRENCH: DemoTexts = {
    "capsule": "Premiers secours : l’arrêt cardiaque",
    "pages": [
        "Ouverture",
        "Chaque minute compte",
        "La chaîne de survie",
        "Masser",
        "Défibriller",
        "À retenir",
    ],
    "cover": [
        "Premiers secours :\nl’arrêt cardiaque",
        "Reconnaître, alerter, masser, défibriller",
        "Une séance de 45 minutes, un quiz, et des gestes qui restent",
    ],
    "minutes": [
        "Chaque minute compte",
        "Chances de survie sans aucun geste, minute après minute",
        "minutes depuis l’arrêt",
        "−10 %",
        "de chances de survie\npar minute perdue.\nLe premier secours,\nc’est vous.",
    ],
    "chain": [
        "La chaîne de survie",
        "Quatre maillons : il en manque un, et la chaîne se rompt",
        "Reconnaître\nNe répond pas,\nne respire pas\nou respire mal",
        "Alerter\nLe 15 ou le 112,\nen haut-parleur",
        "Masser\nTout de suite,\nau milieu\nde la poitrine",
        "Défibriller\nLe défibrillateur\nle plus proche,\ndès qu’il est là",
    ],
    "compressions": [
        "Masser : trois repères",
        "Bras tendus, épaules au-dessus des mains",
        "100 à 120\ncompressions par minute,\nle rythme de « Stayin’ Alive »",
        "5 à 6 cm\nde profondeur chez l’adulte,\navec le talon de la main",
        "Relâcher\nla poitrine remonte entièrement,\nles mains restent en place",
        "30 compressions,\n2 insufflations.\nPas formé ?\nMassez sans arrêt.",
    ],
    "defibrillator": [
        "Le défibrillateur parle : écoutez-le",
        "Toute personne, même sans formation, a le droit de s’en servir",
        "Allumez l’appareil\net suivez sa voix",
        "Collez les électrodes\nsur la peau nue et sèche",
        "Écartez-vous tous\npendant l’analyse",
        "Après le choc,\nmassez aussitôt",
        "On n’éteint rien et on ne décolle rien avant l’arrivée des secours.",
    ],
    "summary": [
        "À retenir",
        "Ce que vous ferez demain, si cela arrive devant vous",
        "Il ne respire\npas ? C’est un\narrêt cardiaque.",
        "J’appelle\nle 15 ou\nle 112.",
        "Je masse fort,\nvite, sans\nm’arrêter.",
        "Quelqu’un\ncourt chercher\nle défibrillateur.",
        "Mal masser vaut toujours mieux que ne rien faire.",
    ],
    "activities": [
        {
            "kind": "quiz",
            "title": "L’arrêt cardiaque : avez-vous les bons réflexes ?",
            "questions": [
                question(
                    1,
                    "À quoi reconnaît-on un arrêt cardiaque ?",
                    "*La personne ne répond pas",
                    "*Elle ne respire pas, ou par à-coups bruyants",
                    "Ses lèvres sont forcément bleues",
                    "On ne sent plus son pouls au poignet",
                    hint="Deux signes suffisent, et aucun ne demande de matériel.",
                    explanation="Chercher le pouls fait perdre du temps, même aux professionnels : "
                    "on regarde si la personne répond et si elle respire.",
                ),
                question(
                    2,
                    "À quel rythme masse-t-on un adulte ?",
                    "60 à 80 par minute",
                    "80 à 100 par minute",
                    "*100 à 120 par minute",
                    "Le plus vite possible",
                    hint="Pensez à la chanson.",
                    explanation="Au-delà de 120, le cœur n’a plus le temps de se remplir.",
                ),
                question(
                    3,
                    "Quelle profondeur doivent avoir les compressions ?",
                    "2 à 3 cm",
                    "*5 à 6 cm",
                    "8 à 10 cm",
                    hint="À peu près la largeur de quatre doigts serrés, un peu moins.",
                    explanation="Moins profond, le sang ne circule pas assez. "
                    "C’est fatigant : relayez-vous toutes les deux minutes.",
                ),
                question(
                    4,
                    "Vous êtes seul, un défibrillateur est au bout du couloir. Que faites-vous ?",
                    "Je masse pendant cinq minutes, puis j’y vais",
                    "*J’appelle les secours en haut-parleur",
                    "*Je vais le chercher s’il est à portée de vue, sinon je masse",
                    "J’attends que quelqu’un d’autre arrive",
                    hint="Deux bonnes réponses.",
                    explanation="L’alerte d’abord. Puis on ne s’éloigne que pour quelques secondes "
                    "de course : chaque interruption du massage coûte.",
                ),
                question(
                    5,
                    "Qui a le droit d’utiliser un défibrillateur ?",
                    "Les soignants",
                    "Les personnes formées aux premiers secours",
                    "*Tout le monde",
                    explanation="Depuis 2007 en France, toute personne peut s’en servir. "
                    "L’appareil ne délivre un choc que s’il est utile.",
                ),
            ],
        },
        {
            "kind": "poll",
            "title": "Et vous, où en êtes-vous ?",
            "questions": [
                question(
                    1,
                    "Avant aujourd’hui, auriez-vous osé masser ?",
                    "Oui, sans hésiter",
                    "Oui, guidé au téléphone",
                    "Sans doute pas",
                ),
                question(
                    2,
                    "Savez-vous où est le défibrillateur le plus proche de votre bureau ?",
                    "Oui, précisément",
                    "Je crois",
                    "Non",
                ),
            ],
        },
    ],
}

ENGLISH: DemoTexts = {
    "capsule": "First aid: cardiac arrest",
    "pages": [
        "Opening",
        "Every minute counts",
        "The chain of survival",
        "Chest compressions",
        "The defibrillator",
        "What to remember",
    ],
    "cover": [
        "First aid:\ncardiac arrest",
        "Recognise, call, press, shock",
        "Forty-five minutes, one quiz, and gestures that stay",
    ],
    "minutes": [
        "Every minute counts",
        "Chances of survival when nobody helps, minute by minute",
        "minutes since the heart stopped",
        "−10%",
        "chance of survival\nfor each minute lost.\nThe first responder\nis you.",
    ],
    "chain": [
        "The chain of survival",
        "Four links: lose one and the chain breaks",
        "Recognise\nDoes not answer,\ndoes not breathe\nor gasps",
        "Call\n112 or your\nlocal number,\non loudspeaker",
        "Press\nAt once,\nin the middle\nof the chest",
        "Shock\nThe nearest\ndefibrillator,\nas soon as it is there",
    ],
    "compressions": [
        "Pressing: three marks",
        "Arms straight, shoulders above the hands",
        "100 to 120\ncompressions a minute,\nthe beat of “Stayin’ Alive”",
        "5 to 6 cm\ndeep for an adult,\nwith the heel of the hand",
        "Release\nthe chest comes all the way up,\nthe hands stay where they are",
        "30 compressions,\n2 breaths.\nNever trained?\nPress, don’t stop.",
    ],
    "defibrillator": [
        "The defibrillator talks: listen to it",
        "Anyone may use one, trained or not",
        "Switch it on\nand follow its voice",
        "Stick the pads\non bare, dry skin",
        "Everybody stands back\nwhile it analyses",
        "After the shock,\npress again at once",
        "Switch nothing off and take nothing off before help arrives.",
    ],
    "summary": [
        "What to remember",
        "What you will do tomorrow if it happens in front of you",
        "Not breathing?\nIt is a\ncardiac arrest.",
        "I call 112\nor my local\nnumber.",
        "I press hard\nand fast,\nand I don’t stop.",
        "Somebody runs\nfor the\ndefibrillator.",
        "Pressing badly is always better than not pressing.",
    ],
    "activities": [
        {
            "kind": "quiz",
            "title": "Cardiac arrest: would you do the right thing?",
            "questions": [
                question(
                    1,
                    "How do you recognise a cardiac arrest?",
                    "*The person does not answer",
                    "*They do not breathe, or they gasp",
                    "Their lips are always blue",
                    "There is no pulse at the wrist",
                    hint="Two signs are enough, and neither needs equipment.",
                    explanation="Looking for a pulse loses time, even for professionals: "
                    "see whether the person answers, and whether they breathe.",
                ),
                question(
                    2,
                    "How fast do you press on an adult’s chest?",
                    "60 to 80 a minute",
                    "80 to 100 a minute",
                    "*100 to 120 a minute",
                    "As fast as you can",
                    hint="Think of the song.",
                    explanation="Beyond 120 the heart has no time left to fill.",
                ),
                question(
                    3,
                    "How deep should compressions be?",
                    "2 to 3 cm",
                    "*5 to 6 cm",
                    "8 to 10 cm",
                    hint="A little less than four fingers held together.",
                    explanation="Any shallower and too little blood moves. "
                    "It is tiring: take turns every two minutes.",
                ),
                question(
                    4,
                    "You are alone; a defibrillator is at the end of the corridor. What next?",
                    "I press for five minutes, then fetch it",
                    "*I call for help on loudspeaker",
                    "*I fetch it if it is within sight, otherwise I press",
                    "I wait until somebody comes",
                    hint="Two of these are right.",
                    explanation="Call first. Then leave only for a few seconds’ run: "
                    "every pause in the compressions costs.",
                ),
                question(
                    5,
                    "Who may use a defibrillator?",
                    "Health professionals",
                    "People trained in first aid",
                    "*Anybody",
                    explanation="It talks you through, and gives a shock only if one is needed.",
                ),
            ],
        },
        {
            "kind": "poll",
            "title": "And you?",
            "questions": [
                question(
                    1,
                    "Before today, would you have dared to press?",
                    "Yes, at once",
                    "Yes, with somebody on the phone",
                    "Probably not",
                ),
                question(
                    2,
                    "Do you know where the defibrillator nearest to your desk is?",
                    "Yes, exactly",
                    "I think so",
                    "No",
                ),
            ],
        },
    ],
}

TEXTS: dict[Language, DemoTexts] = {"fr": FRENCH, "en": ENGLISH}
