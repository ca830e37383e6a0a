from pydantic import BaseModel

from salle.media.models import MediaFile


class StoredMedia(BaseModel):
    id: str
    url: str
    mime: str
    width: int
    height: int
    size: int

    @classmethod
    def of(cls, media: MediaFile) -> "StoredMedia":
        return cls(
            id=media.id,
            url=f"/files/{media.id}",
            mime=media.mime,
            width=media.width,
            height=media.height,
            size=media.size,
        )
