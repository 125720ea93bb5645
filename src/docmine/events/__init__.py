"""Formal acts of bodies: candidates, their features and arguments, and the decision.

`reading` tags tokens and cuts the text into views, `triggers` finds candidates, `subjects`, `agents` and `times` score what
they act on, who acts and when, `status` reads polarity and stage, `decide` keeps or rejects, `find` runs them in order.
"""
