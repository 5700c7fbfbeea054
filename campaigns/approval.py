"""Two pairs of eyes on each letter: submit, approve, ask for changes; and is a yes still good?

An approval is good for the content of all languages and the definition of the audience that
were read. The content is hashed before rendering: title, subject, preview text, date and body of
the latest version of each language, without the ids of blocks. What an article quoted in the
body says, or who happens to meet the segment's rules, is read at the freeze and may change.
Nothing here sends: mails are rows in the outbox.
"""

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState
from wagtail_localize.models import Translation

from campaigns import approval_mails
from campaigns.models import Approval, Campaign, IssuePage, authors
from crm.models import User

State = Campaign.State
NOT_STARTED = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.SCHEDULED)


class ApprovalRefused(PermissionDenied):
    """Says in one sentence why it cannot be submitted or approved."""


def content_hash(campaign: Campaign) -> str:
    """Of the latest versions, published or not: what the approver reads."""
    pages = languages(campaign)
    return _hash([_content(page.get_latest_revision_as_object()) for page in pages])


def live_hash(campaign: Campaign) -> str:
    """Of the published versions: what the freeze would take."""
    return _hash([_content(page) for page in languages(campaign) if page.live])


def audience_hash(campaign: Campaign) -> str:
    rules = campaign.segment.rules.get_prep_value() if campaign.segment else []
    return _hash([campaign.newsletter_id, _without_ids(rules)])


def current_approval(campaign: Campaign) -> Approval | None:
    """The last yes, when nothing changed since and what was read is what is published."""
    approval = campaign.approvals.select_related("approved_by").first()
    if approval is None or approval.audience_hash != audience_hash(campaign):
        return None
    hashes = {approval.content_hash, content_hash(campaign), live_hash(campaign)}
    return approval if len(hashes) == 1 else None


def is_approved(campaign: Campaign) -> bool:
    return current_approval(campaign) is not None


@transaction.atomic
def submit(campaign: Campaign, by: User) -> None:
    """Asks the colleagues, by the issue's workflow when it has one. Twice asks once."""
    if campaign.state not in NOT_STARTED:
        raise ApprovalRefused(_("This campaign has already started."))
    if campaign.issue is None:
        raise ApprovalRefused(_("This campaign has no issue any more."))
    if campaign.state == State.SUBMITTED:
        return
    mark_submitted(campaign, by)
    state = campaign.issue.current_workflow_state
    if state is None:
        if campaign.issue.get_latest_revision() is None:
            campaign.issue.save_revision(user=by)
        if workflow := campaign.issue.get_workflow():
            workflow.start(campaign.issue, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)


def mark_submitted(campaign: Campaign, by: User) -> None:
    campaign.state = State.SUBMITTED
    campaign.submitted_by, campaign.submitted_at = by, timezone.now()
    campaign.scheduled_for = None
    campaign.save(update_fields=["state", "submitted_by", "submitted_at", "scheduled_for"])
    approval_mails.ask_colleagues(campaign)


def refusal(campaign: Campaign, by: User) -> str:
    """Why this person may not approve it now, in one sentence; empty when they may."""
    if campaign.state != State.SUBMITTED:
        return _("This campaign is not waiting for approval.")
    if not by.has_perm("campaigns.approve_campaign"):
        return _("Your role does not allow you to approve campaigns.")
    if by.pk in authors(campaign):
        return _("You wrote or submitted this yourself: a colleague has to approve it.")
    return ""


@transaction.atomic
def approve(campaign: Campaign, by: User, comment: str = "", *, read: str = "") -> None:
    """A colleague's yes. `read` is the content hash of the page they read, when known."""
    if reason := refusal(campaign, by):
        raise ApprovalRefused(reason)
    if read and read != content_hash(campaign):
        raise ApprovalRefused(_("The issue has changed since you read it: read it once more."))
    if task := _task_in_progress(campaign):
        task.approve(user=by, comment=comment)
        campaign.refresh_from_db()
    else:
        record_approval(campaign, by, comment)


