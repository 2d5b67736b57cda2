"""How eligibility, the assignment of bodies, clocks and verified values follow from facts and law."""
