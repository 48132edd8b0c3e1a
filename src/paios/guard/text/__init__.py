"""What can be said of a text by looking at it alone (I2–I5, I8).

Pure, linear in the text, and a signal only: whoever words an attack anew is
not seen here. What protects is the decision, which believes no text at all.
"""
