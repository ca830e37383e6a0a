"""From what the script says to what is said on the lines."""

from salle.rehearsal.crowd import Crowd
from salle.rehearsal.script import (
    Act,
    Answer,
    Chat,
    Cut,
    FinishQuiz,
    NextQuestion,
    Point,
    React,
    ShowResults,
    StartQuiz,
    TurnSlide,
    Type,
)
from salle.rehearsal.venue import Venue


def perform(act: Act, crowd: Crowd, venue: Venue) -> None:
    if isinstance(act, TurnSlide | StartQuiz | ShowResults | NextQuestion | FinishQuiz):
        teach(act, crowd, venue)
    else:
        take_part(act, crowd)


def teach(act: Act, crowd: Crowd, venue: Venue) -> None:
    trainer = crowd.members[0]
    run_id = trainer.person.run_id
    match act:
        case TurnSlide(page=page):
            crowd.ask(trainer, "slide.show", page_id=venue.pages[page % len(venue.pages)])
        case StartQuiz():
            crowd.ask(trainer, "activity.start", activity_id=venue.activity_id)
        case ShowResults() if run_id:
            crowd.ask(trainer, "activity.show_results", run_id=run_id)
        case NextQuestion(after=after) if run_id:
            crowd.ask(trainer, "activity.next", run_id=run_id, after=after)
        case FinishQuiz() if run_id:
            crowd.ask(trainer, "activity.finish", run_id=run_id)
        case _:
            pass  # of a quiz that has not been started


def take_part(act: Act, crowd: Crowd) -> None:
    people = crowd.members
    match act:
        case Answer(who=who, question=question, choice=choice):
            crowd.answer(people[1 + who], question, choice)
        case Type(who=who):
            crowd.signal(people[1 + who], {"kind": "typing"})
        case Chat(who=who, text=text):
            crowd.ask(people[1 + who], "chat.send", text=text, to=None)
        case React(who=who, emoji=emoji):
            crowd.signal(people[1 + who], {"kind": "reaction", "emoji": emoji})
        case Point(who=who):
            crowd.point(people[1 + who])
        case Cut(who=who):
            crowd.cut(people[1 + who])