@transaction.atomic
def request_changes(campaign: Campaign, by: User, comment: str) -> None:
    if campaign.state != State.SUBMITTED:
        raise ApprovalRefused(_("This campaign is not waiting for approval."))
    if not by.has_perm("campaigns.approve_campaign"):
        raise ApprovalRefused(_("Your role does not allow you to approve campaigns."))
    if task := _task_in_progress(campaign):
        task.reject(user=by, comment=comment)
        campaign.refresh_from_db()
    else:
        record_refusal(campaign, by, comment)


@transaction.atomic
def record_approval(campaign: Campaign, by: User, comment: str = "") -> Approval:
    """The row, and all languages published as they were read; the public still gets a 404."""
    if reason := refusal(campaign, by):
        raise ApprovalRefused(reason)
    for page in languages(campaign):
        if not page.live or page.has_unpublished_changes:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by, skip_permission_checks=True)
    approval = Approval.objects.create(
        campaign=campaign,
        content_hash=content_hash(campaign),
        audience_hash=audience_hash(campaign),
        approved_by=by,
        comment=comment,
    )
    _set_state(campaign, State.APPROVED)
    approval_mails.tell_author(campaign, "approved", by, comment)
    return approval


def record_refusal(campaign: Campaign, by: User, comment: str) -> None:
    _set_state(campaign, State.DRAFT)
    approval_mails.tell_author(campaign, "changes_requested", by, comment)


def withdraw(campaign: Campaign) -> None:
    """Back to the author's desk, without a word to anyone."""
    if campaign.state == State.SUBMITTED:
        _set_state(campaign, State.DRAFT)


def submitted_for(user: User) -> list[Campaign]:
    """What waits for this person's yes."""
    waiting = Campaign.objects.filter(state=State.SUBMITTED).select_related(
        "issue", "segment__latest_revision", "newsletter", "submitted_by"
    )
    return [campaign for campaign in waiting if not refusal(campaign, user)]


def _set_state(campaign: Campaign, state: Campaign.State) -> None:
    campaign.state = state
    campaign.save(update_fields=["state"])


def _task_in_progress(campaign: Campaign) -> TaskState | None:
    state = campaign.issue.current_workflow_state if campaign.issue else None
    task = state.current_task_state if state else None
    return task.specific if task and task.status == TaskState.STATUS_IN_PROGRESS else None


def languages(campaign: Campaign) -> list[IssuePage]:
    """The languages the letter leaves in, the source first: an alias only repeats another page,
    and a translation that is neither published nor finished stays behind."""
    issue = IssuePage.objects.select_related("locale").filter(pk=campaign.issue_id).first()
    if issue is None:
        return []
    unfinished = _unfinished_locales(issue)
    translations = issue.get_translations().filter(alias_of=None).order_by("locale_id")
    return [
        issue,
        *[
            page
            for page in translations.select_related("locale")
            if page.live or page.locale_id not in unfinished
        ],
    ]


def _unfinished_locales(issue: IssuePage) -> set[int]:
    translations = Translation.objects.filter(
        source__object_id=issue.translation_key, enabled=True
    )
    progress = {row.target_locale_id: row.get_progress() for row in translations}
    return {locale for locale, (total, done) in progress.items() if done < total}


def _content(page: IssuePage) -> list[Any]:
    return [
        page.locale.language_code,
        page.title,
        page.subject,
        page.preheader,
        str(page.issued_on or ""),
        _without_ids(page.body.get_prep_value()),
    ]


def _without_ids(value: Any) -> Any:
    """Blocks of a stream carry an id that may change while what they say does not."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict) and {"type", "value"} <= value.keys():
        return [value["type"], _without_ids(value["value"])]
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items()}
    return value


def _hash(content: list[Any]) -> str:
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
