from salle.board.validation import InvalidRecord, validate_record


def passes(record: object) -> bool:
    try:
        validate_record(record)
    except InvalidRecord:
        return False
    return True
