"""What a pack holds, as its authors write it. Field limits are the platforms' and the reader's patience.

pydantic checks each file against these models; `bot.bank.loader` says where in the file a mistake stands.
A pack, its guide and the questions to ask an interviewer are here, all other kinds in `bot.bank.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.chat.markdown import UnknownMarkdown, elements, inline

PACK_ID = r"^[a-z0-9][a-z0-9-]{0,23}$"
TOPIC_ID = r"^[a-z0-9][a-z0-9-]{0,23}$"
QUESTION_ID = r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$"


def upto(most: int) -> StringConstraints:
    """Text that is not blank, of at most so many characters."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


def _markdown(parse: Callable[[str], object]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            parse(text)
        except UnknownMarkdown as error:
            message = "Markdown that is not shown everywhere: {what}"
            raise PydanticCustomError("markdown", message, {"what": str(error)}) from error
        return text

    return AfterValidator(check)


BLOCKS = _markdown(elements)
PARAGRAPH = _markdown(inline)

Ask = Annotated[str, upto(150)]
Line = Annotated[str, upto(200)]
Sentences = Annotated[str, upto(400)]
Sign = Annotated[str, upto(160)]
QuestionId = Annotated[str, StringConstraints(pattern=QUESTION_ID, max_length=48)]
TopicId = Annotated[str, StringConstraints(pattern=TOPIC_ID)]


Named = Field(strict=False)
"""YAML knows no enumerations: these come as text."""


class Stage(StrEnum):
    """Whom the candidate is talking to."""

    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring-manager"
    TEAM = "team"
    EXECUTIVE = "executive"
    OFFER = "offer"


class Level(StrEnum):
    ANY = "any"
    FIRST_JOB = "first-job"
    SENIOR = "senior"
    MANAGER = "manager"


class Written(BaseModel):
    """Anything an author writes: no unknown fields, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AskQuestion(Written):
    """One question to ask an interviewer, and every reason for it."""

    id: QuestionId
    kind: Literal["ask"] = "ask"
    ask: Ask
    reveals: Annotated[str, upto(60)]
    why: Annotated[str, upto(600)]
    benefit: Sentences
    use_it: Sentences
    listen_for: Annotated[tuple[Sign, ...], Field(min_length=2, max_length=4)]
    warning_signs: Annotated[tuple[Sign, ...], Field(min_length=2, max_length=4)]
    follow_ups: Annotated[tuple[Ask, ...], Field(min_length=1, max_length=3)]
    tailor: Annotated[str, upto(250), StringConstraints(pattern=r"\{[a-z_ ]+\}")]
    weak_form: Annotated[str, upto(150)]
    weak_because: Line
    stages: Annotated[tuple[Annotated[Stage, Named], ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=10)]
    level: Annotated[Level, Named]
    source: Annotated[str, upto(300)] | None = None

    @property
    def prompt(self) -> str:
        return self.ask

    @property
    def headline(self) -> str:
        return self.ask

    @property
    def gist(self) -> str:
        return self.reveals


class Topic(Written):
    id: TopicId
    title: Annotated[str, upto(40)]
    aliases: tuple[Annotated[str, upto(40)], ...] = ()
    about: Annotated[str, upto(100)]


class PackFile(Written):
    """`pack.yaml`: what the pack is, whose it is, and its topics in the order they are shown.

    `alike` are groups of questions to ask one of which might well tell what another one is for, however they are
    worded: none is a wrong answer beside another in a quiz."""

    id: Annotated[str, StringConstraints(pattern=PACK_ID)]
    title: Annotated[str, upto(40)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    licence: Annotated[str, upto(40)]
    authors: Annotated[tuple[Annotated[str, upto(80)], ...], Field(min_length=1)]
    about: Line
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    retired: tuple[QuestionId, ...] = ()
    alike: tuple[Annotated[tuple[QuestionId, ...], Field(min_length=2)], ...] = ()


class Section(Written):
    id: TopicId
    title: Annotated[str, upto(40)]
    text: Annotated[str, upto(1500), BLOCKS]


class Guide(Written):
    """`guide.yaml`: how to go about it, in sections that each stand alone."""

    title: Annotated[str, upto(60)]
    intro: Annotated[str, upto(400), PARAGRAPH]
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=25)]
