"""What is written about boats, in three languages. Plain tables; `{}` are filled by the generator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    series: str
    price: int


MODELS = (
    Model("Bayliner VR5", "Bowriders", 48_900),
    Model("Sea Ray SPX 190", "Bowriders", 61_500),
    Model("Chaparral 19 SSi", "Bowriders", 57_200),
    Model("Four Winns HD3", "Bowriders", 82_400),
    Model("Boston Whaler 170 Montauk", "Fishing boats", 64_300),
    Model("Lund 1875 Crossover", "Fishing boats", 52_800),
    Model("Princecraft Holiday DLX", "Fishing boats", 33_600),
    Model("Legend F21", "Fishing boats", 58_900),
    Model("Princecraft Vectra 23", "Pontoons", 71_900),
    Model("Bennington 22 SV", "Pontoons", 79_500),
    Model("Jeanneau Cap Camarat 6.5", "Day boats", 69_800),
    Model("Quicksilver Activ 605", "Day boats", 42_700),
    Model("Beneteau Flyer 7", "Day boats", 88_600),
    Model("Zodiac Medline 6.8", "Inflatables", 59_400),
    Model("Highfield Sport 560", "Inflatables", 38_200),
    Model("Beneteau Oceanis 30.1", "Sailing yachts", 148_000),
    Model("Jeanneau Sun Odyssey 350", "Sailing yachts", 212_000),
    Model("Hanse 315", "Sailing yachts", 139_500),
    Model("Nimbus T8", "Cruisers", 164_000),
    Model("Axopar 25 Cross Top", "Cruisers", 178_500),
)


@dataclass(frozen=True, slots=True)
class Language:
    """`titles` by team; the rest is for all of them."""

    notes: tuple[str, ...]
    activities: tuple[tuple[str, str], ...]
    """What was done, and a word about it."""
    tasks: tuple[str, ...]
    descriptions: tuple[str, ...]
    remarks: tuple[str, ...]


ENGLISH = Language(
    notes=(
        "Prefers to be called after five.",
        "Wants to see the boat in the water before deciding.",
        "Asked twice about the warranty on the engine.",
        "Tows with a half-ton pickup: check the trailer's weight.",
        "Brother-in-law has the same boat, is happy with it.",
        "Has a berth from May; delivery before that would cost them storage.",
        "Compared us with the dealer across the lake. We are a little dearer, with better service.",
        "The bank has agreed in principle, papers to follow.",
        "Two small children: safety rails matter.",
        "Trade-in has 340 hours, hull is sound, upholstery tired.",
        "Would take the demonstrator at the end of the season.",
        "Sent photos of the electronics package.",
    ),
    activities=(
        ("Call", "Talked for ten minutes about size and engine."),
        ("Call", "Left a message on the machine."),
        ("Showroom visit", "Came with the family, sat in three boats."),
        ("E-mail", "Sent the brochure and the price list."),
        ("Document Collection", "Copy of the operator card and proof of insurance."),
        ("Boat show", "Met at our stand, took a card along."),
        ("Survey", "Surveyor found nothing serious."),
        ("Sea trial", "One hour out, light wind. Liked how it planes."),
    ),
    tasks=(
        "Call back about the trailer",
        "Send the revised quote",
        "Ask the yard for a haul-out date",
        "Get the trade-in appraised",
        "Confirm the sea trial",
        "Check delivery date with the factory",
        "Send the insurance form",
        "Remind about the deposit",
        "Order the winter cover",
    ),
    descriptions=(
        "Looking for a family boat for the lake, up to 20 feet.",
        "Replacing a fifteen-year-old bowrider.",
        "First boat. Needs the course as well.",
        "Fishing mostly, two or three aboard.",
        "Wants to keep it on a trailer.",
        "Company boat for guests, must look the part.",
        "",
        "",
        "",
    ),
    remarks=(
        "Price agreed on the phone, options as listed.",
        "Includes the first service.",
        "Delivery to the marina, mast stepped.",
        "Discount for the demonstrator's hours.",
    ),
)

FRENCH = Language(
    notes=(
        "Préfère être rappelé en soirée.",
        "Veut voir le bateau à l'eau avant de décider.",
        "Demande la garantie prolongée sur le moteur.",
        "A déjà une place au port à partir de mai.",
        "Le conjoint hésite encore entre deux modèles.",
        "La banque a donné son accord de principe.",
        "Comparaison faite avec un concessionnaire de Sorel.",
        "Échange : coque saine, sellerie à refaire.",
    ),
    activities=(
        ("Appel", "Discussion sur la longueur et la motorisation."),
        ("Appel", "Message laissé sur le répondeur."),
        ("Visite", "Venus en famille, très intéressés."),
        ("Courriel", "Brochure et liste de prix envoyées."),
        ("Essai", "Une heure sur l'eau, bonne impression."),
    ),
    tasks=(
        "Rappeler au sujet de la remorque",
        "Envoyer la soumission révisée",
        "Confirmer l'essai sur l'eau",
        "Faire évaluer l'échange",
        "Vérifier la date de livraison",
        "Relancer pour le dépôt",
    ),
    descriptions=(
        "Cherche un bateau familial pour le lac.",
        "Premier bateau, permis à passer.",
        "Remplace un pêche-promenade de 2009.",
        "",
        "",
    ),
    remarks=("Prix convenu au téléphone.", "Première révision comprise.", "Livraison au port."),
)

PORTUGUESE = Language(
    notes=(
        "Prefere falar ao fim da tarde.",
        "Quer experimentar o barco antes de decidir.",
        "Perguntou duas vezes pela garantia do motor.",
        "Já tem lugar na marina a partir de abril.",
        "O banco aprovou em princípio.",
        "Comparou com um concessionário de Vigo.",
        "Retoma: casco são, estofos gastos.",
        "Enviadas fotografias da eletrónica.",
    ),
    activities=(
        ("Chamada", "Conversa sobre o tamanho e o motor."),
        ("Chamada", "Ficou mensagem no atendedor."),
        ("Visita", "Veio com a família à marina."),
        ("E-mail", "Enviado o folheto e a tabela de preços."),
        ("Prova de mar", "Uma hora no mar, vento fraco."),
    ),
    tasks=(
        "Ligar sobre o atrelado",
        "Enviar a proposta revista",
        "Confirmar a prova de mar",
        "Pedir avaliação da retoma",
        "Confirmar a data de entrega",
        "Lembrar o sinal",
    ),
    descriptions=(
        "Procura um barco para a família, até sete metros.",
        "Primeiro barco, falta a carta.",
        "Pesca ao fim de semana.",
        "",
        "",
    ),
    remarks=("Preço acordado por telefone.", "Inclui a primeira revisão.", "Entrega na marina."),
)

# By team; `{model}`, `{year}` (the coming season) and `{berth}` are filled in.
TITLES: dict[str, tuple[str, ...]] = {
    "New boats": (
        "{model}", "{model} + trailer", "{model}, white hull", "{model} with electronics", "{model} + remorque",
        "Two {model} for the sailing school", "{model}, delivery spring {year}",
    ),
    "Used boats": (
        "{model}, used", "Trade-in and {model}", "{model} on consignment", "{model} d'occasion", "Sale of their {model}",
    ),
    "Service yard": (
        "Winter storage {year}", "Engine service, {model}", "Antifouling, {model}", "Hull repair, {model}",
        "Hivernage {year}", "Rigging check {year}", "New plotter and radar",
    ),
    "Accessories": (
        "Life jackets for six", "Trailer brakes", "Mooring kit", "Fish finder", "Winter cover, {model}",
        "Inflatable tender", "Bâche sur mesure", "VHF and antenna",
    ),
    "Boats": ("{model}", "{model} + trailer", "{model}, delivery spring {year}", "{model}, used", "Demo {model}"),
    "Moorings": ("Berth {berth}, season {year}", "Swing mooring {year}", "Guest berth, July {year}", "Winter place {year}"),
    "Vendas": ("{model}", "{model} + atrelado", "{model}, entrega {year}", "Retoma e {model}", "{model} usado"),
    "Charter": ("Douro, dois dias, oito pessoas", "Veleiro em julho de {year}", "Dia de empresa no mar", "Batismo de vela {year}"),
}  # fmt: skip

AMOUNTS: dict[str, tuple[int, int]] = {
    "Service yard": (350, 8_500),
    "Moorings": (900, 5_800),
    "Charter": (450, 7_900),
}

# A holding firm, and the firms below it.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "Lake Boats": {
        "Groupe Nautique Saint-Laurent": ("Marina de Lachine", "Marina de Sorel", "Port de plaisance de Trois-Rivières"),
        "Great Lakes Resorts": ("Georgian Bay Resort", "Muskoka Lodge", "Thousand Islands Inn"),
        "Fédération de voile": ("École de voile de Longueuil", "Club de voile Deux-Montagnes"),
        "": (
            "Pointe-Claire Yacht Club", "Hudson Fishing Charters", "Brossard Marine Insurance", "Ville de Beaconsfield",
            "Richelieu River Tours", "Laval Water Taxi", "Kahnawake Marina", "Ottawa River Rescue", "Valleyfield Regattas",
            "Oka Sailing School", "Champlain Surveyors", "Magog Boat Club",
        ),
    },
    "Lake Boats East": {
        "Maritime Harbors Trust": ("Lunenburg Harbor", "Mahone Bay Marina", "Digby Wharf"),
        "": (
            "Halifax Harbor Tours", "Bluenose Charters", "Chester Yacht Club", "Peggy's Cove Outfitters",
            "Cape Breton Fisheries", "Dartmouth Rowing Club", "Fundy Whale Watch", "Shelburne Shipyard",
        ),
    },
    "Porto Náutica": {
        "Grupo Atlântico": ("Marina de Leça", "Marina de Cascais", "Hotel Foz do Douro"),
        "": (
            "Clube Naval de Leixões", "Douro Cruzeiros", "Escola de Vela de Viana", "Pescas do Minho", "Náutica Aveiro",
            "Seguros do Mar", "Câmara de Matosinhos",
        ),
    },
}  # fmt: skip

# Words for an easy password: short, plain, without look-alikes.
PASSWORD_WORDS = (
    "amber", "anchor", "bay", "beacon", "birch", "brass", "breeze", "buoy", "cabin", "canvas", "cedar", "chart", "cliff",
    "copper", "coral", "cove", "creek", "deck", "delta", "drift", "dune", "ferry", "fjord", "flag", "foam", "gale", "gull",
    "harbor", "heron", "hull", "inlet", "island", "jetty", "kayak", "keel", "kelp", "lagoon", "lake", "lantern", "maple",
    "marina", "mast", "moon", "north", "oar", "ocean", "otter", "paddle", "pearl", "pier", "pine", "reef", "river", "rope",
    "sail", "salmon", "sand", "shell", "shore", "spray", "star", "sun", "tide", "wave",
)  # fmt: skip
