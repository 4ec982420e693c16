"""The bundled frameworks by what can be done with a table of schools under each."""

import kiemdinh as kd

BUNDLED = [entry.load() for entry in kd.catalogue()]
FOR_SCHOOLS = [loaded for loaded in BUNDLED if loaded.definition.source.covers]
"""Those that are chosen for a school that names none."""

IN_GENERAL_WAY = {
    "vn.nd20-2014.huyen": "rules are about the members of a register",
    "vn.nd20-2014.tinh": "rules are about the members of a register",
    "vn.ntm-2021.xa": "rules are about the members of a register",
    "vn.ntm-2021.huyen": "rules are about the members of a register",
    "vn.tt04-2025": "a finding may settle a standard as a whole, whose rule is more than that its parts are met",
}
"""Those whose rows are assessed one by one, and why."""

IN_QUICK_WAY = [loaded for loaded in BUNDLED if loaded.id not in IN_GENERAL_WAY]
"""Those whose rows of plain findings and figures are assessed together."""

NOT_IN_SQL = {
    "vn.nd20-2014.huyen": ("rules about members of a register (commune) cannot be said in SQL", "framework"),
    "vn.nd20-2014.tinh": ("rules about members of a register (district) cannot be said in SQL", "framework"),
    "vn.ntm-2021.huyen": ("rules about members of a register (commune, school) cannot be said in SQL", "framework"),
    "in.naac": ("'outcome:grade/C' cannot be said in SQL", "outcome:grade/C"),
    "vn.ntm-2021.xa": ("rules about members of a register (school) cannot be said in SQL", "framework"),
    "vn.tt13-2020.mam-non": (
        "area, commune, groups, island, land_place, ownership, terrain make more than 64 cases",
        "inputs",
    ),
    "vn.tt13-2020.thcs": ("classes, land_place, multi_level, town_centres make more than 64 cases", "inputs"),
    "vn.tt13-2020.tieu-hoc": ("area, classes, land_place, multi_level make more than 64 cases", "inputs"),
}
"""Those that SQL does not say, with the message and the place of KD730."""

IN_SQL = [loaded for loaded in IN_QUICK_WAY if loaded.id not in NOT_IN_SQL]
