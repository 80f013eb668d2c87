"""Readable names for Complete Journey's product types and departments.

The source writes names in capitals, cuts them at 30 characters, abbreviates
("FRZN", "SFT DRNK") and sometimes leaves out the word that matters: the type
"PREMIUM" is ice cream, bacon or pasta sauce, and only the product's category
tells which. `item_name` makes one name out of type and category; whether two
different ones ever get the same name is checked by `make_groceries.py`.
"""

import re


# Types that are nothing to recommend, with the reason.
LEFT_OUT = {
    "GASOLINE-REG UNLEADED": "fuel: bought at a pump, not from a shelf",
    "COUPONS/STORE & MFG": "money off, not a product",
    "DONATIONS": "money, not a product",
    "BOTTLE DEPOSITS": "money that comes back",
    "CRV DEPOSIT NT/F": "money that comes back",
    "TICKETS": "admission, not a product",
    "AMERICAN EXPRESS GIFT CARD": "money in another form",
    "MASTERCARD GIFT CARD": "money in another form",
    "ELECTRONIC GIFT CARDS ACTIVATI": "money in another form",
    "ELECTRONIC GIFT CARDS REFRESH": "money in another form",
    "OUTSIDE VENDORS GIFT CARDS": "money in another form",
    "PREPAID WIRELESS CARDS": "telephone credit: money in another form",
    "PHONE CARDS": "telephone credit: money in another form",
    "MISC CARRIER": "telephone credit: money in another form",
    "MMK DOWNLOAD": "telephone credit: money in another form",
    "TMOBILE": "telephone credit: money in another form",
    "DEVELOP/ PRINT PROCESSING": "a service: prints from the customer's film",
    "KODAK COPY PRINT STATION": "a service: prints from the customer's film",
    "ONE HOUR PROCESSING": "a service: prints from the customer's film",
    "OVERNIGHT PROCESSING": "a service: prints from the customer's film",
    "MISC SALES TRANS": "the till's key for anything at all",
    "MISCELLANEOUS H & B AIDS": "the till's key for anything of a department",
    "PRODUCE DEPT KEY RING": "the till's key for anything of a department",
    "FLORAL DEPT KEY RING": "the till's key for anything of a department",
    "MEAT SUPPLIES": "the till's key for anything of a department",
    "CENTRAL SUPPLIES": "the shop's own supplies",
    "PEYTON/GM EXPENSE ITEMS": "the shop's own supplies",
    "PRODUCE DISCONTINUED ITEMS": "no longer on the shelf, and unspecified",
    "MISC": "unspecified: its products come from dozens of categories",
}

# Types whose name says what only together with the product's category.
UNCLEAR_ALONE = set("""
ACTIVITY|ADULT PREMIUM|ANGUS|ASCEPTIC|BAKING|BASIC CALC|BASIC OPENSTOCK|BATH|BEANS|
BETTER FOR YOU|BEVERAGE|BLENDS|BREAST - BONELESS|BREAST - BONELESS(IQF)|BRUSHES|BUTTS|
CANDY|CHEESE|CHICKEN|COLLEGIATE|COLOR SETS|CONES|CONSTRUCTION|CONTINUITY|COOKED|COOLERS|
COORDINATES|CORN|CRACKERS|CUPS|CUPS/PUSH UPS/OTHER|DECOR|DOLLAR DAYS|DRUMS (IQF)|DRY|ECONOMY|
ECONOMY - BEEF|ECONOMY - MEAT|ENHANCED|ENTREES|EXTERNAL|EXTERNAL FRESH|EYE CENTER|FASHION PLAY|
FASHION SLG|FILLERS|FLAVORED/OTHER|FRAMES|FRESH|FURNITURE|GAMES|GARDEN PLUS|GRAINS|
GRASS/SHRED|GREAT GIFTS|HAM|INTERNAL|JUICE|KIDS|KIDS/FAMILY|KITS|LAUNDRY|LEAN|
LINKS - COOKED|LINKS - RAW|LOAVE|LOIN|MAINSTREAM|MALE ACTION|MARINATED|MEAT ADDED|
MEAT INCLUDED|MICROWAVE|MINUET|MISCELLANEOUS|MIXES|NATURAL|NEOTERIC|NOVELTIES|ORGANIC|
OTHER|OTHER - FULLY COOKED|OTHER PRESCHOOL|OUTDOOR|OVEN|PACKAGED MIX|PAILS|PANTRY|
PATTIES|PATTIES - COOKED|PATTIES - RAW|PLUSH|POULTRY|PRE-COOKED|PREMIUM|PREMIUM - BEEF|
PREMIUM - MEAT|PREMIUM PINTS|PRIMAL|PROCESSED OTHER|PROMO|PROMO/ENDCAP|PROMOTIONAL|
QUARTS|RED|REGULAR BEAN|REGULAR GARDEN|RIBS|ROLLS - FLAVORED/OTHER|ROLLS - PORK|SALADS|
SAUCES|SAUSAGE|SBT|SEASONAL|SEASONAL MISCELLANEOUS|SEASONAL OTHER|SMOKED/COOKED|
SMOKED/COOKED - BEEF|SMOKED/COOKED - BETTER FOR YOU|SNACK MEAT|SNACKS/APPETIZERS|
SPECIAL EVERYDAY|SPECIAL SEASONAL|SPECIALTY|STICKS/ENROBED|STUFFED/MIXED BEEF|
SUPER PREMIUM PINTS|SWEET GOODS - FULL SIZE|TABLETOP|THIGHS (IQF)|THIN MEATS|TRADITIONAL|
TREATS|VALUE|VARIETY PACK|WATER ICE|WINDSHIELD|WINGS (IQF)|WIRE|WRAP
""".replace("\n", "").split("|"))

