"""Trained models at run time: features to calibrated probabilities with numpy alone.

A model is trained by scikit-learn (`docmine.training`) and written down as plain numbers. Importing scikit-learn costs more than reading a
paper, so nothing here does. `linear` weighs named features, `boosted` asks a few numbers in trees; `prior` adjusts both to a document;
`files` reads and writes both.
"""

from docmine.classify.boosted import BoostedModel
from docmine.classify.files import RETRAIN, find, folders, load, shipped, to_bytes
from docmine.classify.linear import LinearModel
from docmine.classify.model import Array, Calibration, Features, Kind, Method, Model, Sign, link, logit, logits, name_of, sigmoid
from docmine.classify.prior import adjusted

__all__ = [
    "RETRAIN", "Array", "BoostedModel", "Calibration", "Features", "Kind", "LinearModel", "Method", "Model", "Sign",
    "adjusted", "find", "folders", "link", "load", "logit", "logits", "name_of", "shipped", "sigmoid", "to_bytes",
]  # fmt: skip
