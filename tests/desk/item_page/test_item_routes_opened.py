"""An item's page that an editor has before them is a label, once a person and day; a page alone writes nothing."""

from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, POLICY, drafted
from tests.support.desk_running import Running

HOME = f"/issues/{NUMBER}/items"
desk = desk_fixture(drafted)


def test_an_opened_item_is_a_label_once_a_day(desk: Running) -> None:
    client = desk.with_session("editor")
    told = {"x-csrf-token": desk.token(client)}
    before = len(desk.desk.store.labels())
    assert client.get(f"{HOME}/{POLICY}").status_code == 200
    assert len(desk.desk.store.labels()) == before
    for _ in range(2):
        assert client.post(f"{HOME}/{POLICY}/opened", json={}, headers=told).status_code == 204
    [label] = desk.desk.store.labels()[before:]
    assert (label.article, label.field, label.after) == (POLICY, "opened", "")
    assert client.post(f"{HOME}/nothing/opened", json={}, headers=told).status_code == 404
