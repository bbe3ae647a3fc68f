"""How far an open poll has come, as a facilitator is told: enough to run a room with, too coarse to count people by.

The exact number of ballots over all sides would, less the sides that are shown after closing, be the size of
a side that is withheld; and whoever watches it sees the moment at which each person answers. So a facilitator
is told a multiple of five that has been reached, with some left over:

* A number is told once it is exceeded by the poll's own ``shift``, 0 to 4, which nobody is told. Rounding down alone
  would give the exact number at the moment the figure moves, to whoever closes the poll then. (Rounding to a
  base with a random decision is the *random rounding* of Hundepool and others, *Statistical Disclosure Control*,
  Wiley 2012; here the decision falls once for a poll, so that looking again gives nothing.)
* It is never nearer than four to the number who joined, so that full attendance is not told either, and
  nothing is told below nine people.

Whatever is seen, also a move of the figure with the person who caused it, several numbers of ballots stay
possible, and so several sizes for a side that is withheld.
"""

from __future__ import annotations

STEP = 5
"""Figures are multiples of this; shifts are below it."""


def at_least(ballots: int, joined: int, shift: int) -> int:
    """How many people have answered at least, of those who ``joined``; 0 where that is not told.

    ``ballots`` counts everybody who gave an answer or said that they would not or could not.
    """
    reached = (ballots - shift) // STEP * STEP
    told_at_most = (joined - (STEP - 1)) // STEP * STEP
    return max(0, min(reached, told_at_most))
