"""WHAT A PERSON CAN DO. The use cases behind the capability ports."""
