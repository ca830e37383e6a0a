"""What happens in a rehearsed class, and when. The same seed, the same class."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from random import Random

PAGES = 8
CHOICES = ("a", "b", "c", "d")
SECONDS_OF_A_LINE = 60.0
"""How often each writes in the chat, and as often reacts: a lively class."""
SECONDS_OF_TYPING = 2.0
POINTERS = 5
POINTS_A_SECOND = 10
SECONDS_OF_POINTING = 2.0
"""Then it is another's turn."""
CHANGE_OF_MIND = 0.2
"""The share of people who answer a question twice."""
EMOJIS = ("👍", "👏", "❤️", "🔥")
LINES = (
    "Bonjour à tous",
    "I have a question about the last slide",
    "Could you say that again, please?",
    "C'est clair, merci !",
    "Where can I find the document that you showed a moment ago?",
    "👍",
)


@dataclass(frozen=True)
class Act:
    """`at` counts seconds since the class began; `who` is a place among the participants."""

    at: float


@dataclass(frozen=True)
class TurnSlide(Act):
    page: int


@dataclass(frozen=True)
class StartQuiz(Act):
    """And show its first question."""


@dataclass(frozen=True)
class ShowResults(Act):
    pass


@dataclass(frozen=True)
class NextQuestion(Act):
    after: str


@dataclass(frozen=True)
class FinishQuiz(Act):
    pass


@dataclass(frozen=True)
class Answer(Act):
    who: int
    question: str
    choice: str


@dataclass(frozen=True)
class Type(Act):
    who: int


@dataclass(frozen=True)
class Chat(Act):
    who: int
    text: str


@dataclass(frozen=True)
class React(Act):
    who: int
    emoji: str


@dataclass(frozen=True)
class Point(Act):
    """Their cursor moves on the board."""

    who: int


@dataclass(frozen=True)
class Cut(Act):
    """Their lines break, to room and board."""

    who: int


@dataclass(frozen=True)
class Lesson:
    people: int
    seconds: float
    drops: float
    """The share of people whose lines are cut, once each."""
    seed: int

    @property
    def questions(self) -> list[str]:
        return [f"q{number + 1}" for number in range(max(1, min(20, round(self.seconds / 20))))]

    @property
    def pointers(self) -> range:
        return range(min(POINTERS, self.people))

    def acts(self) -> Iterator[Act]:
        """In the order of time. Made while it goes on: an hour of thousands is long."""
        parts = (turn_slides, ask_questions, answer, chat, react, point, cut)
        streams = (part(self, Random(f"{self.seed} {part.__name__}")) for part in parts)
        return merge(*streams, key=attrgetter("at"))

    def slots(self) -> Iterator[tuple[str, float, float]]:
        """Each question, when it is asked and how long it has, results included."""
        length = 0.8 * self.seconds / len(self.questions)
        for number, question in enumerate(self.questions):
            yield question, 0.1 * self.seconds + number * length, length


def turn_slides(lesson: Lesson, _: Random) -> Iterator[Act]:
    pace = max(1.0, min(10.0, lesson.seconds / 6))
    for number in range(1, int(lesson.seconds / pace) + 1):
        yield TurnSlide(number * pace - pace / 2, number % PAGES)


def ask_questions(lesson: Lesson, _: Random) -> Iterator[Act]:
    before = ""
    for question, begins, length in lesson.slots():
        yield NextQuestion(begins, before) if before else StartQuiz(begins)
        yield ShowResults(begins + 0.85 * length)
        before = question
    yield FinishQuiz(0.9 * lesson.seconds)


def answer(lesson: Lesson, random: Random) -> Iterator[Act]:
    """Everybody answers every question, each once or, on second thoughts, twice."""
    for question, begins, length in lesson.slots():
        acts = []
        for who in range(lesson.people):
            at = random.uniform(0.1, 0.7)
            first, second = random.sample(CHOICES, 2)
            acts.append(Answer(begins + at * length, who, question, first))
            if random.random() < CHANGE_OF_MIND:
                again = begins + random.uniform(at, 0.75) * length
                acts.append(Answer(again, who, question, second))
        yield from sorted(acts, key=attrgetter("at"))


def chat(lesson: Lesson, random: Random) -> Iterator[Act]:
    for at in now_and_then(lesson, random):
        who = random.randrange(lesson.people)
        text = random.choice(LINES)
        yield Type(at, who)
        yield Chat(at, who, text)


def react(lesson: Lesson, random: Random) -> Iterator[Act]:
    for at in now_and_then(lesson, random):
        yield React(at, random.randrange(lesson.people), random.choice(EMOJIS))


def now_and_then(lesson: Lesson, random: Random) -> Iterator[float]:
    """Each person once in `SECONDS_OF_A_LINE` on average, independent of each other."""
    at = random.expovariate(lesson.people / SECONDS_OF_A_LINE)
    while at < lesson.seconds:
        yield at
        at += random.expovariate(lesson.people / SECONDS_OF_A_LINE)


def point(lesson: Lesson, _: Random) -> Iterator[Act]:
    for number in range(int(lesson.seconds * POINTS_A_SECOND)):
        at = number / POINTS_A_SECOND
        turn = int(at / SECONDS_OF_POINTING)
        yield Point(at, lesson.pointers[turn % len(lesson.pointers)])


def cut(lesson: Lesson, random: Random) -> Iterator[Act]:
    """In the middle of the class, so that there is time to come back."""
    unlucky = random.sample(range(lesson.people), round(lesson.drops * lesson.people))
    times = sorted(random.uniform(0.1, 0.8) * lesson.seconds for _ in unlucky)
    for at, who in zip(times, unlucky, strict=True):
        yield Cut(at, who)
