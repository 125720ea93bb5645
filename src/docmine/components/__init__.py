"""spaCy components, one subject each; `docmine.pipeline` names their order."""
