"""The record types of the import format, in the order in which they are named, and what can be supposed besides."""

from intake.record_type import Kind
from intake.types.access import ACCESS
from intake.types.activity import ACTIVITY
from intake.types.certification import CERTIFICATION
from intake.types.client import CLIENT
from intake.types.client_mrr import CLIENT_MRR
from intake.types.credential import CREDENTIAL
from intake.types.employee import EMPLOYEE
from intake.types.measure import MEASURE
from intake.types.mrr import MRR
from intake.types.mrr_report import MRR_REPORT
from intake.types.partner import PARTNER
from intake.types.sale import SALE

REGISTRY: tuple[Kind, ...] = (
    *(PARTNER, CERTIFICATION, EMPLOYEE, CREDENTIAL, CLIENT, SALE, ACCESS),
    *(MEASURE, MRR, MRR_REPORT, ACTIVITY),
)
SUPPOSED: tuple[Kind, ...] = (*REGISTRY, CLIENT_MRR)
"""Those of which facts may be supposed, to see what would be."""
