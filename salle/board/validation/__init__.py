"""What tldraw 3.15.6 accepts as a record, said in Python: no more and no less.

A record that tldraw's own validators refuse makes every browser that receives it throw its board
away and ask for it again. So the verdict here is theirs, proven by comparison, with their
particulars: an array is an object whose keys are its indexes, a missing key is not null, a link
may be whatever the WHATWG's URL parser makes of it. What Salle asks beyond that is in `limits`.
"""

from salle.board.validation.objects import InvalidRecord
from salle.board.validation.records import validate_changed, validate_record

__all__ = ["InvalidRecord", "validate_changed", "validate_record"]