# The source keeps 30 characters of a name: the last words of those that were cut, apart
# from the ones that show it by an open bracket.
CUT = tuple("""
 PRODUC| UNDERGARMEN|NON EL|W/O SW|W/SWEE| & CR|-ADDITI|W/GRA|DRY PREP|CELEBRATION SH|
CELEBRATION LAY|W/FLO| UNSWE|FLVRD SWEET|SNACKS H| BEVERAG| BULB| OCCAS|/SEASO| CONTAINR|
MEDICATED CORN/CAL| INCLUDI|MASHED&SPEC|VALUE A| JUI|NO SWE|W/ S|/MARINA|DISPENSER C| CLEANE|
DRESSING/C| MEDICATE| WAT|DRNK/MNR|-NON HERBAL SUPPLEMENT| STAMPABL| MARINAD| PLATE|DUMPLINGS/ A|
MEAT DE|BREAK N B|SAUCE HORSERADISH SA|SHRIMP EXA|NON-CHOCOL|NON-CHOCOLA|CHOCOLATE W|<=| JUIC|
FLV FRK/MINWTR|LESS THAN|/SUG| CRACKE| COOKI| SUPPLEMEN| HANDKE| MUSTAR| SUPPLIES/PICKLING MI|
 COMPACTOR BA|SALTICE C|WINE/RIC| TAILERS| SECT| COMBIN
""".replace("\n", "").split("|"))

