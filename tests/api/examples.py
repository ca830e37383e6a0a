"""The description, with examples that lead to what exists in the school of `inhabited.py`."""

import copy
from typing import Any

from tests.activities.test_library import PLAN
from tests.api.described import Json, document
from tests.world import PASSWORD

PARAMETERS = {
    "activity_id": ["someActivity", "deletedActivity"],
    "capsule_id": ["c1", "someCapsule"],
    "event_id": ["draftEvent", "publicEvent", "deletedEvent"],
    "import_id": ["someImport"],
    "invitation_id": ["someInvitation"],
    "login_id": ["eve"],
    "mail_id": ["failedMail"],
    "media_id": ["pictureThatAdaUploadedLastMonday"],
    "name": ["nameOfRoom"],
    "page": ["page:1"],
    "registration_id": ["someRegistration"],
    "room": ["nameOfRoom", "openRoom"],
    "room_id": ["openRoom", "closedRoom"],
    "Room-Token": ["roomToken"],
    "run_id": ["someRun"],
    "Salle-Registration": ["registrationLink"],
    "secret": ["someFeed"],
    "series_id": ["someSeries"],
    "session_id": ["plannedSession", "liveSession", "endedSession", "canceledSession"],
    "time_zone": ["Europe/Paris"],
    "user_id": ["eve"],
    "work_id": ["failedwork"],
}
FIELDS: dict[str, Any] = {
    "capsule_id": "someCapsule",
    "email": "someone@example.org",
    "end_time": "2027-06-02T09:00:00Z",
    "event_id": "publicEvent",
    "picture_id": "pictureThatAdaUploadedLastMonday",
    "start_time": "2027-06-01T09:00:00Z",
    "time_zone": "Europe/Paris",
    "token": "linkToken",
    "version": 1,
}


NAMES = {"first_name": "Zoé", "last_name": "Roy"}
BODIES: Json = {
    "ActivityChange": {"version": 1, "plan": PLAN},
    "Credentials": {"email": "ann@example.org", "password": PASSWORD},
    "EnterRoom": NAMES,
    "LinkUse": NAMES | {"token": "linkToken", "password": PASSWORD},
    "NewActivity": {"plan": PLAN},
    "NewInvitations": {"addresses": "Zoé Roy <zoe@example.org>"},
    "NewSeries": {
        "title": "Tous les mardis",
        "start_time": "2027-06-01T09:00:00Z",
        "duration_minutes": 60,
        "rule": {"kind": "weekly", "weekdays": [1], "count": 3},
    },
    "PasswordChange": {"new_password": PASSWORD},
    "RenamedRoom": {"name": "autre-nom"},
    "SavedCapsule": {"title": "Brûlures graves"},
}


def with_examples() -> Json:
    described = copy.deepcopy(document())
    for item in described["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                values = PARAMETERS.get(parameter["name"], [])
                parameter["examples"] = {value: {"value": value} for value in values}
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if name := media["schema"].get("$ref", "").rpartition("/")[2]:
                    show_fields(described["components"]["schemas"][name])
                    if name in BODIES:
                        media["example"] = BODIES[name]
    return described


def show_fields(schema: Json) -> None:
    for name in schema.get("properties", {}).keys() & FIELDS.keys():
        schema["properties"][name]["examples"] = [FIELDS[name]]
