"""HOW IT IS DONE. One package a technology; no driver imports another."""
