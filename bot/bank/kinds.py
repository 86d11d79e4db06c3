"""The kinds of question besides `ask`: to choose, to recall, to answer in one's own words; and a topic's file of any.

Their texts are the authors' Markdown (`bot.chat.markdown`), where those of `ask` are literal. What pydantic cannot say
in a type is raised as an error whose type is the name of the rule and whose text says what to write instead.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bot.bank.model import BLOCKS, PARAGRAPH, AskQuestion, Level, Named, QuestionId, TopicId, Written, upto
from bot.chat.elements import Text
from bot.chat.markdown import elements
from bot.chat.markup import plain_text

TOGETHER = 3_500
"""The most characters of a whole choice question. Answered, it stands in one message with all its explanations, and
Discord takes 4,000 (discord-api-docs, component reference, text display)."""

Prompt = Annotated[str, upto(1000), BLOCKS]
Explanation = Annotated[str, upto(600), BLOCKS]
Point = Annotated[str, upto(160), PARAGRAPH]
Aside = Annotated[str, upto(200), PARAGRAPH]
Accepted = Annotated[str, upto(80)]


class Prompted(Written):
    """What all kinds share but `ask`. `why` is the rationale: what knowing this is good for, why it is asked."""

    id: QuestionId
    prompt: Prompt
    why: Explanation
    level: Annotated[Level, Named]
    source: Annotated[str, upto(300)] | None = None

    @property
    def headline(self) -> str:
        """The first paragraph of the prompt, as plain text."""
        paragraphs = (plain_text(each.spans) for each in elements(self.prompt) if isinstance(each, Text))
        return " ".join(next(paragraphs, self.prompt).split())

    @property
    def gist(self) -> str:
        return self.headline


class ChoiceOption(Written):
    """`because` says why the option is right, or why it tempts and is wrong."""

    text: Annotated[str, upto(200), PARAGRAPH]
    right: bool = False
    because: Explanation | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.right and self.because is None:
            raise PydanticCustomError("options", "this option is right: say in 'because' why")
        return self


class ChoiceQuestion(Prompted):
    """Pick the right option, or with `select: all` every right one."""

    kind: Literal["choice"] = "choice"
    select: Literal["one", "all"] = "one"  # stands before the options, which are checked against it
    options: Annotated[tuple[ChoiceOption, ...], Field(min_length=2, max_length=6)]

    @property
    def right(self) -> frozenset[int]:
        """The indices of the right options."""
        return frozenset(index for index, option in enumerate(self.options) if option.right)

    @field_validator("options")
    @classmethod
    def _answerable(cls, options: tuple[ChoiceOption, ...], info: ValidationInfo) -> tuple[ChoiceOption, ...]:
        right = sum(option.right for option in options)
        match info.data.get("select"):
            case "one" if right == 0:
                raise PydanticCustomError("options", "no option is right: write `right: true` below the one that is")
            case "one" if right > 1:
                message = "{count} options are right: let one be, or write `select: all` above the options"
                raise PydanticCustomError("options", message, {"count": right})
            case "all" if right == 0:
                raise PydanticCustomError("options", "no option is right: write `right: true` below those that are")
            case "all" if right == len(options):
                raise PydanticCustomError("options", "every option is right: add one that tempts and is wrong")
        if len({option.text for option in options}) < len(options):
            raise PydanticCustomError("options", "two options say the same: change one or take it out")
        return options

    @model_validator(mode="after")
    def _fits_one_message(self) -> Self:
        texts = (self.prompt, self.why, *(each.text + (each.because or "") for each in self.options))
        size = sum(map(len, texts))
        if size > TOGETHER:
            message = "{size} characters with all explanations, at most {most} fit one message: shorten some"
            raise PydanticCustomError("length", message, {"size": f"{size:,}", "most": f"{TOGETHER:,}"})
        return self


class RecallQuestion(Prompted):
    """Know the answer and type it. The first of `accepts` is the form that is shown."""

    kind: Literal["recall"] = "recall"
    accepts: Annotated[tuple[Accepted, ...], Field(min_length=1, max_length=8)]
    explanation: Explanation

    @field_validator("accepts")
    @classmethod
    def _once_each(cls, accepts: tuple[str, ...]) -> tuple[str, ...]:
        if len({each.casefold() for each in accepts}) < len(accepts):
            raise PydanticCustomError("answers", "an answer stands here twice: capitals make no difference")
        return accepts


class OpenQuestion(Prompted):
    """Answer in one's own words, and compare with what the asker looks for. `rubric` lists observable points."""

    kind: Literal["open"] = "open"
    rubric: Annotated[tuple[Point, ...], Field(min_length=3, max_length=5)]
    model_answer: Annotated[str, upto(1000), BLOCKS]
    follow_ups: Annotated[tuple[Aside, ...], Field(max_length=3)] = ()
    hints: Annotated[tuple[Aside, ...], Field(max_length=3)] = ()


AnyQuestion = Annotated[AskQuestion | ChoiceQuestion | RecallQuestion | OpenQuestion, Discriminator("kind")]
Kind = Literal["ask", "choice", "recall", "open"]


class TopicFile(Written):
    """`<topic>.yaml`: the questions of one topic, all of one kind. `TOPIC_FILES` has the model of each kind."""

    topic: TopicId
    kind: Kind
    questions: Annotated[tuple[Any, ...], Field(min_length=1)]


class AskTopic(TopicFile):
    questions: Annotated[tuple[AskQuestion, ...], Field(min_length=1)]


class ChoiceTopic(TopicFile):
    questions: Annotated[tuple[ChoiceQuestion, ...], Field(min_length=1)]


class RecallTopic(TopicFile):
    questions: Annotated[tuple[RecallQuestion, ...], Field(min_length=1)]


class OpenTopic(TopicFile):
    questions: Annotated[tuple[OpenQuestion, ...], Field(min_length=1)]


TOPIC_FILES: dict[object, type[TopicFile]] = {
    "ask": AskTopic,
    "choice": ChoiceTopic,
    "recall": RecallTopic,
    "open": OpenTopic,
}
