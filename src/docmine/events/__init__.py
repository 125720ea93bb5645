"""Formal acts of bodies: candidates, their features and arguments, and the decision.

| modules | what they know |
| --- | --- |
| `words`, `reading`, `tags`, `views` | function words, views of sentences (a list item joined to its lead), coarse tags |
| `groups`, `triggers` | verb groups, every form that may tell an act, its voice |
| `phrases`, `adjuncts`, `objects`, `passives`, `nominals`, `subjects`, `lists` | what is acted on |
| `actors`, `agents`, `times`, `status`, `story` | who acts, when, how far the act has come, what the passage told before |
| `candidates`, `decide`, `find` | typed features, the decision by rules, and `candidates(doc)`, the seam for classifiers |
"""
