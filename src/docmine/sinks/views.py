"""Queries that answer the common questions, the same in SQLite and PostgreSQL, and what the tables hold in a sentence each."""

from __future__ import annotations

VIEWS = {
    "who_endorsed_what": """
        SELECT b.body, e.act, e.status, e.subject_text AS subject, e.package, e.date_edtf AS date, e.date_start, e.date_end,
               e.confidence, d.symbol, d.title, d.name, p.number AS paragraph_number, e.page, e.document, e.id AS endorsement
        FROM endorsements e
        JOIN documents d ON d.id = e.document
        JOIN paragraphs p ON p.document = e.document AND p.id = e.paragraph
        LEFT JOIN endorsement_bodies b ON b.document = e.document AND b.endorsement = e.id""",
    "packages_by_act": """
        SELECT package, act, status, count(*) AS acts, min(date_start) AS first_date, max(date_end) AS last_date
        FROM endorsements WHERE package IS NOT NULL GROUP BY package, act, status""",
    "bodies_named": """
        SELECT m.value AS body, count(*) AS mentions, count(DISTINCT m.document) AS documents
        FROM mentions m WHERE m.label = 'BODY' AND m.value IS NOT NULL GROUP BY m.value""",
    "dates_named": """
        SELECT m.value AS date, m.text, d.symbol, d.title, m.paragraph, m.page, m.document
        FROM mentions m JOIN documents d ON d.id = m.document WHERE m.label = 'DATE'""",
    "package_paragraphs": """
        SELECT k.package, k.confidence, p.number, p.text, p.page, d.symbol, d.title, p.document, p.id AS paragraph
        FROM paragraph_packages k
        JOIN paragraphs p ON p.document = k.document AND p.id = k.paragraph
        JOIN documents d ON d.id = k.document""",
    "problems": """
        SELECT d.name, g.level, g.code, g.message, g.page, g.document
        FROM diagnostics g JOIN documents d ON d.id = g.document""",
}
DESCRIPTIONS = {
    "documents": "One row a document: what its first page says of it.",
    "sections": "Headings.",
    "paragraphs": "Paragraphs, list items, tables and footnotes in reading order.",
    "paragraph_packages": "The work packages that a paragraph belongs to.",
    "mentions": "Bodies, dates and packages where they stand in a paragraph's text.",
    "endorsements": "Formal acts: endorsed, adopted, approved, agreed, accepted, confirmed.",
    "endorsement_bodies": "Who performed an act.",
    "diagnostics": "What limited the reading of a document.",
    "who_endorsed_what": "Every act with each body that performed it, its subject, date and place in the paper.",
    "packages_by_act": "How often, and when first and last, each package was acted upon.",
    "bodies_named": "How often each body is named, and in how many documents.",
    "dates_named": "Every date expression with its EDTF value.",
    "package_paragraphs": "The paragraphs of each package.",
    "problems": "Diagnostics with the names of their documents.",
}
