"""A class that is more frequent in one document than it was in all that a model learnt from.

After M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities: a simple procedure",
Neural Computation 14 (2002): how frequent the class is here is estimated from the probabilities, and they from that, in turn.
"""

from __future__ import annotations

import numpy as np

from docmine.classify.model import Array, logits, sigmoid

ROUNDS = 10
MOST = 2.0  # that log odds are raised: a paper is not believed to be wholly about a thing


def adjusted(probabilities: Array, prior: float, weight: float) -> Array:
    """The probabilities that several examples of one document have a class, raised where it is more frequent among them than in training.

    `prior` is how frequent it was there, which counts as that of `weight` more examples. Where it is rarer nothing is moved: a model that
    sees the whole document knows that by itself.
    """
    scores = moved = logits(probabilities)
    for _ in range(ROUNDS):
        frequent = (sigmoid(moved).sum() + weight * prior) / (probabilities.size + weight)
        moved = scores + np.clip(logits(np.array(frequent)) - logits(np.array(prior)), 0.0, MOST)
    return sigmoid(moved)
