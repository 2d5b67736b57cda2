"""What is done with allocations. Each verb is one transaction: one read, one computation, one bulk write."""

from domain.allocation.acts.deduct import order_deduction
from domain.allocation.acts.final import Proposed, approve_final, confirm_final, propose_final, return_final
from domain.allocation.acts.issue import Issued, issue_final, issue_pre
from domain.allocation.acts.pre import approve_pre, propose_pre, return_pre

__all__ = [
    "Issued",
    "Proposed",
    "approve_final",
    "approve_pre",
    "confirm_final",
    "issue_final",
    "issue_pre",
    "order_deduction",
    "propose_final",
    "propose_pre",
    "return_final",
    "return_pre",
]
