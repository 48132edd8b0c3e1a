"""One file a source of decisions. Each says its word on a proposal, or nothing.

A source is a pure function of ``(Proposal, Facts)``; it never looks anything
up. ``guard.decide`` hears them in order and the first that speaks wins.
"""
