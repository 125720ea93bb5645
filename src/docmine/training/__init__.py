"""How docmine's models are made and judged: examples from annotated records, folds, fitting, calibration, reports.

Nothing here runs when a document is annotated. scikit-learn is imported inside the functions that fit.
"""
