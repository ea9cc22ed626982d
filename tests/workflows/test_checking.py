import pytest

from handsel.workflows.checking import NotPublishable, check, check_publishable
from handsel.workflows.document import default_free_document
from handsel.workflows.graph import graph_of
from tests.workflows.boats import BOATS, a_graph, counting


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{name: Shelf, stage: Archived}", "{name: Shelf}", "step_without_stage"),
        ("{new: Lead in, ", "{", "no_entry"),
        ("new: Lead in", "new: Signed", "entry_not_open"),
        ("step: Offer sent", "step: Shelf", "entry_not_open"),
    ],
)
def test_errors_block_publishing_and_name_their_element(old: str, new: str, code: str) -> None:
    """W13."""
    graph = a_graph(BOATS.replace(old, new, 1))

    assert [finding.code for finding in check(graph)] == [code]
    with pytest.raises(NotPublishable) as refused:
        check_publishable(graph)
    assert len(refused.value.fields) == 1


def test_what_is_sound_may_be_published() -> None:
    check_publishable(a_graph())
    check_publishable(graph_of(default_free_document("Free", new_id=counting())))
