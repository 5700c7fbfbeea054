"""The demonstration: a network like the one this was made for, as records that count up to its
published figures (2014–2020). Each module loads one part, and loads it once.
"""
