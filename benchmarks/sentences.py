"""Made-up sentences, so that specimens read like evidence and say nothing about anybody."""

from __future__ import annotations

SEEN = [
    "One worker stayed with the person from the first talk to the last, and nobody had to tell things twice.",
    "The team met every week, looked at what had been learnt and agreed what to try before the next meeting.",
    "People said that they were asked what a good week looks like before any form was opened.",
    "A neighbour, a choir and a lift to the market did more than the support that was first thought of.",
    "The waiting list of the specimen site was read out each Monday, with the reason beside each name's number.",
    "Staff found three local groups that nobody had on a list, and told the other teams about them.",
    "Managers answered what the team had raised within nine working days and came to say so themselves.",
    "A short plan for the hard weeks was made and looked at again when things had settled.",
    "The hospital team and the community team planned the way home together with the person and her daughter.",
    "Carers were asked how they were, on their own, and were given the name of somebody to ring.",
    "Providers said that they hear earlier what people want, and that visits fit the day better.",
    "Partners in health took part in the weekly talk and shared what they knew without being asked twice.",
    "Numbers of the month were put on one page and talked through with those who do the work.",
    "Two people who draw on support helped to write the questions for the next round of interviews.",
    "What was bought from the local fund was written down in a line, with what it changed.",
    "New colleagues spent their first week beside somebody who had worked this way for a year.",
    "The leaflet was read by eleven people before it was printed, and half of its words were changed.",
    "Safety was talked about with the person, who chose which risk was worth taking and why.",
]
CHALLENGES = [
    "Some people still told their story three times before anybody stayed with them.",
    "The answer to the letter took seven weeks, and nobody had said that it would.",
    "Staff said that the old forms come back when the team is short of people.",
    "Carers who work could not come to any of the times that were offered.",
    "A long-term plan was written in the very week of the fall, and nobody looked at it again.",
    "Two partner teams did not know that the new way of working had begun.",
    "The numbers of the two systems do not agree, and the difference is not explained.",
    "Nothing shows whether people who pay for their own support were asked at all.",
]
CLAIMS = [
    "People meet **one worker** who stays with them, so that nothing has to be told twice",
    "Teams learn together every week, and what they learn changes what they do",
    "Support begins with *what people can do* and with whom they know",
    "Managers answer what is raised, and staff hear what came of it",
    "Partners plan the way home together with the person",
    "We know where people wait, and for how long, and we say so",
    "Carers are asked on their own how they are, and what would help",
    "What providers tell us changes what we buy",
]
SO_WHATS = [
    "Fewer people wait to be heard; how many fewer is not counted yet.",
    "The step is small and it has held for three quarters.",
    "It shows the practice, not yet what it changed for people.",
    "More people live as they want to; the interviews are with nineteen of them.",
    "It is a warning that was acted on in the same month.",
]
ACTIONS = [
    "Two colleagues join the specimen site",
    "Offer evening times to carers who work",
    "Tell the partner teams what has changed, in person",
    "Put the two lists side by side each month",
    "Ask providers every quarter and write back",
]
OWNERS = ["Project lead", "Head of service", "Quality lead", "Assistant Director", "Team manager"]
SITES = ["north-specimen", "south-specimen", "hospital-specimen", "front-door-specimen"]
EFFECTS = ["found", "none", "too-early"]
VOICES = {
    "person": "A person who draws on support says it.",
    "carer": "An unpaid carer says it.",
    "family": "A family says it.",
    "staff": "A member of staff says it.",
    "leader": "A leader says it.",
    "partner": "A partner organisation says it.",
    "provider": "A care provider says it.",
}
