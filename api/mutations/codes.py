"""What each code of a refusal means."""

from api.types.enums import expose
from jobs.refusals import RefusalCode as UserErrorCode

__all__ = ["UserErrorCode"]

expose(
    UserErrorCode,
    "Why a mutation changed nothing, or less than was asked for.",
    {
        UserErrorCode.ACTIVITY_DROPPED: "The day needs activity that is not kept any more.",
        UserErrorCode.BUSY: "Something else holds what the edition needs: try again.",
        UserErrorCode.CURRENCY_IN_USE: "Reports or measures are in a currency of which the edition says no worth.",
        UserErrorCode.DAY_COMPUTED: "The edition's first day is computed or decided, or is being so.",
        UserErrorCode.DAY_NOT_CLOSED: "The day is not over yet.",
        UserErrorCode.EDITIONS_CLASH: "The edition does not fit the program's other ones.",
        UserErrorCode.EDITION_NOT_FOUND: "There is no such draft.",
        UserErrorCode.EDITION_PUBLISHED: "The edition is published, and stays as it is.",
        UserErrorCode.IDEMPOTENCY_KEY_REUSED: "The idempotency key belongs to another request.",
        UserErrorCode.INVALID_DAY: "What is given is no day.",
        UserErrorCode.INVALID_EDITION: "The text is no edition.",
        UserErrorCode.INVALID_ID: "What is given is no id, or one of another type.",
        UserErrorCode.INVALID_KEY: "The idempotency key is empty, too long, or has what is not printable.",
        UserErrorCode.INVALID_MONTH: "What is given is no month.",
        UserErrorCode.INVALID_RANGE: "The range of days ends before it begins, or is too long.",
        UserErrorCode.INVALID_REASON: "The reason for backdating is missing, too long, or not asked for.",
        UserErrorCode.JOB_FINISHED: "The job has come to its end.",
        UserErrorCode.JOB_NOT_FOUND: "There is no such job.",
        UserErrorCode.JOB_NOT_RETRYABLE: "The job has neither failed nor been cancelled.",
        UserErrorCode.KEY_IN_USE: "Another edition is published under this key.",
        UserErrorCode.MONTH_NOT_CLOSED: "The month's 14th is not over yet.",
        UserErrorCode.NOT_DECIDABLE: "The edition says what cannot be stored.",
        UserErrorCode.NOT_A_DECIDING_DAY: "No decision takes effect on the day.",
        UserErrorCode.NO_EDITION: "No edition was in force then.",
        UserErrorCode.ONE_OF_TWO: "Both of two fields are given, or neither, of which one has to be.",
        UserErrorCode.OTHER_PROGRAM: "The installation decides by another program.",
        UserErrorCode.POLICY_NOT_APPLIED: "The edition in force then has a policy that is not applied yet.",
        UserErrorCode.TOO_MANY_JOBS: "Too many jobs wait or run already.",
        UserErrorCode.TOO_MANY_RECORDS: "There are too many records at once.",
    },
    name="UserErrorCode",
)