# Whole words that are spelt out.
WORDS = {
    "ACCSS": "ACCESSORIES", "BNDGES": "BANDAGES", "BRD": "BREADED", "BTL": "BOTTLE",
    "CARB": "CARBONATED", "CHIX": "CHICKEN", "CHS": "CHEESE", "CKTLS": "COCKTAILS",
    "CND": "CANNED", "CNDLES": "CANDLES", "CNTRL": "CONTROL", "CONC": "CONCENTRATE",
    "DAN": "DANISH", "DINNERSNACKS": "DINNER SNACKS", "DNRS": "DINNERS", "DRNK": "DRINK",
    "ELSTC": "ELASTIC", "FD": "FOOD", "FEM": "FEMININE", "FLAV": "FLAVORED",
    "FLVR": "FLAVORED", "FLVRD": "FLAVORED", "FRD": "FRIED", "FRZ": "FROZEN",
    "FRZN": "FROZEN", "GDS": "GOODS", "GRND": "GROUND", "HYGN": "HYGIENE",
    "JCE": "JUICE", "JHOOK": "HOOK-RACK", "LIQ": "LIQUID", "LIQS": "LIQUIDS",
    "LNCHMT": "LUNCHMEAT", "LNDRY": "LAUNDRY", "LTR": "LIGHTER", "MLT": "MULTI",
    "MNRL": "MINERAL", "MULT": "MULTI", "MXS": "MIXES", "NATRL": "NATURAL",
    "NTRTNL": "NUTRITIONAL", "OJ": "ORANGE JUICE", "ORNAMNT": "ORNAMENT",
    "PERSNL": "PERSONAL", "PICKLD": "PICKLED", "PICKLS": "PICKLES", "PK": "PACK",
    "PKG": "PACKAGE", "PKGD": "PACKAGED", "PLSTC": "PLASTIC", "PPK": "PREPACKED",
    "PREM": "PREMIUM", "PREP": "PREPARED", "PREPORTND": "PRE-PORTIONED",
    "PRPCK": "PREPACKED", "PRSLC": "PRESLICED", "PRESLC": "PRESLICED", "PRESLCD": "PRESLICED",
    "PWDRS": "POWDERS", "RETL": "RETAIL", "SAL": "SALAD", "SAUS": "SAUSAGE",
    "SFT": "SOFT", "SGL": "SINGLE", "SLD": "SALAD", "SNGL": "SINGLE", "SPEC": "SPECIALTY",
    "SRV": "SERVE", "STK": "STICK", "SUP": "SUPER", "SUPP": "SUPPLEMENT",
    "SUPRT": "SUPPORT", "SV": "SERVED", "BEV": "BEVERAGE", "SW": "SWEET", "SWT": "SWEET",
    "SYRP": "SYRUP", "VEG": "VEGETABLE", "WHL": "WHOLE", "WTR": "WATER",
    "XMAS": "CHRISTMAS", "DL": "DELI", "THN": "THAN", "LSS": "LESS", "FM": "LICENSED",
    "CHICK": "CHICKEN", "COFF": "COFFEE", "CRMD": "CREAMED", "DPS": "DIPS", "FRE": "FRESH",
    "FS": "FRENCH STYLE", "REFRIG": "REFRIGERATED", "SHLFSH": "SHELLFISH",
    "WT": "WEIGHT",
    # misspelt in the source
    "ACCESSIORES": "ACCESSORIES", "ASCEPTIC": "ASEPTIC", "CHOCOCLATE": "CHOCOLATE",
    "CILANTO": "CILANTRO", "DECAFFINATED": "DECAFFEINATED", "DIPILATORIES": "DEPILATORIES",
    "HOLDIAY": "HOLIDAY", "LINAMENTS": "LINIMENTS", "LOAVE": "LOAVES", "OTYHER": "OTHER",
    "POINSETTA": "POINSETTIA", "PRESHCOOL": "PRESCHOOL", "PROTIEN": "PROTEIN",
    "RANIER": "RAINIER", "RECHARABLE": "RECHARGEABLE", "REFIGERATED": "REFRIGERATED",
    "SPECILATY": "SPECIALTY", "WORCHESTER": "WORCESTER",
}
KEPT_IN_CAPITALS = {"BBQ", "DVD", "TV", "IQF", "IWS", "NFL", "MLB", "RTD", "SPF", "PSE", "DXM"}

