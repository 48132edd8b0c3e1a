"""The ways in. Each plants secrets, sees that they arrived, and takes the errors on its way."""
