"""Word lists of the sample portfolio. Every name is made up, every domain lies under `.example`."""

from collections.abc import Iterator

AGENCY_FIRST = (
    "Amber", "Brisk", "Cobalt", "Dapper", "Ember", "Fable", "Gentle", "Hollow", "Ivory", "Jolly", "Kindred",
    "Lively", "Mellow", "Nimble", "Opal", "Plucky", "Quiet", "Rustic", "Sunny", "Tidal",
)  # fmt: skip
AGENCY_SECOND = (
    "Badger", "Compass", "Dovetail", "Falcon", "Gazebo", "Heron", "Inkwell", "Juniper", "Kettle", "Lantern",
    "Marmot",
)  # fmt: skip
AGENCY_KIND = ("Studio", "Digital", "Marketing", "Inbound", "Agency", "Collective", "Media")

IDN_AGENCIES = (
    ("Grüne Laterne", "grüne-laterne.example", "DE"),
    ("Étoile Tranquille", "étoile-tranquille.example", "FR"),
    ("Cigüeña Roja", "cigüeña-roja.example", "ES"),
    ("Blå Kompass", "blå-kompass.example", "SE"),
    ("霧の灯台", "霧の灯台.example", "JP"),
    ("Тихий Маяк", "тихий-маяк.example", "BG"),
)

CLIENT_FIRST = (
    "Acorn", "Birch", "Cedar", "Dune", "Elder", "Fern", "Grove", "Hazel", "Iris", "Jasper", "Kelp", "Linden",
    "Maple", "Nettle", "Orchard", "Pebble", "Quarry", "Raven", "Saffron", "Thistle", "Umber", "Violet", "Willow",
    "Yarrow", "Zinnia",
)  # fmt: skip
CLIENT_SECOND = (
    "Bay", "Bridge", "Creek", "Field", "Ford", "Gate", "Harbor", "Hill", "Lane", "Mill", "Park", "Point", "Ridge",
    "Row", "Spring", "Vale", "Wharf", "Wood", "Yard", "Crossing",
)  # fmt: skip
CLIENT_KIND = (
    "Bakery", "Bikes", "Books", "Clinic", "Coffee", "Dental", "Fitness", "Foods", "Furniture", "Gardens", "Hotels",
    "Insurance", "Kitchens", "Law", "Logistics", "Optics", "Pets", "Robotics", "Schools", "Software", "Solar",
    "Tools", "Travel", "Wines",
)  # fmt: skip

GIVEN = (
    "Ada", "Bruno", "Clara", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Leo", "Mira",
    "Nils", "Olga", "Pavel", "Rosa", "Sami", "Tara", "Yuki",
)  # fmt: skip
FAMILY = (
    "Abel", "Berg", "Costa", "Dietz", "Ekman", "Fuchs", "Garza", "Holt", "Ivers", "Jansen", "Kowal", "Lind",
    "Moreau", "Novak", "Ortiz", "Price", "Quist", "Rossi", "Sato", "Tanner", "Unger", "Vance", "Weiss",
)  # fmt: skip

COUNTRIES = ("US", "US", "US", "US", "GB", "DE", "FR", "CA", "AU", "ES", "NL", "SE", "IE", "BR", "MX", "JP", "IN", None)

FREELANCE_DOMAIN = "freelance-desk.example"


def agencies() -> Iterator[tuple[str, str]]:
    """Name and domain of one agency after another, 220 of them, all different."""
    firsts, seconds = len(AGENCY_FIRST), len(AGENCY_SECOND)
    for number in range(firsts * seconds):
        first, second = AGENCY_FIRST[number % firsts], AGENCY_SECOND[number % seconds]
        kind = AGENCY_KIND[number % len(AGENCY_KIND)]
        yield f"{first} {second} {kind}", f"{first}-{second}.example".lower()


def companies() -> Iterator[tuple[str, str]]:
    """Name and domain of one client after another, 12,000 of them, all different."""
    firsts, seconds, kinds = len(CLIENT_FIRST), len(CLIENT_SECOND), len(CLIENT_KIND)
    total = firsts * seconds * kinds
    for number in range(total):
        # A step without a common divisor visits each combination once, and mixes them.
        rest, first = divmod(number * 7_919 % total, firsts)
        kind, second = divmod(rest, seconds)
        name = f"{CLIENT_FIRST[first]} {CLIENT_SECOND[second]} {CLIENT_KIND[kind]}"
        yield name, f"{name.lower().replace(' ', '-')}.example"


def people() -> Iterator[str]:
    """The local part of one person's address after another; it starts over after 460."""
    number = 0
    while True:
        yield f"{GIVEN[number % len(GIVEN)]}.{FAMILY[number % len(FAMILY)]}".lower()
        number += 1
