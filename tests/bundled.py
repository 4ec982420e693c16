"""The bundled frameworks that are chosen for a school that names none: those for many schools in one table."""

import kiemdinh as kd

FOR_SCHOOLS = [loaded for loaded in (entry.load() for entry in kd.catalogue()) if loaded.definition.source.covers]