# Names that no rule gets right, among those that many households buy.
BY_HAND = {
    "SOFT DRINKS 12/18&15PK CAN CAR": "Soft drinks, cans, 12 to 18 pack",
    "SOFT DRINKS 20PK&24PK CAN CARB": "Soft drinks, cans, 20 and 24 pack",
    "SOFT DRINKS 6PK/4PK CAN CARB (": "Soft drinks, cans, 4 and 6 pack",
    "SOFT DRINKS SINGLE CANS CARB (": "Soft drinks, single cans",
    "SOFT DRINKS CAN NON-CARB (EXCE": "Soft drinks, cans, not carbonated",
    "SOFT DRINK BOTTLE NON-CARB (EX": "Soft drinks, bottles, not carbonated",
    "SFT DRNK 2 LITER BTL CARB INCL": "Soft drinks, 2-liter bottles",
    "SFT DRNK 3 LITER BTL CARB (EXC": "Soft drinks, 3-liter bottles",
    "SFT DRNK SNGL SRV BTL CARB (EX": "Soft drinks, single bottles",
    "SFT DRNK MLT-PK BTL CARB (EXCP": "Soft drinks, bottles, multi-pack",
    "CANDY BARS (SINGLES)(INCLUDING": "Candy bars, single",
    "DAIRY CASE 100% PURE JUICE - O": "Chilled orange juice, 100%",
    "DAIRY CASE 100% PURE JUICE OTH": "Chilled juice, 100%, other",
    "DAIRY CASE JUICE DRNK UNDER 10": "Chilled juice drinks, under 10%",
    "DAIRY CASE FRUIT DRINKS (NO JU": "Chilled fruit drinks, no juice",
    "DAIRY CASE CITRUS PNCH/OJ SUBS": "Chilled citrus punch",
    "DAIRY CASE TEA WITH SUGAR OR S": "Chilled tea, sweetened",
    "MAINSTREAM WHEAT/MULTIGRAIN BR": "Mainstream wheat and multigrain bread",
    "SEMI-SOLID SALAD DRESSING MAY": "Mayonnaise and salad dressing",
    "CHEESE CRACKERS (CHEEZ-ITS/GOL": "Cheese crackers",
    "BUTTER SPRAY CRACKER (RITZ/CLU": "Butter crackers",
    "NON-CRBNTD DRNKING/MNERAL WATE": "Still drinking and mineral water",
    "NON-CARB FLVRD DRNKNG/MNRL WAT": "Still water, flavored",
    "RTS SOUP: CHUNKY/HOMESTYLE ET": "Ready-to-serve soup",
    "SS ECONOMY ENTREES/DINNERS ALL": "Single-serve economy entrees",
    "FRZN SS PREMIUM ENTREES/DNRS/T": "Frozen single-serve premium dinners",
    "FRZN SS PREMIUM ENTREES/DNRS/N": "Frozen single-serve premium entrees",
    "FRZN BREAKFAST ENTREES/SANDWIC": "Frozen breakfast sandwiches",
    "SGL SV/VEND MACH SNACKS CHIP/P": "Single-serve snacks",
    "MISCELLANEOUS CANDY (INCLUDING": "Candy, miscellaneous",
    "MALTED MLK/SYRUP/PWDRS (EGGNOG": "Malted milk, syrups and powders",
    "MINTS CANDY & BREATH (NOT LIF": "Mints",
    "MEXICAN SOFT TORTILLAS AND WRA": "Mexican soft tortillas and wraps",
    "MEXICAN SAUCESSALSAPICANTEE": "Mexican sauces and salsa",
    "BEERALEMALT LIQUORS": "Beer, ale and malt liquor",
    "BEERALE -NON ALCOHOLIC": "Beer and ale, non-alcoholic",
    "IWS SINGLE CHEESE": "Cheese singles, wrapped",
    "NON-IWS SINGLE CHEESE": "Cheese singles, not wrapped",
    "APPLES RED DELICIOUS (BULK&BAG": "Apples, Red Delicious",
    "APPLES GOLD DELICIOUS (BULK&BA": "Apples, Golden Delicious",
    "APPLE JUICE & CIDER (OVER 50%": "Apple juice and cider, over 50%",
    "APPLE JUICE & CIDER (50% AND U": "Apple juice and cider, under 50%",
    "BLENDED JUICE&COMBINATIONS (OV": "Blended juice, over 50%",
    "BLENDED JUICE&COMBINATIONS (50": "Blended juice, 50%",
    "BLENDED JUICE&COMBINATIONS (UN": "Blended juice, under 50%",
    "CRANBERRY JUICE (50% AND UNDER": "Cranberry juice, under 50%",
    "DRY CAT FOOD (CAT CHOW/FRISKIE": "Dry cat food",
    "DRY DOG FOOD PREMIUM (ALPO/PUR": "Dry dog food, premium",
    "DRY DOG FOOD SUPER PREM (ONE/N": "Dry dog food, super premium",
    "DRY DOG VALUE (PET PRIDE/KLR/G": "Dry dog food, value",
    "DRY DOG ECONOMY (COST CUTTER/F": "Dry dog food, economy",
    "CANNED CAT FOOD (9 LIVES/FRISK": "Canned cat food",
    "CAN DOG FOOD (SKIPPY/PEDIGREE/": "Canned dog food",
    "CAN CATFD GOURMET/SUP PREM (GR": "Canned cat food, gourmet",
    "CAN DOGFD GOURMET/SUPER PREM (": "Canned dog food, gourmet",
    "ANTIPERSPIRANTS ONLY (ALL OTHE": "Antiperspirants",
    "VEG JUICE (EXCEPT TOMATO) (OVE": "Vegetable juice",
    "PREMIUM COOKIES (EX: PEPPERIDG": "Premium cookies",
    "DRY BEANS/PEAS/BARLEY: BAG & B": "Dry beans, peas and barley",
    "PLSTC CTLRYTBLCLTHSTTHPKSST": "Plastic cutlery and tablecloths",
}

