"""What a member holds when they leave (O7)."""

from tests.cast import Acme, a_channel, a_member, client_for
from tests.opportunities.test_gate_api import an_opportunity, post


def test_who_holds_opportunities_is_deactivated_only_with_a_word_on_them(acme: Acme) -> None:
    a_channel(acme.organization, "Counter")
    made = an_opportunity(client_for(acme.ben), acme)
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats])
    ada = client_for(acme.ada)

    refused = post(ada, f"/members/{acme.ben.id}/deactivate", {})
    done = post(ada, f"/members/{acme.ben.id}/deactivate", {"reassign_to": str(cleo.id)})

    assert (refused.status_code, refused.json()["code"]) == (409, "holds_opportunities")
    assert done.status_code == 200, done.content
    assert ada.get(f"/api/v1/opportunities/{made['id']}").json()["owner"]["name"] == "Cleo"


def test_a_new_owner_of_another_team_does_not_get_it(acme: Acme) -> None:
    """B4: nobody else can be set, on any surface"""
    a_channel(acme.organization, "Counter")
    made = an_opportunity(client_for(acme.ben), acme)
    ada = client_for(acme.ada)

    post(ada, f"/members/{acme.ben.id}/deactivate", {"reassign_to": str(acme.pia.id)})

    assert ada.get(f"/api/v1/opportunities/{made['id']}").json()["owner"] is None


def test_a_team_with_opportunities_is_not_dissolved(acme: Acme) -> None:
    a_channel(acme.organization, "Counter")
    an_opportunity(client_for(acme.ben), acme)

    assert client_for(acme.ada).delete(f"/api/v1/teams/{acme.boats.pk}").status_code == 409
