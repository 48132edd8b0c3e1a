"""The credential store in files of the data folder (K1-K3)."""
