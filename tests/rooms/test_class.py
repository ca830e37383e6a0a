from tests.rooms.world import School


async def test_a_participant_sees_the_slide_that_the_trainer_shows(
    school: School, room: str
) -> None:
    trainer, tom = await school.trainer(room), await school.guest(room)
    assert tom.view["slide"]["page_id"] == "page:1"
    seq = await trainer.ask("slide.show", page_id="page:2")
    await tom.caught_up_with(seq)
    assert tom.view["slide"] == {
        "page_id": "page:2",
        "pages": [{"id": f"page:{n}", "name": f"Page {n}"} for n in (1, 2, 3)],
        "seen": ["page:1", "page:2"],
    }
