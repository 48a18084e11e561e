# ruff: noqa: SIM905 - words read better in one line of text
"""The vocabulary of the synthetic record. Nobody and nothing here is real."""

FIRST_NAMES = (
    "Aylin Banu Ceyda Dilan Emin Farid Gunay Hikmat Ilham Jala Kamal Lala Murad Nigar Orkhan Parvin Rashad Sabina "
    "Tural Ulvi Vusal Yusif Zahra Anna Bruno Chloe Diego Elena Felix Greta Henri Ines Jonas Karin Luis Marta Nils "
    "Olga Pedro"
).split()
LAST_NAMES = (
    "Abasov Babazade Dadashli Eldarov Farajli Gasimli Huseynli Ibadov Jafarli Kazimli Latifli Mirzali Nabili Orujlu "
    "Panahli Qarali Rzali Samadli Talibli Umudlu Valili Yunusli Zamanli Almeida Berger Costa Dubois Eriksen Fontaine "
    "Gruber Hansen Ivanova Jansen Kovacs Lindgren Moreau Novak Okafor Petit Quist Rossi Silva Tanaka Unger Varga Weiss "
    "Xanthos Yamada Zeller Adeyemi"
).split()
FIELDS = (
    "Health|Education|Children|Mine Action|Refugees|Food|Agriculture|Labour|Migration|Water|Energy|Climate|Culture|"
    "Justice|Statistics|Trade|Transport|Telecommunications|Industry|Tourism|Youth|Women|Population|Housing|Finance|"
    "Science|Sport|Emergencies|Environment|Forests|Fisheries|Aviation|Shipping|Post|Weather|Standards|Patents|Cities|"
    "Heritage|Human Rights"
).split("|")
TOPICS = (
    *FIELDS,
    *"School Meals|Mine Awareness|Vaccination|Clean Water|Child Protection|Return of the Displaced|Reconstruction|"
    "Green Energy|Caspian Sea|Air Quality|Digital Services|Social Protection|Disability|Rural Roads|Census|"
    "Anti-corruption|Silk Road|Teacher Training|Nutrition|Desertification".split("|"),
)
PLACES = (
    ("Baku", "Azerbaijan"),
    ("Geneva", "Switzerland"),
    ("New York", "United States"),
    ("Ganja", "Azerbaijan"),
    ("Vienna", "Austria"),
    ("Paris", "France"),
    ("Rome", "Italy"),
    ("Shusha", "Azerbaijan"),
    ("Nairobi", "Kenya"),
    ("", ""),
    ("Sumgait", "Azerbaijan"),
    ("Zangilan", "Azerbaijan"),
    ("", "Azerbaijan"),
)
OPENINGS = (
    "The sides spoke about",
    "They reviewed",
    "The guests presented",
    "The ministry described its work on",
    "Both sides agreed to go on with",
    "The delegation asked about",
    "An outlook was given on",
    "Experience was shared in",
    "The agency offered help with",
    "They looked back on",
)
MATTERS = (
    "the plan for next year",
    "a common survey of villages",
    "training for two hundred specialists",
    "the new framework of cooperation",
    "figures on schools and hospitals",
    "the law that is being drafted",
    "a regional conference",
    "support for families who return",
    "an exchange of data",
    "equipment for laboratories",
    "lessons from the last program",
    "a roadmap with dates",
    "grants for small towns",
    "the visit of experts in autumn",
    "early warning of floods",
    "a digital register",
    "the report to the General Assembly",
    "better roads to the border districts",
    "scholarships for young researchers",
    "the protection of monuments",
)
ADJECTIVES = "Joint National Regional Rural Urban Green Digital Inclusive Safe Shared".split()
# Stands in one record of a hundred, and in no other text.
RARE = "desalination"
