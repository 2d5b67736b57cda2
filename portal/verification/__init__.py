"""The verification room at the front door."""

from portal.verification import bodies, year
from portal.verification.task import (
    accept,
    answer,
    conclude,
    decline,
    deliver,
    explanation,
    find,
    finding_evidence,
    review_documents,
    send_back,
    send_findings,
    task_page,
    visit,
    waive_visit,
)

routes = [
    *year.routes,
    *bodies.routes,
    task_page,
    accept,
    decline,
    review_documents,
    visit,
    waive_visit,
    find,
    send_findings,
    answer,
    finding_evidence,
    conclude,
    deliver,
    send_back,
    explanation,
]
