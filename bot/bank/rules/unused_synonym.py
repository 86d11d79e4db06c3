"""Other words for something that the pack never says, or for a question that it does not have.

What stands on the left in `synonyms.yaml` is looked for in the topics' names, in what is asked and in what it reveals.
Where a question was reworded or taken out, nobody finds anything by the words on the right any more.

Good (synonyms.yaml)::

    words:
      newcomer: [new hire, rookie]
    found_by:
      culture.one: [habits, quirks]

Bad (synonyms.yaml)::

    words:
      salary: [pay, wage]

Bad (synonyms.yaml)::

    found_by:
      culture.taken-out: [habits]
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.bank.rule import Finding, PackFiles, Rule, Severity, each_pack


def check(pack: PackFiles) -> Iterator[Finding]:
    if pack.synonyms is None or not pack.whole:
        return
    from bot.bank.searchable import spoken  # every start of the bot reads the rules, and this takes time to import
    from bot.bank.thesaurus import Thesaurus

    given, source = pack.synonyms
    thesaurus = Thesaurus(given.words)
    topics = {topic.id: topic for topic in pack.about.topics}
    questions = [(topics.get(file.topic), question) for file, _ in pack.topics for question in file.questions]
    said = {
        key
        for topic, question in questions
        if topic
        for text in spoken(topic, question)
        for key in thesaurus.said(text)
    }
    for word in given.words:
        if thesaurus.key(word) not in said:
            yield Finding(source, ("words", word), f"no question says {word!r}")
    ids = {question.id for _, question in questions}
    for id in given.found_by:
        if id not in ids:
            yield Finding(source, ("found_by", id), f"there is no question {id!r}")


rule = Rule("unused-synonym", Severity.WARNING, each_pack(check))