CATEGORIES = {
    "BREAKFAST SAUSAGE/SANDWICHES": "breakfast sausage", "FRZN NOVELTIES/WTR ICE": "frozen novelties",
    "ICE CREAM/MILK/SHERBTS": "ice cream", "VEGETABLES - SHELF STABLE": "canned vegetables",
    "VEGETABLES - ALL OTHERS": "fresh vegetables", "CONVENIENT BRKFST/WHLSM SNACKS": "wholesome snacks",
    "REFRGRATD JUICES/DRNKS": "refrigerated juices", "DINNER MXS:DRY": "dry dinner mixes",
    "MEAT - MISC": "other meat", "CANDY - PACKAGED": "packaged candy",
    "HOUSEHOLD CLEANG NEEDS": "household cleaning", "SPORTS MEMORABLILIA": "sports memorabilia", 
    "COUPON/MISC ITEMS": "not classified",
}
DEPARTMENTS = {
    "DRUG GM": "Drug and general merchandise", "MEAT-PCKGD": "Packaged meat", "CHEF SHOPPE": "Chef shop",
    "SEAFOOD-PCKGD": "Packaged seafood", "NUTRITION": "Natural and nutrition",
    "GM MERCH EXP": "General merchandise", "CNTRL/STORE SUP": "Store supplies",
    "ELECT &PLUMBING": "Electrical and plumbing", "PHOTO & VIDEO": "Photo and video",
    "TRAVEL & LEISURE": "Travel and leisure", "PROD-WHS SALES": "Produce warehouse",
}


def readable(raw):
    """Sentence case, abbreviations spelt out, one blank, "…" where the source cut."""
    text = re.sub(r"\s+", " ", raw).strip()
    text = re.sub(r"\b(FEM|HYGN)\. ?", r"\1 ", text)
    text = re.sub(r"\bW/O ?", "without ", text)
    text = re.sub(r"\bW/ ?", "with ", text)
    text = re.sub(r"\b(CHILDREN|WOMEN|DVD) S\b", r"\1'S", text)
    text = re.sub(r"\bNO\.? ?(?=\d)", "no. ", text)
    text = re.sub(r"(?<=\d)PC\b", " piece", text)
    text = re.sub(r":(?=\S)", ": ", text)
    text = re.sub(r" *& *", " & ", text)
    text = re.sub(r"(?<=[A-Z])(?=\()|(?<=\))(?=\()", " ", text)
    text = re.sub(r"(?<=[A-Za-z])- (?=[A-Z])", " - ", text)
    text = re.sub(r"[A-Z]+", lambda word: WORDS.get(word[0], word[0]), text)
    text = re.sub(r"[A-Z]+", lambda word: word[0] if word[0] in KEPT_IN_CAPITALS else word[0].lower(), text)
    unclosed = text.count("(") > text.count(")")
    if unclosed or raw.endswith(CUT):
        text = text.rstrip(" (&-/") + "…"
        unclosed = text.count("(") > text.count(")")
    return text[0].upper() + text[1:] + (")" if unclosed else "")


def item_name(product_type, category):
    """The name of an item: of its type, and of its category where the type needs it."""
    if product_type in BY_HAND:
        return BY_HAND[product_type]
    if not category or product_type not in UNCLEAR_ALONE:
        return readable(product_type)
    within = CATEGORIES.get(category) or readable(category)
    within = within[0].lower() + within[1:]
    return f"{readable(product_type)} ({within})"


def department_name(raw):
    return DEPARTMENTS.get(raw) or raw[0].upper() + raw[1:].lower()
