import pytest

from benchmarks.board.drawing import make_document
from benchmarks.board.part import Effort, Rows, join
from benchmarks.board.peers import Peer, Salle, Tldraw
from benchmarks.board.stage import DIFFS_PER_SECOND, Stage
from benchmarks.machine import look_at_machine
from tools.tldraw import install


@pytest.fixture(params=[Tldraw, Salle])
def peer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Peer:
    monkeypatch.setattr("benchmarks.board.peers.GRACE", 0)  # nobody looks at the figures
    install()
    made: Peer = request.param()
    return made


def test_every_stroke_is_seen_by_every_viewer_and_timed_to_the_last(peer: Peer) -> None:
    machine = look_at_machine()
    with (
        peer.serve(machine, make_document(), viewers=4, drawers=2) as board,
        Stage(board) as stage,
    ):
        first = stage.measure(0.5, drawers=2, cores=machine.used_cores)
        stage.rest(0.1)
        second = stage.measure(0.5, drawers=1, cores=machine.used_cores)
    for shown, drawers in [(first, 2), (second, 1)]:
        sent = len(shown.delays)
        assert 1 <= sent <= 0.5 * DIFFS_PER_SECOND * drawers + 1
        assert 0 < shown.delivered <= 4 * sent
        assert 0 < min(shown.delays) <= max(shown.delays) < 10
        assert shown.server.cpu > 0
        assert shown.seconds >= 0.5


@pytest.mark.slow
def test_joining_is_timed_until_the_document_is_there(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.board.part.SHAPES", 200)
    rows = Rows()
    join(look_at_machine(), peer, Effort(repetitions=1, warm_up=0, drawing=0, joins=2), rows)
    cpu, seconds = rows.in_order()
    assert cpu.values[peer.name][0] > 0
    assert 0 < seconds.values[peer.name][0] < 10_000
