"""Pictures as SVG, drawn on the server: counts in, a text out.

    counts ── grades, scores, changes, sensitivity ── canvas (Vega-Lite, by vl-convert) ── sheet ──> .svg

Only counts and rounded values come here: nothing is concluded from a picture. Every picture has a title and a
description, prints in black and white, holds no style and no script (a strict content policy lets it through), and is
the same text wherever it is drawn: room for labels is counted in columns, not measured with the fonts at hand.
"""
