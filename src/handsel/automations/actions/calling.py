"""Calling a webhook: put into the queue in the step's own transaction, so once; sent and sent again by the worker."""

from urllib.parse import urlsplit

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.document import Webhook
from handsel.automations.webhooks import deliver, message_id
from handsel.database.fields import instant
from handsel.outgoing.rules import check_url


def call(step: Webhook, doing: Doing) -> Done:
    """What is sent is what holds now, however late it arrives."""
    place = check_url(step.url)
    scene, card = doing.scene, doing.card
    body = {
        "id": message_id(scene.run_id, step.id),
        "type": "automation.webhook",
        "timestamp": instant(doing.at),
        "data": {
            "automation": str(scene.automation_id),
            "run": str(scene.run_id),
            "opportunity": {
                "id": str(scene.opportunity_id),
                "number": card.number,
                "step": str(card.step_id),
                "stage": str(card.stage_id),
                "status": card.status,
                "team": str(card.team_id),
                "owner": None if card.owner_id is None else str(card.owner_id),
            },
            "event": {"type": scene.event.type, "at": instant(scene.event.at)},
        },
    }
    deliver.defer(
        organization_id=str(doing.by.organization_id),
        run_id=str(scene.run_id),
        step_id=str(step.id),
        body=body,
    )
    return done(step, outcome="queued", host=urlsplit(step.url).hostname or place.host)
