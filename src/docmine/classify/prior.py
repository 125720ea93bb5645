"""A class that is more frequent, or rarer, in one document than it was in all that a model learnt from.

After M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities: a simple procedure",
Neural Computation 14 (2002): how frequent the class is here is estimated from the probabilities, and they from that, in turn.
"""

from __future__ import annotations

import numpy as np

from docmine.classify.model import Array, logits, sigmoid

ROUNDS = 10
MOST = 2.0  # that log odds are moved, either way: a paper is not believed to be wholly about a thing or not at all


def adjusted(probabilities: Array, prior: float, weight: float) -> Array:
    """The probabilities that several examples of one document have a class, each in the light of how frequent it is among them.

    `prior` is how frequent the class was in training; it counts as that of `weight` more examples.
    """
    scores = moved = logits(probabilities)
    for _ in range(ROUNDS):
        frequent = (sigmoid(moved).sum() + weight * prior) / (probabilities.size + weight)
        moved = scores + np.clip(logits(np.array(frequent)) - logits(np.array(prior)), -MOST, MOST)
    return sigmoid(moved)
