"""The lawbook at the front door: reading what is law, and making it."""

from portal.law import changes, instruments, making, provision, reading

routes = [*reading.routes, *provision.routes, *instruments.routes, *changes.routes, *making.routes]
